"""Reads one content file and says in French, with its key, what is wrong in it."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

FENCE = "+++"

Choice = TypeVar("Choice", bound=StrEnum)


class ContentError(Exception):
    """A mistake in a content file: the file, the key, the reason, as one French sentence."""

    def __init__(self, path: str, key: str, reason: str) -> None:
        where = f"{path}, clé «\u00a0{key}\u00a0»" if key else path
        super().__init__(f"{where}\u202f: {reason}")
        self.path = path
        self.key = key
        self.reason = reason


class Table:
    """One table of a content file, whose every key must be read and none be left over."""

    def __init__(self, path: str, values: Mapping[str, object], prefix: str = "") -> None:
        self.path = path
        self._values = values
        self._prefix = prefix
        self._left = set(values)

    def error(self, key: str, reason: str) -> ContentError:
        """Make the error that names this file and this key."""
        return ContentError(self.path, f"{self._prefix}{key}", reason)

    def has(self, key: str) -> bool:
        """Tell whether the key was written, without reading it."""
        return key in self._values

    def text(self, key: str, default: str | None = None) -> str:
        """Read a text; without a default it must be there and not be blank."""
        if default is not None and key not in self._values:
            return default
        value = self._take(key)
        if not isinstance(value, str):
            raise self.error(key, "un texte entre guillemets est attendu")
        if not value.strip() and default is None:
            raise self.error(key, "valeur vide")
        return value

    def integer(self, key: str, at_least: int, default: int | None = None) -> int:
        """Read a whole number not below ``at_least``."""
        if default is not None and key not in self._values:
            return default
        value = self._take(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.error(key, "un nombre entier est attendu")
        if value < at_least:
            raise self.error(key, f"nombre trop petit, {at_least} au moins")
        return value

    def share(self, key: str) -> float:
        """Read a share between 0 and 1."""
        value = self._take(key)
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
            raise self.error(key, "un nombre entre 0 et 1 est attendu")
        return float(value)

    def switch(self, key: str, default: bool | None = None) -> bool:  # noqa: FBT001 - the value itself
        """Read ``true`` or ``false``."""
        if default is not None and key not in self._values:
            return default
        value = self._take(key)
        if not isinstance(value, bool):
            raise self.error(key, "true ou false est attendu")
        return value

    def instant(self, key: str) -> datetime:
        """Read a Paris date and time without offset, and return it aware, in Paris time."""
        from zoneinfo import ZoneInfo  # noqa: PLC0415 - the first screen shows no instant

        value = self._take(key)
        if not isinstance(value, datetime) or value.tzinfo is not None:
            raise self.error(key, "une date et une heure de Paris sont attendues")
        return value.replace(tzinfo=ZoneInfo("Europe/Paris"))

    def choice(self, key: str, kind: type[Choice]) -> Choice:
        """Read one word of a closed set."""
        return self._one_of(key, self.text(key), kind)

    def choices(
        self, key: str, kind: type[Choice], default: tuple[Choice, ...]
    ) -> tuple[Choice, ...]:
        """Read several words of a closed set."""
        if key not in self._values:
            return default
        return tuple(self._one_of(key, word, kind) for word in self.texts(key))

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Read a list of texts, all different; written down, it must not be empty."""
        if default is not None and key not in self._values:
            return default
        values = self._list(key)
        if not values:
            raise self.error(key, "liste vide")
        words = [value for value in values if isinstance(value, str) and value.strip()]
        if len(words) != len(values):
            raise self.error(key, "une liste de textes est attendue")
        if len(set(words)) != len(words):
            raise self.error(key, "valeur écrite deux fois")
        return tuple(words)

    def integers(self, key: str, at_least: int) -> tuple[int, ...]:
        """Read a list of whole numbers, none below ``at_least``."""
        numbers = [n for n in self._list(key) if isinstance(n, int) and not isinstance(n, bool)]
        if len(numbers) != len(self._list(key)):
            raise self.error(key, "une liste de nombres entiers est attendue")
        if any(number < at_least for number in numbers):
            raise self.error(key, f"nombre trop petit, {at_least} au moins")
        return tuple(numbers)

    def table(self, key: str) -> "Table":
        """Open the table written under the key."""
        value = self._take(key)
        if not isinstance(value, dict):
            raise self.error(key, "une table est attendue")
        return Table(self.path, value, f"{self._prefix}{key}.")

    def tables(self, key: str) -> tuple["Table", ...]:
        """Open the repeated tables written under the key, at least one."""
        values = self._list(key)
        if not values:
            raise self.error(key, "liste vide")
        rows = [value for value in values if isinstance(value, dict)]
        if len(rows) != len(values):
            raise self.error(key, "une suite de tables est attendue")
        return tuple(
            Table(self.path, row, f"{self._prefix}{key}[{place}].")
            for place, row in enumerate(rows, start=1)
        )

    def sentences(self) -> Mapping[str, str]:
        """Read every key of the table as a text."""
        return MappingProxyType({key: self.text(key) for key in self._values})

    def keys(self) -> tuple[str, ...]:
        """List the keys in the order of the file."""
        return tuple(self._values)

    def finish(self) -> None:
        """Refuse the keys nobody read: a misspelt key must not be lost in silence."""
        for key in self._values:
            if key in self._left:
                raise self.error(key, "clé inconnue")

    def _take(self, key: str) -> object:
        if key not in self._values:
            raise self.error(key, "valeur manquante")
        self._left.discard(key)
        return self._values[key]

    def _list(self, key: str) -> list[object]:
        value = self._take(key)
        if not isinstance(value, list):
            raise self.error(key, "une liste est attendue")
        return value

    def _one_of(self, key: str, word: str, kind: type[Choice]) -> Choice:
        try:
            return kind(word)
        except ValueError:
            known = ", ".join(member.value for member in kind)
            raise self.error(
                key, f"mot inconnu «\u00a0{word}\u00a0», choisir parmi {known}"
            ) from None


def read_table(folder: Path, name: str) -> Table:
    """Read a TOML file of the content folder; a fault of syntax or a missing file is refused."""
    return _parse(f"content/{name}", read_text(folder, name))


def read_fenced(folder: Path, name: str) -> tuple[Table, str]:
    """Read a Markdown file headed by TOML between two ``+++`` lines: its head and its body."""
    path = f"content/{name}"
    opening, _, rest = read_text(folder, name).partition(f"{FENCE}\n")
    head, fence, body = rest.partition(f"{FENCE}\n")
    if opening or not fence:
        raise ContentError(path, "", "l’en-tête entre deux lignes +++ manque")
    if not body.strip():
        raise ContentError(path, "", "le texte manque")
    return _parse(path, head), body.strip() + "\n"


def read_text(folder: Path, name: str) -> str:
    """Read a text file of the content folder."""
    try:
        return (folder / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ContentError(f"content/{name}", "", "fichier manquant") from None
    except (OSError, UnicodeDecodeError):
        raise ContentError(f"content/{name}", "", "fichier illisible") from None


def names_in(folder: Path, part: str, suffix: str) -> tuple[str, ...]:
    """List the files of one part of the content, in order of name; there must be one."""
    directory = folder / part
    names = sorted(entry.name for entry in directory.glob(f"*{suffix}"))
    if not names:
        raise ContentError(f"content/{part}/", "", "aucun fichier")
    return tuple(f"{part}/{name}" for name in names)


def _parse(path: str, text: str) -> Table:
    try:
        return Table(path, tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        raise ContentError(path, "", f"écriture TOML fautive ({fault})") from None
