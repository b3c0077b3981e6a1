"""The room used in a mailbox, in words and as a bar."""

from enum import Enum, auto
from typing import ClassVar, Final

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.glyphs import glyphs_of

_MEGABYTE: Final = 1024 * 1024
_BAR: Final = 12
_NEARLY: Final = 0.9
_NARROW_NO_BREAK: Final = "\u202f"


class Room(Enum):
    """How much room a mailbox has left."""

    ENOUGH = auto()
    SHORT = auto()
    NONE = auto()


def room_of(used: int, megabytes: int) -> Room:
    """Tell how much room is left of so many megabytes, so many bytes being used."""
    if used >= megabytes * _MEGABYTE:
        return Room.NONE
    return Room.SHORT if used >= megabytes * _MEGABYTE * _NEARLY else Room.ENOUGH


class QuotaGauge(Widget):
    """“6,1 Mo sur 20 Mo”, then a bar; a mark and a word are added when room gets short."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"quota--used", "quota--free"}

    used: reactive[int] = reactive(0, layout=True)
    """Bytes used."""

    def __init__(self, megabytes: int) -> None:
        super().__init__()
        self._megabytes = megabytes

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002 - Textual's
        """The sentence, a space and the bar."""
        return Content(self._sentence()).cell_length + 1 + _BAR

    def render(self) -> Content:
        """Sentence and bar."""
        share = min(1.0, max(0, self.used) / (self._megabytes * _MEGABYTE))
        full = round(share * _BAR)
        bar = glyphs_of(self.app).bar_full
        return Content.assemble(
            f"{self._sentence()} ",
            (bar * full, self.get_visual_style("quota--used")),
            (bar * (_BAR - full), self.get_visual_style("quota--free")),
        )

    def _sentence(self) -> str:
        # Rounded down: a box that still takes something is not said to be full to the last tenth.
        used = self.used * 10 // _MEGABYTE / 10
        count = f"{used:.1f}".replace(".", ",")
        text = f"{count}{_NARROW_NO_BREAK}Mo sur {self._megabytes}{_NARROW_NO_BREAK}Mo"
        words = {Room.NONE: "boîte pleine, ", Room.SHORT: "presque pleine, "}
        room = room_of(self.used, self._megabytes)
        mark = f"{glyphs_of(self.app).warning} " if room in words else ""
        return f"{mark}{words.get(room, '')}{text}"
