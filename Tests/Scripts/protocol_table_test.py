# SPDX-License-Identifier: Apache-2.0
"""docs/protocol.md promises what becomes of every event, and names the test that shows it: both are held to here.

Run with: python3 -m unittest discover -s Tests/Scripts -p '*_test.py'
"""
import json
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = ROOT.parent / "shared" / "spec" / "openai-realtime.schema.json"
ROW = re.compile(r"^\| `([a-z_.]+)` \| (.+) \| (.+) \|$")
TEST_NAME = re.compile(r'TEST_CASE(?:_METHOD)?\(\s*(?:\w+,\s*)?((?:"(?:[^"\\]|\\.)*"\s*)+)')


def rows_below(heading):
    """The table's rows as {event: (what Parley does, tests)}."""
    text = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
    section = text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return {found[1]: (found[2], found[3]) for found in map(ROW.match, section.splitlines()) if found}


def test_names():
    names = set()
    for file in (ROOT / "Tests").rglob("*.cpp"):
        for literals in TEST_NAME.findall(file.read_text(encoding="utf-8")):
            names.add("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literals)))
    return names


def events_of(schema, union):
    definitions = schema["$defs"]
    for one in definitions[union]["oneOf" if "oneOf" in definitions[union] else "anyOf"]:
        kind = definitions[one["$ref"].rsplit("/", 1)[1]]["properties"]["type"]
        yield kind.get("const") or kind["enum"][0]


class ProtocolTable(unittest.TestCase):
    def test_each_row_names_tests_that_exist(self):
        known = test_names()
        for heading in ("Client events", "Server events"):
            rows = rows_below(heading)
            self.assertTrue(rows, f"no table below '{heading}'")
            for event, (does, tests) in rows.items():
                self.assertTrue(does.strip(), event)
                named = re.findall(r"`([^`]+)`", tests)
                self.assertTrue(named or "WebRTC" in does, f"{event}: no test is named")
                for name in named:
                    self.assertTrue(name in known, f"{event}: there is no test \"{name}\"")

    @unittest.skipUnless(SCHEMA.is_file(), "the official schema is not on this machine")
    def test_no_event_of_the_schema_is_missing(self):
        schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
        self.assertEqual(set(), set(events_of(schema, "RealtimeClientEvent")) - rows_below("Client events").keys())
        self.assertEqual(set(), set(events_of(schema, "RealtimeServerEvent")) - rows_below("Server events").keys())


if __name__ == "__main__":
    unittest.main()
