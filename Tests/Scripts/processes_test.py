# SPDX-License-Identifier: Apache-2.0
"""Nothing that a check started outlives it, and nothing of the caller's reaches it."""
import os
import pathlib
import sys
import tempfile
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scripts" / "parts"))
import processes  # noqa: E402
from loaded_script import InFolder  # noqa: E402

DEAF = """import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(600)"""


def is_alive(process):
    return pathlib.Path(f"/proc/{process.pid}").exists()


class Ends(InFolder):
    def test_what_was_started_has_ended_when_a_check_breaks_off(self):
        with self.assertRaises(processes.Fault):
            with processes.Processes(self.folder, dict(os.environ)) as started:
                sleeper = started.start("sleep", "sleep", "600")
                self.assertTrue(is_alive(sleeper))
                raise processes.Fault("something")
        self.assertFalse(is_alive(sleeper))

    def test_what_does_not_listen_is_killed(self):
        with mock.patch.object(processes, "END_DEADLINE_S", 0.2):
            with processes.Processes(self.folder, dict(os.environ)) as started:
                deaf = started.start("deaf", sys.executable, "-c", DEAF)
                processes.wait_until(lambda: (self.folder / "deaf.out").read_text(), 10, "deafness")
        self.assertFalse(is_alive(deaf))


class Surroundings(unittest.TestCase):
    def test_no_key_and_no_display_of_the_callers_reaches_the_app(self):
        with mock.patch.dict(os.environ, {"OPENAI_API_KEY": "k", "DISPLAY": ":0", "https_proxy": "p", "JACK_x": "j",
                                          "PARLEY_AGENTS": "a", "PATH": "/bin"}, clear=True):
            found = processes.surroundings("/home/x", JACK_DEFAULT_SERVER="server")
        self.assertEqual(found, {"PATH": "/bin", "HOME": "/home/x", "XDG_CONFIG_HOME": "/home/x/config",
                                 "JACK_DEFAULT_SERVER": "server"})


class Recordings(unittest.TestCase):
    def test_a_line_that_is_being_written_is_not_read(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "recording.jsonl"
            self.assertEqual(processes.complete_lines(file), [])
            file.write_text('{"a": 1}\n{"b": ')
            self.assertEqual(processes.complete_lines(file), ['{"a": 1}\n'])


if __name__ == "__main__":
    unittest.main()
