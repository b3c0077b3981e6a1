"""The bare apps that the kiosk is measured against; run as a program, with ``pages`` for two."""

import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, Header, Input


class BareApp(App[None]):
    """A header, one input, a footer."""

    TITLE = "BareHeader"

    def compose(self) -> ComposeResult:
        yield Header()
        yield Input(placeholder="BareInput")
        yield Footer()


class BarePage(Screen[None]):
    """One of two screens, each a header, one input, a footer."""

    def __init__(self, mark: str) -> None:
        super().__init__()
        self._mark = mark

    def compose(self) -> ComposeResult:
        yield Header()
        yield Input(placeholder=self._mark)
        yield Footer()


class BarePages(App[None]):
    """Two screens, made anew each time, as the kiosk makes its pages."""

    TITLE = "BareHeader"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "page('BareInput')", "First"),
        Binding("f6", "page('BareSecond')", "Second"),
    ]

    def on_mount(self) -> None:
        """Cover the default screen, which cannot be switched."""
        self.push_screen(BarePage("BareInput"))

    def action_page(self, mark: str) -> None:
        """Change the page."""
        self.switch_screen(BarePage(mark))


if __name__ == "__main__":
    (BarePages if "pages" in sys.argv else BareApp)().run()
