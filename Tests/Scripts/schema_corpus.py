# SPDX-License-Identifier: Apache-2.0
"""What a JSON Schema says of a corpus of files, beside what the loader's tests say of them."""
import json
import pathlib
import unittest

try:
    import jsonschema
except ImportError:
    jsonschema = None

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

needs_validator = unittest.skipIf(jsonschema is None, "needs the Debian package python3-jsonschema")


class SchemaCorpus:
    """For a TestCase that names its `schema`, its `corpus` (folders good, bad and beyond-schema), and the `page` whose
    first JSON block is an example."""
    schema = corpus = page = None

    def setUp(self):
        schema = json.loads(self.schema.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        self.validator = jsonschema.Draft202012Validator(schema)

    def accepts(self, text):
        try:
            return self.validator.is_valid(json.loads(text))
        except ValueError:
            return False

    def check_folder(self, folder, wanted):
        files = sorted(folder.glob("*.json"))
        self.assertTrue(files)
        for file in files:
            with self.subTest(file=file.name):
                self.assertEqual(self.accepts(file.read_text(encoding="utf-8")), wanted)
        return len(files)

    def test_accepts_what_the_loader_accepts(self):
        self.check_folder(self.corpus / "good", True)

    def test_refuses_what_the_loader_refuses(self):
        self.check_folder(self.corpus / "bad", False)

    def test_leaves_to_the_loader_what_no_schema_can_say(self):
        self.check_folder(self.corpus / "beyond-schema", True)

    def test_accepts_the_example_of_the_documentation(self):
        page = self.page.read_text(encoding="utf-8")
        self.assertTrue(self.accepts(page.split("```json\n", 1)[1].split("```", 1)[0]))
