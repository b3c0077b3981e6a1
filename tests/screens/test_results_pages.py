"""The results: the contests, then one of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlmodel import select

from kiosk.models import CandidateList, Contest
from kiosk.services.addresses import PageId
from kiosk.services.content import Milestone
from kiosk.services.french import number, percent
from kiosk.services.journal import Event
from kiosk.services.results import ContestResult
from kiosk.widgets.entries import Entry
from kiosk.widgets.result_bars import ResultBars

from ..conftest import MakeApp
from .visitor import SMALL
from .voter import Voter, voting
from .widget_app import HOSTILE


@asynccontextmanager
async def reading(
    make_app: MakeApp, size: tuple[int, int] = SMALL, *, glyphs: str = "full"
) -> AsyncIterator[Voter]:
    """Somebody at the terminal the morning of the results."""
    async with voting(make_app, size, glyphs=glyphs) as voter:
        voter.move_to(Milestone.RESULTS_OPEN)
        yield voter


def result_of(voter: Voter, code: str) -> ContestResult:
    who = voter.sitting.who
    return voter.services.results.one(who.workshop_id, who.participant_id, code)


async def test_a_second_too_early_nothing_is_read(make_app: MakeApp) -> None:
    async with voting(make_app) as voter:
        voter.move_to(Milestone.RESULTS_OPEN, -1)
        await voter.open(PageId.RESULTS)
        assert voter.sees("Il est encore trop tôt")
        assert voter.sees("vendredi 5 décembre 2014 à 9 h")
        assert not voter.sees("Participation")
        await voter.open(PageId.CONTEST_RESULTS, contest="ctm")
        assert voter.sees("Il est encore trop tôt")
        assert voter.events.count(Event.RESULTS_READ) == 0
        voter.move_to(Milestone.RESULTS_OPEN)
        await voter.open(PageId.RESULTS)
        assert voter.sees("Participation")
        assert voter.events.count(Event.RESULTS_READ) == 1


async def test_ones_own_contests_come_first_with_their_turnout(make_app: MakeApp) -> None:
    async with reading(make_app) as voter:
        await voter.open(PageId.RESULTS)
        who = voter.sitting.who
        results = voter.services.results.all(who.workshop_id, who.participant_id)
        entries = [entry.item for entry in voter.page.query(Entry)]
        assert [entry.label for entry in entries] == [result.title for result in results]
        assert [result.yours for result in results] == [True] * 4 + [False] * 3
        for result, entry in zip(results, entries, strict=True):
            turnout = percent(float(result.turnout))
            assert entry.description.startswith(f"Participation {turnout} · ")
            assert f"{number(result.registered)} inscrits" in entry.description
            assert f"{number(result.voters)} votant" in entry.description
            assert voter.sees(entry.label)


async def test_enter_opens_a_contest_and_leads_back(make_app: MakeApp) -> None:
    async with reading(make_app) as voter:
        await voter.open(PageId.RESULTS)
        await voter.press("down", "enter")
        assert voter.is_on(PageId.CONTEST_RESULTS)
        assert voter.sees("Résultats · Comité technique académique")
        await voter.press("down", "enter")
        assert voter.is_on(PageId.RESULTS)


@pytest.mark.parametrize("code", ["capn-pe", "CAPN-PE"])
async def test_every_figure_is_written_beside_its_bar(code: str, make_app: MakeApp) -> None:
    async with reading(make_app) as voter:
        await voter.open(PageId.CONTEST_RESULTS, contest=code)
        result = result_of(voter, code)
        assert voter.sees(f"Résultats · {result.title}")
        rows = [line.split("%")[0] for line in voter.lines() if "%" in line][1:]
        assert len(rows) == 2 * len(result.lists)
        for entry, votes, seats in zip(result.lists, rows[::2], rows[1::2], strict=True):
            assert entry.name in votes
            share = percent(float(entry.share))[:-1]
            assert votes.endswith(f" {entry.votes} voix   {share:>6}")
            assert seats.count("■") == entry.seats
            unit = "siège" if entry.seats < 2 else "sièges"
            share = percent(entry.seats / result.seats)[:-1]
            assert seats.endswith(f" {entry.seats} {unit:<6} {share:>6}")
        assert voter.sees(f"Votants : {result.voters}, dont {result.valid} voix aux listes")
        assert voter.sees(f"Sièges à pourvoir : {result.seats}")
        assert voter.sees(f"sièges attribués : {result.seats}.")
        assert voter.sees("Voix simulées, blancs à part.")
        assert result.voters == result.valid + result.blank + result.invalid


async def test_votes_and_seats_are_in_sight_in_any_contest(make_app: MakeApp) -> None:
    async with reading(make_app) as voter:
        for code in ("ctm", "cta", "capn-pe", "capd", "capa", "capn-2d", "ccp"):
            await voter.open(PageId.CONTEST_RESULTS, contest=code)
            async for _ in voter.sizes():
                bars = voter.page.query_one(ResultBars)
                assert bars.size.height >= 2 * len(bars.rows)
                assert voter.page.max_scroll_y == 0


@pytest.mark.parametrize("code", ["zzz", "[/b]"])
async def test_an_unknown_contest_leads_to_all_of_them(code: str, make_app: MakeApp) -> None:
    async with reading(make_app) as voter:
        await voter.open(PageId.CONTEST_RESULTS, contest=code)
        assert voter.sees("Ce scrutin n’existe pas")
        await voter.choose("Voir tous les résultats")
        assert voter.is_on(PageId.RESULTS)


@pytest.mark.parametrize("glyphs", ["full", "console"])
async def test_pages_are_in_sight_as_a_whole_whatever_a_list_is_called(
    glyphs: str, make_app: MakeApp
) -> None:
    async with reading(make_app, glyphs=glyphs) as voter:
        await voter.open(PageId.RESULTS)
        async for _ in voter.sizes():
            assert voter.page.max_scroll_y == 0
        with voter.services.store.unit() as unit:
            lists = unit.exec(select(CandidateList).join(Contest).where(Contest.code == "CAPN-2D"))
            for entry, text in zip(lists, HOSTILE, strict=False):
                entry.name = text
        await voter.open(PageId.CONTEST_RESULTS, contest="capn-2d")
        async for _ in voter.sizes():
            assert voter.page.max_scroll_y == 0
            assert voter.sees("degré")
            assert voter.sees("[FO]")
            assert voter.sees("[/b]")
