"""The doors that one user name opens: the webmail's and I-Prof's look and answer alike."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kiosk.glyphs import glyphs_of
from kiosk.screens.page import FormPage
from kiosk.services.french import counted
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.fields import Field, PasswordField
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.texts import Lead, Notice, Title


class AccountDoorPage(FormPage):
    """User name, password; the first password is the NUMEN in capitals."""

    TYPED_AGAIN = "password"
    LEFT_UNUSED: ClassVar[str] = ""
    """What has closed by itself, at the head of the sentence that says so."""

    @property
    def was_left_unused(self) -> bool:
        """Whether the browser was signed out by itself."""
        raise NotImplementedError

    @property
    def lead(self) -> str:
        """The sentence under the title."""
        return f"A{self.visit.academy.name[1:]}"

    def links(self) -> Sequence[LinkItem]:
        """List the ways on for who cannot sign in."""
        raise NotImplementedError

    def enter(self, user_name: str, password: str) -> str:
        """Sign in and return the browser's token; runs in a thread."""
        raise NotImplementedError

    async def entered(self, token: str) -> None:
        """Keep the token and go in."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Why one is here again, the form, the ways on."""
        yield Title(self.TITLE)
        yield Lead(self.lead)
        if self.was_left_unused:
            notice = Notice(id="left-unused")
            notice.say(f"{glyphs_of(self.app).warning} {self._why()}", "warning")
            yield notice
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
        yield Links(self.links())

    def _why(self) -> str:
        minutes = self.visit.services.content.rules.sign_in.idle_minutes
        return (
            f"{self.LEFT_UNUSED} après {counted(minutes, 'minute')} sans servir."
            " L’heure avancée au calendrier compte aussi."
        )

    async def submitted(self) -> None:
        """Sign in and go on."""
        token = await self.attempt(
            self.enter,
            self.query_one("#user_name", Field).value,
            self.query_one("#password", Field).value,
        )
        if token is not None:
            await self.entered(token)
