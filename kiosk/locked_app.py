"""What Textual does of itself, and an application on a shared terminal must not."""

from typing import TypeVar

from rich.console import RenderableType
from textual import events
from textual.app import App

from kiosk.key_order import let_act
from kiosk.screens.base import KioskScreen

T = TypeVar("T")


class LockedApp(App[T], inherit_bindings=False):
    """No palette, no selection, no link that leads out; keys act in the order they were typed."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    AUTO_FOCUS = None

    is_leaving = False
    """The screens are being taken down: what is still under way finds no widget to be shown by."""

    def exit(
        self,
        result: T | None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """Leave the application."""
        self.is_leaving = True
        super().exit(result, return_code, message)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open nothing outside: a link opens in the kiosk's own browser or nowhere."""

    async def on_event(self, event: events.Event) -> None:
        """Hand keys on one after the other, but for one pressed before the page was there."""
        screen = self.screen if isinstance(event, events.Key) else None
        if isinstance(screen, KioskScreen) and screen.is_stale(event):
            return
        await super().on_event(event)
        if screen is not None:
            await let_act(event, screen)
