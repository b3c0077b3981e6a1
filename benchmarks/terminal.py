"""A pseudo-terminal that behaves as one: 80 by 24, in colours, answering what it is asked."""

import os
import pty
import re
import select
import signal
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self

import psutil

SIZE = (24, 80)
"""Rows and columns: the smallest window the kiosk is made for."""

LOOKS = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
_DROPPED = ("KIOSK_", "TEXTUAL", "NO_COLOR", "PYTHONDONTWRITEBYTECODE", "LC_", "COLUMNS", "LINES")

# What a modern terminal says of the two modes Textual asks about: it can hold a frame back until
# it is whole (2026), and does not report its size in band (2048).
_ANSWERS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[?2048$p": b"\x1b[?2048;0$y"}
_LONGEST_QUESTION = max(len(question) for question in _ANSWERS)

_ESCAPES = re.compile(r"\x1b(?:\[[0-9;:?<=>$]*[A-Za-z@`~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[=>()78])")
_TIMEOUT = 30.0


class UnseenError(Exception):
    """What was waited for was never drawn."""


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a measured program, without what could change its behaviour."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(_DROPPED)}
    return kept | LOOKS | dict(extra)


class Terminal:
    """A program on a terminal of its own; what it draws is kept as plain text."""

    def __init__(self, command: Sequence[str], extra: Mapping[str, str]) -> None:
        env = environment(extra)
        self.started = time.perf_counter()
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            termios.tcsetwinsize(0, SIZE)
            os.execvpe(command[0], list(command), env)  # noqa: S606 - commands of our own
        self.process = psutil.Process(self._pid)
        self._raw = bytearray()
        self._tail = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.kill(self._pid, signal.SIGKILL)
        os.close(self._fd)
        os.waitpid(self._pid, 0)

    @property
    def text(self) -> str:
        """What was drawn since the last key, without colours and moves of the cursor."""
        return _ESCAPES.sub("", self._raw.decode("utf-8", "replace"))

    @property
    def processor_time(self) -> float:
        """Seconds of processor its threads have used together."""
        if sys.platform == "linux":
            # The clock Linux keeps of another process; psutil counts in hundredths only.
            return time.clock_gettime(~self._pid << 3 | 2)
        spent = self.process.cpu_times()
        return float(spent.user + spent.system)

    def press(self, keys: str) -> float:
        """Send keys, forget what was drawn before, and return the instant."""
        self._raw.clear()
        now = time.perf_counter()
        os.write(self._fd, keys.encode())
        return now

    def repeat(self, keys: str) -> None:
        """Send keys once more, without forgetting."""
        os.write(self._fd, keys.encode())

    def wait_for(self, seen: Callable[[str], bool], timeout: float = _TIMEOUT) -> float:
        """Read until the text drawn satisfies `seen` and return the instant; raises UnseenError."""
        end = time.perf_counter() + timeout
        while not seen(self.text):
            left = end - time.perf_counter()
            if left <= 0 or not self._read(left):
                raise UnseenError(self.text[-2000:])
        return time.perf_counter()

    def rest(self, seconds: float) -> None:
        """Let time pass, reading what is drawn meanwhile."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if not self._read(left):
                return

    def _read(self, timeout: float) -> bool:
        """Read what there is within a time; false when the program has ended."""
        if not select.select([self._fd], [], [], timeout)[0]:
            return True
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return False
        self._raw += data
        window = self._tail + data
        for question, answer in _ANSWERS.items():
            if question in window:
                os.write(self._fd, answer)
                window = window.replace(question, b"")
        self._tail = window[1 - _LONGEST_QUESTION :]
        return bool(data)
