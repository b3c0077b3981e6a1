"""What the two full screens, welcome and sitting, have in common."""

from enum import Enum
from typing import TYPE_CHECKING, cast

from textual.screen import Screen

if TYPE_CHECKING:
    from kiosk.app import KioskApp


class Ending(Enum):
    """How a sitting ended, for whoever started the App."""

    NEXT = "next"
    QUIT = "quit"


class KioskScreen(Screen[None]):
    """A screen that has help and a way out."""

    @property
    def kiosk(self) -> "KioskApp":
        """The application, as itself."""
        return cast("KioskApp", self.app)

    def show_help(self) -> None:
        """Show the help of what is on the screen."""

    def ask_to_leave(self) -> None:
        """Leave the application, after asking where something would be lost."""
        self.app.exit(Ending.QUIT)
