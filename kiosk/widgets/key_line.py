"""The keys of a screen, on its last row; each can be clicked too."""

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.widget import Widget

from kiosk.keys import Key, Shown


class KeyLine(Widget):
    """Key and label, one beside the other, in the order of ``keys.py``; what does not fit is left.

    Textual's own footer is drawn a moment after its screen and again at each change of focus;
    these keys are the same as long as the screen is there.
    """

    ALLOW_SELECT = False
    DEFAULT_CLASSES = "key-line"

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__()
        self._keys = [key for key in keys if key.shown is Shown.FOOTER]

    def render(self) -> Content:
        """The keys that have room."""
        row, drawn = Content(""), 0
        for key, start, end in self._places():
            if end <= self.content_size.width:
                gap = " " * (start - drawn)
                row = Content.assemble(row, gap, (key.display, "bold"), f" {key.label}")
                drawn = end
        return row

    async def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        event.stop()
        at = event.x - self.styles.padding.left
        for key, start, end in self._places():
            if start <= at < end:
                await self.app.run_action(key.action, default_namespace=self.screen)

    def _places(self) -> list[tuple[Key, int, int]]:
        """Each key, its first cell, and the cell after it; further apart where there is room."""
        widths = [len(key.display) + 1 + len(key.label) for key in self._keys]
        roomy = sum(widths) + 2 * (len(widths) - 1) <= self.content_size.width
        places, start = [], 0
        for key, width in zip(self._keys, widths, strict=True):
            places.append((key, start, start + width))
            start += width + (2 if roomy else 1)
        return places
