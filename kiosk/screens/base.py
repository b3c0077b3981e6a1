"""What the two full screens, welcome and sitting, have in common."""

from enum import Enum
from typing import TYPE_CHECKING, cast

from textual.events import Event, Key
from textual.screen import Screen
from textual.widget import Widget

from kiosk.key_order import act
from kiosk.widgets.arrows import ground_of

if TYPE_CHECKING:
    from kiosk.app import KioskApp


class Ending(Enum):
    """How a sitting ended, for whoever started the App."""

    NEXT = "next"
    QUIT = "quit"


class KioskScreen(Screen[None]):
    """A screen that has help and a way out."""

    def on_compose(self) -> None:
        """Take the classes of the window's size now: later, all would be styled and laid twice."""
        width, height = self.app.size
        for breakpoints, cells in (
            (self.app.HORIZONTAL_BREAKPOINTS, width),
            (self.app.VERTICAL_BREAKPOINTS, height),
        ):
            reached = [name for least, name in breakpoints or () if cells >= least]
            if reached:
                self.add_class(reached[-1], update=False)

    @property
    def kiosk(self) -> "KioskApp":
        """The application, as itself."""
        return cast("KioskApp", self.app)

    async def on_key(self, event: Key) -> None:
        """Let a key act before the keys typed behind it."""
        await act(event, self)

    def _reset_focus(self, widget: Widget, avoiding: list[Widget] | None = None) -> None:
        """Leave the focus in the page whose widget goes, or nowhere until the page is there again.

        Textual would hand it on to what stands before the page, the star of the bookmarks: an
        Enter too many would push it.
        """
        if self.focused is not widget:
            return
        ground = ground_of(widget)
        outside = [one for one in self.focus_chain if ground not in one.ancestors]
        super()._reset_focus(widget, [*(avoiding or ()), *outside])

    def is_stale(self, event: Event) -> bool:  # noqa: ARG002 - the sitting's
        """Tell whether a key was pressed for what is no longer on the screen."""
        return False

    def show_help(self) -> None:
        """Show the help of what is on the screen."""

    def ask_to_leave(self) -> None:
        """Leave the application, after asking where something would be lost."""
        self.app.exit(Ending.QUIT)
