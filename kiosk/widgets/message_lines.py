"""A message's line: mark of the unread, sender, subject, day; and the heads of the columns."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.glyphs import Glyphs, glyphs_of
from kiosk.widgets.foreign_text import fitted

MARKS: Final = 2
"""Cells before a line: unread, then chosen."""
LABELS: Final = ("De", "Objet", "Date")
_SENDER: Final = 20
_GAP: Final = "  "


class MailState(Enum):
    """Whether a message was opened."""

    READ = auto()
    UNREAD = auto()


@dataclass(frozen=True)
class MessageRow:
    """A message as its line shows it; ``day`` is already in words."""

    id: str
    sender: str
    subject: str
    day: str
    state: MailState


def line_of(sender: str, subject: str, day: str, *, width: int, days: int, glyphs: Glyphs) -> str:
    """Return the columns of a line, each filled to its width."""
    rest = max(0, width - MARKS - _SENDER - len(_GAP) - days - len(_GAP) - 1)
    return _GAP.join(
        (
            fitted(sender, _SENDER, glyphs.ellipsis),
            fitted(subject, rest, glyphs.ellipsis),
            fitted(day, days, glyphs.ellipsis),
        )
    )


class MessageColumns(Widget):
    """The heads of the columns of a `MessageList`."""

    ALLOW_SELECT = False

    days: reactive[int] = reactive(0)
    """The width of the last column."""

    labels: reactive[tuple[str, str, str]] = reactive(LABELS)
    """What stands above the columns."""

    def render(self) -> RenderResult:
        """The three labels above their columns."""
        width = self.content_size.width
        text = line_of(*self.labels, width=width, days=self.days, glyphs=glyphs_of(self.app))
        return Content(f"{' ' * MARKS}{text}")


def days_width(rows: Iterable[MessageRow]) -> int:
    """The cells that the longest of the dates takes."""
    return max((Content(row.day).cell_length for row in rows), default=len(LABELS[2]))
