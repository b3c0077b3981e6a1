"""Reads a table of votes by list from a CSV file, as a spreadsheet or an editor writes it."""

import codecs
import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from kiosk.services.refusals import Refusal, RefusalCode

LONGEST_FILE = 1_000_000
"""Bytes of a file that is still taken for a table of lists."""
MOST_LISTS = 1_000
MOST_VOTES = 10**12

_NUMBER = re.compile(r"-?(\d{1,3}( \d{3})+|\d+)")
_LONGEST_SHOWN = 30


class Column(StrEnum):
    """What a column holds; its value is the word that names it in a sentence."""

    LIST = "liste"
    VOTES = "voix"
    CANDIDATES = "candidats"
    DRAW = "tirage"


_HEADS: Mapping[str, Column] = {
    **dict.fromkeys(("list", "lists", "liste", "listes"), Column.LIST),
    **dict.fromkeys(("votes", "vote", "voix", "suffrages"), Column.VOTES),
    **dict.fromkeys(("candidates", "candidats"), Column.CANDIDATES),
    **dict.fromkeys(("draw", "tirage", "tirage au sort"), Column.DRAW),
}

_NO_LISTS = frozenset(
    {"total", "totaux", "blanc", "blancs", "nul", "nuls", "blancs et nuls", "votes blancs"}
)
"""What the last rows of a published table may say: they would win seats."""


@dataclass(frozen=True)
class VoteTable:
    """Votes by list in the order of the file; candidates and the draw where they are told.

    ``draw`` names the lists that were drawn, the luckiest first.
    """

    votes: Mapping[str, int]
    candidates: Mapping[str, int]
    draw: tuple[str, ...]


def read_vote_table(file: Path) -> VoteTable:
    """Read a table headed ``list`` or ``liste``, ``votes`` or ``voix``, and more where wanted.

    Commas, semicolons or tabs; UTF-8, UTF-16 or what a French Windows writes; numbers with or
    without spaces. Other columns are passed over. A draw is given as ranks from 1. Refuses with
    the codes that begin with TABLE, which name the line where it is one line's fault.
    """
    rows = _rows(_text(file))
    head = next(rows, None)
    if head is None:
        raise Refusal(RefusalCode.TABLE_EMPTY)
    columns = _columns(head[1])
    votes: dict[str, int] = {}
    candidates: dict[str, int] = {}
    ranks: dict[str, int] = {}
    names: set[str] = set()
    for line, cells in rows:
        row = _Row(line, cells, columns)
        name = row.name()
        if name.casefold() in names:
            raise Refusal(RefusalCode.TABLE_LIST_TWICE, line=line, name=_shown(name))
        names.add(name.casefold())
        if len(names) > MOST_LISTS:
            raise Refusal(RefusalCode.TABLE_TOO_LONG, most=MOST_LISTS)
        votes[name] = row.number(Column.VOTES)
        if row.has(Column.CANDIDATES):
            candidates[name] = row.number(Column.CANDIDATES)
        if row.has(Column.DRAW):
            ranks[name] = row.number(Column.DRAW)
    if not votes:
        raise Refusal(RefusalCode.TABLE_EMPTY)
    if len(set(ranks.values())) < len(ranks):
        raise Refusal(RefusalCode.TABLE_DRAW_TWICE)
    return VoteTable(votes, candidates, tuple(sorted(ranks, key=ranks.__getitem__)))


@dataclass(frozen=True)
class _Row:
    line: int
    cells: Sequence[str]
    columns: Mapping[Column, int]

    def has(self, column: Column) -> bool:
        """Tell whether the row has something in that column; votes are always asked for."""
        return column in self.columns and bool(self._cell(column))

    def name(self) -> str:
        """Read the list's name; refuses TABLE_NAME_MISSING and TABLE_NOT_A_LIST."""
        name = self._cell(Column.LIST)
        if not name:
            raise Refusal(RefusalCode.TABLE_NAME_MISSING, line=self.line)
        if name.casefold() in _NO_LISTS:
            raise Refusal(RefusalCode.TABLE_NOT_A_LIST, line=self.line, name=name)
        return name

    def number(self, column: Column) -> int:
        """Read a whole number; refuses what is missing, of another shape, negative or too large."""
        text = self._cell(column).replace("\u2212", "-").replace("- ", "-")
        wrong = partial(Refusal, line=self.line, column=column.value)
        if not text:
            raise wrong(RefusalCode.TABLE_NUMBER_MISSING)
        if not text.isascii() or _NUMBER.fullmatch(text) is None:
            raise wrong(RefusalCode.TABLE_NUMBER_SHAPE, text=_shown(text))
        if text.startswith("-"):
            raise wrong(RefusalCode.TABLE_NEGATIVE)
        digits = text.replace(" ", "").lstrip("0")
        if len(digits) > len(str(MOST_VOTES)) or int(digits or "0") > MOST_VOTES:
            raise wrong(RefusalCode.TABLE_NUMBER_LARGE)
        return int(digits or "0")

    def _cell(self, column: Column) -> str:
        at = self.columns[column]
        return _plain(self.cells[at]) if at < len(self.cells) else ""


def _text(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            data = stream.read(LONGEST_FILE + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise Refusal(RefusalCode.TABLE_ABSENT) from None
    except (OSError, ValueError):
        raise Refusal(RefusalCode.TABLE_UNREADABLE) from None
    if len(data) > LONGEST_FILE:
        raise Refusal(RefusalCode.TABLE_TOO_LONG, most=MOST_LISTS)
    text = _decoded(data)
    if "\0" in text:
        raise Refusal(RefusalCode.TABLE_NOT_TEXT)
    return text


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Split the lines that have something in them; each comes with its number in the file."""
    lines = text.splitlines(keepends=True)
    first = next((line for line in lines if line.strip()), "")
    separator = max(";,\t", key=first.count)
    start = 0
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        separator, start = first.strip()[4], lines.index(first) + 1
    reader = csv.reader(lines[start:], delimiter=separator)
    try:
        for cells in reader:
            if any(_plain(cell) for cell in cells):
                yield start + reader.line_num, cells
    except csv.Error:
        raise Refusal(RefusalCode.TABLE_NOT_TEXT) from None


def _columns(heads: Sequence[str]) -> Mapping[Column, int]:
    columns: dict[Column, int] = {}
    for at, head in enumerate(heads):
        column = _HEADS.get(_plain(head).casefold())
        if column is None:
            continue
        if column in columns:
            raise Refusal(RefusalCode.TABLE_COLUMN_TWICE, column=column.value)
        columns[column] = at
    for wanted in (Column.LIST, Column.VOTES):
        if wanted not in columns:
            raise Refusal(RefusalCode.TABLE_COLUMN_MISSING, column=wanted.value)
    return columns


def _plain(cell: str) -> str:
    """Give each run of spaces, of whatever kind, as one; leave out what would not be seen."""
    spaced = " ".join(unicodedata.normalize("NFC", cell).split())
    return "".join(char for char in spaced if char.isprintable())


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
