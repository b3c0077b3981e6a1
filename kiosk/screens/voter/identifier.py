"""An identifier lost or known to somebody else: a guided choice, then by which way it comes."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from kiosk.glyphs import glyphs_of
from kiosk.screens.asking import Question
from kiosk.screens.page import FormPage, Page
from kiosk.screens.visit import Visit
from kiosk.screens.voter.tabs import SpaceTabs
from kiosk.services.addresses import PageId
from kiosk.services.content import Milestone
from kiosk.services.french import moment
from kiosk.services.identifier_requests import IdentifierOptions, IdentifierWish
from kiosk.services.postman import Channel
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.entries import Entries, EntryItem
from kiosk.widgets.links import Link, LinkItem, Links
from kiosk.widgets.texts import Lead, Notice, Subtitle, Text, Title

_CHANNELS = {"sms": Channel.SMS, "mail": Channel.PERSONAL_MAIL}


class VoterIdentifierPage(Page):
    """Lost, or known to somebody else: the two are mended differently."""

    TITLE = "Mon identifiant"
    SIGN_IN = PageId.VOTER_SIGN_IN

    def fetch(self) -> None:
        """Read the clock; refuses SIGN_IN_FIRST."""
        services = self.visit.services
        services.voter_spaces.space(self.visit.browser.cookies.voter_space)
        self._now = services.clock.now(self.visit.workshop_id)

    def compose(self) -> ComposeResult:
        """The two cases, each with its limit."""
        yield Title(self.TITLE)
        yield SpaceTabs(self.visit)
        yield Lead("Il est sur votre notice de vote. Que lui est-il arrivé\u202f?")
        yield Entries(
            [
                self._entry(
                    PageId.IDENTIFIER_AGAIN,
                    "Je l’ai perdu",
                    "Le même vous est renvoyé",
                    Milestone.RESEND_IDENTIFIER_ENDS,
                ),
                self._entry(
                    PageId.IDENTIFIER_NEW,
                    "Quelqu’un d’autre l’a",
                    "Un nouveau le remplace",
                    Milestone.NEW_IDENTIFIER_ENDS,
                ),
            ]
        )
        yield Text(
            "Il faut un mobile ou une adresse personnelle dans vos données.", classes="spaced"
        )
        yield Links(
            [
                LinkItem(self.visit.address_of(PageId.VOTER_DATA), "Mes données personnelles"),
                LinkItem(self.visit.address_of(PageId.VOTER_SPACE), "Revenir à mon espace"),
            ]
        )

    def _entry(self, page: PageId, title: str, what: str, limit: Milestone) -> EntryItem:
        until = self.visit.services.calendar.at(limit)
        told = f"{what}, jusqu’au {moment(until)}."
        if self._now >= until:
            told = f"C’était possible jusqu’au {moment(until)}."
        return EntryItem(self.visit.address_of(page), title, told)


class _SendingPage(FormPage):
    """By which way the identifier is to come; then where to look for it."""

    SIGN_IN = PageId.VOTER_SIGN_IN
    WISH: ClassVar[IdentifierWish]

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._options: IdentifierOptions | None = None
        self._sent_by: Channel | None = None

    def fetch(self) -> None:
        """Read the ways; refuses SIGN_IN_FIRST, TOO_EARLY, TOO_LATE and RENEWALS_SPENT."""
        self._options = self.visit.services.identifier_requests.options(
            self.visit.browser.cookies.voter_space, self.WISH
        )

    @property
    def options(self) -> IdentifierOptions:
        """What the service offers."""
        assert self._options is not None  # noqa: S101 - fetched before it is drawn
        return self._options

    def compose(self) -> ComposeResult:
        """The two ways, or once it is sent where it arrives."""
        yield Title(self.TITLE)
        yield SpaceTabs(self.visit)
        if self._sent_by is not None:
            yield from self._sent(self._sent_by)
            return
        yield from self._before()
        with Horizontal(classes="columns ways"):
            with Vertical(classes="card"):
                yield Subtitle("Par SMS")
                mobile = self.options.mobile
                yield Text(f"Au {mobile}" if mobile else "Aucun mobile enregistré", classes="muted")
                yield KioskButton("Envoyer un SMS", id="sms")
            with Vertical(classes="card"):
                yield Subtitle("Par courriel personnel")
                yield Text(
                    self.options.personal_mail or "Aucune adresse enregistrée", classes="muted"
                )
                yield KioskButton("Envoyer un courriel", id="mail")
        yield Notice(id="form-error")
        data = self.visit.address_of(PageId.VOTER_DATA)
        yield Links([LinkItem(data, "Mes données personnelles", "le mobile et l’adresse")])

    def start_focus(self) -> None:
        """Begin on a way that is open, or on the data when neither is."""
        ways = (("#sms", self.options.mobile), ("#mail", self.options.personal_mail))
        wanted = "#way-on" if self._sent_by else next((way for way, has in ways if has), "Link")
        self.query(wanted).first().focus(scroll_visible=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Send by one way, or go and look where it arrives."""
        if (channel := _CHANNELS.get(event.button.id or "")) is not None:
            self._ask_for(channel)
        elif event.button.id == "way-on":
            is_text = self._sent_by is Channel.SMS
            self.go(PageId.TELEPHONE if is_text else PageId.PERSONAL_MAIL)

    def _ask_for(self, channel: Channel) -> None:
        self.once(lambda: self._send_by(channel))

    async def _send_by(self, channel: Channel) -> None:
        if self._sent_by is not None:
            return
        if await self.attempt(self._send, channel):
            self._sent_by = channel
            await self.recompose()
            self.start_focus()
            self.post_message(self.Happened())
        else:
            self.screen.set_focus(self.query(Link).last())

    def _send(self, channel: Channel) -> bool:
        self.visit.services.identifier_requests.send(
            self.visit.browser.cookies.voter_space, self.WISH, channel
        )
        return True

    def _before(self) -> ComposeResult:
        raise NotImplementedError

    def _sent(self, channel: Channel) -> ComposeResult:
        shortest, longest = self.visit.services.content.rules.mail_delay_seconds
        is_text = channel is Channel.SMS
        to = (
            f"Un SMS part vers le {self.options.mobile}"
            if is_text
            else f"Un courriel part vers {self.options.personal_mail}"
        )
        notice = Notice(id="state")
        notice.say(
            f"{glyphs_of(self.app).done} {to}. Il arrive en {shortest} à {longest} secondes.",
            "done",
        )
        yield notice
        if self.WISH is IdentifierWish.NEW:
            yield Text("L’ancien identifiant ne marche plus. Seul le nouveau ouvre la porte.")
        with Horizontal(classes="actions"):
            label = "Prendre le téléphone" if is_text else "Ouvrir le courriel personnel"
            yield KioskButton(label, kind=ButtonKind.PRIMARY, id="way-on")
        space = self.visit.address_of(PageId.VOTER_SPACE)
        yield Links([LinkItem(space, "Revenir à mon espace")])


