"""The password of the user name: offered at the first sign-in, changed whenever one likes."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from kiosk.screens.new_password import NewPasswordPage
from kiosk.screens.visit import Visit
from kiosk.services.addresses import PageId
from kiosk.services.password_rules import RuleLine, webmail_rule
from kiosk.services.postman import Folder
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.fields import Field, PasswordField
from kiosk.widgets.texts import Lead, Notice, Title

_FIRST = "Vous pouvez remplacer votre NUMEN, maintenant ou plus tard."
_LATER = "Ce mot de passe ouvre la messagerie et I-Prof. Il n’ouvre pas l’espace électeur."
_DONE = (
    "Votre nouveau mot de passe est enregistré, pour la messagerie et pour I-Prof."
    " Notez-le\u202f: le carnet (F6) est là pour cela."
)


class PasswordPage(NewPasswordPage):
    """Current password, new one, the same again; nobody has to."""

    TITLE = "Changer le mot de passe"
    SIGN_IN = PageId.WEBMAIL_SIGN_IN

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._first = False
        self._changed = False

    def fetch(self) -> None:
        """See whether the mailbox still opens with the NUMEN; refuses SIGN_IN_FIRST."""
        self._first = self.visit.services.webmail.has_first_password(
            self.visit.browser.cookies.webmail
        )

    def compose(self) -> ComposeResult:
        """The form, or once it is done the way on."""
        yield Title(self.TITLE)
        if self._changed:
            yield from self.kept(_DONE)
            return
        yield Lead(_FIRST if self._first else _LATER)
        with Vertical(classes="form beside"):
            yield PasswordField(
                "Mot de passe actuel",
                field_id="current",
                help="Votre NUMEN, en majuscules." if self._first else "",
            )
            yield PasswordField("Nouveau mot de passe", field_id="password")
            yield PasswordField(
                "Confirmation", field_id="confirmation", help="Le nouveau, une seconde fois."
            )
            yield Notice(id="form-error")
        with Horizontal(classes="actions"):
            yield KioskButton("Changer", kind=ButtonKind.PRIMARY, id="send")
            yield KioskButton("Plus tard" if self._first else "Annuler", id="later")

    def rule(self, password: str) -> tuple[RuleLine, ...]:
        """The webmail's own."""
        return webmail_rule(password)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Leave it for later."""
        if event.button.id == "later":
            self.go(PageId.WEBMAIL_INBOX, folder=Folder.INBOX)

    async def submitted(self) -> None:
        """Change the password, then say so."""
        done = await self.attempt(
            self._change, {field.field_id: field.value for field in self.query(Field)}
        )
        if done:
            self._changed = True
            await self.recompose()
            self.start_focus()
            self.post_message(self.Happened())

    def _change(self, typed: Mapping[str, str]) -> bool:
        self.visit.services.webmail.change_password(
            self.visit.browser.cookies.webmail,
            current=typed["current"],
            new=typed["password"],
            confirmation=typed["confirmation"],
        )
        return True
