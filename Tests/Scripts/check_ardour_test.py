# SPDX-License-Identifier: Apache-2.0
"""Each check of scripts/check-ardour catches what it is there for."""
import json
import signal
import unittest
from unittest import mock

from loaded_script import InFolder, load

check = load("check-ardour")


def update(silence):
    detection = {"type": "server_vad", "silence_duration_ms": silence}
    return {"type": "session.update", "session": {"audio": {"input": {"turn_detection": detection}}}}


def heard(words):
    return {"type": "conversation.item.input_audio_transcription.completed", "transcript": words}


class Conversation(InFolder):
    def check(self, *events):
        recording = self.folder / "recording.jsonl"
        recording.write_text("".join(json.dumps({"event": event}) + "\n" for event in events))
        check.check_conversation("record", recording)

    def test_what_was_said_and_set_must_reach_the_service(self):
        self.check(update(check.SILENCE_MS), heard(check.WORDS))
        for events in ([update(check.SILENCE_MS)], [heard(check.WORDS)], [update(200), heard(check.WORDS)],
                       [update(check.SILENCE_MS), heard("ten meters")],
                       [{"type": "session.update", "session": {}}, heard(check.WORDS)]):
            with self.assertRaises(check.Fault):
                self.check(*events)


class Export(InFolder):
    def export(self, *codes, leaves=None):
        """`leaves`: the try that leaves a file; the last one where none is named."""
        wav = self.folder / "reply.wav"
        left = list(codes)

        def run(*_):
            if len(codes) - len(left) == (len(codes) - 1 if leaves is None else leaves):
                wav.touch()
            return mock.Mock(returncode=left.pop(0), stdout="", stderr="")

        processes = mock.Mock()
        processes.run.side_effect = run
        check.export(processes, self.folder, wav)
        return processes.run.call_count

    def test_only_an_exporter_that_died_of_a_signal_is_started_again(self):
        self.assertEqual(self.export(-signal.SIGABRT, -signal.SIGSEGV, 0), 3)
        with self.assertRaises(check.Fault):
            self.export(1, 0)
        with self.assertRaises(check.Fault):
            self.export(*[-signal.SIGABRT] * check.EXPORT_TRIES)

    def test_nothing_exported_is_a_fault_also_where_a_try_that_died_left_something(self):
        with self.assertRaises(check.Fault):
            self.export(-signal.SIGABRT, 0, leaves=0)


if __name__ == "__main__":
    unittest.main()
