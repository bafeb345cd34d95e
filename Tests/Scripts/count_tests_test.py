# SPDX-License-Identifier: Apache-2.0
"""What scripts/test counts: nothing that failed, crashed or could not run may ever look as if it had passed.

Run with: python3 -m unittest discover -s Tests/Scripts -p '*_test.py'
"""
import contextlib
import io
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scripts" / "parts"))
import count_tests

GOOD = '<TestCase name="good"><OverallResult success="true"/></TestCase>'
BAD = ('<TestCase name="bad"><Section name="inner"><Expression success="false" type="CHECK" filename="a.cpp" line="7">'
       '<Original>x == 2</Original><Expanded>1 == 2</Expanded></Expression></Section>'
       '<OverallResult success="false"/></TestCase>')
SKIPPED = ('<TestCase name="needs: a thing"><OverallResult success="true"><StdErr>'
           'SKIPPED: needs: a thing: no thing here: none</StdErr></OverallResult></TestCase>')
QUIET = '<TestCase name="quiet"><OverallResult success="true"/></TestCase>'
FATAL = ('<TestCase name="fatal"><FatalErrorCondition filename="a.cpp" line="9">SIGSEGV</FatalErrorCondition>'
         '<OverallResult success="false"/></TestCase>')
HALF = '<TestCase name="half"><Section name="inner">'


class CountTests(unittest.TestCase):
    def count(self, xml, status=0, log="", closed=True):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "t.xml").write_text("<Catch><Group>" + xml + ("</Group></Catch>" if closed else ""))
            (folder / "t.log").write_text(log)
            (folder / "t.status").write_text(str(status))
            (folder / "t.milliseconds").write_text("12")
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                code = count_tests.main(folder, ["t"])
        lines = printed.getvalue().splitlines()
        return lines[-1], code, printed.getvalue()

    def test_passed_tests_are_counted(self):
        self.assertEqual(self.count(GOOD + QUIET)[:2], ("2 passed, 0 failed, 0 skipped", 0))

    def test_a_failure_is_shown_with_its_place_and_section(self):
        last, code, text = self.count(GOOD + BAD, status=1)
        self.assertEqual((last, code), ("1 passed, 1 failed, 0 skipped", 1))
        self.assertIn("a.cpp:7: CHECK( x == 2 )", text)
        self.assertIn("in section: inner", text)

    def test_many_failed_assertions_are_no_signal(self):
        self.assertEqual(self.count(GOOD + BAD, status=255)[:2], ("1 passed, 1 failed, 0 skipped", 1))

    def test_a_skipped_test_is_not_passed_and_says_why(self):
        last, code, text = self.count(GOOD + SKIPPED)
        self.assertEqual((last, code), ("1 passed, 0 failed, 1 skipped", 0))
        self.assertIn("no thing here: none", text)

    def test_a_skip_line_on_the_programs_own_stderr_counts_too(self):
        self.assertEqual(self.count(QUIET, log="SKIPPED: quiet: no device\n")[0], "0 passed, 0 failed, 1 skipped")

    def test_a_failed_test_that_also_said_skipped_has_failed(self):
        self.assertEqual(self.count(BAD, status=1, log="SKIPPED: bad: no device\n")[0], "0 passed, 1 failed, 0 skipped")

    def test_a_crash_that_catch2_reported_is_one_failure_and_says_what_did_not_run(self):
        last, code, text = self.count(GOOD + FATAL, status=139)
        self.assertEqual((last, code), ("1 passed, 1 failed, 0 skipped", 1))
        self.assertIn("did not run", text)

    def test_a_program_that_vanishes_in_mid_test_is_a_failure(self):
        last, code, text = self.count(GOOD + HALF, status=0, closed=False)
        self.assertEqual((last, code), ("1 passed, 1 failed, 0 skipped", 1))
        self.assertIn("half", text)

    def test_a_finding_at_exit_is_a_failure_though_each_test_passed(self):
        last, code, text = self.count(GOOD, status=23, log="LeakSanitizer: detected memory leaks\n")
        self.assertEqual((last, code), ("1 passed, 1 failed, 0 skipped", 1))
        self.assertIn("LeakSanitizer", text)

    def test_a_program_out_of_time_is_a_failure(self):
        self.assertEqual(self.count(GOOD, status=124, closed=False)[0], "1 passed, 1 failed, 0 skipped")

    def test_no_test_at_all_is_no_success(self):
        self.assertEqual(self.count("")[:2], ("0 passed, 0 failed, 0 skipped", 1))


if __name__ == "__main__":
    unittest.main()
