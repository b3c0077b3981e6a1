"""The results of a contest, as bars with the figures beside them: votes, then seats."""

from dataclasses import dataclass
from typing import ClassVar, Final

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.glyphs import Glyphs, glyphs_of
from kiosk.services.french import number, percent
from kiosk.widgets.bars import bar
from kiosk.widgets.foreign_text import fitted

_WIDEST: Final = 76
_LONGEST_NAME: Final = 20
_SHORTEST_NAME: Final = 12
_SHORTEST_BAR: Final = 8
_COUNT: Final = 8
_UNIT: Final = 6
_PERCENT: Final = 7
_GAP: Final = 1
_FIGURES: Final = _COUNT + _GAP + _UNIT + _GAP + _PERCENT


@dataclass(frozen=True)
class ResultRow:
    """One list: its name, its votes, its share of the valid votes (0 to 1), its seats."""

    name: str
    votes: int
    share: float
    seats: int


class ResultBars(Widget):
    """Two rows for each list: its votes as a bar, its seats as marks, each with its figures.

    The longest bar is the largest share; a seat is a mark, so that they can be counted. Nothing is
    told by a bar alone. Where the page has room left, a blank row keeps the lists apart.
    """

    SCOPED_CSS = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"result-bars--votes", "result-bars--seats"}
    DEFAULT_CSS = """
    ResultBars {
        width: 100%;
        max-width: 76;
        height: 1fr;
        color: $ink;
        & > .result-bars--votes { color: $accent; }
        & > .result-bars--seats { color: $done-ink; }
    }
    """

    rows: reactive[tuple[ResultRow, ...]] = reactive((), layout=True)
    """What is shown, in the order given."""

    def __init__(
        self,
        rows: tuple[ResultRow, ...] = (),
        *,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(ResultBars.rows, rows)

    def show(self, rows: tuple[ResultRow, ...]) -> None:
        """Show other results."""
        self.rows = rows

    def on_mount(self) -> None:
        """Take as many rows as the page can spare, and no more than are of use."""
        self.watch_rows(self.rows)

    def watch_rows(self, rows: tuple[ResultRow, ...]) -> None:
        """Ask for two rows a list at least, at most for a blank one after each."""
        self.styles.min_height = 2 * len(rows)
        self.styles.max_height = 3 * len(rows)

    def render(self) -> Content:
        """The lists, one below the other."""
        glyphs = glyphs_of(self.app)
        width = min(self.content_size.width, _WIDEST)
        pairs = [self._pair(row, width, glyphs) for row in self.rows]
        pitch = 2 if self.content_size.height >= 3 * len(pairs) - 1 else 1
        return Content("\n" * pitch).join(pairs)

    def _pair(self, row: ResultRow, width: int, glyphs: Glyphs) -> Content:
        longest = max(Content(each.name).cell_length for each in self.rows)
        name = min(max(longest, _SHORTEST_NAME), _LONGEST_NAME)
        room = width - _FIGURES - name - 2 * _GAP
        if room < _SHORTEST_BAR:
            name = max(0, name + room - _SHORTEST_BAR)
            room = max(0, width - _FIGURES - name - 2 * _GAP)
        most = max(each.share for each in self.rows) or 1.0
        most_seats = max(each.seats for each in self.rows)
        all_seats = sum(each.seats for each in self.rows) or 1
        seats = _marks(row.seats, most_seats, room, glyphs)
        return Content.assemble(
            f"{fitted(row.name, name, glyphs.ellipsis)} ",
            (bar(row.share / most, room, glyphs), self.get_visual_style("result-bars--votes")),
            _figures(row.votes, "voix", row.share),
            f"\n{'':{name}} ",
            (seats, self.get_visual_style("result-bars--seats")),
            _figures(row.seats, "siège" if row.seats < 2 else "sièges", row.seats / all_seats),
        )


def _figures(count: int, unit: str, share: float) -> str:
    return f" {number(count):>{_COUNT}} {unit:<{_UNIT}} {percent(share):>{_PERCENT}}"


def _marks(seats: int, most: int, width: int, glyphs: Glyphs) -> str:
    """A mark for each seat, apart where there is room for the most that a list has."""
    apart = glyphs.seat + " " if 2 * most <= width else glyphs.seat
    return f"{(apart * seats)[:width]:<{width}}"
