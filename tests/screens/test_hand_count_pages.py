"""The count by hand and its report: shares typed in turn, and what was found."""

import asyncio
from threading import Event

import pytest
from sqlmodel import select, update

from kiosk.models import BureauEntry, Contest, RollSignature
from kiosk.player.prompt_pilot import PATIENCE, key_event
from kiosk.screens.bureau.hand_count import HandCountPage
from kiosk.services.addresses import PageId
from kiosk.services.ballot_box import envelopes_in, fill_box
from kiosk.services.bureau_journal import Act
from kiosk.services.content import Milestone
from kiosk.services.counting import Progress as Told
from kiosk.widgets.fields import PasswordField
from kiosk.widgets.progress import Progress

from ..conftest import MakeApp
from .bureau_visits import Member, at_bureau

CLOSED = Milestone.POLLING_GRACE_ENDS


def box_of(member: Member, code: str = "CTM") -> str:
    who = member.sitting.who
    with member.services.store.look() as unit:
        return unit.exec(
            select(Contest.id).where(Contest.workshop_id == who.workshop_id, Contest.code == code)
        ).one()


async def test_too_early_it_refuses_and_leads_on(make_app: MakeApp) -> None:
    async with at_bureau(make_app, PageId.HAND_COUNT, milestone=Milestone.VOTE_CLOSES) as member:
        assert member.sees("Il est encore trop tôt")
        assert member.sees("jeudi 4 décembre 2014 à 17 h 20")
        assert member.sees("Ouvrir le calendrier")
        await member.choose("Le bureau de vote électronique")
        assert member.is_on(PageId.BUREAU)


@pytest.mark.parametrize("spelled", ["as noted", "small", "apart", "glued", "long dashes"])
async def test_share_is_taken_however_it_is_spelled(make_app: MakeApp, spelled: str) -> None:
    async with at_bureau(make_app, PageId.HAND_COUNT, milestone=CLOSED) as member:
        first, second, _ = member.simulated()
        typed = {
            "as noted": second,
            "small": second.lower(),
            "apart": f" {second.replace('-', ' ')} ",
            "glued": second.replace("-", ""),
            "long dashes": second.replace("-", "\u2013"),
        }[spelled]
        await member.give(first)
        assert member.sees("1 part reçue sur 2")
        await member.give(typed)
        assert member.is_on(PageId.COUNT_REPORT)
        assert member.sees("✓ Tout concorde. Premier dépouillement.")


async def test_share_is_hidden_and_kept_nowhere(make_app: MakeApp) -> None:
    async with at_bureau(make_app, PageId.HAND_COUNT, milestone=CLOSED) as member:
        share = member.simulated()[0]
        await member.fill(**{"share-1": share})
        assert not member.sees(share[:9])
        await member.press("ctrl+a", "ctrl+c")
        assert share not in member.app.clipboard
        await member.press("f3")
        await member.open(PageId.HAND_COUNT)
        assert member.page.query_one(PasswordField).value == ""
        assert share not in repr(member.sitting) + repr(member.sitting.drafts)


async def test_wrong_shares_are_refused_by_the_field_and_those_received_stay(
    make_app: MakeApp,
) -> None:
    async with at_bureau(make_app, PageId.HAND_COUNT, milestone=CLOSED) as member:
        neighbour = member.services.workshops.begin_as("maelle-casteran")
        foreign = member.services.pockets.shares(neighbour.workshop_id)
        first, second, _ = member.simulated()
        await member.choose("Donner cette part")
        assert "vide" in member.errors["share-1"]
        await member.give(first)
        for typed, why in (
            (second[:-1] + ("2" if second[-1] != "2" else "3"), "mal recopiée"),
            ("trop court", "mal recopiée"),
            (first, "déjà été donnée"),
            (foreign[0], "autre cérémonie"),
        ):
            await member.give(typed)
            assert why in member.errors["share-2"]
            assert member.sees("1 part reçue sur 2")
            assert Act.BOX_COUNTED not in member.acts
        await member.give(second)
        assert member.is_on(PageId.COUNT_REPORT)


async def test_share_of_another_ceremony_given_first_is_refused_at_once(
    make_app: MakeApp,
) -> None:
    async with at_bureau(make_app, PageId.HAND_COUNT, milestone=CLOSED) as member:
        neighbour = member.services.workshops.begin_as("maelle-casteran")
        await member.give(member.services.pockets.shares(neighbour.workshop_id)[0])
        said = "Cette part vient d’une autre cérémonie\u202f: elle n’ouvre pas ces urnes."
        assert member.errors == {"share-1": said}
        async for _size in member.sizes():
            assert member.sees("elle n’ouvre pas ces urnes.")
        await member.give(*member.simulated()[:2])
        assert member.is_on(PageId.COUNT_REPORT)


