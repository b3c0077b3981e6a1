"""The list of a mail folder: a line a message, drawn only where it is in sight."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from textual.app import RenderResult
from textual.content import Content
from textual.css.styles import RulesMap
from textual.reactive import reactive
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kiosk.glyphs import Glyphs, glyphs_of
from kiosk.widgets.foreign_text import fitted

_SENDER: Final = 20
_GAP: Final = "  "
_LABELS: Final = ("De", "Objet", "Date")


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


def _line(sender: str, subject: str, day: str, *, width: int, days: int, glyphs: Glyphs) -> str:
    rest = max(0, width - 2 - _SENDER - len(_GAP) - days - len(_GAP) - 1)
    return _GAP.join(
        (
            fitted(sender, _SENDER, glyphs.ellipsis),
            fitted(subject, rest, glyphs.ellipsis),
            fitted(day, days, glyphs.ellipsis),
        )
    )


class _Line(Visual):
    """A message's line at whatever width it is drawn; unread is a mark and bold."""

    def __init__(self, row: MessageRow, days: int, glyphs: Glyphs) -> None:
        self._row = row
        self._days = days
        self._glyphs = glyphs

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Draw mark, sender, subject and day."""
        row, glyphs = self._row, self._glyphs
        unread = row.state is MailState.UNREAD
        text = _line(row.sender, row.subject, row.day, width=width, days=self._days, glyphs=glyphs)
        mark = glyphs.unread if unread else " "
        return Content.styled(f"{mark} {text}", "bold" if unread else "").render_strips(
            width, height, style, options
        )

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002
        """All the width there is."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """One row, whatever the width."""
        return 1


class MessageColumns(Widget):
    """The heads of the columns of a `MessageList`."""

    ALLOW_SELECT = False

    days: reactive[int] = reactive(0)
    """The width of the column of dates."""

    def render(self) -> RenderResult:
        """The three labels above their columns."""
        width = self.content_size.width
        text = _line(*_LABELS, width=width, days=self.days, glyphs=glyphs_of(self.app))
        return Content(f"  {text}")


class MessageList(OptionList):
    """Messages one below the other; the arrows walk, Enter or a click opens.

    Only what is in sight is drawn, so that a mailbox of thousands opens at once.
    """

    rows: tuple[MessageRow, ...] = ()
    """What is listed."""

    def show(self, rows: Iterable[MessageRow]) -> None:
        """Show these messages; the cursor stays on its message, and the list where it was."""
        rows = self.rows = tuple(rows)
        glyphs = glyphs_of(self.app)
        days = days_width(rows)
        marked, place, top = self.highlighted_option, self.highlighted or 0, self.scroll_offset.y
        kept = marked.id if marked is not None else None
        self.clear_options()
        if not rows:
            return
        self.add_options(Option(_Line(row, days, glyphs), id=row.id) for row in rows)
        now_at = next(
            (at for at, row in enumerate(rows) if row.id == kept), min(place, len(rows) - 1)
        )
        self.highlighted = now_at
        if top:
            self.scroll_to(y=top + now_at - place, animate=False, immediate=True)


def days_width(rows: Iterable[MessageRow]) -> int:
    """The cells that the longest of the dates takes."""
    return max((Content(row.day).cell_length for row in rows), default=len(_LABELS[2]))
