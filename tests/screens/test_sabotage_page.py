"""“Sabotez l’urne”: chosen before the class, found before the class, restored."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from kiosk.services.addresses import PageId
from kiosk.services.box_document import document_digest
from kiosk.services.content import Milestone
from kiosk.services.sabotages import Sabotage, Traces
from kiosk.widgets.texts import Notice

from ..conftest import MakeApp
from .visitor import SMALL, Visitor, visiting
from .voter import Voter, voting


@asynccontextmanager
async def sabotaging(make_app: MakeApp, size: tuple[int, int] = SMALL) -> AsyncIterator[Voter]:
    """A trainer on the page, the morning of the results."""
    async with voting(make_app, size) as voter:
        voter.move_to(Milestone.RESULTS_OPEN)
        await voter.open(PageId.SABOTAGE)
        yield voter


def verdict(visitor: Visitor) -> str:
    return str(visitor.page.query_one("#verdict", Notice).content)


def box_digest(voter: Voter) -> str:
    return document_digest(voter.services.box_files.document(voter.sitting.who.workshop_id))


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ("Retirer un bulletin", "retirée"),
        ("Ajouter un bulletin", "ajoutée"),
        ("Altérer un bulletin", "altéré"),
        ("Échanger un bulletin", "remplacé"),
        ("Modifier le résultat", "modifié"),
    ],
)
async def test_sabotage_is_found_then_covered_then_restored(
    choice: str, said: str, make_app: MakeApp
) -> None:
    async with sabotaging(make_app) as voter:
        before = box_digest(voter)
        await voter.choose(choice)
        assert said in verdict(voter)
        assert "signature" not in verdict(voter)
        assert voter.sees("× Fichier")
        await voter.choose("…et il maquille")
        assert "sign" in verdict(voter)
        assert voter.sees("✓ Fichier")
        assert voter.sees("× Signatures")
        await voter.choose("Rétablir")
        assert verdict(voter).startswith("✓ Tout est juste")
        assert not voter.sees("×")
        assert box_digest(voter) == before


async def test_keyboard_alone_chooses_a_clever_saboteur(make_app: MakeApp) -> None:
    async with sabotaging(make_app) as voter:
        await voter.press("shift+tab", "right")
        assert voter.sees("…et il maquille ses traces")
        await voter.press("tab", "enter")
        await voter.player.settle()
        assert "retirée" in verdict(voter)
        assert voter.sees("refait registre, empreintes et journal")
        await voter.press("tab", "enter")
        await voter.player.settle()
        assert voter.sees("…et il maquille ses traces")


async def test_unharmed_copy_is_checked_first(make_app: MakeApp) -> None:
    async with sabotaging(make_app) as voter:
        await voter.choose("Ne rien faire")
        assert verdict(voter).startswith("✓")
        await voter.choose("Choisir un sabotage")
        assert voter.sees("Retirer un bulletin")


async def test_what_is_asked_for_meanwhile_is_left_out(make_app: MakeApp) -> None:
    async with sabotaging(make_app) as voter:
        voter.page.follow(Sabotage.ADD)
        voter.page.follow(Sabotage.REMOVE)
        await voter.player.settle()
        assert "ajoutée" in verdict(voter)


async def test_nothing_is_cut_at_either_size(make_app: MakeApp) -> None:
    async with sabotaging(make_app) as voter:
        await voter.choose("Altérer un bulletin")
        async for width, _ in voter.sizes():
            for button in voter.page.query("KioskButton"):
                assert 0 <= button.region.x < button.region.right <= width
                assert voter.page.region.contains_region(button.region)


@pytest.mark.parametrize("traces", list(Traces))
async def test_every_finding_is_in_sight_without_scrolling(
    make_app: MakeApp, traces: Traces
) -> None:
    async with sabotaging(make_app) as voter:
        for sabotage in Sabotage:
            voter.page._start(sabotage, traces)  # type: ignore[attr-defined]
            await voter.player.settle()
            async for _size in voter.sizes():
                assert voter.page.query_one("#checks").max_scroll_y == 0
                assert not voter.sees("↓ Encore")
                assert voter.sees("Sièges")


@pytest.mark.parametrize("persona", ["fabienne-martin", "maelle-casteran"])
async def test_before_the_count_the_way_on_is_shown(persona: str, make_app: MakeApp) -> None:
    address = "www.education.gouv.fr/electionspro2014/bureau/sabotage"
    async with visiting(make_app, address, persona=persona) as visitor:
        assert visitor.is_on(PageId.SABOTAGE)
        assert visitor.sees("ne sont pas encore dépouillées")
        assert visitor.sees("Ouvrir le calendrier")
        await visitor.jump(visitor.services.calendar.at(Milestone.RESULTS_OPEN))
        await visitor.open(PageId.SABOTAGE)
        assert visitor.sees("Retirer un bulletin")
