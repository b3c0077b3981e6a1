"""The rooms of the voter space, in a row under the title of each."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button

from kiosk.screens.page import Page
from kiosk.screens.visit import Visit
from kiosk.services.addresses import PageId
from kiosk.widgets.buttons import KioskButton

_ROOMS = {
    PageId.VOTER_SPACE: "Espace",
    PageId.VOTER_DATA: "Données",
    PageId.VOTER_IDENTIFIER: "Identifiant",
    PageId.VOTER_REQUEST: "Demande",
    PageId.VOTER_PASSWORD: "Mot de passe",
}
_INSIDE = {
    PageId.IDENTIFIER_AGAIN: PageId.VOTER_IDENTIFIER,
    PageId.IDENTIFIER_NEW: PageId.VOTER_IDENTIFIER,
}


class SpaceTabs(Horizontal):
    """One small button a room; the one we are in stands out."""

    DEFAULT_CLASSES = "row tabs"

    def __init__(self, visit: Visit) -> None:
        super().__init__()
        self._visit = visit

    def compose(self) -> ComposeResult:
        """The buttons, from left to right."""
        page = self._visit.where.page
        here = _INSIDE.get(page, page)
        for room, label in _ROOMS.items():
            current = " current" if room is here else ""
            yield KioskButton(label, id=f"to-{room.value}", classes=f"small{current}")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go to the room."""
        event.stop()
        room = PageId((event.button.id or "").removeprefix("to-"))
        self.post_message(Page.Wanted(self._visit.address_of(room)))
