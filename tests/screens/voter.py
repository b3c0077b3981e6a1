"""Somebody at the terminal on the day of the vote, for the tests of the polling station."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from kiosk.player.player import Player
from kiosk.player.prompt_pilot import running
from kiosk.services.addresses import PageId
from kiosk.services.ballots import BLANK
from kiosk.services.content import Milestone
from kiosk.services.stages import LENT_PASSWORD
from kiosk.start import Start

from ..boxes import Colleagues, tally_of
from ..conftest import MakeApp
from .visitor import SMALL, Visitor

VOTE_DAY = "jour-du-vote"
DOOR = "vote2014.education.gouv.fr/bureau-de-vote"


class Voter(Visitor):
    """A visitor with an identifier, and what the boxes hold."""

    colleagues: Colleagues

    @property
    def token(self) -> str | None:
        return self.sitting.browser.cookies.polling_station

    @property
    def identifier(self) -> str:
        return self.services.desk.pigeonhole(self.sitting.who.participant_id).papers[0].body

    def lists(self, code: str) -> list[str]:
        return [entry.id for entry in self.services.polling.ballot(self.token, code).lists]

    def votes(self, code: str) -> dict[str, int]:
        """What the box holds for each list and for the blank vote, besides colleagues' votes."""
        held = tally_of(self.services, self.sitting.who.workshop_id, code)
        return {BLANK: 0, **(held - self.colleagues.votes.get(code, Counter()))}

    def move_to(self, milestone: Milestone, seconds: float = 0) -> None:
        """Move the clock, the voter space in use all the while; the terminal has not noticed."""
        instant = self.services.calendar.at(milestone) + timedelta(seconds=seconds)
        self.services.clock.jump(self.sitting.who.workshop_id, instant)
        self.services.voter_accounts.resume(self.cookies.voter_space)

    def enter_by_service(self) -> None:
        """Enter without the form, where the form is not what is tried."""
        cookies = self.sitting.browser.cookies
        cookies.polling_station = self.services.polling.enter(
            cookies.voter_space, identifier=self.identifier, password=LENT_PASSWORD
        )

    def cast_all(self) -> None:
        """Vote blank in every contest, where casting is not what is tried."""
        for contest in self.services.polling.contests(self.token):
            self.services.polling.cast(self.token, contest.code, BLANK)

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
    colleagues = Colleagues()
    with colleagues.watched():
        async with running(app, size) as pilot:
            voter = Voter(app, Player(app), pilot)
            voter.colleagues = colleagues
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
