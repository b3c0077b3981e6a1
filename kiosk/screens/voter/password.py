"""Another voter password: chosen by a mailed link, or changed in the voter space."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from kiosk.glyphs import glyphs_of
from kiosk.screens.new_password import NewPasswordPage
from kiosk.screens.visit import Visit
from kiosk.screens.voter.tabs import SpaceTabs
from kiosk.services.addresses import PageId
from kiosk.services.password_rules import RuleLine, voter_rule
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.fields import Field, PasswordField
from kiosk.widgets.texts import Lead, Notice, Text, Title

_KEPT = "Votre nouveau mot de passe d’électeur est enregistré\u202f; l’ancien ne sert plus."
_NOTE_IT = (
    "Il ouvre l’espace électeur et le bureau de vote. Notez-le\u202f: le carnet (F6) est là pour"
    " cela."
)


class _VoterPasswordPage(NewPasswordPage):
    """A form for a new voter password, then that it is done and the way on."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._changed = False

    def rule(self, password: str) -> tuple[RuleLine, ...]:
        """The voter account's own."""
        return voter_rule(password)

    async def submitted(self) -> None:
        """Take the new password, then say so."""
        typed = {field.field_id: field.value for field in self.query(Field)}
        if await self.attempt(self._send, typed):
            self._changed = True
            await self.recompose()
            self.start_focus()
            self.post_message(self.Happened())

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go where the button says."""
        if event.button.id in set(PageId):
            self.go(PageId(event.button.id))

    def _send(self, typed: Mapping[str, str]) -> bool:
        raise NotImplementedError

    def _new_fields(self) -> ComposeResult:
        yield PasswordField("Nouveau mot de passe", field_id="password")
        yield PasswordField(
            "Confirmation", field_id="confirmation", help="Le nouveau, une seconde fois."
        )
        yield Notice(id="form-error")

    def _done(self, label: str, page: PageId) -> ComposeResult:
        notice = Notice(id="state")
        notice.say(f"{glyphs_of(self.app).done} {_KEPT}", "done")
        yield notice
        yield Text(_NOTE_IT)
        with Horizontal(classes="actions"):
            yield KioskButton(label, kind=ButtonKind.PRIMARY, id=page.value)


class PasswordResetPage(_VoterPasswordPage):
    """Where the mailed link leads whoever lost the voter password."""

    TITLE = "Choisir un nouveau mot de passe"

    def fetch(self) -> None:
        """Look at the link; refuses LINK_UNKNOWN, LINK_SPENT, LINK_VOID and LINK_EXPIRED."""
        self.visit.services.voter_passwords.require_link(self.visit.workshop_id, self._token)

    @property
    def _token(self) -> str:
        return self.visit.where.params.get("token", "")

    def compose(self) -> ComposeResult:
        """The form, or once it is done the door."""
        yield Title(self.TITLE)
        if self._changed:
            yield from self._done("Entrer dans l’espace électeur", PageId.VOTER_SIGN_IN)
            return
        yield Lead("Le mot de passe d’électeur\u202f: ni le NUMEN, ni celui de la messagerie.")
        with Vertical(classes="form beside"):
            yield from self._new_fields()
        with Horizontal(classes="actions"):
            yield KioskButton("Enregistrer", kind=ButtonKind.PRIMARY, id="send")

    def _send(self, typed: Mapping[str, str]) -> bool:
        self.visit.services.voter_passwords.choose(
            self.visit.workshop_id,
            self._token,
            password=typed["password"],
            confirmation=typed["confirmation"],
        )
        return True


class VoterPasswordPage(_VoterPasswordPage):
    """The password of the space and of the polling station, changed by who knows the old one."""

    TITLE = "Changer mon mot de passe d’électeur"
    SIGN_IN = PageId.VOTER_SIGN_IN

    def fetch(self) -> None:
        """Refuse SIGN_IN_FIRST."""
        self.visit.services.voter_spaces.space(self.visit.browser.cookies.voter_space)

    def compose(self) -> ComposeResult:
        """The form, or once it is done the way back."""
        yield Title(self.TITLE)
        yield SpaceTabs(self.visit)
        if self._changed:
            yield from self._done("Revenir à mon espace", PageId.VOTER_SPACE)
            return
        yield Lead("Il ouvre cet espace et le bureau de vote.", classes="lead tall-only")
        with Vertical(classes="form beside"):
            yield PasswordField("Mot de passe actuel", field_id="current")
            yield from self._new_fields()
        with Horizontal(classes="actions"):
            yield KioskButton("Changer", kind=ButtonKind.PRIMARY, id="send")

    def _send(self, typed: Mapping[str, str]) -> bool:
        self.visit.services.voter_passwords.change(
            self.visit.browser.cookies.voter_space,
            current=typed["current"],
            new=typed["password"],
            confirmation=typed["confirmation"],
        )
        return True
