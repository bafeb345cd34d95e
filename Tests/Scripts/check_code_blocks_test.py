# SPDX-License-Identifier: Apache-2.0
"""scripts/parts/check_code_blocks.py: code that a document shows is the code that there is."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "parts" / "check_code_blocks.py"
CODE = "/* SPDX-License-Identifier: Apache-2.0 */\nint main(void)\n{\n    return 0;\n}\n"


class CheckCodeBlocks(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)
        (self.root / "talk.c").write_text(CODE)

    def tearDown(self):
        self.folder.cleanup()

    def show(self, block, *options):
        (self.root / "page.md").write_text(f"# Page\n\n<!-- file: talk.c -->\n```c\n{block}```\n\nMore.\n")
        done = subprocess.run([sys.executable, str(SCRIPT), *options, str(self.root), "page.md"], capture_output=True,
                              text=True)
        return done.returncode, done.stdout

    def test_a_file_is_shown_without_its_licence_line(self):
        self.assertEqual(self.show(CODE.split("\n", 1)[1])[0], 0)

    def test_a_block_that_differs_is_told(self):
        status, said = self.show("int main(void)\n{\n    return 1;\n}\n")
        self.assertEqual(status, 1)
        self.assertIn("page.md shows another talk.c", said)

    def test_a_file_that_is_not_there_is_told(self):
        (self.root / "talk.c").unlink()
        status, said = self.show(CODE)
        self.assertEqual(status, 1)
        self.assertIn("which is not there", said)

    def test_a_page_without_a_file_is_told(self):
        (self.root / "empty.md").write_text("# Nothing\n")
        done = subprocess.run([sys.executable, str(SCRIPT), str(self.root), "empty.md"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)

    def test_a_page_can_be_mended(self):
        self.assertEqual(self.show("old\n", "--fix")[0], 0)
        self.assertIn("return 0;", (self.root / "page.md").read_text())
        self.assertIn("More.", (self.root / "page.md").read_text())


if __name__ == "__main__":
    unittest.main()
