"""On a real terminal: the system ends the kiosk, somebody steers the demonstration."""

import os
import select
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal and its signals", allow_module_level=True)

import pty
import termios

from kiosk.player.script import load_scripts

SHOWN = "Terminer la séance".encode()
FIRST, SECOND = (f"{place}/{len(load_scripts()['parcours'].steps)}".encode() for place in (1, 2))
LEFT_FULL_SCREEN = b"\x1b[?1049l"
ROWS = "SELECT (SELECT count(*) FROM participant) + (SELECT count(*) FROM message)"


@pytest.fixture(autouse=True)
def few_colleagues(content_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workshop is made at once."""
    monkeypatch.setenv("KIOSK_CONTENT", str(content_folder))


def rows(store: Path) -> int:
    connection = sqlite3.connect(store)
    try:
        return int(connection.execute(ROWS).fetchone()[0])
    finally:
        connection.close()


@dataclass
class OnTerminal:
    """A process of ours, and our end of its terminal."""

    process: subprocess.Popen[bytes]
    ours: int
    theirs: int

    def read_until(self, wanted: bytes) -> None:
        """Read what is drawn until the wanted bytes are."""
        drawn = b""
        while wanted not in drawn:
            assert select.select([self.ours], [], [], 30)[0], drawn[-500:]
            drawn += os.read(self.ours, 65536)

    def press(self, key: bytes) -> None:
        """Press a key."""
        os.write(self.ours, key)


@contextmanager
def kiosk(*words: str) -> Iterator[OnTerminal]:
    """Start the kiosk on a terminal of its own, and see that it gives it back as it was."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    before = termios.tcgetattr(theirs)
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "kiosk", *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8"},
    )
    try:
        yield OnTerminal(process, ours, theirs)
        assert termios.tcgetattr(theirs) == before
    finally:
        process.kill()
        os.close(ours)
        os.close(theirs)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_sitting_is_wiped_and_the_terminal_given_back(number: int, tmp_path: Path) -> None:
    store = tmp_path / "kiosque.db"
    with kiosk("--as", "fabienne-martin", "--store", f"sqlite:///{store}") as terminal:
        terminal.read_until(SHOWN)
        assert rows(store) > 1
        terminal.process.send_signal(number)
        terminal.read_until(LEFT_FULL_SCREEN)
        assert terminal.process.wait(timeout=30) == 128 + number
        assert rows(store) == 0


@pytest.mark.parametrize("said_again", [0, 3])
def test_sitting_is_wiped_when_its_window_is_closed(said_again: int, tmp_path: Path) -> None:
    store = tmp_path / "kiosque.db"
    words = ["-m", "kiosk", "--as", "fabienne-martin", "--store", f"sqlite:///{store}"]
    child, ours = pty.fork()
    if not child:
        os.environ |= {"TERM": "xterm-256color", "LANG": "C.UTF-8"}
        os.execv(sys.executable, [sys.executable, *words])  # noqa: S606 - our own command
    termios.tcsetwinsize(ours, (24, 80))
    drawn = b""
    while SHOWN not in drawn:
        assert select.select([ours], [], [], 30)[0], drawn[-500:]
        drawn += os.read(ours, 65536)
    assert rows(store) > 1
    os.close(ours)
    for _ in range(said_again):
        os.kill(child, signal.SIGHUP)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 128 + signal.SIGHUP
    assert rows(store) == 0


def test_sitting_is_wiped_when_its_terminal_goes_without_a_word(tmp_path: Path) -> None:
    store, (ours, theirs) = tmp_path / "kiosque.db", pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "kiosk", "--as", "fabienne-martin", "--store", f"sqlite:///{store}"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8"},
    )
    os.close(theirs)
    OnTerminal(process, ours, theirs).read_until(SHOWN)
    assert rows(store) > 1
    os.close(ours)
    assert process.wait(timeout=30) == 128 + signal.SIGHUP
    assert rows(store) == 0


def test_demonstration_is_steered_by_its_keys_and_left_by_escape() -> None:
    with kiosk("demo") as terminal:
        terminal.read_until(FIRST)
        terminal.press(b" ")
        terminal.read_until(b"en pause")
        terminal.press(b"\r")
        terminal.read_until(SECOND)
        terminal.press(b"+")
        terminal.press(b" ")
        terminal.read_until("vitesse ×2".encode())
        terminal.press(b"\x1b")
        terminal.read_until(LEFT_FULL_SCREEN)
        assert terminal.process.wait(timeout=30) == 0


def test_demonstration_that_stands_still_ends_with_its_terminal() -> None:
    with kiosk("demo") as terminal:
        terminal.read_until(FIRST)
        terminal.press(b" ")
        terminal.read_until(b"en pause")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.process.wait(timeout=30) in {0, 128 + signal.SIGTERM}
