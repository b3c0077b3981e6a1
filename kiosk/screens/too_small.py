"""The window too small to work in; apart from the other windows, which bring more to import."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size

from kiosk.screens.window import Window
from kiosk.widgets.texts import Text, Title
from kiosk.widgets.top_bar import TopBar

SMALLEST = Size(80, 24)


class WindowTooSmall(Window[None]):
    """Shown while the window is under 80 columns by 24 lines; what was typed waits below."""

    @staticmethod
    def is_for(size: Size) -> bool:
        """Say whether a window of that size is too small."""
        return size.width < SMALLEST.width or size.height < SMALLEST.height

    def compose(self) -> ComposeResult:
        """What to do about it."""
        yield TopBar()
        with Vertical(classes="too-small"):
            yield Title("Fenêtre trop petite")
            yield Text(
                "Il faut 80 colonnes et 24 lignes. Agrandissez la fenêtre, ou réduisez la taille"
                " des lettres (souvent Ctrl et −). Ce que vous avez tapé est gardé."
            )