class IdentifierAgainPage(_SendingPage):
    """The identifier of the notice, sent again."""

    TITLE = "Recevoir mon identifiant de nouveau"
    WISH = IdentifierWish.AGAIN

    def _before(self) -> ComposeResult:
        yield Lead(f"Le même identifiant, jusqu’au {moment(self.options.until)}.")


class IdentifierNewPage(_SendingPage):
    """A new identifier in the place of one that somebody else knows."""

    TITLE = "Demander un nouvel identifiant"
    WISH = IdentifierWish.NEW

    def _ask_for(self, channel: Channel) -> None:
        options, ask = self.options, super()._ask_for
        if not (options.mobile if channel is Channel.SMS else options.personal_mail):
            ask(channel)
            return
        number = options.renewals + 1
        which = "que vous avez reçu en dernier" if options.renewals else "de votre notice"
        question = Question(
            "Remplacer votre identifiant\u202f?",
            f"Celui {which} cessera aussitôt de marcher, pour de bon.\n"
            f"Ce sera la demande {number} sur {options.renewals_max}.",
            yes="Remplacer",
            no="Garder le mien",
        )

        def answered(sure: bool | None) -> None:  # noqa: FBT001 - the window's answer
            if sure:
                ask(channel)

        self.app.push_screen(question, answered)

    def _before(self) -> ComposeResult:
        options = self.options
        yield Lead(f"C’est possible jusqu’au {moment(options.until)}.")
        warning = Notice(id="count")
        warning.say(
            f"{glyphs_of(self.app).warning} L’ancien cesse de marcher aussitôt. Demandes déjà"
            f" faites\u202f: {options.renewals} sur {options.renewals_max}.",
            "warning",
        )
        yield warning