async def test_shares_of_another_bureau_are_all_to_be_given_again(make_app: MakeApp) -> None:
    async with at_bureau(make_app, PageId.HAND_COUNT, milestone=CLOSED) as member:
        with member.services.store.unit() as unit:
            unit.execute(update(BureauEntry).values(digest="changed"))
        neighbour = member.services.workshops.begin_as("maelle-casteran")
        await member.give(*member.services.pockets.shares(neighbour.workshop_id)[:2])
        await member.player.settle()
        assert member.sees("ne viennent pas toutes de la cérémonie")
        assert member.sees("Redonnez toutes les parts.")
        assert member.sees("Part 1 sur 2")
        await member.give(*member.simulated()[:2])
        assert member.is_on(PageId.COUNT_REPORT)


async def test_collecting_begins_again_on_demand(make_app: MakeApp) -> None:
    async with at_bureau(make_app, PageId.HAND_COUNT, milestone=CLOSED) as member:
        first, second, third = member.simulated()
        assert not member.page.query("#again"), "there is nothing to begin again"
        await member.give(first)
        async for _size in member.sizes():
            assert member.sees("Recommencer")
            assert member.page.max_scroll_y == 0
        await member.fill(**{"share-2": "mal recopiée"})
        await member.press("enter")
        await member.choose("Recommencer")
        assert member.sees("Part 1 sur 2")
        assert not member.sees("part reçue")
        assert not member.errors
        assert not member.page.query("#again")
        assert member.focused is member.page.query_one(PasswordField).input
        await member.give(second, third)
        assert member.is_on(PageId.COUNT_REPORT)
        names = [one.name for one in member.state.members]
        assert member.sees(f"par {names[1]} et {names[2]}")


