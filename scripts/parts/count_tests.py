#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads what Catch2's XML reporter wrote for each test program, prints failures and skip reasons, and counts.

usage: count_tests.py FOLDER PROGRAM...
FOLDER holds PROGRAM.xml, PROGRAM.log (what it printed), PROGRAM.status (exit code) and PROGRAM.milliseconds.
A test that printed "SKIPPED: <test>: <reason>" and did not fail is skipped. A program that ended otherwise than its
report says (killed, a sanitizer's finding at exit, no report) is one failure more, shown with what it printed last.
"""
import pathlib
import re
import signal
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field

LAST_LINES = 80
TIMED_OUT = 124
FATAL = "FatalErrorCondition"


@dataclass
class Outcome:
    passed: list = field(default_factory=list)
    failed: list = field(default_factory=list)  # (name, text)
    skipped: list = field(default_factory=list)  # (name, reason)
    running: str = ""  # The test that had begun and not ended.


def text_of(element):
    """A failed assertion, exception or message in words, with its place."""
    place = f"{element.get('filename', '?')}:{element.get('line', '?')}"
    if element.tag == "Expression":
        original = (element.findtext("Original") or "").strip()
        expanded = (element.findtext("Expanded") or "").strip()
        lines = [f"{place}: {element.get('type', 'CHECK')}( {original} )", f"  with expansion: {expanded}"]
        lines += [f"  {inner.tag}: {(inner.text or '').strip()}"
                  for inner in element if inner.tag in ("Exception", FATAL)]
        return "\n".join(lines)
    return f"{place}: {element.tag}: {(element.text or '').strip()}"


def describe_failure(case):
    lines = []
    def walk(element, path):
        for child in element:
            if child.tag == "Section":
                walk(child, path + [child.get("name", "").strip()])
            elif child.tag == "Expression" and child.get("success") == "true":
                continue
            elif child.tag in ("Expression", "Exception", FATAL, "Failure"):
                if path:
                    lines.append("in section: " + " / ".join(path))
                lines.append(text_of(child))
            elif child.tag in ("Info", "Warning"):
                lines.append(f"{child.tag.lower()}: {(child.text or '').strip()}")
    walk(case, [])
    result = case.find("OverallResult")
    for tag in ("StdOut", "StdErr"):
        printed = (result.findtext(tag) or "").strip() if result is not None else ""
        if printed:
            lines.append(f"{tag}:\n{printed}")
    return "\n".join(lines)


def skip_lines(text):
    return [line.strip()[len("SKIPPED: "):] for line in text.splitlines() if line.strip().startswith("SKIPPED: ")]


def reason_for(name, lines):
    reasons = [line[len(name) + 2:] for line in lines if line.startswith(name + ": ")]
    return "; ".join(dict.fromkeys(reasons)) if reasons else None


def cases_of(path):
    """Test cases as far as the report goes, and the name of one that began and did not end."""
    cases, running = [], ""
    try:
        for event, element in ElementTree.iterparse(path, events=("start", "end")):
            if element.tag != "TestCase":
                continue
            if event == "start":
                running = element.get("name", "").strip()
            else:
                cases.append(element)
                running = ""
    except (ElementTree.ParseError, FileNotFoundError):
        pass
    return cases, running


def read_outcome(folder, program):
    printed = (folder / f"{program}.log").read_text(errors="replace")
    cases, running = cases_of(folder / f"{program}.xml")
    outside = skip_lines(printed)
    outcome = Outcome(running=running)
    for case in cases:
        name = case.get("name", "").strip()
        result = case.find("OverallResult")
        if result is None or result.get("success") != "true":
            outcome.failed.append((name, describe_failure(case)))
            continue
        inside = skip_lines((result.findtext("StdErr") or "") + "\n" + (result.findtext("StdOut") or ""))
        reason = reason_for(name, inside + outside)
        if reason is None:
            outcome.passed.append(name)
        else:
            outcome.skipped.append((name, reason))
    return outcome, printed


def end_of_program(status, outcome):
    """What is wrong with how the program ended, or nothing."""
    if status == TIMED_OUT:
        return "ran out of time"
    # Catch2's exit code is the number of failed assertions, which may look like a signal's.
    has_crashed = outcome.running or not outcome.failed or FATAL in outcome.failed[-1][1]
    if status > 128 and has_crashed:
        number = status - 128
        known = number in {each.value for each in signal.Signals}
        return f"was ended by {signal.Signals(number).name if known else f'signal {number}'}"
    if status != 0 and not outcome.failed:
        return f"ended with exit code {status} though no test failed"
    if outcome.running:
        return "ended in the middle of a test"
    if not (outcome.passed or outcome.failed or outcome.skipped) and status != 0:
        return "ran no test"
    return None


def main(folder, programs):
    total = [0, 0, 0]
    for program in programs:
        outcome, printed = read_outcome(folder, program)
        status = int((folder / f"{program}.status").read_text())
        wrong = end_of_program(status, outcome)
        if wrong and status > 128 and not outcome.running and outcome.failed and FATAL in outcome.failed[-1][1]:
            name, text = outcome.failed[-1]
            outcome.failed[-1] = (name, f"{text}\n{program} {wrong} here: the tests after this one did not run.")
        elif wrong:
            last = "\n".join(printed.splitlines()[-LAST_LINES:])
            during = f": it was running '{outcome.running}'" if outcome.running else ""
            outcome.failed.append((f"{program} itself", f"{program} {wrong}{during}. It printed last:\n{last}"))
        for name, text in outcome.failed:
            print(f"\nFAILED: {program}: {name}\n{re.sub('^', '    ', text, flags=re.MULTILINE)}")
        for name, reason in outcome.skipped:
            print(f"SKIPPED: {program}: {name}: {reason}")
        counts = [len(outcome.passed), len(outcome.failed), len(outcome.skipped)]
        seconds = int((folder / f"{program}.milliseconds").read_text()) / 1000
        print(f"{program}: {counts[0]} passed, {counts[1]} failed, {counts[2]} skipped in {seconds:.1f} s")
        total = [a + b for a, b in zip(total, counts)]
    if sum(total) == 0:
        print("No test matched the filter.")
    print(f"{total[0]} passed, {total[1]} failed, {total[2]} skipped")
    return 1 if total[1] or sum(total) == 0 else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), sys.argv[2:]))
