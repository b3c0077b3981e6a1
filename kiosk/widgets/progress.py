"""How far something long has got."""

from textual.renderables.bar import Bar
from textual.widgets import ProgressBar


class _Blocks(Bar):
    """Whole and half cells that a bare console has too."""

    HALF_BAR_LEFT = "▐"
    BAR = "█"
    HALF_BAR_RIGHT = "▌"


class Progress(ProgressBar):
    """A bar as wide as its room; whoever shows it says the same in figures beside it."""

    BAR_RENDERABLE = _Blocks

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
        classes: str | None = None,
    ) -> None:
        # Without a total it would run to and fro by itself.
        super().__init__(total=1, show_percentage=False, show_eta=False, id=id, classes=classes)

    def show(self, done: int, whole: int) -> None:
        """Draw so many steps done, of how many."""
        self.update(total=whole, progress=done)
