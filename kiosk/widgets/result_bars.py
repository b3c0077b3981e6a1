"""The results of a contest, as bars with the figures beside them."""

from dataclasses import dataclass
from typing import ClassVar, Final

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.glyphs import Glyphs, glyphs_of
from kiosk.services.french import number, percent
from kiosk.widgets.foreign_text import fitted

_WIDEST: Final = 76
_LONGEST_NAME: Final = 20
_SHORTEST_NAME: Final = 12
_SHORTEST_BAR: Final = 8
_PERCENT: Final = 7
_VOTES: Final = 7
_SEAT_NUMBER: Final = 2
_MOST_SEAT_MARKS: Final = 15
_GAP: Final = 1
_HEAD_SEATS: Final = "Sièges"


@dataclass(frozen=True)
class ResultRow:
    """One list: its name, its votes, its share of the valid votes (0 to 1), its seats."""

    name: str
    votes: int
    share: float
    seats: int


@dataclass(frozen=True)
class _Columns:
    name: int
    bar: int
    seats: int


class ResultBars(Widget):
    """A header, then a row for each list: name, bar, share, votes, seats.

    The longest bar is the largest share. Nothing is told by the bar alone. Where the page has room
    left, a blank row keeps the bars apart.
    """

    SCOPED_CSS = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"result-bars--header", "result-bars--bar"}
    DEFAULT_CSS = """
    ResultBars {
        width: 100%;
        max-width: 76;
        height: 1fr;
        color: $ink;
        & > .result-bars--header { color: $muted; text-style: bold; }
        & > .result-bars--bar { color: $accent; }
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
        """Ask for the header and the rows at least, at most for a blank row after each."""
        self.styles.min_height = len(rows) + 1
        self.styles.max_height = 2 * (len(rows) + 1)

    def _columns(self, width: int) -> _Columns:
        marks = min(_MOST_SEAT_MARKS, max((row.seats for row in self.rows), default=0))
        seats = max(len(_HEAD_SEATS), marks + _GAP + _SEAT_NUMBER)
        names = max((Content(row.name).cell_length for row in self.rows), default=0)
        name = min(max(names, _SHORTEST_NAME), _LONGEST_NAME)
        left = width - _PERCENT - _VOTES - seats - 5 * _GAP
        if left - name < _SHORTEST_BAR:
            name = max(_SHORTEST_NAME, left - _SHORTEST_BAR)
        return _Columns(name=name, bar=max(0, left - name), seats=seats)

    def render(self) -> Content:
        """The header and the rows."""
        glyphs = glyphs_of(self.app)
        columns = self._columns(min(self.content_size.width, _WIDEST))
        most = max((row.share for row in self.rows), default=0.0) or 1.0
        header = Content.styled(
            f"{'Liste':<{columns.name}} {'':{columns.bar}} {'Part':>{_PERCENT}} "
            f"{'Voix':>{_VOTES}}  {_HEAD_SEATS:<{columns.seats}}",
            self.get_visual_style("result-bars--header"),
        )
        lines = [self._line(row, columns, most, glyphs) for row in self.rows]
        pitch = 2 if self.content_size.height > 2 * len(lines) else 1
        return Content("\n" * pitch).join([header, *lines])

    def _line(self, row: ResultRow, columns: _Columns, most: float, glyphs: Glyphs) -> Content:
        style = self.get_visual_style("result-bars--bar")
        name = fitted(row.name, columns.name, glyphs.ellipsis)
        marks = glyphs.seat * min(row.seats, _MOST_SEAT_MARKS)
        room = columns.seats - _SEAT_NUMBER - _GAP
        return Content.assemble(
            f"{name} ",
            (_bar(row.share / most, columns.bar, glyphs), style),
            f" {percent(row.share):>{_PERCENT}} {number(row.votes):>{_VOTES}}  ",
            (f"{marks:<{room}}", style),
            f" {row.seats:>{_SEAT_NUMBER}}",
        )


def _bar(part: float, width: int, glyphs: Glyphs) -> str:
    """A bar of the given part of the width, to the eighth of a cell where that can be drawn."""
    steps = len(glyphs.bar_eighths) + 1
    length = round(min(max(part, 0.0), 1.0) * width * steps)
    if part > 0:
        length = max(length, 1)
    whole, rest = divmod(length, steps)
    bar = glyphs.bar_full * whole + (glyphs.bar_eighths[rest - 1] if rest else "")
    return f"{bar:<{width}}"
