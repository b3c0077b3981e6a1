"""A column of links."""

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from kiosk.glyphs import glyphs_of
from kiosk.widgets.arrows import go_on
from kiosk.widgets.foreign_text import shortened


class LinkItem(NamedTuple):
    """One link: a key for the page, the words one clicks, and a few words more."""

    key: str
    label: str
    description: str = ""


class Link(Widget, can_focus=True):
    """One row to click, or to press Enter on; the focus shows as a mark and a filled row."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"link--label", "link--description"}
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "follow", show=False)]

    class Followed(Message):
        """This link was clicked or Enter was pressed on it."""

        def __init__(self, link: "Link") -> None:
            super().__init__()
            self.link = link

        @property
        def control(self) -> "Link":
            """The link."""
            return self.link

    def __init__(self, item: LinkItem, *, shorter: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.item = item
        self._shorter = shorter
        """The description in fewer and fewer words, for a row without room."""

    def render(self) -> Content:
        """Mark, label and description, cut with an ellipsis where the row is too short."""
        glyphs = glyphs_of(self.app)
        mark = glyphs.current if self.has_focus else glyphs.pending
        room = max(0, self.content_size.width - 2)
        label = shortened(self.item.label, room, glyphs.ellipsis)
        rest = room - Content(label).cell_length - 2
        line = Content.assemble(f"{mark} ", (label, self.get_visual_style("link--label")))
        if self.item.description and rest > len(glyphs.ellipsis):
            described = shortened(self._described_in(rest), rest, glyphs.ellipsis)
            style = self.get_visual_style("link--description")
            line = Content.assemble(line, "  ", (described, style))
        return line

    def _described_in(self, room: int) -> str:
        sayings = (self.item.description, *self._shorter)
        fitting = (one for one in sayings if Content(one).cell_length <= room)
        return next(fitting, sayings[-1])

    def action_follow(self) -> None:
        """Follow the link."""
        self.post_message(self.Followed(self))

    def on_click(self, event: events.Click) -> None:
        """A click follows the link."""
        event.stop()
        self.action_follow()


class Links(VerticalGroup):
    """Links one below the other; Tab or the arrows walk through them, Enter follows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "walk(1)", show=False),
        Binding("up", "walk(-1)", show=False),
    ]

    class Chosen(Message):
        """A link was followed."""

        def __init__(self, links: "Links", key: str) -> None:
            super().__init__()
            self.links = links
            self.key = key
            """The key of the item that was followed."""

        @property
        def control(self) -> "Links":
            """The column."""
            return self.links

    def __init__(
        self,
        items: Iterable[LinkItem] = (),
        *,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._items = tuple(items)

    def compose(self) -> ComposeResult:
        """One row for each item."""
        for item in self._items:
            yield Link(item)

    async def show(self, items: Iterable[LinkItem]) -> None:
        """Replace the links."""
        self._items = tuple(items)
        await self.recompose()

    def action_walk(self, step: int) -> None:
        """Move the focus to the next link, or to the one before; at either end, out of the list."""
        links = [link for link in self.query(Link) if link.can_focus]
        focused = next((at for at, link in enumerate(links) if link.has_focus), None)
        if focused is None:
            return
        if 0 <= focused + step < len(links):
            self.screen.set_focus(links[focused + step])
        else:
            go_on(links[focused], step)

    def on_link_followed(self, event: Link.Followed) -> None:
        """Tell the page which link was followed."""
        event.stop()
        self.post_message(self.Chosen(self, event.link.item.key))
