"""Text that is not our own, made safe to draw: what a person typed, a name, a mail, a list.

Textual keeps escape sequences and direction overrides as they are; here they are dropped, so that
no text can drive the terminal or make a word read backwards. Markup is left as typed: it is shown
through ``Content``, which does not read it.
"""

import unicodedata
from collections.abc import Iterable

from textual.content import Content

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of characters that steer rather than show: controls, overrides, breaks."""


def cleaned(text: str) -> str:
    """The text on one line: tabs and line breaks become one space, other controls go."""
    if text.isprintable():
        return text
    spaced = " ".join(text.splitlines()).replace("\t", " ")
    return "".join(c for c in spaced if unicodedata.category(c) not in _INVISIBLE)


def cleaned_lines(text: str) -> str:
    """As `cleaned`, but line breaks stay, as ``\\n``."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(cleaned(line) for line in lines)


def shortened(text: str, width: int, ellipsis: str = "…") -> str:
    """The cleaned text in at most `width` cells, ended by the ellipsis where it was cut."""
    content = Content(cleaned(text))
    if content.cell_length <= width:
        return content.plain
    room = max(0, width - len(ellipsis))
    return (content.truncate(room).plain.rstrip() + ellipsis)[: max(0, width)]


def fitted(text: str, width: int, ellipsis: str = "…") -> str:
    """As `shortened`, then filled with spaces to exactly `width` cells."""
    short = shortened(text, width, ellipsis)
    return short + " " * max(0, width - Content(short).cell_length)


def in_column(names: Iterable[str], longest: int, ellipsis: str = "…") -> list[str]:
    """As `fitted`, all to the width of the longest of them, or to `longest` cells."""
    short = [shortened(name, longest, ellipsis) for name in names]
    width = max((Content(name).cell_length for name in short), default=0)
    return [fitted(name, width) for name in short]
