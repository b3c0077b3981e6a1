"""A line under a list that scrolls: how many rows stand below those in sight."""

from textual.containers import ScrollableContainer
from textual.content import Content
from textual.widgets import Static

from kiosk.services.french import counted


class MoreBelow(Static):
    """“↓ Encore 8 dossiers”, hidden when the last one is in sight."""

    DEFAULT_CLASSES = "muted hidden"

    def __init__(self, rows: ScrollableContainer, noun: str) -> None:
        super().__init__()
        self._rows = rows
        self._noun = noun

    def on_mount(self) -> None:
        """Count again when the list is scrolled, resized or changed."""
        for what in ("scroll_y", "size", "virtual_size"):
            self.watch(self._rows, what, self._count, init=False)

    def _count(self) -> None:
        rows = self._rows
        below = rows.virtual_size.height - rows.size.height - rows.scroll_offset.y
        self.set_class(below <= 0, "hidden")
        self.update(Content(f"↓ Encore {counted(below, self._noun)}"))
