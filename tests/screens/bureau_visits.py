"""Somebody at the bureau's pages, and what its members have on paper."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from kiosk.screens.bureau.ceremony_cards import ShareCard
from kiosk.services.addresses import PageId
from kiosk.services.bureau import BureauState
from kiosk.services.bureau_journal import Act
from kiosk.services.content import Milestone, Stage
from kiosk.widgets.fields import PasswordField
from kiosk.widgets.texts import Text

from ..conftest import MakeApp
from .visitor import SMALL, Visitor, visiting

BUREAU = "vote2014.education.gouv.fr/bureau"


class Member(Visitor):
    """A visitor who sits at the bureau, alone for all its members."""

    @property
    def state(self) -> BureauState:
        return self.services.bureaus.state(self.sitting.who.workshop_id)

    @property
    def acts(self) -> list[Act]:
        return [entry.act for entry in self.state.journal]

    @property
    def said(self) -> str:
        """Everything the page says, in sight or not."""
        return "\n".join(str(text.content) for text in self.page.query(Text))

    def move_to(self, milestone: Milestone) -> None:
        at = self.services.calendar.at(milestone)
        self.services.clock.jump(self.sitting.who.workshop_id, at)

    def simulated(self) -> tuple[str, ...]:
        return self.services.bureaus.simulated_shares(self.sitting.who.workshop_id)

    def share_in_sight(self) -> str:
        """Copy a share from the screen as somebody with a pencil does."""
        groups = self.page.query_one(ShareCard).query(".share-group").results(Text)
        written = [str(group.content).replace(" ", "") for group in groups]
        rows = "\n".join(self.lines()).replace(" ", "")
        assert all(group in rows for group in written), "the share is in sight, whole"
        return " ".join(written).lower()

    async def note_all(self) -> list[str]:
        """Have every member note a share."""
        noted = []
        while self.sees("Montrer ma part"):
            await self.choose("Montrer ma part")
            noted.append(self.share_in_sight())
            await self.choose("C’est noté")
        return noted

    async def give(self, *shares: str) -> None:
        for share in shares:
            await self.fill(**{self.page.query_one(PasswordField).field_id: share})
            await self.press("enter")


@asynccontextmanager
async def at_bureau(
    make_app: MakeApp,
    page: PageId = PageId.BUREAU,
    *,
    at: datetime | None = None,
    milestone: Milestone | None = None,
    size: tuple[int, int] = SMALL,
    persona: str = "fabienne-martin",
) -> AsyncIterator[Member]:
    """Somebody at a page of the bureau."""
    async with visiting(
        make_app, BUREAU, stage=Stage.FRESH, size=size, persona=persona, at=at
    ) as visitor:
        member = Member(visitor.app, visitor.player, visitor.pilot)
        await member.player.settle()
        if milestone is not None:
            member.move_to(milestone)
        await member.open(page)
        yield member
