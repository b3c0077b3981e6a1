"""The webmail's door."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kiosk.screens.page import FormPage
from kiosk.screens.visit import Redirect
from kiosk.services.addresses import PageId
from kiosk.services.postman import Folder
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.fields import Field, PasswordField
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.texts import Lead, Notice, Title


class SignInPage(FormPage):
    """User name, password; the first password is the NUMEN in capitals."""

    TITLE = "Messagerie professionnelle"
    TYPED_AGAIN = "password"

    def fetch(self) -> None:
        """Note that the door was reached; who is signed in already goes on to the mailbox."""
        webmail = self.visit.services.webmail
        webmail.opened(self.visit.workshop_id, self.visit.participant_id)
        if webmail.is_open(self.visit.browser.cookies.webmail):
            raise Redirect(self.visit.address_of(PageId.WEBMAIL_INBOX, folder=Folder.INBOX))

    def compose(self) -> ComposeResult:
        """The form."""
        yield Title(self.TITLE)
        yield Lead(f"A{self.visit.academy.name[1:]}")
        with Vertical(classes="form"):
            yield Field(
                "Nom d’utilisateur",
                field_id="user_name",
                help="Initiale du prénom, puis le nom, en minuscules et sans accent.",
            )
            yield PasswordField(
                "Mot de passe",
                field_id="password",
                help="À la première connexion\u202f: votre NUMEN, en majuscules.",
            )
            yield Notice(id="form-error")
            with Horizontal(classes="actions"):
                yield KioskButton("Connexion", kind=ButtonKind.PRIMARY, id="send")
        assistance = self.visit.address_of(PageId.ASSISTANCE)
        yield Links([LinkItem(assistance, self.visit.academy.assistance_label)])

    async def submitted(self) -> None:
        """Sign in, then offer a password of one's own to who still has the NUMEN."""
        webmail = self.visit.services.webmail
        token = await self.attempt(
            webmail.sign_in,
            self.visit.workshop_id,
            self.visit.participant_id,
            self.query_one("#user_name", Field).value,
            self.query_one("#password", Field).value,
        )
        if token is None:
            return
        self.visit.browser.cookies.webmail = token
        if await self.in_thread(webmail.has_first_password, token):
            self.go(PageId.WEBMAIL_PASSWORD)
        else:
            self.go(PageId.WEBMAIL_INBOX, folder=Folder.INBOX)
