"""The turnout of a contest, day by day, as bars with the figures beside them."""

from dataclasses import dataclass
from typing import ClassVar, Final

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.glyphs import Glyphs, glyphs_of
from kiosk.services.french import number, percent
from kiosk.widgets.bars import bar
from kiosk.widgets.foreign_text import fitted

_WIDEST: Final = 76
_DAY: Final = 13
_COUNT: Final = 8
_PERCENT: Final = 8
_GAP: Final = 2
_FIGURES: Final = 2 * (_COUNT + _PERCENT) + _GAP


@dataclass(frozen=True)
class TurnoutRow:
    """A day: how many voted, and by then in all, each also as a share of those registered.

    A day that is still to come has no figures.
    """

    day: str
    voters: int | None = None
    share: float = 0.0
    by_then: int = 0
    share_by_then: float = 0.0


class TurnoutBars(Widget):
    """A row for each day under a heading; the longest bar is the day of most voters.

    Nothing is told by a bar alone: voters and percentage stand beside it, then those of all days
    up to that one.
    """

    SCOPED_CSS = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"turnout-bars--bar", "turnout-bars--heading"}
    DEFAULT_CSS = """
    TurnoutBars {
        width: 100%;
        max-width: 76;
        height: auto;
        color: $ink;
        & > .turnout-bars--bar { color: $accent; }
        & > .turnout-bars--heading { color: $muted; }
    }
    """

    rows: reactive[tuple[TurnoutRow, ...]] = reactive((), layout=True)
    """What is shown, in the order given."""

    def __init__(
        self,
        rows: tuple[TurnoutRow, ...] = (),
        *,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(TurnoutBars.rows, rows)

    def get_content_height(
        self,
        container: Size,  # noqa: ARG002 - Textual's signature
        viewport: Size,  # noqa: ARG002 - Textual's
        width: int,  # noqa: ARG002 - Textual's
    ) -> int:
        """A row for the heading and one for each day, whatever the width."""
        return 1 + len(self.rows)

    def render(self) -> Content:
        """The heading, then the days, one below the other."""
        glyphs = glyphs_of(self.app)
        width = min(self.content_size.width, _WIDEST)
        return Content("\n").join(
            [self._heading(width), *(self._row(row, width, glyphs) for row in self.rows)]
        )

    def _heading(self, width: int) -> Content:
        figures = f"{'votants':>{_COUNT}}{'part':>{_PERCENT}}"
        by_then = f"{'en tout':>{_COUNT}}{'part':>{_PERCENT}}"
        line = f"{'Jour':<{max(0, width - _FIGURES)}}{figures}{'':{_GAP}}{by_then}"
        return Content.styled(line, self.get_visual_style("turnout-bars--heading"))

    def _row(self, row: TurnoutRow, width: int, glyphs: Glyphs) -> Content:
        day = f"{fitted(row.day, _DAY, glyphs.ellipsis)} "
        if row.voters is None:
            return Content(f"{day}à venir")
        most = max((each.voters or 0 for each in self.rows), default=0) or 1
        drawn = bar(row.voters / most, max(0, width - _FIGURES - _DAY - 1), glyphs)
        return Content.assemble(
            day,
            (drawn, self.get_visual_style("turnout-bars--bar")),
            _figures(row.voters, row.share),
            " " * _GAP,
            _figures(row.by_then, row.share_by_then),
        )


def _figures(count: int, share: float) -> str:
    return f"{number(count):>{_COUNT}}{percent(share):>{_PERCENT}}"
