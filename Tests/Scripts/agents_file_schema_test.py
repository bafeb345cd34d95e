#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The schema of the agents file says of every file of the corpus what the loader's tests say of it."""
import json
import pathlib
import unittest

try:
    import jsonschema
except ImportError:
    jsonschema = None

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CORPUS = ROOT / "Tests" / "Cast" / "AgentsFiles"
SCHEMA = ROOT / "Source" / "Cast" / "agents-file.schema.json"


@unittest.skipIf(jsonschema is None, "needs the Debian package python3-jsonschema")
class AgentsFileSchema(unittest.TestCase):
    def setUp(self):
        schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        self.validator = jsonschema.Draft202012Validator(schema)

    def accepts(self, text):
        try:
            return self.validator.is_valid(json.loads(text))
        except ValueError:
            return False

    def check_folder(self, name, wanted):
        files = sorted((CORPUS / name).glob("*.json"))
        self.assertTrue(files)
        for file in files:
            with self.subTest(file=file.name):
                self.assertEqual(self.accepts(file.read_text(encoding="utf-8")), wanted)

    def test_accepts_what_the_loader_accepts(self):
        self.check_folder("good", True)

    def test_refuses_what_the_loader_refuses(self):
        self.check_folder("bad", False)

    def test_leaves_to_the_loader_what_no_schema_can_say(self):
        self.check_folder("beyond-schema", True)

    def test_accepts_the_example_of_the_documentation(self):
        page = (ROOT / "docs" / "agents-file.md").read_text(encoding="utf-8")
        self.assertTrue(self.accepts(page.split("```json\n", 1)[1].split("```", 1)[0]))


if __name__ == "__main__":
    unittest.main()
