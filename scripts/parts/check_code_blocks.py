#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the code that documents show against the files that it is said to be.

usage: check_code_blocks.py [--fix] ROOT DOCUMENT...

  --fix   copies the files into the documents instead

A block behind a line `<!-- file: PATH -->` must be that file without its licence line. Exit code 1 when one differs, or
when a document has no such block.
"""
import pathlib
import re
import sys

BLOCK = re.compile(r"(<!-- file: (\S+) -->\n+```\w*\n)(.*?)```", re.DOTALL)
LICENCE = re.compile(r"\A(//|/\*|#) ?SPDX-License-Identifier:[^\n]*\n")


def shown_form(path):
    return LICENCE.sub("", path.read_text())


def check(root, document):
    """Sentences about what is wrong, and how many blocks there are."""
    blocks = BLOCK.findall((root / document).read_text())
    wrong = [] if blocks else [f"{document} shows no file"]
    for _, name, shown in blocks:
        path = root / name
        if not path.is_file():
            wrong.append(f"{document} shows {name}, which is not there")
        elif shown != shown_form(path):
            wrong.append(f"{document} shows another {name} than there is: see --fix of this script")
    return wrong, len(blocks)


def fix(root, document):
    path = root / document
    path.write_text(BLOCK.sub(lambda block: block[1] + shown_form(root / block[2]) + "```", path.read_text()))


def main(root, documents, is_fixing):
    for document in documents if is_fixing else []:
        fix(root, document)
    results = [check(root, document) for document in documents]
    wrong = [sentence for sentences, _ in results for sentence in sentences]
    print("\n".join(wrong) if wrong else f"{sum(count for _, count in results)} files are shown as they are")
    return 1 if wrong else 0


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--fix"]
    sys.exit(main(pathlib.Path(arguments[0]), arguments[1:], "--fix" in sys.argv))
