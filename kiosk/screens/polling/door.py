"""The polling station's door: identifier and voter password, before any ballot."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from kiosk.screens.door_notice import door_notice
from kiosk.screens.page import FormPage
from kiosk.screens.visit import Redirect, Visit
from kiosk.services.addresses import PageId
from kiosk.services.refusals import Refusal
from kiosk.services.sessions import Closing
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.fields import Field, IdentifierField, PasswordField
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.texts import Lead, Notice, Title


class PollingDoorPage(FormPage):
    """Both are asked at once, of somebody signed in to the voter space while the vote is open."""

    TITLE = "Entrer au bureau de vote"
    TYPED_AGAIN = "password"
    SIGN_IN = PageId.VOTER_SIGN_IN

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._why_closed: Closing | None = None

    def fetch(self) -> None:
        """Let in who is inside already; refuses TOO_EARLY, TOO_LATE and SIGN_IN_FIRST."""
        services, cookies = self.visit.services, self.visit.browser.cookies
        try:
            services.polling.contests(cookies.polling_station)
        except Refusal:
            services.polling.require_open(self.visit.workshop_id)
            services.voter_spaces.space(cookies.voter_space)
            self._why_closed = services.polling.why_closed(cookies.polling_station)
        else:
            raise Redirect(self.visit.address_of(PageId.POLLING_CONTESTS))

    def compose(self) -> ComposeResult:
        """The form."""
        yield Title(self.TITLE)
        yield Lead("L’identifiant et le mot de passe d’électeur, ensemble, ouvrent la porte.")
        yield from door_notice(self, self._why_closed)
        with Vertical(classes="form"):
            yield IdentifierField(
                "Identifiant",
                field_id="identifier",
                help="16 caractères, sur la notice (casier, F5). Tirets facultatifs.",
            )
            yield PasswordField(
                "Mot de passe d’électeur",
                field_id="password",
                help="Celui de l’espace électeur\u202f; ce n’est pas le NUMEN.",
            )
            yield Notice(id="form-error")
            with Horizontal(classes="actions"):
                yield KioskButton("Retour", id="back")
                yield KioskButton("Entrer", kind=ButtonKind.PRIMARY, id="send")
        identifier = self.visit.address_of(PageId.VOTER_IDENTIFIER)
        yield Links([LinkItem(identifier, "Mon identifiant est perdu, ou quelqu’un d’autre l’a")])

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go back to the voter space."""
        if event.button.id == "back":
            self.go(PageId.VOTER_SPACE)

    async def submitted(self) -> None:
        """Enter with what was typed; nothing marked during an earlier stay is kept."""
        token = await self.attempt(
            self.visit.services.polling.enter,
            self.visit.browser.cookies.voter_space,
            identifier=self.query_one("#identifier", Field).value,
            password=self.query_one("#password", Field).value,
        )
        if token is None:
            return
        self.visit.browser.ballot_choices.clear()
        self.visit.browser.cookies.polling_station = token
        self.go(PageId.POLLING_CONTESTS)