async def test_bar_tells_how_many_bulletins_are_counted(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_bureau(make_app, PageId.HAND_COUNT, milestone=CLOSED) as member:
        first, second, _ = member.simulated()
        await member.give(first)
        assert not member.page.query_one(Progress).display
        asked, seen = Event(), Event()
        count = member.services.count.count

        def half_way(workshop_id: str, shares: tuple[str, ...], *, progress: Told) -> object:
            progress(3, 8)
            asked.set()
            assert seen.wait(10)
            return count(workshop_id, shares, progress=progress)

        monkeypatch.setattr(member.services.count, "count", half_way)
        await member.fill(**{"share-2": second})
        member.app.post_message(key_event("enter"))
        async with asyncio.timeout(PATIENCE):
            while not (asked.is_set() and member.sees("les bulletins sont comptés : 37,5 %")):
                await asyncio.sleep(0)
            member.app.screen._on_timer_update()
            while "█" not in "".join(member.lines()):
                await asyncio.sleep(0)
        bar = member.page.query_one(Progress)
        assert bar.display
        assert bar.percentage == 3 / 8
        assert member.page.max_scroll_y == 0
        seen.set()
        await member.player.settle()
        assert member.is_on(PageId.COUNT_REPORT)


async def test_count_tells_its_steps_to_the_page(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_bureau(make_app, PageId.HAND_COUNT, milestone=CLOSED) as member:
        told: list[tuple[int, int]] = []
        monkeypatch.setattr(Progress, "show", lambda _, done, whole: told.append((done, whole)))
        await member.give(*member.simulated()[:2])
        [report, *_] = member.services.count.reports(member.sitting.who.workshop_id)
        steps = 2 * sum(
            one.envelopes for one in member.services.count.reports(member.sitting.who.workshop_id)
        )
        assert told[0] == (0, 1)
        assert told[1] == (2 * report.envelopes, steps)
        assert told[-1] == (steps, steps)


async def test_simulated_members_are_asked_by_name(make_app: MakeApp) -> None:
    async with at_bureau(make_app, PageId.HAND_COUNT, milestone=CLOSED) as member:
        names = [one.name for one in member.state.members]
        assert member.page.query_one(PasswordField).value == "", "nothing is typed beforehand"
        await member.choose(f"Demander à {names[2]}")
        assert member.page.query_one(PasswordField).value == member.simulated()[2]
        await member.press("enter")
        await member.choose(f"Demander à {names[0]}")
        await member.press("enter")
        assert member.is_on(PageId.COUNT_REPORT)
        assert member.sees(f"par {names[2]} et {names[0]}")


async def test_enter_twice_counts_once(make_app: MakeApp) -> None:
    async with at_bureau(make_app, PageId.HAND_COUNT, milestone=CLOSED) as member:
        first, second, _ = member.simulated()
        await member.give(first)
        await member.fill(**{"share-2": second})
        await member.pilot.press("enter", "enter")
        await member.player.settle()
        assert member.acts[-1] is Act.BOX_COUNTED


async def test_counted_again_it_says_that_it_is_the_same(make_app: MakeApp) -> None:
    async with at_bureau(make_app, PageId.HAND_COUNT, milestone=CLOSED) as member:
        await member.give(*member.simulated()[:2])
        await member.choose("Recompter à la main")
        assert member.sees("Les urnes ont déjà été ouvertes")
        await member.give(*member.simulated()[1:])
        assert member.sees("✓ Tout concorde. 2 dépouillements : le même résultat.")
        assert member.acts[-2:] == [Act.BOX_COUNTED, Act.COUNTED_AGAIN]


async def test_report_tells_the_figures_of_each_box(make_app: MakeApp) -> None:
    async with at_bureau(make_app, PageId.HAND_COUNT, milestone=CLOSED) as member:
        await member.give(*member.simulated()[:2])
        reports = member.services.count.reports(member.sitting.who.workshop_id)
        for report in reports:
            assert f"✓ {report.code} · {report.title}" in member.said
            assert (
                f"Inscrits {report.registered} · émargements {report.signatures}"
                f" · bulletins {report.envelopes} · non valables 0"
            ) in member.said
            assert report.digest[:4] in member.said
        await member.press("ctrl+r")
        assert member.is_on(PageId.COUNT_REPORT)
        assert member.sees("Tout concorde")


async def test_ballot_put_in_twice_is_told_with_its_reason(make_app: MakeApp) -> None:
    async with at_bureau(make_app, PageId.HAND_COUNT, milestone=CLOSED) as member:
        shares, contest = member.simulated(), box_of(member)
        with member.services.store.unit() as unit:
            held = envelopes_in(unit.connection(), contest)
            fill_box(unit.connection(), contest, [*held, held[0]])
        await member.give(*shares[:2])
        assert member.sees("× Tout ne concorde pas : voyez CTM.")
        assert "× 1\u00a0bulletin de plus que d’émargements." in member.said
        assert "× L’urne a changé depuis la clôture" in member.said
        assert "enveloppe trouvée une fois de trop" in member.said


async def test_ballot_taken_away_after_the_count_is_told(make_app: MakeApp) -> None:
    async with at_bureau(make_app, PageId.HAND_COUNT, milestone=CLOSED) as member:
        await member.give(*member.simulated()[:2])
        contest = box_of(member, "CTA")
        with member.services.store.unit() as unit:
            held = envelopes_in(unit.connection(), contest)
            fill_box(unit.connection(), contest, held[1:])
        await member.choose("Recompter à la main")
        await member.give(*member.simulated()[:2])
        assert member.sees("voyez CTA.")
        assert member.sees("le dernier ne dit pas comme le premier")
        assert "× 1\u00a0bulletin de moins que d’émargements." in member.said
        assert "× Ce dépouillement ne dit pas la même chose que le premier." in member.said


async def test_signature_taken_away_is_told(make_app: MakeApp) -> None:
    async with at_bureau(make_app, PageId.HAND_COUNT, milestone=CLOSED) as member:
        shares, contest = member.simulated(), box_of(member)
        with member.services.store.unit() as unit:
            signed = select(RollSignature).where(RollSignature.contest_id == contest)
            unit.delete(unit.exec(signed).first())
        await member.give(*shares[:2])
        assert "× 1\u00a0bulletin de plus que d’émargements." in member.said
        assert member.said.count("×") == 3


async def test_report_before_any_count_leads_to_the_count(make_app: MakeApp) -> None:
    async with at_bureau(make_app, PageId.COUNT_REPORT, milestone=CLOSED) as member:
        assert member.is_on(PageId.HAND_COUNT)


async def test_seven_shares_are_asked_for_in_the_same_place(make_app: MakeApp) -> None:
    async with at_bureau(make_app) as member:
        make = member.services.bureaus.make_keys
        told = make(member.sitting.who.workshop_id, needed=7, members=13)
        member.move_to(CLOSED)
        await member.open(PageId.HAND_COUNT)
        for number, one in enumerate(told[:7], start=1):
            assert member.sees(f"Part {number} sur 7")
            assert member.page.max_scroll_y == 0
            await member.fill(**{f"share-{number}": one.share})
            await member.press("enter")
        assert member.sees("Tout concorde")


async def test_page_left_while_the_boxes_open_does_not_stop_the_count(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_bureau(make_app, PageId.HAND_COUNT, milestone=CLOSED) as member:
        first, second, _ = member.simulated()
        await member.give(first)
        gone, seen = Event(), list[object]()
        count, take_down = member.services.count.count, HandCountPage.taken_down

        def taken_down(page: HandCountPage) -> None:
            take_down(page)
            gone.set()

        def left_meanwhile(workshop_id: str, shares: tuple[str, ...], *, progress: Told) -> object:
            buttons = member.page.query("#send, #again")
            seen.extend(button.has_class("-held") for button in buttons)
            member.app.call_from_thread(member.page.go, PageId.BUREAU)
            seen.append(gone.wait(10))
            return count(workshop_id, shares, progress=progress)

        monkeypatch.setattr(HandCountPage, "taken_down", taken_down)
        monkeypatch.setattr(member.services.count, "count", left_meanwhile)
        await member.give(second)
        await member.player._until(lambda: Act.BOX_COUNTED in member.acts, "rien n’est dépouillé")
        assert seen == [True, True, True]
        assert member.is_on(PageId.BUREAU)
