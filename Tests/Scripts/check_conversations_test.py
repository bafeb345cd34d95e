# SPDX-License-Identifier: Apache-2.0
"""Each check of scripts/check-conversations catches what it is there for, and nothing else."""
import unittest

from loaded_script import load

check = load("check-conversations")


def answer(**changes):
    return {"response_id": "r", "transcript": "You said: go.", "played_out": True, "heard_out": True, "fragment": False,
            "begin_ms": 1000, "end_ms": 3000, "sent_ms": 2000, "heard_ms": 2000, "missing_ms": 0, "residual_db": -80,
            "host_residual_db": -80, "clicks": 0, "understood": "you said go", "word_errors": 0,
            "word_errors_of_sent": 0} | changes


def figures(*answers, **changes):
    return {"answers": list(answers), "unheard": [], "sound_outside_frames": 0, "unequal_frames": 0} | changes


def turns(*users):
    return [{"role": "user", "transcript": words} for words in users] + [{"role": "assistant", "transcript": "You."}]


class Words(unittest.TestCase):
    def test_a_misheard_user_is_a_fault(self):
        self.assertEqual(list(check.check_turns(check.Run("a"), turns(check.WORDS))), [])
        self.assertTrue(list(check.check_turns(check.Run("a"), turns("go forward and meters"))))
        self.assertTrue(list(check.check_turns(check.Run("a"), turns(check.WORDS, check.WORDS))))

    def test_a_telephone_band_may_cost_one_word_and_no_more(self):
        run = check.Run("a", rate=8000)
        self.assertEqual(list(check.check_turns(run, turns("go forward and meters"))), [])
        self.assertTrue(list(check.check_turns(run, turns("no forward and meters"))))

    def test_a_turn_without_words_is_a_fault(self):
        self.assertTrue(list(check.check_turns(check.Run("a", speech="cards"), turns("ten of clubs", ""))))

    def test_words_that_only_the_reply_loses_are_a_fault(self):
        self.assertEqual(list(check.check_words([answer(word_errors=3, word_errors_of_sent=2)])), [])
        self.assertTrue(list(check.check_words([answer(word_errors=2)])))


class Sound(unittest.TestCase):
    def test_an_answer_as_it_was_sent_has_no_fault(self):
        self.assertEqual(list(check.check_sound(figures(answer()))), [])

    def test_each_deviation_is_a_fault(self):
        for changes in ({"missing_ms": 21}, {"missing_ms": -21}, {"heard_ms": 1979}, {"residual_db": -49},
                        {"host_residual_db": -49}, {"clicks": 1}, {"heard_out": False}):
            with self.subTest(changes):
                self.assertEqual(len(list(check.check_sound(figures(answer(**changes))))), 1)

    def test_an_answer_that_was_played_out_is_no_fragment(self):
        cut = {"fragment": True, "heard_out": False, "heard_ms": 30}
        self.assertEqual(list(check.check_sound(figures(answer(**cut, played_out=False)))), [])
        self.assertTrue(list(check.check_sound(figures(answer(**cut)))))

    def test_sound_where_there_is_silence_and_unequal_channels_are_faults(self):
        self.assertTrue(list(check.check_sound(figures(answer(), sound_outside_frames=1))))
        self.assertTrue(list(check.check_sound(figures(answer(), unequal_frames=1))))

    def test_no_answer_is_a_fault(self):
        self.assertTrue(list(check.check_answered(check.Run("a"), figures())))
        self.assertTrue(list(check.check_answered(check.Run("a"), figures(answer(), unheard=["s"]))))
        self.assertTrue(list(check.check_answered(check.Run("a", speech="twice"), figures(answer(), answer()))))


class Interruptions(unittest.TestCase):
    cut = answer(heard_out=False, played_out=False, end_ms=2015, heard_ms=1015)

    def faults(self, truncated_at=1014, noticed_ms=2000.0, item="i"):
        events = [{"type": "input_audio_buffer.speech_started", "ms": noticed_ms}]
        recording = [{"type": "response.output_audio.delta", "response_id": "r", "item_id": "i"},
                     {"type": "conversation.item.truncate", "item_id": item, "audio_end_ms": truncated_at}]
        return list(check.check_interruptions(check.Run("a"), events, recording, figures(self.cut)))

    def test_a_prompt_stop_with_a_true_truncation_has_no_fault(self):
        self.assertEqual(self.faults(), [])

    def test_a_late_stop_is_a_fault(self):
        self.assertEqual(len(self.faults(noticed_ms=1990.0)), 1)

    def test_a_stop_that_nobody_asked_for_is_a_fault(self):
        self.assertEqual(len(self.faults(noticed_ms=500.0)), 1)

    def test_a_truncation_that_claims_more_or_much_less_than_was_heard_is_a_fault(self):
        self.assertEqual(len(self.faults(truncated_at=1017)), 1)
        self.assertEqual(len(self.faults(truncated_at=900)), 1)

    def test_no_truncation_is_a_fault(self):
        self.assertEqual(len(self.faults(item="another")), 1)


if __name__ == "__main__":
    unittest.main()
