"""Somebody at the terminal on the day of the vote, for the tests of the polling station."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from sqlmodel import select

from kiosk.models import Ballot, CandidateList, Contest
from kiosk.player.player import Player
from kiosk.services.addresses import PageId
from kiosk.services.ballot_box import count
from kiosk.services.ballots import BLANK
from kiosk.services.content import Milestone
from kiosk.services.stages import LENT_PASSWORD
from kiosk.start import Start

from ..conftest import MakeApp
from .visitor import SMALL, Visitor

VOTE_DAY = "jour-du-vote"
DOOR = "vote2014.education.gouv.fr/bureau-de-vote"


class Voter(Visitor):
    """A visitor with an identifier, and what the boxes hold."""

    @property
    def token(self) -> str | None:
        return self.sitting.browser.cookies.polling_station

    @property
    def identifier(self) -> str:
        return self.services.desk.pigeonhole(self.sitting.who.participant_id).papers[0].body

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

    def move_to(self, milestone: Milestone, seconds: float = 0) -> None:
        """Move the clock; the terminal has not noticed yet."""
        instant = self.services.calendar.at(milestone) + timedelta(seconds=seconds)
        self.services.clock.jump(self.sitting.who.workshop_id, instant)

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
        voter = Voter(app, Player(app, pilot), pilot)
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
