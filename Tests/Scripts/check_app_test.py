# SPDX-License-Identifier: Apache-2.0
"""Each check of scripts/check-app catches what it is there for."""
import argparse
import json
import unittest
from unittest import mock

from loaded_script import InFolder, load

check = load("check-app")

HEARD = {"transcript": "You said: go.", "heard_out": True, "understood": "you said go", "heard_ms": 900, "sent_ms": 900,
         "residual_db": -100, "word_errors": 0, "word_errors_of_sent": 0}


class Osc(unittest.TestCase):
    def test_a_state_is_read_as_liblo_writes_it(self):
        self.assertEqual(check.state_in(b"/parley/state\0\0\0,s\0\0speaking\0\0\0\0"), "speaking")
        self.assertIsNone(check.state_in(b"/parley/level\0\0\0,ff\0" + bytes(8)))

    def test_states_that_do_not_come_in_order_are_a_fault(self):
        with mock.patch.object(check, "ANSWER_DEADLINE_S", 0), check.Remote() as remote:
            remote.states = ["offline", "listening", "speaking", "listening"]
            remote.wait_for("listening", "speaking", "listening")
            self.assertEqual(remote.states, ["listening"])
            with self.assertRaises(check.Fault):
                remote.wait_for("listening", "offline")


class Checks(InFolder):
    def session(self, *events, answers=None):
        processes = mock.Mock()
        processes.run.return_value = mock.Mock(returncode=0, stdout=json.dumps({"answers": answers or []}))
        speech = mock.patch.object(check, "write_speech")
        with speech:
            session = check.Session(processes, argparse.Namespace(build=self.folder), self.folder)
        lines = [json.dumps({"event": event}) for event in events]
        session.recording.write_text("".join(line + "\n" for line in lines) + '{"event": {"type": "half')
        return session

    def test_a_line_that_is_being_written_is_not_read(self):
        self.assertEqual(self.session({"type": "a"}).events(), [{"type": "a"}])

    def test_a_misheard_user_is_a_fault(self):
        kind = "conversation.item.input_audio_transcription.completed"
        self.session({"type": kind, "transcript": check.WORDS}).check_words(1)
        with self.assertRaises(check.Fault):
            self.session({"type": kind, "transcript": "go away"}).check_words(1)
        with self.assertRaises(check.Fault):
            self.session().check_words(1)

    def test_an_answer_that_is_not_heard_whole_and_right_is_a_fault(self):
        self.assertEqual(self.session(answers=[HEARD]).check_reply("x"), "You said: go.")
        self.session(answers=[HEARD | {"word_errors": 1}]).check_reply("x")
        for answers in ([], [HEARD, HEARD], [HEARD | {"heard_out": False}], [HEARD | {"word_errors": 2}]):
            with self.assertRaises(check.Fault):
                self.session(answers=answers).check_reply("x")

    def test_captions_that_are_not_on_the_screen_are_a_fault(self):
        with mock.patch.object(check, "words_in", return_value="you go forward ten meters agent you said go forward"):
            check.check_captions(None, "p", "You said: go forward ten meters.")
        for seen in ("you go forward ten meters agent", "you said", ""):
            with mock.patch.object(check, "words_in", return_value=seen), self.assertRaises(check.Fault):
                check.check_captions(None, "p", "You said: go forward ten meters.")


if __name__ == "__main__":
    unittest.main()
