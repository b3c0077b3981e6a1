"""Debian's ``belenios-tool``, run as anybody may run it: whoever judges a count is not ours."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Event

NAME = "belenios-tool"

QUICK = 60
"""Seconds given to a command that looks at one ballot, or at none."""

THOROUGH = 3600
"""Seconds given to a command that looks at every ballot: it sees some thirty a second."""

_BETWEEN_LOOKS = 0.5


class BeleniosError(Exception):
    """No archive comes of it; the message is a French sentence for whoever asked."""


class ToolAbsentError(BeleniosError):
    """The tool is not on this machine."""


class ToolFailedError(BeleniosError):
    """The tool did not do what it was asked."""


class StoppedError(BeleniosError):
    """The work was given up while the tool was at it."""


@dataclass(frozen=True)
class Bench:
    """A folder, and the tool that reads and writes an election's files in it.

    Once ``stop`` is set the tool is not waited for any more.
    """

    tool: Path
    folder: Path
    stop: Event

    def run(self, *words: str, given: bytes = b"", seconds: int = QUICK) -> bytes:
        """Return what a command of the tool prints; raises ToolFailedError and StoppedError."""
        done = ask(
            self.tool, *words, given=given, seconds=seconds, folder=self.folder, stop=self.stop
        )
        if done.returncode:
            # What the tool says of it is not told: it quotes the files it reads, secret ones too.
            raise ToolFailedError(_failed(words, f"code {done.returncode}"))
        return done.stdout

    def add(self, event: str, payload: bytes = b"") -> None:
        """Add an event to the election's archive; raises as ``run``."""
        self.run("archive", "add-event", f"--type={event}", given=payload)


def find_tool() -> Path:
    """Return where the tool is; raises ToolAbsentError."""
    found = shutil.which(NAME)
    if found is None:
        raise ToolAbsentError(how_to_install(sys.platform))
    return Path(found).absolute()


def how_to_install(platform: str) -> str:
    """Return the sentence that says how to come by the tool, on a platform of ``sys.platform``."""
    if platform == "win32":
        return (
            f"{NAME} n’existe pas pour Windows : faites cette archive sur Debian ou Ubuntu,"
            f" où « sudo apt install {NAME} » l’installe."
        )
    return (
        f"Il manque {NAME}, le programme qui fait et juge cette archive : sur Debian ou Ubuntu,"
        f" « sudo apt install {NAME} » l’installe."
    )


def ask(
    tool: Path,
    *words: str,
    given: bytes = b"",
    seconds: int,
    folder: Path | None = None,
    stop: Event | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run a command of the tool, whatever it answers; raises ToolFailedError and StoppedError."""
    try:
        with subprocess.Popen(  # noqa: S603 - the tool that was found, and words of our own
            [tool, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
        ) as process:
            try:
                return _finished(process, given, seconds, stop)
            except BaseException:
                process.kill()
                raise
    except subprocess.TimeoutExpired as error:
        raise ToolFailedError(_failed(words, f"rien après {seconds} s")) from error
    except OSError as error:
        raise ToolFailedError(_failed(words, "il ne démarre pas")) from error


def _finished(
    process: subprocess.Popen[bytes], given: bytes, seconds: int, stop: Event | None
) -> subprocess.CompletedProcess[bytes]:
    """Wait for a command, looking up now and then; raises TimeoutExpired and StoppedError."""
    waited = 0.0
    to_say: bytes | None = given
    while True:
        try:
            said, complained = process.communicate(to_say, min(_BETWEEN_LOOKS, seconds))
        except subprocess.TimeoutExpired:
            if stop is not None and stop.is_set():
                raise StoppedError from None
            waited += _BETWEEN_LOOKS
            if waited > seconds:
                raise
            to_say = None  # it has been told already
        else:
            return subprocess.CompletedProcess(process.args, process.returncode, said, complained)


def _failed(words: tuple[str, ...], why: str) -> str:
    return f"« {NAME} {' '.join(words[:2])} » a échoué ({why}) : il faut sa version 2.0."
