# SPDX-License-Identifier: Apache-2.0
"""What checks with other programs share: processes that end with them, waits with a deadline, clean surroundings."""
import os
import pathlib
import signal
import subprocess
import time

SPEECH = pathlib.Path("/usr/share/pocketsphinx/test/data/goforward.raw")
WORDS = "go forward ten meters"

# ParleyApp promises a second; a busy machine may take longer to run it at all.
END_DEADLINE_S = 3
RUN_DEADLINE_S = 60
POLL_S = 0.05


class Fault(Exception):
    """What went wrong, in a sentence."""


def wait_until(question, deadline, what):
    end = time.monotonic() + deadline
    while True:
        answer = question()
        if answer:
            return answer
        if time.monotonic() > end:
            raise Fault(f"{what} did not happen within {deadline} s")
        time.sleep(POLL_S)


class Processes:
    """Everything that was started; all of it has ended when the block is left, whatever happened."""

    def __init__(self, folder, environment):
        self.folder, self.environment, self.running = folder, environment, []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in reversed(self.running):
            self.end(process, signal.SIGTERM)

    def start(self, name, *command, **variables):
        log = open(self.folder / f"{name}.out", "ab")
        with log:
            process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=log,
                                       stderr=subprocess.STDOUT, env=self.environment | variables)
        self.running.append(process)
        return process

    def end(self, process, how):
        """The exit code, and how long it took to end."""
        begun = time.monotonic()
        if process.poll() is None:
            process.send_signal(how)
            try:
                process.wait(END_DEADLINE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if process in self.running:
            self.running.remove(process)
        return process.returncode, time.monotonic() - begun

    def run(self, *command, **variables):
        return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False,
                              stdin=subprocess.DEVNULL, timeout=RUN_DEADLINE_S, env=self.environment | variables)


def surroundings(home, **more):
    """No key, proxy or setting of the caller's, no plugins of its, and no display."""
    endings = ("_KEY", "_URL", "_PROXY", "_TOKEN")
    beginnings = ("PARLEY_", "CODEX_", "JACK_", "ARDOUR_", "LV2_", "VST", "XDG_")
    kept = {name: value for name, value in os.environ.items()
            if not name.upper().endswith(endings) and not name.startswith(beginnings)}
    kept.pop("DISPLAY", None)
    kept.pop("WAYLAND_DISPLAY", None)
    return kept | {"HOME": home, "XDG_CONFIG_HOME": home + "/config"} | more


def complete_lines(file):
    """A recording's lines so far; one that is being written does not count."""
    if not file.exists():
        return []
    return [line for line in file.read_text(encoding="utf-8").splitlines(keepends=True) if line.endswith("\n")]
