"""The window too small to work in; apart from the other windows, which bring more to import."""

from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.geometry import Size
from textual.screen import Screen

from kiosk import keys
from kiosk.screens.window import Window
from kiosk.widgets.texts import Text, Title
from kiosk.widgets.top_bar import TopBar
from kiosk.window_sizes import SMALLEST


class WindowTooSmall(Window[None]):
    """Shown while the window is under 80 columns by 24 lines; what was typed waits below."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(keys.QUIT)

    @classmethod
    def cover(cls, app: App[Any], size: Size) -> None:
        """Cover a window of a size too small, uncover one that is large enough again."""
        small = _is_small(size)
        if small and not any(isinstance(screen, cls) for screen in app.screen_stack):
            app.push_screen(cls())
        elif not small and isinstance(app.screen, cls):
            app.pop_screen()

    @classmethod
    def under(cls, app: App[Any]) -> Screen[Any]:
        """Return the screen at hand, or the one this window covers."""
        return app.screen_stack[-2] if isinstance(app.screen, cls) else app.screen

    def on_screen_resume(self) -> None:
        """Go as well, when the window grew while a question was asked above."""
        if not _is_small(self.app.size):
            self.app.pop_screen()

    def compose(self) -> ComposeResult:
        """What to do about it."""
        yield TopBar()
        with Vertical(classes="too-small"):
            yield Title("Fenêtre trop petite")
            yield Text(
                "Il faut 80 colonnes et 24 lignes. Agrandissez la fenêtre, ou réduisez la taille"
                " des lettres (souvent Ctrl et −). Ce que vous avez tapé est gardé."
            )
            if not self.app.settings.kiosk:  # type: ignore[attr-defined]
                yield Text("Ctrl+Q ferme le kiosque.")


def _is_small(size: Size) -> bool:
    return size.width < SMALLEST.width or size.height < SMALLEST.height
