"""The receipts of a box in columns: thousands of them, drawn only where they are in sight."""

from typing import ClassVar, Final

from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from kiosk.glyphs import glyphs_of

_GAP: Final = 2
_MARK: Final = 2
_LENGTH: Final = 19


class ReceiptColumns(ScrollView, can_focus=True):
    """Codes read row by row; the arrows and pages scroll, one of them may be marked."""

    ALLOW_SELECT = False
    SCOPED_CSS = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"receipt-columns--marked"}
    DEFAULT_CSS = """
    ReceiptColumns {
        height: 1fr;
        color: $ink;
        & > .receipt-columns--marked { background: $fill; color: $fill-ink; text-style: bold; }
    }
    """

    def __init__(
        self,
        receipts: tuple[str, ...],
        *,
        marked: str = "",
        id: str | None = None,  # noqa: A002 - the name Textual gives it
    ) -> None:
        super().__init__(id=id)
        self._receipts = receipts
        self._marked = marked

    @property
    def columns(self) -> int:
        """How many codes stand side by side."""
        room = self.scrollable_content_region.width + _GAP
        return max(1, room // (_MARK + _LENGTH + _GAP))

    def on_mount(self) -> None:
        """Bring what is marked in sight, once there is a size."""
        self.call_after_refresh(self._show_marked)

    def on_resize(self) -> None:
        """Another width has other columns."""
        rows = -(-len(self._receipts) // self.columns)
        self.virtual_size = Size(self.scrollable_content_region.width, rows)
        self._show_marked()

    def render_line(self, y: int) -> Strip:
        """Draw one row of codes."""
        width = self.scrollable_content_region.width
        first = (y + self.scroll_offset.y) * self.columns
        row = self._receipts[first : first + self.columns]
        if not row:
            return Strip.blank(width, self.rich_style)
        line = Content(" " * _GAP).join([self._cell(receipt) for receipt in row])
        strips = Visual.to_strips(self, line, width, 1, self.visual_style, pad=True)
        return strips[0].crop_extend(0, width, self.rich_style)

    def _cell(self, receipt: str) -> Content:
        if receipt != self._marked:
            return Content(f"{' ' * _MARK}{receipt}")
        style = self.get_visual_style("receipt-columns--marked")
        return Content.styled(f"{glyphs_of(self.app).current} {receipt}", style)

    def _show_marked(self) -> None:
        if self._marked in self._receipts:
            row = self._receipts.index(self._marked) // self.columns
            self.scroll_to_region(Region(0, row, 1, 1), animate=False, immediate=True)
