"""The image to copy, drawn with half blocks."""

from functools import lru_cache
from itertools import pairwise
from typing import ClassVar, Final, Protocol

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from kiosk.glyphs import GlyphSetting, glyphs_of
from kiosk.theme import HIGH_CONTRAST
from kiosk.window_sizes import TALL

_MOST_COLUMNS: Final = 74
_MOST_ROWS: Final = 12
_MOST_ROWS_SHORT: Final = 9
"""On a short screen the image is flattened, so that its field and buttons stay in sight."""
_HALVES: Final = (" ", "▀", "▄", "█")
"""Indexed by upper half + 2 × lower half."""
_SHADES: Final = 4


class CaptchaPicture(Protocol):
    """A greyscale image, dark signs on a light ground."""

    @property
    def width(self) -> int:
        """Pixels in a row."""

    @property
    def height(self) -> int:
        """Rows."""

    @property
    def pixels(self) -> bytes:
        """One byte a pixel, row after row, 0 black to 255 white."""


Grid = tuple[tuple[int, ...], ...]
"""Rows of shades; two rows of the grid make one row of cells."""


def _grid_size(picture: CaptchaPicture, columns: int, most_rows: int) -> tuple[int, int]:
    """Columns and half-rows that keep the proportions, as far as columns and rows allow."""
    columns = max(1, min(columns, _MOST_COLUMNS, picture.width))
    half_rows = round(picture.height * columns / picture.width)
    return columns, max(2, min(2 * most_rows, half_rows + half_rows % 2))


@lru_cache(maxsize=4)
def _levels(pixels: bytes, width: int, height: int, size: tuple[int, int], shades: int) -> Grid:
    """How dark each point of the grid is, from 0, over the picture's own range."""
    columns, half_rows = size
    lefts = [column * width // columns for column in range(columns + 1)]
    averages = []
    for row in range(half_rows):
        top = row * height // half_rows
        bottom = max(top + 1, (row + 1) * height // half_rows)
        lines = [pixels[y * width : (y + 1) * width] for y in range(top, bottom)]
        averages.append(
            [
                sum(sum(line[left:right]) for line in lines) / (len(lines) * (right - left))
                for left, right in pairwise(lefts)
            ]
        )
    low, high = min(map(min, averages)), max(map(max, averages))
    span = max(high - low, 1.0)
    return tuple(
        tuple(min(shades - 1, int((high - value) / span * shades)) for value in line)
        for line in averages
    )


def _most_rows(viewport: Size) -> int:
    return _MOST_ROWS if viewport.height >= TALL else _MOST_ROWS_SHORT


class CaptchaPictureView(Widget):
    """Draws the image in at most 74 × 12 cells; what it says stands nowhere as text.

    Four shades where the look has half-tones, else two plain colours.
    """

    ALLOW_SELECT = False
    SCOPED_CSS = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"captcha--ink"}
    DEFAULT_CSS = """
    CaptchaPictureView {
        width: auto;
        height: auto;
        background: $accent-soft;
        & > .captcha--ink { color: $accent; }
    }
    """

    picture: reactive[CaptchaPicture | None] = reactive(None, layout=True)
    """What is drawn; nothing at first."""

    def show(self, picture: CaptchaPicture) -> None:
        """Draw another image."""
        self.picture = picture

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As many columns as there is room for, up to 74."""
        if self.picture is None:
            return min(container.width, _MOST_COLUMNS)
        return _grid_size(self.picture, container.width, _most_rows(viewport))[0]

    def get_content_height(
        self,
        container: Size,  # noqa: ARG002 - Textual's signature
        viewport: Size,
        width: int,
    ) -> int:
        """The rows that keep the proportions; the room of a whole image while there is none."""
        if self.picture is None:
            return _most_rows(viewport)
        return _grid_size(self.picture, width, _most_rows(viewport))[1] // 2

    def render_line(self, y: int) -> Strip:
        """One row of cells."""
        width = self.content_size.width
        if self.picture is None or not width:
            return Strip.blank(width, self.rich_style)
        plain = (
            glyphs_of(self.app).name is GlyphSetting.CONSOLE
            or self.app.current_theme.name == HIGH_CONTRAST
        )
        shades = 2 if plain else _SHADES
        picture = self.picture
        size = _grid_size(picture, width, self.content_size.height)
        grid = _levels(picture.pixels, picture.width, picture.height, size, shades)
        if 2 * y + 1 >= len(grid):
            return Strip.blank(width, self.rich_style)
        pairs = zip(grid[2 * y], grid[2 * y + 1], strict=True)
        strip = Strip(self._plain(pairs) if plain else self._shaded(pairs))
        return strip.adjust_cell_length(width, self.rich_style)

    def _plain(self, pairs: "zip[tuple[int, int]]") -> list[Segment]:
        style = Style(color=self._ink.rich_color, bgcolor=self.background_colors[1].rich_color)
        return [Segment("".join(_HALVES[upper + 2 * lower] for upper, lower in pairs), style)]

    def _shaded(self, pairs: "zip[tuple[int, int]]") -> list[Segment]:
        paper = self.background_colors[1]
        tones = [
            paper.blend(self._ink, shade / (_SHADES - 1)).rich_color for shade in range(_SHADES)
        ]
        return [
            Segment("▀", Style(color=tones[upper], bgcolor=tones[lower])) for upper, lower in pairs
        ]

    @property
    def _ink(self) -> Color:
        return self.get_component_styles("captcha--ink").color
