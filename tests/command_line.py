"""The command line: in this process, or in one of its own where that is what a test is about."""

import os
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO, StringIO, TextIOWrapper

import pytest

from kiosk.__main__ import main


@dataclass(frozen=True)
class Answer:
    """What a command line is answered: its exit code, and what it said and complained of."""

    returncode: int
    stdout: str
    stderr: str


def kiosk(*words: str, **environ: str) -> Answer:
    """Give the words to the command itself, away from any terminal."""
    said, complained = (_written(environ, errors) for errors in ("strict", "backslashreplace"))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environ.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["kiosk", *words])
        patch.setattr(sys, "stdin", StringIO())
        patch.setattr(sys, "stdout", said)
        patch.setattr(sys, "stderr", complained)
        with pytest.raises(SystemExit) as end:
            main()
    assert isinstance(end.value.code, int)
    return Answer(end.value.code, _read(said), _read(complained))


def kiosk_of_its_own(*words: str, **environ: str) -> Answer:
    """Give the words to a process of its own, which imports no more than the command needs."""
    encoding = _encoding(environ)
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "kiosk", *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding=encoding,
        env={**os.environ, "PYTHONIOENCODING": encoding, **environ},
        check=False,
        timeout=60,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def complaint(answer: Answer, code: int = 2) -> str:
    """The one sentence of a command that does nothing."""
    assert (answer.returncode, answer.stdout) == (code, "")
    [sentence] = answer.stderr.splitlines()
    return sentence


def _written(environ: dict[str, str], errors: str) -> TextIOWrapper:
    """A stream as Python opens a redirected one."""
    return TextIOWrapper(BytesIO(), encoding=_encoding(environ), errors=errors, newline="\n")


def _encoding(environ: dict[str, str]) -> str:
    return environ.get("PYTHONIOENCODING", "utf-8")


def _read(stream: TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, BytesIO)
    return stream.buffer.getvalue().decode(stream.encoding)
