"""The system ends the kiosk on a real terminal: nothing is left, the terminal is given back."""

import os
import select
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal and its signals", allow_module_level=True)

import pty
import termios

SHOWN = "Terminer la séance".encode()
LEFT_FULL_SCREEN = b"\x1b[?1049l"
ROWS = "SELECT (SELECT count(*) FROM participant) + (SELECT count(*) FROM message)"


def rows(store: Path) -> int:
    connection = sqlite3.connect(store)
    try:
        return int(connection.execute(ROWS).fetchone()[0])
    finally:
        connection.close()


def read_until(terminal: int, wanted: bytes) -> None:
    """Read what is drawn until the wanted bytes are."""
    drawn = b""
    while wanted not in drawn:
        assert select.select([terminal], [], [], 30)[0], drawn[-500:]
        drawn += os.read(terminal, 65536)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_sitting_is_wiped_and_the_terminal_given_back(number: int, tmp_path: Path) -> None:
    store = tmp_path / "kiosque.db"
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    before = termios.tcgetattr(theirs)
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "kiosk", "--as", "fabienne-martin", "--store", f"sqlite:///{store}"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8"},
    )
    read_until(ours, SHOWN)
    assert rows(store) > 1
    process.send_signal(number)
    read_until(ours, LEFT_FULL_SCREEN)
    assert process.wait(timeout=30) == 128 + number
    assert rows(store) == 0
    assert termios.tcgetattr(theirs) == before
    os.close(ours)
    os.close(theirs)
