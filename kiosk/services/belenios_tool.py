"""Debian's ``belenios-tool``, run as anybody may run it: whoever judges a count is not ours."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

NAME = "belenios-tool"

QUICK = 60
"""Seconds given to a command that looks at one ballot, or at none."""

THOROUGH = 3600
"""Seconds given to a command that looks at every ballot: it sees some thirty a second."""


class BeleniosError(Exception):
    """No archive comes of it; the message is a French sentence for whoever asked."""


class ToolAbsentError(BeleniosError):
    """The tool is not on this machine."""


class ToolFailedError(BeleniosError):
    """The tool did not do what it was asked."""


@dataclass(frozen=True)
class Bench:
    """A folder, and the tool that reads and writes an election's files in it."""

    tool: Path
    folder: Path

    def run(self, *words: str, given: bytes = b"", seconds: int = QUICK) -> bytes:
        """Return what a command of the tool prints; raises ToolFailedError."""
        done = ask(self.tool, *words, given=given, seconds=seconds, folder=self.folder)
        if done.returncode:
            # What the tool says of it is not told: it quotes the files it reads, secret ones too.
            raise ToolFailedError(_failed(words, f"code {done.returncode}"))
        return done.stdout

    def add(self, event: str, payload: bytes = b"") -> None:
        """Add an event to the election's archive; raises ToolFailedError."""
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
    tool: Path, *words: str, given: bytes = b"", seconds: int, folder: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a command of the tool, whatever it answers; raises ToolFailedError."""
    try:
        return subprocess.run(  # noqa: S603 - the tool that was found, and words of our own
            [tool, *words],
            input=given,
            capture_output=True,
            cwd=folder,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ToolFailedError(_failed(words, f"rien après {seconds} s")) from error
    except OSError as error:
        raise ToolFailedError(_failed(words, "il ne démarre pas")) from error


def _failed(words: tuple[str, ...], why: str) -> str:
    return f"« {NAME} {' '.join(words[:2])} » a échoué ({why}) : il faut sa version 2.0."
