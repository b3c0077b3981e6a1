"""Creating a voter account: what is coming, the form, the mail to read, the mailed link."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input

from kiosk.glyphs import glyphs_of
from kiosk.screens.new_password import NewPasswordPage
from kiosk.screens.page import Page
from kiosk.screens.sentences import usual_arrival
from kiosk.screens.visit import Redirect, Visit
from kiosk.services.account_requests import RequestState, RequestView
from kiosk.services.addresses import PageId
from kiosk.services.content import Milestone
from kiosk.services.french import moment
from kiosk.services.password_rules import RuleLine, voter_rule
from kiosk.services.refusals import Refusals
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.fields import Field, PasswordField
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.texts import Lead, Notice, Text, Title

CREATION = "Création de mon compte"
_STEPS = (
    "Votre adresse professionnelle, et un mot de passe à choisir.",
    "Une image à recopier.",
    "Un courriel à ouvrir\u202f: son lien crée le compte.",
)


class AccountRequestPage(Page):
    """What will be asked, before anything is."""

    TITLE = "Créer mon compte électeur"

    def fetch(self) -> None:
        """Refuse TOO_EARLY and TOO_LATE."""
        self.visit.services.account_requests.require_open(self.visit.workshop_id)

    def compose(self) -> ComposeResult:
        """The three steps, what is needed, the button of the leaflet."""
        closes = moment(self.visit.services.calendar.at(Milestone.ACCOUNTS_CLOSE))
        yield Title(self.TITLE)
        yield Lead(f"C’est possible jusqu’au {closes}.")
        with Vertical(classes="card"):
            for number, step in enumerate(_STEPS, start=1):
                yield Text(f"{number}. {step}")
        yield Text("Il vous faut pouvoir lire votre messagerie professionnelle.", classes="spaced")
        with Horizontal(classes="actions"):
            yield KioskButton(
                "Je demande à créer mon compte personnel électeur",
                kind=ButtonKind.PRIMARY,
                id="ask",
            )
        yield Links(
            [
                LinkItem(
                    self.visit.address_of(PageId.WEBMAIL_SIGN_IN),
                    "Ouvrir d’abord ma messagerie",
                ),
                LinkItem(self.visit.address_of(PageId.VOTER_SIGN_IN), "J’ai déjà un compte"),
            ]
        )

    def start_focus(self) -> None:
        """Begin on the button."""
        self.query_one("#ask").focus(scroll_visible=False)

    def on_button_pressed(self) -> None:
        """Go to the form."""
        self.go(PageId.ACCOUNT_FORM)


class AccountFormPage(NewPasswordPage):
    """Address, password, confirmation; each field answers as it is left."""

    TITLE = CREATION

    def fetch(self) -> None:
        """Note that the form was opened; refuses TOO_EARLY and TOO_LATE."""
        self.visit.services.account_requests.open_form(
            self.visit.workshop_id, self.visit.participant_id
        )

    def compose(self) -> ComposeResult:
        """The form."""
        yield Title(self.TITLE)
        yield Lead("Étape 1 sur 3\u202f: votre adresse et votre mot de passe")
        with Vertical(classes="form beside"):
            yield Field(
                "Adresse professionnelle",
                field_id="address",
                help=f"De la forme prenom.nom@{self.visit.academy.domain}",
            )
            yield PasswordField("Mot de passe d’électeur", field_id="password")
            yield PasswordField(
                "Confirmation",
                field_id="confirmation",
                help="Le même. Il servira aussi pour voter.",
            )
            yield Notice(id="form-error")
        with Horizontal(classes="actions"):
            yield KioskButton("Continuer", kind=ButtonKind.PRIMARY, id="send")
        sign_in = self.visit.address_of(PageId.VOTER_SIGN_IN)
        yield Links([LinkItem(sign_in, "J’ai déjà un compte", "entrer dans l’espace électeur")])

    def rule(self, password: str) -> tuple[RuleLine, ...]:
        """The voter account's own."""
        return voter_rule(password)

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """Check the field one leaves, unless nothing was typed in it."""
        for field in self.query(Field):
            if field.input is event.input and event.value and not field.error:
                self.run_worker(self._check(field), group=f"check-{field.field_id}")

    async def _check(self, field: Field) -> None:
        checked = field.value
        try:
            await self.in_thread(self._check_all, self._typed())
        except Refusals as refusals:
            for refusal in refusals.refusals:
                if refusal.field == field.field_id and field.value == checked:
                    field.show_error(self.sentence(refusal))

    def _check_all(self, typed: Mapping[str, str]) -> None:
        self.visit.services.account_requests.check_form(
            self.visit.participant_id,
            address=typed["address"],
            password=typed["password"],
            confirmation=typed["confirmation"],
        )

    def _typed(self) -> dict[str, str]:
        return {field.field_id: field.value for field in self.query(Field)}

    async def submitted(self) -> None:
        """Keep the form and go on to the image."""
        typed = self._typed()
        request_id = await self.attempt(
            self.visit.services.account_requests.fill_form,
            self.visit.workshop_id,
            self.visit.participant_id,
            address=typed["address"],
            password=typed["password"],
            confirmation=typed["confirmation"],
        )
        if request_id is not None:
            self.visit.browser.cookies.account_request = request_id
            self.go(PageId.ACCOUNT_CAPTCHA)


