"""What one asks for by one's address: a new password, or the confirmation mail once more."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from kiosk.glyphs import glyphs_of
from kiosk.screens.page import FormPage
from kiosk.screens.sentences import usual_arrival
from kiosk.screens.visit import Visit
from kiosk.services.addresses import PageId
from kiosk.services.postman import Folder
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.fields import Field
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.texts import Lead, Notice, Text, Title


class _ByAddressPage(FormPage):
    """One address to type, then the way to the mailbox; never says what the address has."""

    LEAD: ClassVar[str]
    SEND: ClassVar[str]
    IF: ClassVar[str]
    """On which condition a mail leaves."""
    SUBJECT: ClassVar[str]
    """The subject of the mail to look for."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._asked = False

    def compose(self) -> ComposeResult:
        """The form, or once it is sent what to do."""
        yield Title(self.TITLE)
        if self._asked:
            yield from self._sent()
            return
        yield Lead(self.LEAD)
        with Vertical(classes="form"):
            yield Field(
                "Adresse professionnelle",
                field_id="address",
                help=f"De la forme prenom.nom@{self.visit.academy.domain}",
            )
            yield Notice(id="form-error")
            with Horizontal(classes="actions"):
                yield KioskButton(self.SEND, kind=ButtonKind.PRIMARY, id="send")
        yield Links([self._troubles()])

    def _sent(self) -> ComposeResult:
        notice = Notice(id="state")
        notice.say(
            f"{glyphs_of(self.app).done} {self.IF}, un courriel part vers elle."
            f" {usual_arrival(self.visit.services.content.rules)}",
            "done",
        )
        yield notice
        with Vertical(classes="card"):
            yield Text("1. Ouvrez votre messagerie professionnelle.")
            yield Text(f"2. Ouvrez «\u00a0{self.SUBJECT}\u00a0» et suivez son lien.")
            yield Text("Un lien reçu plus tôt ne marche plus.", classes="muted")
        yield Text(
            "Rien n’arrive\u202f? Regardez dans les indésirables, vérifiez que la boîte n’est pas"
            " pleine, puis l’adresse que vous avez tapée.",
            classes="help",
        )
        with Horizontal(classes="actions"):
            yield KioskButton("Ouvrir ma messagerie", kind=ButtonKind.PRIMARY, id="mailbox")
            yield KioskButton("Refaire la demande", id="again")
        yield Links([self._troubles()])

    def start_focus(self) -> None:
        """Begin on the field, or on the way to the mailbox."""
        if self._asked:
            self.query_one("#mailbox").focus(scroll_visible=False)
        else:
            super().start_focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go to the mailbox, or ask once more."""
        if event.button.id == "mailbox":
            self.go(PageId.WEBMAIL_INBOX, folder=Folder.INBOX)
        elif event.button.id == "again":
            self.once(self._begin_again)

    async def submitted(self) -> None:
        """Ask, then say what comes."""
        address = self.query_one("#address", Field).value
        if await self.attempt(self._ask, address):
            self._asked = True
            await self._draw_again()
            self.post_message(self.Happened())

    async def _begin_again(self) -> None:
        self._asked = False
        await self._draw_again()

    async def _draw_again(self) -> None:
        await self.recompose()
        self.start_focus()

    def _ask(self, address: str) -> bool:
        raise NotImplementedError

    def _troubles(self) -> LinkItem:
        return LinkItem(self.visit.address_of(PageId.VOTER_TROUBLES), "Autres difficultés")


class PasswordLostPage(_ByAddressPage):
    """Asks for a link to choose another voter password."""

    TITLE = "Mot de passe d’électeur oublié"
    LEAD = "Un lien pour en choisir un autre arrivera dans votre messagerie."
    SEND = "Recevoir un lien"
    IF = "Si cette adresse a un compte électeur"
    SUBJECT = "Choisissez un nouveau mot de passe d’électeur"

    def fetch(self) -> None:
        """Refuse TOO_EARLY before the space opens."""
        self.visit.services.voter_passwords.require_open(self.visit.workshop_id)

    def _ask(self, address: str) -> bool:
        self.visit.services.voter_passwords.mail_link(
            self.visit.workshop_id, self.visit.participant_id, address
        )
        return True


class MailAgainPage(_ByAddressPage):
    """Asks for the confirmation mail of an account that was never confirmed."""

    TITLE = "Recevoir la confirmation de nouveau"
    LEAD = "Pour un compte demandé, dont le lien n’a jamais été suivi."
    SEND = "Recevoir le courriel"
    IF = "Si un compte attend sa confirmation à cette adresse"
    SUBJECT = "Confirmez la création de votre compte électeur"

    def fetch(self) -> None:
        """Refuse TOO_EARLY and TOO_LATE while no account can be created."""
        self.visit.services.account_requests.require_open(self.visit.workshop_id)

    def _ask(self, address: str) -> bool:
        self.visit.services.account_requests.mail_again(
            self.visit.workshop_id, self.visit.participant_id, address
        )
        return True
