"""What is measured: the kiosk as it is installed, and the bare app."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.terminal import Terminal

PERSONA = "fabienne-martin"
WEBMAIL = "webmail.ac-orleans-tours.fr"
VOTER_SPACE = "vote2014.education.gouv.fr/espace/connexion"


@dataclass(frozen=True)
class Contestant:
    """A program, what it draws first, and a key that it must answer."""

    name: str
    module: str
    first: tuple[str, ...]
    """Words of the first screenful, its top and its last piece: all must be drawn."""
    key: str
    """Sent as soon as the first screenful is there."""
    answer: re.Pattern[str]
    """What is drawn once that key was taken."""

    @contextmanager
    def running(self, *options: str) -> Iterator[Terminal]:
        """Run it on a terminal of its own, with a store and a home of its own."""
        with TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as folder:
            store = f"sqlite:///{(Path(folder) / 'kiosque.db').as_posix()}"
            extra = {"KIOSK_STORE": store, "HOME": folder, "XDG_CONFIG_HOME": folder}
            command = (sys.executable, "-m", self.module, *options)
            with Terminal(command, extra) as terminal:
                yield terminal

    def is_drawn(self, text: str) -> bool:
        """Whether the first screenful is there."""
        return all(word in text for word in self.first)

    def has_answered(self, text: str) -> bool:
        """Whether the key was taken."""
        return self.answer.search(text) is not None


# The bare app echoes a letter in its input; the kiosk's list moves its mark to the next person.
BARE = Contestant("bare", "benchmarks.bare", ("BareHeader", "BareInput"), "x", re.compile("x"))
OURS = Contestant(
    "kiosk",
    "kiosk",
    ("EXERCICE", "Fabienne Martin", "Commencer"),
    "\x1b[B",
    re.compile(r"► (?!Fabienne Martin  )\w"),
)
BOTH = (BARE, OURS)
