"""The doors that one user name opens: the webmail's and I-Prof's look and answer alike."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kiosk.screens.door_notice import door_notice
from kiosk.screens.page import FormPage
from kiosk.screens.visit import Visit
from kiosk.services.sessions import Closing
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.fields import Field, PasswordField
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.texts import Lead, Notice, Title


class AccountDoorPage(FormPage):
    """User name, password; the first password is the NUMEN in capitals."""

    TYPED_AGAIN = "password"
    LEFT_UNUSED: ClassVar[str] = ""
    """What has closed by itself, at the head of the sentence that says so."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self.why_closed: Closing | None = None
        """Why the browser was signed out by itself, if it was; fetched."""

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
        yield from door_notice(self, self.why_closed, self.LEFT_UNUSED)
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

    async def submitted(self) -> None:
        """Sign in and go on."""
        token = await self.attempt(
            self.enter,
            self.query_one("#user_name", Field).value,
            self.query_one("#password", Field).value,
        )
        if token is not None:
            await self.entered(token)
