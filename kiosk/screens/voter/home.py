"""The portal's home: two doors of equal weight, and when they open and close."""

from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from kiosk.glyphs import glyphs_of
from kiosk.screens.page import Page
from kiosk.screens.visit import Visit
from kiosk.services.addresses import PageId
from kiosk.services.content import Milestone
from kiosk.services.french import moment
from kiosk.widgets.buttons import KioskButton
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.texts import Lead, Notice, Subtitle, Text, Title


class PortalHomePage(Page):
    """“I have an account” and “I have none yet”."""

    TITLE = "Élections professionnelles 2014"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._now: datetime | None = None

    def fetch(self) -> None:
        """Read the clock, to say what is open."""
        self._now = self.visit.services.clock.now(self.visit.workshop_id)

    def compose(self) -> ComposeResult:
        """Dates, doors, and what else is here."""
        yield Title(self.TITLE)
        yield Lead("Le portail de l’espace électeur")
        yield self._opening()
        with Horizontal(classes="columns doors"):
            with Vertical(classes="card"):
                yield Subtitle("J’ai un compte électeur")
                yield Text("Adresse professionnelle, mot de passe d’électeur.")
                yield KioskButton(self.visit.academy.portal_enter_label, id="enter")
            with Vertical(classes="card"):
                yield Subtitle("Je n’ai pas encore de compte")
                yield Text("Cinq minutes, et l’accès à votre messagerie.")
                yield KioskButton("Créer mon compte", id="create")
        results = self._at(Milestone.RESULTS_OPEN)
        assert self._now is not None  # noqa: S101 - fetched before it is drawn
        since = "publiés" if self._now >= results else f"à partir du {moment(results)}"
        yield Links(
            [
                LinkItem(
                    self.visit.address_of(PageId.RESULTS),
                    "Résultats des scrutins",
                    since,
                ),
                LinkItem(
                    self.visit.address_of(PageId.BUREAU),
                    "Le bureau de vote électronique",
                    "urnes, participation, registre",
                ),
                LinkItem(
                    self.visit.address_of(PageId.ASSISTANCE), self.visit.academy.assistance_label
                ),
            ]
        )

    def start_focus(self) -> None:
        """Begin at the first door."""
        self.query_one("#enter").focus(scroll_visible=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go through a door."""
        doors = {"enter": PageId.VOTER_SIGN_IN, "create": PageId.ACCOUNT_REQUEST}
        self.go(doors[event.button.id or ""])

    def _at(self, milestone: Milestone) -> datetime:
        return self.visit.services.calendar.at(milestone)

    def _opening(self) -> Notice:
        assert self._now is not None  # noqa: S101 - fetched before it is drawn
        calendar, now = self.visit.services.calendar, self._now
        glyphs, notice = glyphs_of(self.app), Notice(id="opening")
        closes = moment(self._at(Milestone.ACCOUNTS_CLOSE))
        ends = moment(self._at(Milestone.VOTE_CLOSES))
        vote = f"Vote\u202f: du {moment(self._at(Milestone.VOTE_OPENS))} au {ends}."
        if calendar.allows(Milestone.VOTE_OPENS, now) and calendar.allows(
            Milestone.VOTE_CLOSES, now
        ):
            vote = f"Le vote est ouvert jusqu’au {ends}\u202f: entrez dans l’espace électeur."
        if not calendar.allows(Milestone.ACCOUNTS_OPEN, now):
            opens = moment(self._at(Milestone.ACCOUNTS_OPEN))
            notice.say(f"{glyphs.warning} L’espace électeur ouvre le {opens}. {vote}", "warning")
        elif calendar.allows(Milestone.ACCOUNTS_CLOSE, now):
            notice.say(f"Les comptes se créent jusqu’au {closes}. {vote}", "hint")
        else:
            notice.say(
                f"{glyphs.warning} Les comptes ne se créent plus depuis le {closes}. {vote}",
                "warning",
            )
        return notice
