"""The desk: one's own sheet, and the objects everything starts from."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.widgets import Button

from kiosk.glyphs import glyphs_of
from kiosk.screens.link_columns import aligned
from kiosk.screens.page import Page
from kiosk.screens.person_sheet import identity_rows, sign_in_rows
from kiosk.screens.situation_card import SituationCard
from kiosk.screens.visit import Visit
from kiosk.services.addresses import PageId
from kiosk.services.french import hour, short_day
from kiosk.widgets.buttons import KioskButton
from kiosk.widgets.links import Link, LinkItem, Links
from kiosk.widgets.named_rows import NamedRows
from kiosk.widgets.texts import Title

if TYPE_CHECKING:
    from kiosk.services.sittings import Pulse
    from kiosk.services.workshops import Sheet


class DeskPage(Page):
    """The hub: what one is lent to sign in with, and what lies on the desk."""

    TITLE = "Bureau"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._sheet: Sheet
        self._pulse: Pulse
        self._code = ""

    def fetch(self) -> None:
        """Read the sheet and the state of the sitting."""
        services, who = self.visit.services, self.visit.participant_id
        self._sheet = services.workshops.sheet(who)
        self._pulse = services.sittings.pulse(self.visit.workshop_id, who)
        self._code = services.joining.workshop(self.visit.workshop_id).code

    def compose(self) -> ComposeResult:
        """The sheet, the objects, the way out."""
        if (progress := self._pulse.situation) is None:
            yield Title(f"Bonjour {self._sheet.first_name}, voici votre bureau.")
        else:
            self.add_class("in-situation")
            yield SituationCard(progress)
        sheet = VerticalGroup(classes="card")
        sheet.border_title = "Votre fiche"
        webmail = self.visit.address_of(PageId.WEBMAIL_SIGN_IN)
        with sheet:
            yield NamedRows([*identity_rows(self._sheet), *sign_in_rows(self._sheet, webmail)])
        objects = VerticalGroup(classes="card", id="on-desk")
        objects.border_title = "Sur le bureau"
        with objects:
            yield Links(self._objects(), id="objects")
        with HorizontalGroup(classes="actions"):
            label = "S’entraîner sur une situation"
            yield KioskButton(label, id="situations", classes="small")
            yield KioskButton("Terminer la séance", id="finish", classes="small")

    def start_focus(self) -> None:
        """Begin where a situation begins, or on the first object."""
        for button in self.query("#first-step, #start-again"):
            button.focus(scroll_visible=False)
            return
        super().start_focus()

    def beat(self, pulse: "Pulse") -> None:
        """Say what has arrived, without moving the focus; a situation solved is told anew."""
        if pulse.situation != self._pulse.situation:
            self.go(PageId.DESK)
        self._pulse = pulse
        for link, item in zip(self.query(Link), self._objects(), strict=True):
            if link.item != item:
                link.item = item
                link.refresh()

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Begin a situation, choose another, or end the sitting; the screen asks first."""
        event.stop()
        progress = self._pulse.situation
        if event.button.id == "situations":
            self.go(PageId.SITUATIONS)
        elif event.button.id == "start-again" and progress is not None:
            from kiosk.screens.situations import ask_to_begin  # noqa: PLC0415 - when asked for

            ask_to_begin(self, progress.situation, self._pulse.people)
        elif event.button.id == "first-step" and progress is not None:
            self.go(progress.situation.opens)
        else:
            await self.run_action("screen.finish")

    def _objects(self) -> list[LinkItem]:
        pulse, mark = self._pulse, glyphs_of(self.app).unread
        coming = pulse.next_milestone
        next_date = f"{short_day(coming.at)} à {hour(coming.at)}" if coming else ""
        company = f"\u202f: {pulse.people} personnes" if pulse.people > 1 else " pour un collègue"
        objects = (
            (PageId.BROWSER_HOME, "Navigateur", "messagerie, espace électeur et autres sites"),
            (PageId.TELEPHONE, "Téléphone", _waiting(pulse.texts_unread, "SMS", "SMS", mark)),
            (
                PageId.PERSONAL_MAIL,
                "Courriel personnel",
                _waiting(pulse.personal_unread, "message", "messages", mark),
            ),
            (PageId.PIGEONHOLE, "Casier", _waiting(pulse.papers_unread, "papier", "papiers", mark)),
            (PageId.NOTEBOOK, "Carnet", "vos notes, les adresses à connaître"),
            (
                PageId.CALENDAR,
                "Calendrier",
                f"prochain jalon\u202f: {next_date}" if coming else "tous les jalons sont passés",
            ),
            (PageId.WORKSHOP, "Atelier", f"code {self._code}{company}"),
        )
        return aligned(
            LinkItem(self.visit.address_of(page), label, state) for page, label, state in objects
        )


def _waiting(count: int, one: str, several: str, mark: str) -> str:
    if not count:
        return f"aucun {one} non lu"
    return f"{mark} {count} {one if count == 1 else several} non lu{'s' if count > 1 else ''}"
