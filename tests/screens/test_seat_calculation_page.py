"""The calculation of the seats, read from the results of a contest."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from sqlmodel import col, select
from textual.containers import VerticalScroll

from kiosk.models import CandidateList, Contest, ListCount
from kiosk.services.addresses import PageId
from kiosk.services.content import Milestone
from kiosk.services.seat_calculation import SeatCalculation
from kiosk.widgets.texts import Subtitle, Text

from ..conftest import MakeApp
from .visitor import SMALL
from .voter import Voter, voting
from .widget_app import HOSTILE


@asynccontextmanager
async def reading(make_app: MakeApp, *, glyphs: str = "full") -> AsyncIterator[Voter]:
    """Somebody at the terminal the morning of the results."""
    async with voting(make_app, SMALL, glyphs=glyphs) as voter:
        voter.move_to(Milestone.RESULTS_OPEN)
        yield voter


def calculation_of(voter: Voter, code: str) -> SeatCalculation:
    who = voter.sitting.who
    return voter.services.results.one(who.workshop_id, who.participant_id, code).calculation


def count_instead(voter: Voter, code: str, votes: Sequence[int]) -> None:
    """Have other votes been counted, in the order of the ballot."""
    calculation_of(voter, code)
    with voter.services.store.unit() as unit:
        counts = unit.exec(
            select(ListCount)
            .join(CandidateList, col(CandidateList.id) == col(ListCount.list_id))
            .join(Contest)
            .where(Contest.code == code)
            .order_by(col(CandidateList.position))
        ).all()
        for place, held in enumerate(counts):
            held.votes = votes[place] if place < len(votes) else 0


def told(voter: Voter) -> str:
    """Everything the page says, in sight or not."""
    return "\n".join(str(text.content) for text in voter.page.query(Text))


async def test_link_leads_from_the_results_and_back(make_app: MakeApp) -> None:
    async with reading(make_app) as voter:
        await voter.open(PageId.CONTEST_RESULTS, contest="capd")
        await voter.choose("Voir le calcul")
        assert voter.is_on(PageId.SEAT_CALCULATION)
        assert voter.page.visit.where.address.endswith("/resultats/capd/calcul")
        assert voter.sees("Calcul des sièges · ")
        await voter.press("tab", "enter")
        assert voter.is_on(PageId.CONTEST_RESULTS)


async def test_every_seat_is_told_with_the_averages_compared(make_app: MakeApp) -> None:
    async with reading(make_app) as voter:
        count_instead(voter, "CAPD", [61, 21, 11, 5])
        await voter.open(PageId.SEAT_CALCULATION, contest="capd")
        said = told(voter)
        assert "98 voix valables ÷ 7 sièges = 14,00 voix par siège." in said
        assert "61 ÷ 14,00 =  4,36 ► 4 sièges" in said
        assert "11 ÷ 14,00 =  0,79 ► 0 siège" in said
        assert "5 sièges sur 7. Le reste (2) va, un à un," in said
        headings = [str(text.content) for text in voter.page.query(Subtitle)]
        names = [entry.name for entry in calculation_of(voter, "CAPD").lists]
        assert headings[2:4] == [
            f"6e siège, à la plus forte moyenne\u202f: {names[0]}",
            f"7e siège, à la plus forte moyenne\u202f: {names[2]}",
        ]
        assert "61 ÷ (4 + 1) = 12,20 ◄ ce siège" in said
        assert "11 ÷ (0 + 1) = 11,00 ◄ ce siège" in said
        assert f"Il manquait 1 voix à {names[1]} pour un siège de plus." in said
        assert "à égalité" not in said


@pytest.mark.parametrize(
    ("votes", "said"),
    [
        ([120, 40], "Alouette est à égalité avec Liste Bouvreuil\u202f: elle a le plus de voix."),
        ([0, 0, 40, 40], "avec Liste Hirondelle\u202f: elle a le plus de candidats."),
        ([40, 40], "\u202f: le tirage au sort l’a désignée."),
    ],
)
async def test_a_tie_tells_what_parted_it(make_app: MakeApp, votes: list[int], said: str) -> None:
    async with reading(make_app) as voter:
        count_instead(voter, "CAPD", votes)
        await voter.open(PageId.SEAT_CALCULATION, contest="capd")
        assert said in told(voter)


async def test_what_is_below_is_counted_and_reached_by_the_arrows(make_app: MakeApp) -> None:
    async with reading(make_app) as voter:
        await voter.open(PageId.SEAT_CALCULATION, contest="ctm")
        assert voter.sees("Le quotient")
        assert voter.sees("↓ Encore")
        assert voter.page.max_scroll_y == 0
        steps = voter.page.query_one("#calculation", VerticalScroll)
        for _ in range(steps.virtual_size.height):
            await voter.press("down")
        assert voter.sees("Chaque fois, les autres listes gardent leurs voix.")
        assert not voter.sees("↓ Encore")


async def test_without_a_vote_it_says_so(make_app: MakeApp) -> None:
    async with reading(make_app) as voter:
        count_instead(voter, "CTM", [])
        await voter.open(PageId.SEAT_CALCULATION, contest="ctm")
        assert voter.sees("Aucune liste n’a de voix : aucun siège n’est attribué.")


async def test_too_early_and_unknown_are_said_as_for_the_results(make_app: MakeApp) -> None:
    async with voting(make_app, SMALL) as voter:
        await voter.open(PageId.SEAT_CALCULATION, contest="ctm")
        assert voter.sees("Il est encore trop tôt")
        voter.move_to(Milestone.RESULTS_OPEN)
        await voter.open(PageId.SEAT_CALCULATION, contest="zzz")
        assert voter.sees("Ce scrutin n’existe pas")


@pytest.mark.parametrize("glyphs", ["full", "console"])
async def test_it_fits_whatever_a_list_is_called(glyphs: str, make_app: MakeApp) -> None:
    async with reading(make_app, glyphs=glyphs) as voter:
        calculation_of(voter, "CAPN-2D")
        with voter.services.store.unit() as unit:
            lists = unit.exec(select(CandidateList).join(Contest).where(Contest.code == "CAPN-2D"))
            for entry, text in zip(lists, HOSTILE[4:], strict=False):
                entry.name = text
        await voter.open(PageId.SEAT_CALCULATION, contest="capn-2d")
        async for _ in voter.sizes():
            assert voter.page.max_scroll_y == 0
            assert voter.page.max_scroll_x == 0
            assert voter.page.query_one("#calculation").max_scroll_x == 0
            assert voter.sees("$ink[$ink]")
        assert "\x1b" not in told(voter)
