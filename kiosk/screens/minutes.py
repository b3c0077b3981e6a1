"""The minutes of the count, as the bureau would sign them."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from kiosk.screens.page import Page
from kiosk.services.addresses import PageId
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.more_below import MoreBelow
from kiosk.widgets.texts import Text, Title

_WIDTH = 66
"""Cells of a line: what the page has room for in any window."""


class MinutesPage(Page):
    """The whole text; it scrolls, and says how much is left to read."""

    TITLE = "Procès-verbal"

    _lines: list[str]

    def fetch(self) -> None:
        """Read the minutes; refuses COUNT_NOT_DUE and COUNT_WAITS."""
        from kiosk.services.minutes_sheet import lay_out  # noqa: PLC0415 - brings the store
        from kiosk.services.minutes_text import text_lines  # noqa: PLC0415 - brings the store

        visit = self.visit
        minutes = visit.services.secretariat.read(visit.workshop_id)
        self._lines = text_lines(lay_out(minutes, visit.services.content.minutes), _WIDTH)

    def compose(self) -> ComposeResult:
        """The text, what is below it, the way back."""
        yield Title(self.TITLE)
        with VerticalScroll(id="minutes-sheet") as text:
            yield Text("\n".join(self._lines))
        yield MoreBelow(text, "ligne")
        yield Links([LinkItem(self.visit.address_of(PageId.RESULTS), "Voir les résultats")])

    def start_focus(self) -> None:
        """Begin in the text: the arrows go through it."""
        self.query_one("#minutes-sheet").focus(scroll_visible=False)
