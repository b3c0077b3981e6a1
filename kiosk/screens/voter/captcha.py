"""The image to copy, on a page of its own."""

from collections.abc import Callable, Iterable
from enum import Enum

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from kiosk.screens.page import FormPage
from kiosk.screens.visit import Redirect, Visit
from kiosk.screens.voter.account import CREATION
from kiosk.services.account_requests import RequestState
from kiosk.services.addresses import PageId
from kiosk.services.captchas import CaptchaChallenge
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.captcha_picture import CaptchaPictureView
from kiosk.widgets.fields import Field
from kiosk.widgets.texts import Lead, Notice, Text, Title


class _Asked(Enum):
    """What is to be answered: title, what it is, help of the field, labels of the quiet buttons."""

    PICTURE = (
        "L’image à recopier",
        "un nombre ou des mots à recopier",
        "Majuscules ou minuscules, peu importe.",
        "Autre image",
        "Une question à la place",
    )
    QUESTION = (
        "Une question à la place de l’image",
        "une réponse à écrire en chiffres",
        "En chiffres.",
        "Autre question",
        "Revenir à l’image",
    )

    @property
    def other(self) -> "_Asked":
        """The other of the two."""
        return _Asked.QUESTION if self is _Asked.PICTURE else _Asked.PICTURE


class CaptchaPage(FormPage):
    """Copy the image, take another, or answer a question in its place."""

    TITLE = "L’image à recopier"
    TYPED_AGAIN = "answer"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._challenge: CaptchaChallenge | None = None
        self._asked = _Asked.PICTURE

    @property
    def challenge(self) -> CaptchaChallenge:
        """The image and the question at hand; their answers are known to the service alone."""
        assert self._challenge is not None  # noqa: S101 - fetched before it is drawn
        return self._challenge

    def fetch(self) -> None:
        """Draw an image for this browser's request; refuses REQUEST_MISSING."""
        request = self.visit.services.account_requests.request(
            self.visit.browser.cookies.account_request
        )
        if request.state is not RequestState.AWAITING_IMAGE:
            raise Redirect(self.visit.address_of(PageId.ACCOUNT_MAIL_SENT))
        self._challenge = self.visit.services.captchas.new()

    def compose(self) -> ComposeResult:
        """Image or question, the field, three buttons."""
        title, what, hint, another, instead = self._asked.value
        yield Title(title)
        yield Lead(_lead(what))
        yield CaptchaPictureView()
        yield Text(id="question", classes="hint hidden")
        with Vertical(classes="form beside"):
            yield Field("Votre réponse", field_id="answer", help=hint, max_length=40)
            yield Notice(id="form-error")
        with Horizontal(classes="actions"):
            yield KioskButton("Valider", kind=ButtonKind.PRIMARY, id="send")
            yield KioskButton(another, id="another")
            yield KioskButton(instead, id="instead")

    def on_mount(self) -> None:
        """Show the image."""
        self._show()

    def taken_down(self) -> None:
        """Keep nothing: there will be another image."""

    def _show(self) -> None:
        asks_picture = self._asked is _Asked.PICTURE
        title, what, hint, another, instead = self._asked.value
        self.query_one(Title).show(title)
        self.query_one(Lead).show(_lead(what))
        picture = self.query_one(CaptchaPictureView)
        picture.show(self.challenge.picture)
        picture.set_class(not asks_picture, "hidden")
        question = self.query_one("#question", Text)
        question.show("" if asks_picture else self.challenge.question)
        question.set_class(asks_picture, "hidden")
        self.query_one("#answer", Field).show_help(hint)
        self.query_one("#another", KioskButton).rename(another)
        self.query_one("#instead", KioskButton).rename(instead)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Ask something else."""
        if event.button.id == "another":
            self.run_worker(self._ask_another(), group="form")
        elif event.button.id == "instead":
            self._asked = self._asked.other
            self._begin_anew()

    async def _ask_another(self) -> None:
        challenge = await self.attempt(self.visit.services.captchas.new)
        if challenge is not None:
            self._challenge = challenge
            self._begin_anew()

    def _begin_anew(self) -> None:
        field = self.query_one("#answer", Field)
        field.clear_error()
        field.value = ""
        self._show()
        field.focus_input()

    async def submitted(self) -> None:
        """Check the answer and go on to the mail; another image comes after too many tries."""
        requests = self.visit.services.account_requests
        check = requests.copy_image if self._asked is _Asked.PICTURE else requests.answer_question
        passed = await self.attempt(self._check, check, self.query_one("#answer", Field).value)
        if passed:
            self.go(PageId.ACCOUNT_MAIL_SENT)

    def _check(self, check: Callable[[str | None, str, str], None], answer: str) -> bool:
        check(self.visit.browser.cookies.account_request, self.challenge.id, answer)
        return True

    def show_refusals(self, refusals: Iterable[Refusal]) -> None:
        """Show what was refused; once there were too many tries, take another image."""
        refused = tuple(refusals)
        super().show_refusals(refused)
        if any(one.code is RefusalCode.CAPTCHA_WRONG_TOO_OFTEN for one in refused):
            self.run_worker(self._replace(), group="another")

    async def _replace(self) -> None:
        self._challenge = await self.in_thread(self.visit.services.captchas.new)
        self.query_one("#answer", Field).value = ""
        self._show()


def _lead(what: str) -> str:
    return f"{CREATION}, étape 2 sur 3\u202f: {what}"
