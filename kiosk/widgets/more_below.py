"""A line under a list that scrolls: how many rows stand below those in sight."""

from textual.containers import ScrollableContainer
from textual.content import Content
from textual.css.scalar import Unit
from textual.widgets import Static

from kiosk.services.french import counted


class MoreBelow(Static):
    """“↓ Encore 8 dossiers”, hidden when the last one is in sight."""

    DEFAULT_CLASSES = "muted hidden"

    def __init__(self, rows: ScrollableContainer, noun: str) -> None:
        super().__init__()
        self._rows = rows
        self._noun = noun
        self._below = 0

    def on_mount(self) -> None:
        """Count again when the list is scrolled, and when it has been laid out anew."""
        self.watch(self._rows, "scroll_y", self._count, init=False)
        laid_out = self.screen.screen_layout_refresh_signal
        # At once: what is counted later may be a list that this line has not made way for yet.
        laid_out.subscribe(self, lambda _: self._count(), immediate=True)

    def _count(self) -> None:
        rows = self._rows
        below = rows.virtual_size.height - rows.size.height - rows.scroll_offset.y
        self.set_class(below <= self._taken(), "hidden")
        if below != self._below:
            self._below = below
            self.update(Content(f"↓ Encore {counted(below, self._noun)}"))

    def _taken(self) -> int:
        """Return the rows that this line takes from a list which has all the room that is left."""
        height = self._rows.styles.height
        takes_all = height is not None and height.unit is Unit.FRACTION
        return self.outer_size.height if takes_all and self.display else 0
