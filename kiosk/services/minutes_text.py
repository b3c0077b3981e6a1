"""The minutes as lines of text: for the screen, and for a file that any editor opens."""

import unicodedata
from collections.abc import Iterable, Iterator

from kiosk.services.french import NARROW_NO_BREAK, NO_BREAK
from kiosk.services.minutes_sheet import (
    BADGE,
    NO_VALUE,
    TITLE,
    Block,
    Facts,
    Heading,
    Paragraph,
    Prints,
    Sheet,
    Signatures,
    Table,
    groups,
)

WIDTH = 80
_LEAST_WIDTH = 60
_INDENT = "  "
_GAP = 2
_LONGEST_LABEL = 32
_SIGNING_LINE = 24


def text_lines(sheet: Sheet, width: int = WIDTH) -> list[str]:
    """Return the minutes as lines of so many cells at most, sixty or more; else ValueError."""
    if width < _LEAST_WIDTH:
        msg = f"the minutes need {_LEAST_WIDTH} cells a line"
        raise ValueError(msg)
    title = TITLE.upper()
    head = [f"{title}{BADGE:>{width - len(title)}}", "", *_wrapped(NO_VALUE, width)]
    lines, under_heading = head, False
    for block in sheet.blocks:
        lines += [] if under_heading else [""]
        lines += _block(block, width)
        under_heading = isinstance(block, Heading)
    return [line.rstrip() for line in lines]


def text_file(sheet: Sheet) -> bytes:
    """Return the minutes as a text that Notepad shows as it is meant, old ones included.

    They need its line ends and its mark to take it for UTF-8; their fonts give the narrow space
    another width, which would put columns out of line.
    """
    lines = "".join(f"{line}\r\n" for line in text_lines(sheet))
    return lines.replace(NARROW_NO_BREAK, NO_BREAK).encode("utf-8-sig")


def _block(block: Block, width: int) -> Iterator[str]:
    match block:
        case Heading(text):
            yield from _wrapped(text.upper(), width)
            yield "─" * min(max(map(_cells, _wrapped(text.upper(), width))), width)
        case Paragraph(text):
            yield from _wrapped(text, width)
        case Facts(rows):
            yield from _facts(rows, width)
        case Table(rows):
            yield from _table(rows, width)
        case Prints(rows):
            yield from _prints(rows, width)
        case Signatures(names):
            yield from _signatures(names, width)


def _facts(rows: Iterable[tuple[str, str]], width: int) -> Iterator[str]:
    rows = list(rows)
    room = min(max(_cells(label) for label, _ in rows), _LONGEST_LABEL)
    for label, told in rows:
        labels = _wrapped(label, room)
        values = _wrapped(told, width - len(_INDENT) - room - _GAP)
        for place in range(max(len(labels), len(values))):
            left = labels[place] if place < len(labels) else ""
            right = values[place] if place < len(values) else ""
            yield f"{_INDENT}{_filled(left, room)}{' ' * _GAP}{right}"


def _table(rows: tuple[tuple[str, ...], ...], width: int) -> Iterator[str]:
    widths = [max(map(_cells, column)) for column in zip(*rows, strict=True)]
    figures = sum(widths[1:]) + _GAP * len(widths[1:])
    room = min(widths[0], width - len(_INDENT) - figures)
    for row in rows:
        names = _wrapped(row[0], room)
        cells = "".join(
            f"{cell:>{least + _GAP}}" for cell, least in zip(row[1:], widths[1:], strict=True)
        )
        # The figures stand beside the last line of a long name.
        yield from (_INDENT + name for name in names[:-1])
        yield f"{_INDENT}{_filled(names[-1], room)}{cells}"


def _prints(rows: Iterable[tuple[str, str]], width: int) -> Iterator[str]:
    for label, digest in rows:
        yield from (_INDENT + line for line in _wrapped(label, width - len(_INDENT)))
        parts = groups(digest) or ["rien au journal"]
        whole = " ".join(parts)
        half = len(parts) // 2
        fits = _cells(whole) <= width - 2 * len(_INDENT)
        for line in [whole] if fits else [" ".join(parts[:half]), " ".join(parts[half:])]:
            yield _INDENT * 2 + line


def _signatures(names: Iterable[str], width: int) -> Iterator[str]:
    room = width - len(_INDENT) - _SIGNING_LINE - _GAP
    for name in names:
        lines = _wrapped(name, room)
        yield from (_INDENT + line for line in lines[:-1])
        yield f"{_INDENT}{_filled(lines[-1], room)}{' ' * _GAP}{'.' * _SIGNING_LINE}"


def _wrapped(text: str, width: int) -> list[str]:
    """Break a text between words, and within a word only where it is longer than a line."""
    lines = [""]
    for word in text.split(" "):
        rest = word
        if lines[-1] and _cells(lines[-1]) + 1 + _cells(rest) <= width:
            lines[-1] += f" {rest}"
            continue
        if lines[-1]:
            lines.append("")
        while _cells(rest) > width:
            lines[-1] = _first(rest, width)
            rest = rest[len(lines[-1]) :]
            lines.append("")
        lines[-1] = rest
    return lines


def _first(text: str, width: int) -> str:
    """Return as much of a text as fits, one character at least."""
    end = 1
    while _cells(text[: end + 1]) <= width:
        end += 1
    return text[:end]


def _filled(text: str, width: int) -> str:
    return text + " " * (width - _cells(text))


def _cells(text: str) -> int:
    """Return how many cells a text takes: a mark on a letter takes none, an ideogram two."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
