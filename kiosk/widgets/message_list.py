"""The list of a mail folder: a line a message, read and drawn only where it is in sight."""

from collections.abc import Iterable
from typing import ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from kiosk.glyphs import glyphs_of
from kiosk.widgets.message_lines import (
    LABELS,
    MARKS,
    MailState,
    MessageColumns,
    MessageRow,
    days_width,
    line_of,
)

__all__ = ["MailState", "MessageColumns", "MessageList", "MessageRow", "days_width"]

_AROUND: Final = 50
"""Lines read above and below those in sight, so that scrolling seldom waits."""


class MessageList(ScrollView, can_focus=True):
    """Messages one below the other; the arrows walk, Enter or a click opens, Space chooses.

    A mailbox of thousands opens at once: the list knows the order of all of them, asks for the
    lines that come in sight by `LinesWanted`, and draws no other.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"message-list--cursor"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "walk(-1)", show=False),
        Binding("down", "walk(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
        Binding("enter", "open", show=False),
        Binding("space", "choose", show=False),
        Binding("ctrl+a", "choose_all", show=False),
        Binding("delete", "delete", show=False),
    ]

    class Opened(Message):
        """A message was asked for."""

        def __init__(self, message_id: str) -> None:
            super().__init__()
            self.message_id = message_id

    class Chosen(Message):
        """Other messages are chosen than before."""

    class DeleteAsked(Message):
        """The key to delete was pressed."""

    class LinesWanted(Message):
        """Lines came in sight that were not read yet."""

        def __init__(self, messages: tuple[str, ...]) -> None:
            super().__init__()
            self.messages = messages

    highlighted: reactive[int | None] = reactive(None)
    """Which message the cursor is on, from 0."""

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._order: tuple[str, ...] = ()
        self._known: dict[str, MessageRow] = {}
        self._asked: set[str] = set()
        self._chosen: set[str] = set()
        self._days = len(LABELS[2])

    @property
    def rows(self) -> tuple[MessageRow, ...]:
        """What is listed, down to the first line that was not read yet."""
        found: list[MessageRow] = []
        for message_id in self._order:
            row = self._known.get(message_id)
            if row is None:
                break
            found.append(row)
        return tuple(found)

    @property
    def option_count(self) -> int:
        """How many messages are listed, read or not."""
        return len(self._order)

    @property
    def highlighted_option(self) -> MessageRow | None:
        """The line that the cursor is on."""
        at = self.highlighted
        if at is None or at >= len(self._order):
            return None
        message_id = self._order[at]
        unread = MessageRow(message_id, "", "", "", MailState.READ)
        return self._known.get(message_id, unread)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The messages that are chosen, or the one under the cursor when none is."""
        if self._chosen:
            return tuple(message for message in self._order if message in self._chosen)
        row = self.highlighted_option
        return (row.id,) if row is not None else ()

    @property
    def subject(self) -> str:
        """The subject of the message that is chosen; nothing where several are."""
        chosen = self.chosen
        row = self._known.get(chosen[0]) if len(chosen) == 1 else None
        return row.subject if row is not None else ""

    @property
    def marked(self) -> int:
        """How many messages are chosen by a mark."""
        return len(self._chosen)

    @property
    def days(self) -> int:
        """The width of the last column."""
        return self._days

    @property
    def in_sight(self) -> tuple[str, ...]:
        """The messages on the screen, and some above and below."""
        top, height = self.scroll_offset.y, max(1, self.size.height)
        return self._order[max(0, top - _AROUND) : top + height + _AROUND]

    def show(self, rows: Iterable[MessageRow], order: Iterable[str] | None = None) -> None:
        """Show these messages; the cursor stays on its message, and the list where it was.

        ``order`` names all of them where only some lines were read.
        """
        self._known = {row.id: row for row in rows}
        marked, place, top = self.highlighted_option, self.highlighted or 0, self.scroll_offset.y
        kept = marked.id if marked is not None else None
        self._order = tuple(order) if order is not None else tuple(self._known)
        self._asked.clear()
        self._chosen.intersection_update(self._order)
        self._days = days_width(self._known.values())
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._order))
        if not self._order:
            self.highlighted = None
            self.refresh()
            return
        last = len(self._order) - 1
        now_at = self._order.index(kept) if kept in self._order else min(place, last)
        self.set_reactive(MessageList.highlighted, now_at)
        if top:
            self.scroll_to(y=top + now_at - place, animate=False, immediate=True)
        self.refresh()
        self._want_lines()

    def fill(self, rows: Iterable[MessageRow]) -> None:
        """Show lines that were asked for."""
        self._known |= {row.id: row for row in rows}
        self._days = max(self._days, days_width(self._known.values()))
        self.refresh()

    def choose_none(self) -> None:
        """Take every mark away."""
        self._chosen.clear()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line: marks, sender, subject, day."""
        at = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if at >= len(self._order):
            return Strip.blank(width, self.rich_style)
        is_cursor = at == self.highlighted
        style = self.get_visual_style("message-list--cursor") if is_cursor else self.visual_style
        strips = Visual.to_strips(self, self._content(at, width), width, 1, style, pad=True)
        return strips[0].crop_extend(0, width, style.rich_style)

    def _content(self, at: int, width: int) -> Content:
        glyphs = glyphs_of(self.app)
        message_id = self._order[at]
        row = self._known.get(message_id)
        if row is None:
            return Content(f"{' ' * MARKS}{glyphs.ellipsis}")
        is_unread = row.state is MailState.UNREAD
        marks = (glyphs.unread if is_unread else " ") + (
            glyphs.done if message_id in self._chosen else " "
        )
        text = line_of(
            row.sender, row.subject, row.day, width=width, days=self._days, glyphs=glyphs
        )
        return Content.styled(f"{marks}{text}", "bold" if is_unread else "")

    def watch_highlighted(self, at: int | None) -> None:
        """Bring the cursor in sight."""
        if at is not None:
            self.scroll_to_region(Region(0, at, 1, 1), animate=False, immediate=True, x_axis=False)
        self.refresh()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for the lines that come in sight."""
        super().watch_scroll_y(old_value, new_value)
        self._want_lines()

    def on_resize(self) -> None:
        """A larger window shows more lines."""
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._order))
        self._want_lines()

    def _want_lines(self) -> None:
        wanted = [
            message
            for message in self.in_sight
            if message not in self._known and message not in self._asked
        ]
        if wanted:
            self._asked.update(wanted)
            self.post_message(self.LinesWanted(tuple(wanted)))

    def _go_to(self, at: int) -> None:
        if self._order:
            self.highlighted = max(0, min(at, len(self._order) - 1))

    def action_walk(self, step: int) -> None:
        """Move the cursor; it stops at either end."""
        self._go_to((self.highlighted or 0) + step)

    def action_page(self, step: int) -> None:
        """Move the cursor by a screen."""
        self._go_to((self.highlighted or 0) + step * max(1, self.size.height - 1))

    def action_first(self) -> None:
        """Move the cursor to the first message."""
        self._go_to(0)

    def action_last(self) -> None:
        """Move the cursor to the last message."""
        self._go_to(len(self._order) - 1)

    def action_open(self) -> None:
        """Open the message under the cursor."""
        row = self.highlighted_option
        if row is not None:
            self.post_message(self.Opened(row.id))

    def action_choose(self) -> None:
        """Choose the message under the cursor, or no longer, and go on to the next."""
        row = self.highlighted_option
        if row is not None:
            self._turn(row.id)
            self.action_walk(1)

    def action_choose_all(self) -> None:
        """Choose every message, or none when all are."""
        all_of_them = set(self._order)
        self._chosen = set() if self._chosen == all_of_them else all_of_them
        self._tell_chosen()

    def action_delete(self) -> None:
        """Ask for what is chosen to be deleted."""
        if self._order:
            self.post_message(self.DeleteAsked())

    def on_click(self, event: events.Click) -> None:
        """A click opens a message; before its sender, it chooses it."""
        event.stop()
        at = event.get_content_offset_capture(self).y + self.scroll_offset.y
        if not 0 <= at < len(self._order):
            return
        self.highlighted = at
        if event.get_content_offset_capture(self).x < MARKS:
            self._turn(self._order[at])
        else:
            self.action_open()

    def _turn(self, message_id: str) -> None:
        self._chosen.symmetric_difference_update({message_id})
        self._tell_chosen()

    def _tell_chosen(self) -> None:
        self.refresh()
        self.post_message(self.Chosen())
