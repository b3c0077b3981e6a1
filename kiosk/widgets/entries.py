"""A column of links whose titles are too long for one row: each with a line beneath."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Size

from kiosk.glyphs import glyphs_of
from kiosk.widgets.foreign_text import cleaned
from kiosk.widgets.links import Link, LinkItem, Links

_MARGIN: Final = 2
"""Cells kept on the left for the mark of the focus."""


class EntryState(Enum):
    """What the mark before the line beneath says, beside its words."""

    PLAIN = auto()
    TO_DO = auto()
    DONE = auto()


@dataclass(frozen=True)
class EntryItem:
    """One entry: a key for the page, empty where there is nothing to open; title and detail."""

    key: str
    title: str
    detail: str
    state: EntryState = EntryState.PLAIN


class Entry(Link):
    """A title, wrapped where it is long, and its detail; one link as a whole."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"entry--title", "entry--done"}

    def __init__(self, entry: EntryItem) -> None:
        super().__init__(LinkItem(entry.key, entry.title, entry.detail))
        self._state = entry.state
        self.can_focus = bool(entry.key)

    def get_content_height(
        self,
        container: Size,  # noqa: ARG002 - Textual's signature
        viewport: Size,  # noqa: ARG002 - Textual's
        width: int,
    ) -> int:
        """As many rows as the title and the detail need."""
        return len(self._lines(width))

    def render(self) -> Content:
        """Mark, title and detail."""
        return Content("\n").join(self._lines(self.content_size.width))

    def action_follow(self) -> None:
        """Follow the link, where there is one."""
        if self.item.key:
            super().action_follow()

    def _lines(self, width: int) -> list[Content]:
        glyphs = glyphs_of(self.app)
        mark, detail_class = {
            EntryState.PLAIN: ("", "link--description"),
            EntryState.TO_DO: (f"{glyphs.pending} ", "link--description"),
            EntryState.DONE: (f"{glyphs.done} ", "entry--done"),
        }[self._state]
        title_class = "link--label" if self.item.key else "entry--title"
        room = max(1, width - _MARGIN)
        title = Content.styled(cleaned(self.item.label), self.get_visual_style(title_class))
        detail = Content.styled(
            mark + cleaned(self.item.description), self.get_visual_style(detail_class)
        )
        pointer = glyphs.current if self.has_focus else " "
        rows = [*title.wrap(room), *detail.wrap(room)]
        return [
            Content.assemble(f"{' ' if at else pointer} ", row.rstrip())
            for at, row in enumerate(rows)
        ]


class Entries(Links):
    """Entries one below the other; Tab or the arrows walk through them, Enter follows."""

    def __init__(
        self,
        entries: Iterable[EntryItem],
        *,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
    ) -> None:
        super().__init__(id=id)
        self._entries = tuple(entries)

    def compose(self) -> ComposeResult:
        """One entry for each item."""
        for entry in self._entries:
            yield Entry(entry)
