"""A window to choose one of several by its name: a folder to move to, somebody to write to."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll

from kiosk.glyphs import glyphs_of
from kiosk.keys import bindings
from kiosk.screens.asking import CLOSE
from kiosk.screens.link_columns import aligned
from kiosk.screens.window import Window
from kiosk.widgets.buttons import KioskButton
from kiosk.widgets.links import Link, LinkItem, Links
from kiosk.widgets.more_below import MoreBelow
from kiosk.widgets.texts import Text, Title
from kiosk.widgets.top_bar import TopBar


class Choosing(Window[str]):
    """Answers with the key of what was chosen, or with nothing."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(CLOSE)

    def __init__(self, title: str, text: str, items: Iterable[LinkItem]) -> None:
        super().__init__()
        self._texts = (title, text)
        self._items = tuple(items)

    def compose(self) -> ComposeResult:
        """Title, sentence, what can be chosen, the way back."""
        yield TopBar()
        with Vertical(classes="window tall"):
            yield Title(self._texts[0])
            yield Text(self._texts[1])
            with VerticalScroll(classes="window-body", can_focus=False) as rows:
                yield Links(aligned(self._items, glyphs_of(self.app).ellipsis))
            yield MoreBelow(rows, "nom")
            with Horizontal(classes="actions"):
                yield KioskButton("Annuler", id="cancel")

    def on_mount(self) -> None:
        """Begin on the first of them."""
        first = self.query(Link).first() if self._items else self.query_one(KioskButton)
        first.focus()

    def on_links_chosen(self, event: Links.Chosen) -> None:
        """Answer."""
        event.stop()
        self.dismiss(event.key)

    def on_button_pressed(self) -> None:
        """Choose nothing."""
        self.dismiss("")

    def action_close(self) -> None:
        """Choose nothing."""
        self.dismiss("")
