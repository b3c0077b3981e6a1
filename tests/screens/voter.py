"""Somebody at the terminal on the day of the vote, for the tests of the polling station."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import select
from textual.widget import Widget

from kiosk.app import KioskApp
from kiosk.models import Ballot, CandidateList, Contest
from kiosk.player.player import Player
from kiosk.player.screen_text import can_read, screen_lines
from kiosk.screens.page import Page
from kiosk.screens.visit import Sitting
from kiosk.services.addresses import PageId
from kiosk.services.ballot_box import count
from kiosk.services.ballots import BLANK
from kiosk.services.container import Services
from kiosk.services.content import Milestone
from kiosk.services.journal import Event, Fact, facts
from kiosk.services.stages import LENT_PASSWORD
from kiosk.start import Start

from ..conftest import MakeApp

SMALL, LARGE = (80, 24), (112, 34)
VOTE_DAY = "jour-du-vote"
DOOR = "vote2014.education.gouv.fr/bureau-de-vote"


@dataclass
class Voter:
    """Somebody at the terminal, and what their hands and eyes can do."""

    app: KioskApp
    player: Player

    @property
    def services(self) -> Services:
        assert self.app.services is not None
        return self.app.services

    @property
    def sitting(self) -> Sitting:
        assert self.app.sitting is not None
        return self.app.sitting

    @property
    def page(self) -> Page:
        return self.app.screen.query_one(Page)

    def at(self, page: PageId) -> bool:
        return self.page.visit.where.page is page

    @property
    def token(self) -> str | None:
        return self.sitting.browser.cookies.polling_station

    @property
    def identifier(self) -> str:
        return self.services.desk.pigeonhole(self.sitting.who.participant_id).papers[0].body

    @property
    def focused(self) -> Widget | None:
        return self.app.focused

    def lines(self) -> list[str]:
        return screen_lines(self.app)

    def sees(self, text: str) -> bool:
        return can_read(self.app, text)

    def journal(self) -> tuple[Fact, ...]:
        with self.services.store.look() as unit:
            return facts(unit, self.sitting.who.participant_id)

    def times(self, event: Event) -> int:
        return [fact.event for fact in self.journal()].count(event)

    def lists(self, code: str) -> list[str]:
        return [entry.id for entry in self.services.polling.ballot(self.token, code).lists]

    def votes(self, code: str) -> dict[str, int]:
        """What the box holds for each list, and for the blank vote."""
        with self.services.store.look() as unit:
            contest = unit.exec(select(Contest).where(Contest.code == code)).one()
            ballots = unit.exec(select(Ballot).where(Ballot.contest_id == contest.id)).all()
            lists = unit.exec(
                select(CandidateList.id).where(CandidateList.contest_id == contest.id)
            ).all()
        tally = count(contest.private_key, contest.id, list(ballots), set(lists))
        return {**{key: n for key, n in tally.votes.items() if n}, BLANK: tally.blank}

    def jump(self, milestone: Milestone, seconds: float = 0) -> None:
        instant = self.services.calendar.at(milestone) + timedelta(seconds=seconds)
        self.services.clock.jump(self.sitting.who.workshop_id, instant)

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.player._pilot.press(key)
            await self.player.settle()

    async def type(self, text: str) -> None:
        await self.player._pilot.press(*text)

    async def choose(self, words: str) -> None:
        await self.player._choose(words)
        await self.player.settle()

    async def open(self, page: PageId, **params: str) -> None:
        self.page.go(page, **params)
        await self.player.settle()

    def enter_by_service(self) -> None:
        """Enter without the form, where the form is not what is tried."""
        cookies = self.sitting.browser.cookies
        cookies.polling_station = self.services.polling.enter(
            cookies.voter_space, identifier=self.identifier, password=LENT_PASSWORD
        )

    async def mark(self, code: str, name: str) -> None:
        await self.open(PageId.POLLING_BALLOT, contest=code)
        await self.choose(name)

    async def mark_and_review(self, code: str, name: str) -> None:
        await self.mark(code, name)
        await self.choose("Vérifier mon choix")


@asynccontextmanager
async def voting(
    make_app: MakeApp,
    size: tuple[int, int] = SMALL,
    *,
    situation: str = VOTE_DAY,
    glyphs: str = "full",
) -> AsyncIterator[Voter]:
    """Somebody at the polling station's door on the day of the vote."""
    app = make_app(Start(situation=situation, address=DOOR), glyphs=glyphs)
    async with app.run_test(size=size) as pilot:
        voter = Voter(app, Player(app, pilot))
        await voter.player.settle()
        yield voter


@asynccontextmanager
async def inside(
    make_app: MakeApp, size: tuple[int, int] = SMALL, *, glyphs: str = "full"
) -> AsyncIterator[Voter]:
    """Somebody who has just entered."""
    async with voting(make_app, size, glyphs=glyphs) as voter:
        voter.enter_by_service()
        await voter.open(PageId.POLLING_CONTESTS)
        yield voter
