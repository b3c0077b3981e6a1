"""Somebody at the terminal between the first sign-in and the day of the vote."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import default

from textual.pilot import Pilot
from textual.widget import Widget

from kiosk.app import KioskApp
from kiosk.models import Message
from kiosk.player.player import Player
from kiosk.player.prompt_pilot import key_event, running
from kiosk.player.screen_text import can_read, screen_lines
from kiosk.screens.base import Ending
from kiosk.screens.page import Page
from kiosk.screens.sitting import SittingScreen
from kiosk.screens.visit import Sitting
from kiosk.services.account_requests import RequestState
from kiosk.services.addresses import PageId
from kiosk.services.browser import Cookies
from kiosk.services.container import Services
from kiosk.services.content import Stage
from kiosk.services.journal import Event, Fact, facts
from kiosk.services.postman import Folder
from kiosk.services.user_names import user_name
from kiosk.start import Start
from kiosk.widgets.fields import Field

from ..conftest import MakeApp

SMALL, LARGE = (80, 24), (112, 34)


@dataclass
class Visitor:
    """What somebody's hands do and what their eyes see."""

    app: KioskApp
    player: Player
    pilot: Pilot[Ending]

    @property
    def services(self) -> Services:
        assert self.app.services is not None
        return self.app.services

    @property
    def sitting(self) -> Sitting:
        assert self.app.sitting is not None
        return self.app.sitting

    @property
    def cookies(self) -> Cookies:
        return self.sitting.browser.cookies

    @property
    def page(self) -> Page:
        return self.app.screen.query_one(Page)

    @property
    def focused(self) -> Widget | None:
        return self.app.focused

    def is_on(self, page: PageId) -> bool:
        return self.page.visit.where.page is page

    @property
    def request_state(self) -> RequestState:
        return self.services.account_requests.request(self.cookies.account_request).state

    @property
    def errors(self) -> dict[str, str]:
        """The fields that have an error to say."""
        return {field.field_id: field.error for field in self.page.query(Field) if field.error}

    @property
    def journal(self) -> tuple[Fact, ...]:
        with self.services.store.look() as unit:
            return facts(unit, self.sitting.who.participant_id)

    @property
    def events(self) -> list[Event]:
        return [fact.event for fact in self.journal]

    def sees(self, text: str) -> bool:
        return can_read(self.app, text)

    def lines(self) -> list[str]:
        return screen_lines(self.app)

    async def press(self, *keys: str) -> None:
        """Press keys one by one, each after what the one before has done."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type as quick fingers do: the keys wait in a row, each one is dealt with in turn."""
        for character in text:
            self.app.post_message(key_event(character))
        await self.player.settle()

    async def fill(self, **values: str) -> None:
        """Type in each field of that name."""
        for name, text in values.items():
            self.page.query_one(f"#{name}", Field).focus_input()
            await self.type(text)

    async def choose(self, words: str) -> None:
        await self.player._choose(words)
        await self.player.settle()

    async def open(self, page: PageId, **params: str) -> None:
        self.page.go(page, **params)
        await self.player.settle()

    async def click_on(self, words: str) -> None:
        """Click where the words first stand on the screen."""
        y, line = next((y, line) for y, line in enumerate(self.lines()) if words in line)
        await self.pilot.click(offset=(line.index(words) + 1, y))
        await self.player.settle()

    async def sizes(self) -> AsyncIterator[tuple[int, int]]:
        """Make the window small, then large, with what is on it."""
        for size in (SMALL, LARGE):
            await self.pilot.resize_terminal(*size)
            await self.player.settle()
            yield size

    async def jump(self, instant: datetime) -> None:
        """Move the clock and let the terminal notice."""
        self.services.clock.jump(self.sitting.who.workshop_id, instant)
        await self.feel()

    async def work_until(self, instant: datetime) -> None:
        """Move the clock as ``jump`` does, mailbox and voter space in use all the while."""
        self.services.clock.jump(self.sitting.who.workshop_id, instant)
        self.services.webmail.resume(self.cookies.webmail)
        self.services.voter_accounts.resume(self.cookies.voter_space)
        await self.feel()

    async def feel(self) -> None:
        """Let the terminal notice what time it is."""
        screen = self.app.screen
        assert isinstance(screen, SittingScreen)
        screen.feel_pulse()
        await self.player.settle()

    def sign_in_again(self) -> None:
        """Open the mailbox, which the clock has closed, without the form."""
        who = self.sitting.who
        sheet = self.services.workshops.sheet(who.participant_id)
        name = user_name(sheet.first_name, sheet.last_name, sheet.homonym)
        self.cookies.webmail = self.services.webmail.sign_in(
            who.workshop_id, who.participant_id, name, sheet.numen
        )

    def forge(self, message_id: str, **columns: object) -> None:
        """Rewrite columns of a message as it is stored."""
        with self.services.store.unit() as unit:
            message = unit.get_one(Message, message_id)
            for name, value in columns.items():
                setattr(message, name, value)

    def message_ids(self, folder: Folder = Folder.INBOX) -> list[str]:
        mailbox = self.services.mailboxes.open_folder(self.cookies.webmail, folder)
        return [message.id for message in mailbox.messages]

    def newest(self, subject: str) -> str:
        """Return the newest message of the inbox whose subject starts so: others may follow it."""
        mailbox = self.services.mailboxes.open_folder(self.cookies.webmail, Folder.INBOX)
        return next(row.id for row in mailbox.messages if row.subject.startswith(subject))


def raw_mail(subject: str, body: str, sender: str = "Quelqu’un") -> str:
    """A mail as the store keeps it."""
    mail = EmailMessage(policy=default.clone(utf8=True))
    mail["From"] = f"{sender} <a@ac-orleans-tours.fr>"
    mail["To"] = "fabienne.martin@ac-orleans-tours.fr"
    mail["Date"] = "Mon, 22 Sep 2014 09:00:00 +0200"
    mail["Subject"] = subject
    mail.set_content(body, cte="8bit")
    return mail.as_bytes().decode()


@asynccontextmanager
async def visiting(
    make_app: MakeApp,
    address: str,
    *,
    stage: Stage = Stage.WEBMAIL_OPEN,
    size: tuple[int, int] = SMALL,
    persona: str = "fabienne-martin",
    at: datetime | None = None,
    situation: str = "",
    glyphs: str = "full",
) -> AsyncIterator[Visitor]:
    """Somebody at an address, with so much behind them."""
    start = Start(persona=persona, stage=stage, address=address, at=at)
    if situation:
        start = Start(situation=situation, address=address)
    app = make_app(start, glyphs=glyphs)
    async with running(app, size) as pilot:
        visitor = Visitor(app, Player(app), pilot)
        yield visitor
