"""The way back in when the webmail's password is lost: user name, NUMEN, new password."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from kiosk.screens.new_password import NewPasswordPage
from kiosk.screens.page import FormPage
from kiosk.screens.visit import Redirect, Visit
from kiosk.services.addresses import PageId
from kiosk.services.lost_passwords import Recovery
from kiosk.services.password_rules import RuleLine, webmail_rule
from kiosk.services.postman import Folder
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.fields import Field, PasswordField
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.texts import Lead, Notice, Title

_STEPS = 3
_DONE = (
    "Votre nouveau mot de passe est enregistré, pour la messagerie et pour I-Prof."
    " L’ancien ne sert plus."
)


class LostPasswordPage(FormPage):
    """The first step: the user name, as typed at the door if it was."""

    @property
    def title_text(self) -> str:
        """What the academy calls this door."""
        return self.visit.academy.forgotten_password_label

    def compose(self) -> ComposeResult:
        """The user name, and the way back."""
        yield Title(self.title_text)
        yield Lead(_step(1, "dites pour quel nom d’utilisateur."))
        with Vertical(classes="form"):
            yield Field(
                "Nom d’utilisateur",
                field_id="user_name",
                help="Initiale du prénom, puis le nom, en minuscules et sans accent.",
            )
            yield Notice(id="form-error")
            with Horizontal(classes="actions"):
                yield KioskButton("Continuer", kind=ButtonKind.PRIMARY, id="send")
        yield Links([_back_to_the_door(self.visit)])

    def on_mount(self) -> None:
        """Take up the name typed at the webmail's door."""
        drafts = self.visit.sitting.drafts
        at_the_door = drafts.get(self.visit.address_of(PageId.WEBMAIL_SIGN_IN), {})
        field = self.query_one("#user_name", Field)
        field.value = field.value or at_the_door.get("user_name", "")

    async def submitted(self) -> None:
        """Ask for the NUMEN next."""
        token = await self.attempt(
            self.visit.services.lost_passwords.begin,
            self.visit.workshop_id,
            self.visit.participant_id,
            self.query_one("#user_name", Field).value,
        )
        if token is not None:
            self.visit.browser.cookies.lost_password = token
            self.go(PageId.LOST_PASSWORD_NUMEN)


class LostPasswordNumenPage(FormPage):
    """The second step: the NUMEN, which proves whose user name it is."""

    TYPED_AGAIN = "numen"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._request: Recovery | None = None

    @property
    def title_text(self) -> str:
        """What the academy calls this door."""
        return self.visit.academy.forgotten_password_label

    def fetch(self) -> None:
        """Read the request; refuses RECOVERY_GONE."""
        lost = self.visit.services.lost_passwords
        self._request = lost.request(self.visit.browser.cookies.lost_password)
        if self._request.is_proved:
            raise Redirect(self.visit.address_of(PageId.LOST_PASSWORD_NEW))

    def compose(self) -> ComposeResult:
        """The NUMEN, and what to do without it."""
        assert self._request is not None  # noqa: S101 - fetched before it is drawn
        yield Title(self.title_text)
        yield Lead(_step(2, f"le NUMEN de «\u00a0{self._request.user_name}\u00a0»."))
        with Vertical(classes="form"):
            yield PasswordField(
                "NUMEN", field_id="numen", help="13 signes, en majuscules. Il est sur votre fiche."
            )
            yield Notice(id="form-error")
            with Horizontal(classes="actions"):
                yield KioskButton("Continuer", kind=ButtonKind.PRIMARY, id="send")
        yield Links(
            [
                LinkItem(
                    self.visit.address_of(PageId.LOST_PASSWORD), "Changer de nom d’utilisateur"
                ),
                LinkItem(
                    self.visit.address_of(PageId.ASSISTANCE),
                    "NUMEN perdu",
                    "qui peut en donner un autre",
                ),
                _back_to_the_door(self.visit),
            ]
        )

    async def submitted(self) -> None:
        """Go on to the new password."""
        if await self.attempt(self._prove, self.query_one("#numen", Field).value):
            self.go(PageId.LOST_PASSWORD_NEW)

    def _prove(self, numen: str) -> bool:
        lost = self.visit.services.lost_passwords
        lost.prove(self.visit.browser.cookies.lost_password, numen)
        return True


class LostPasswordNewPage(NewPasswordPage):
    """The last step: a new password, by the webmail's own rule."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._is_done = False

    @property
    def title_text(self) -> str:
        """What the academy calls this door."""
        return self.visit.academy.forgotten_password_label

    def fetch(self) -> None:
        """See that the NUMEN was given; refuses RECOVERY_GONE."""
        lost = self.visit.services.lost_passwords
        if not lost.request(self.visit.browser.cookies.lost_password).is_proved:
            raise Redirect(self.visit.address_of(PageId.LOST_PASSWORD_NUMEN))

    def compose(self) -> ComposeResult:
        """The form, or once it is done the way in."""
        yield Title(self.title_text)
        if self._is_done:
            yield from self.kept(_DONE)
            return
        yield Lead(_step(3, "choisissez un nouveau mot de passe."))
        with Vertical(classes="form beside"):
            yield PasswordField("Nouveau mot de passe", field_id="password")
            yield PasswordField(
                "Confirmation", field_id="confirmation", help="Le nouveau, une seconde fois."
            )
            yield Notice(id="form-error")
        with Horizontal(classes="actions"):
            yield KioskButton("Enregistrer", kind=ButtonKind.PRIMARY, id="send")
        yield Links([_back_to_the_door(self.visit)])

    def rule(self, password: str) -> tuple[RuleLine, ...]:
        """The webmail's own."""
        return webmail_rule(password)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go in once it is done."""
        if event.button.id == "later":
            self.go(PageId.WEBMAIL_INBOX, folder=Folder.INBOX)

    async def submitted(self) -> None:
        """Set the password, which signs in too, then say so."""
        typed = {field.field_id: field.value for field in self.query(Field)}
        token = await self.attempt(self._choose, typed)
        if token is None:
            return
        cookies = self.visit.browser.cookies
        cookies.webmail, cookies.lost_password = token, None
        self._is_done = True
        await self.recompose()
        self.start_focus()
        self.post_message(self.Happened())

    def _choose(self, typed: Mapping[str, str]) -> str:
        return self.visit.services.lost_passwords.choose(
            self.visit.browser.cookies.lost_password,
            new=typed["password"],
            confirmation=typed["confirmation"],
        )


def _step(number: int, what: str) -> str:
    return f"Étape {number} sur {_STEPS}\u202f: {what}"


def _back_to_the_door(visit: Visit) -> LinkItem:
    return LinkItem(visit.address_of(PageId.WEBMAIL_SIGN_IN), "Revenir à la messagerie")
