"""The door of the voter space."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kiosk.screens.door_notice import door_notice
from kiosk.screens.page import FormPage
from kiosk.screens.visit import Visit
from kiosk.services.addresses import PageId
from kiosk.services.sessions import Closing
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.fields import Field, PasswordField
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.texts import Lead, Notice, Title

LEFT_UNUSED = "L’espace électeur s’est fermé de lui-même,"


class VoterSignInPage(FormPage):
    """Professional address and voter password."""

    TITLE = "Accéder à mon espace électeur"
    TYPED_AGAIN = "password"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._why_closed: Closing | None = None

    def fetch(self) -> None:
        """See why one is here again; refuses TOO_EARLY before the space opens."""
        services, cookies = self.visit.services, self.visit.browser.cookies
        services.voter_passwords.require_open(self.visit.workshop_id)
        self._why_closed = services.voter_accounts.why_closed(cookies.voter_space)

    def compose(self) -> ComposeResult:
        """The form, and the door for who has no account."""
        yield Title(self.TITLE)
        yield Lead("Avec l’adresse et le mot de passe du compte que vous avez créé.")
        yield from door_notice(self, self._why_closed, LEFT_UNUSED)
        with Vertical(classes="form"):
            yield Field(
                "Adresse professionnelle",
                field_id="address",
                help=f"De la forme prenom.nom@{self.visit.academy.domain}",
            )
            yield PasswordField(
                "Mot de passe d’électeur",
                field_id="password",
                help="Ni le NUMEN, ni celui de la messagerie.",
            )
            yield Notice(id="form-error")
            with Horizontal(classes="actions"):
                label = self.visit.academy.portal_enter_label
                yield KioskButton(label, kind=ButtonKind.PRIMARY, id="send")
        links = (
            (PageId.VOTER_PASSWORD_LOST, "Mot de passe d’électeur oublié", ""),
            (PageId.VOTER_TROUBLES, "Je n’arrive pas à entrer", "que faire, selon le cas"),
            (PageId.ACCOUNT_REQUEST, "Créer mon compte", "si vous n’en avez pas encore"),
        )
        yield Links(LinkItem(self.visit.address_of(page), *words) for page, *words in links)

    async def submitted(self) -> None:
        """Sign in and enter the space."""
        token = await self.attempt(
            self.visit.services.voter_accounts.sign_in,
            self.visit.workshop_id,
            self.visit.participant_id,
            self.query_one("#address", Field).value,
            self.query_one("#password", Field).value,
        )
        if token is None:
            return
        self.visit.browser.cookies.voter_space = token
        self.go(PageId.VOTER_SPACE)