class MailSentPage(Page):
    """“Read your mail”: where it went, when it comes, what to do with it."""

    TITLE = "Lisez votre messagerie"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._request: RequestView | None = None

    def fetch(self) -> None:
        """Read this browser's request; refuses REQUEST_MISSING."""
        request = self.visit.services.account_requests.request(
            self.visit.browser.cookies.account_request
        )
        if request.state is RequestState.AWAITING_IMAGE:
            raise Redirect(self.visit.address_of(PageId.ACCOUNT_CAPTCHA))
        self._request = request

    def compose(self) -> ComposeResult:
        """What was sent and what to do; or that it is done, or replaced."""
        assert self._request is not None  # noqa: S101 - fetched before it is drawn
        yield Title(self.TITLE)
        yield Lead(f"{CREATION}, étape 3 sur 3\u202f: le courriel à ouvrir")
        glyphs, notice = glyphs_of(self.app), Notice(id="state")
        if self._request.state is RequestState.CONFIRMED:
            notice.say(f"{glyphs.done} C’est déjà fait\u202f: votre compte est créé.", "done")
            yield notice
            yield from _way_on("Entrer dans l’espace électeur", PageId.VOTER_SIGN_IN)
            return
        if self._request.state is RequestState.VOID:
            notice.say(
                f"{glyphs.warning} Une demande plus récente a remplacé celle-ci\u202f:"
                " seul le lien du dernier courriel est bon.",
                "warning",
            )
        else:
            arrival = usual_arrival(self.visit.services.content.rules)
            notice.say(
                f"{glyphs.done} Un courriel est parti vers {self._request.address}. {arrival}",
                "done",
            )
        yield notice
        with Vertical(classes="card"):
            yield Text("1. Ouvrez votre messagerie professionnelle.")
            yield Text("2. Ouvrez «\u00a0Confirmez la création de votre compte électeur\u00a0».")
            yield Text("3. Suivez son lien\u202f: votre compte est créé.")
        yield Text(
            "Rien n’arrive\u202f? Regardez dans les indésirables. Si la boîte est pleine, faites de"
            " la place, puis redemandez le courriel.",
            classes="help",
        )
        yield from _way_on("Ouvrir ma messagerie", PageId.WEBMAIL_INBOX)
        links = (
            (PageId.ACCOUNT_MAIL_AGAIN, "Recevoir le courriel de nouveau", "un autre lien"),
            (PageId.ACCOUNT_FORM, "Refaire une demande", "le premier lien ne marchera plus"),
        )
        yield Links(LinkItem(self.visit.address_of(page), *words) for page, *words in links)

    def start_focus(self) -> None:
        """Begin on the way on."""
        self.query_one(KioskButton).focus(scroll_visible=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go where the button says."""
        self.go(PageId(event.button.id or ""), folder="inbox")


class ConfirmPage(Page):
    """Where the mailed link leads: the account is made by opening it."""

    TITLE = "Votre compte électeur est créé"

    def fetch(self) -> None:
        """Make the account; refuses LINK_UNKNOWN, LINK_VOID, LINK_SPENT, TOO_LATE."""
        self.visit.services.account_requests.confirm(
            self.visit.workshop_id, self.visit.where.params.get("token", "")
        )

    def compose(self) -> ComposeResult:
        """That it is done, and what it is for."""
        yield Title(self.TITLE)
        notice = Notice(id="state")
        notice.say(
            f"{glyphs_of(self.app).done} Le lien a fait son office\u202f: c’est fini.", "done"
        )
        yield notice
        yield Text(
            "Entrez avec votre adresse professionnelle et le mot de passe que vous avez choisi."
        )
        yield Text(
            "Retenez-le bien\u202f: le même mot de passe ouvrira le bureau de vote.",
            classes="spaced",
        )
        yield from _way_on("Entrer dans l’espace électeur", PageId.VOTER_SIGN_IN)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go to the door."""
        self.go(PageId(event.button.id or ""))


def _way_on(label: str, page: PageId) -> ComposeResult:
    with Horizontal(classes="actions"):
        yield KioskButton(label, kind=ButtonKind.PRIMARY, id=page.value)
