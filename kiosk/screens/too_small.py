"""The window too small to work in; apart from the other windows, which bring more to import."""

from typing import Any

from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.geometry import Size

from kiosk.screens.window import Window
from kiosk.widgets.texts import Text, Title
from kiosk.widgets.top_bar import TopBar

SMALLEST = Size(80, 24)


class WindowTooSmall(Window[None]):
    """Shown while the window is under 80 columns by 24 lines; what was typed waits below."""

    @classmethod
    def cover(cls, app: App[Any], size: Size) -> None:
        """Cover a window of a size too small, uncover one that is large enough again."""
        small = size.width < SMALLEST.width or size.height < SMALLEST.height
        covered = isinstance(app.screen, cls)
        if small and not covered:
            app.push_screen(cls())
        elif covered and not small:
            app.pop_screen()

    def compose(self) -> ComposeResult:
        """What to do about it."""
        yield TopBar()
        with Vertical(classes="too-small"):
            yield Title("Fenêtre trop petite")
            yield Text(
                "Il faut 80 colonnes et 24 lignes. Agrandissez la fenêtre, ou réduisez la taille"
                " des lettres (souvent Ctrl et −). Ce que vous avez tapé est gardé."
            )
