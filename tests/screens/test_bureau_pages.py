"""The bureau's own page and its journal: what was done, when, and whether it holds."""

import pytest
from sqlmodel import col, update

from kiosk.models import BureauEntry
from kiosk.services.addresses import PageId
from kiosk.services.bureau_journal import Act
from kiosk.services.content import Milestone
from kiosk.widgets.links import Link

from ..conftest import MakeApp
from .bureau_visits import Member, at_bureau
from .visitor import LARGE, SMALL


def tamper(member: Member, act: Act, **columns: object) -> None:
    with member.services.store.unit() as unit:
        unit.execute(update(BureauEntry).where(col(BureauEntry.act) == act).values(**columns))


async def test_it_tells_who_sits_there_and_how_many_are_needed(make_app: MakeApp) -> None:
    async with at_bureau(make_app) as member:
        assert member.sees("Il faut les parts de 2 membres sur 3")
        for one in member.state.members:
            assert member.sees(one.name)
            assert member.sees(one.role)
        assert member.sees("des membres simulés s’en chargent")


async def test_story_grows_as_the_vote_goes_on(make_app: MakeApp) -> None:
    async with at_bureau(make_app) as member:
        for milestone, done, coming in (
            (Milestone.ACCOUNTS_OPEN, "✓ Clés essayées", "· Urnes scellées  27 nov. 10:00"),
            (Milestone.VOTE_OPENS, "✓ Urnes scellées", "· Vote ouvert"),
            (Milestone.VOTE_OPENS, "urnes vides, 0 émargement", "· Urnes fermées  4 déc. 17:20"),
            (Milestone.POLLING_GRACE_ENDS, "✓ Urnes fermées", "· Dépouillement"),
        ):
            member.move_to(milestone)
            await member.open(PageId.BUREAU)
            assert member.sees(done)
            assert member.sees(coming)
        await member.open(PageId.HAND_COUNT)
        await member.give(*member.simulated()[:2])
        await member.open(PageId.BUREAU)
        names = [one.name for one in member.state.members]
        assert member.sees(f"✓ Dépouillement  4 déc. 17:20 · par {names[0]} et {names[1]}")


@pytest.mark.parametrize(
    ("milestone", "offered", "not_offered"),
    [
        (None, "Refaire la cérémonie des clés", "Dépouiller à la main"),
        (Milestone.VOTE_OPENS, "Le journal du bureau", "Refaire la cérémonie"),
        (Milestone.POLLING_GRACE_ENDS, "Dépouiller à la main", "Refaire la cérémonie"),
    ],
)
async def test_what_may_be_done_by_hand_is_offered_at_its_hour(
    make_app: MakeApp, milestone: Milestone | None, offered: str, not_offered: str
) -> None:
    async with at_bureau(make_app, milestone=milestone) as member:
        labels = [link.item.label for link in member.page.query(Link)]
        assert any(offered in label for label in labels)
        assert not any(not_offered in label for label in labels)


async def test_keys_are_older_than_the_sitting_that_begins_during_the_vote(
    make_app: MakeApp,
) -> None:
    async with at_bureau(make_app, milestone=Milestone.VOTE_OPENS) as member:
        instants = [entry.at for entry in member.state.journal]
        assert instants == sorted(instants)


async def test_each_thing_done_leads_to_its_entry_and_back(make_app: MakeApp) -> None:
    async with at_bureau(make_app, milestone=Milestone.POLLING_GRACE_ENDS) as member:
        await member.choose("Urnes fermées")
        assert member.is_on(PageId.BUREAU_ENTRY)
        closed = member.state.last(Act.BOX_CLOSED)
        assert closed is not None
        assert member.sees("Inscription n° 4 · Urnes fermées")
        said = member.said.replace(" ", "").replace("\n", "")
        assert closed.digest in said
        for figures in closed.detail.values():
            assert figures["box"] in said
            assert figures["roll"] in said
        assert member.sees("la clé n’est nulle part")
        await member.choose("Revenir au journal")
        assert member.is_on(PageId.BUREAU_JOURNAL)
        await member.choose("Revenir au bureau de vote")
        assert member.is_on(PageId.BUREAU)


async def test_sealed_box_and_closed_box_are_read_in_the_same_way(make_app: MakeApp) -> None:
    async with at_bureau(make_app, milestone=Milestone.POLLING_GRACE_ENDS) as member:
        for number in ("3", "4"):
            await member.open(PageId.BUREAU_ENTRY, entry=number)
            assert member.said.count("Empreinte, urne") == 7
            assert member.said.count("Empreinte, liste") == 7


async def test_count_does_not_tell_the_result_before_its_hour(make_app: MakeApp) -> None:
    async with at_bureau(
        make_app, PageId.HAND_COUNT, milestone=Milestone.POLLING_GRACE_ENDS
    ) as member:
        await member.give(*member.simulated()[:2])
        counted = member.state.last(Act.BOX_COUNTED)
        assert counted is not None
        await member.open(PageId.BUREAU_ENTRY, entry=str(counted.number))
        for name in counted.detail["CTM"]["votes"]:
            assert name not in member.said
        assert "blanc" not in member.said


async def test_unknown_entry_leads_to_the_journal(make_app: MakeApp) -> None:
    async with at_bureau(make_app) as member:
        for number in ("99", "[b]"):
            await member.open(PageId.BUREAU_ENTRY, entry=number)
            assert member.is_on(PageId.BUREAU_JOURNAL)


async def test_journal_lists_each_entry_with_its_signature(make_app: MakeApp) -> None:
    async with at_bureau(
        make_app, PageId.BUREAU_JOURNAL, milestone=Milestone.POLLING_GRACE_ENDS
    ) as member:
        assert member.sees("✓ La chaîne est entière")
        rows = [line for line in member.lines() if " · " in line and ". " in line]
        told = [row.rsplit(" · ", 1)[1].strip() for row in rows]
        assert told == ["signée", "signée", "sans signature", "sans signature"]
        for entry, row in zip(member.state.journal, rows, strict=True):
            assert entry.digest[:4] in row


async def test_changed_entry_is_named_where_it_breaks_the_chain(make_app: MakeApp) -> None:
    async with at_bureau(make_app, milestone=Milestone.POLLING_GRACE_ENDS) as member:
        tamper(member, Act.BOX_SEALED, detail="{}")
        await member.open(PageId.BUREAU_JOURNAL)
        assert member.sees("× La chaîne est rompue")
        assert member.sees("l’inscription n° 3 ne suit pas")
        assert sum("ROMPT LA CHAÎNE" in line for line in member.lines()) == 1
        await member.open(PageId.BUREAU)
        assert member.sees("Urnes scellées")
        await member.open(PageId.BUREAU_ENTRY, entry="3")
        assert member.sees("Inscription n° 3")


async def test_missing_signature_is_told_though_the_chain_is_whole(make_app: MakeApp) -> None:
    async with at_bureau(make_app) as member:
        tamper(member, Act.KEYS_TESTED, signature=None)
        await member.open(PageId.BUREAU_JOURNAL)
        assert member.sees("la signature du bureau est fausse")
        assert member.sees("SIGNATURE FAUSSE")


@pytest.mark.parametrize("page", [PageId.PORTAL_HOME, PageId.RESULTS])
async def test_portal_and_results_lead_to_the_bureau(make_app: MakeApp, page: PageId) -> None:
    async with at_bureau(make_app, page, milestone=Milestone.RESULTS_OPEN) as member:
        await member.choose("Le bureau de vote électronique")
        assert member.is_on(PageId.BUREAU)


async def test_thirteen_members_fit_and_are_reached_by_the_arrows(make_app: MakeApp) -> None:
    async with at_bureau(make_app) as member:
        member.services.bureaus.make_keys(member.sitting.who.workshop_id, needed=7, members=13)
        for size in (SMALL, LARGE):
            await member.pilot.resize_terminal(*size)
            await member.open(PageId.BUREAU)
            assert member.page.max_scroll_y == 0
            assert member.sees("Mettre le vote à l’épreuve")
            assert member.sees("↓ Encore")
            scroll = member.page.query_one("#bureau-members")
            scroll.focus()
            await member.press(*["down"] * 13)
            assert member.sees(member.state.members[-1].name)


@pytest.mark.parametrize("needed", [3, 7])
async def test_no_opener_is_cut(make_app: MakeApp, needed: int) -> None:
    async with at_bureau(make_app) as member:
        workshop_id, services = member.sitting.who.workshop_id, member.services
        told = services.bureaus.make_keys(workshop_id, needed=needed, members=13)
        member.move_to(Milestone.POLLING_GRACE_ENDS)
        shares = [one.share for one in told]
        services.count.count(workshop_id, shares)
        services.count.count(workshop_id, shares)
        names = [one.name.rpartition(" ")[2] for one in told[:needed]]
        listed = f"{', '.join(names[:-1])} et {names[-1]}"
        for width, height in (SMALL, (100, 30), LARGE):
            await member.pilot.resize_terminal(width, height)
            await member.open(PageId.BUREAU)
            lines = [line for line in member.lines() if "épouillement  4 déc." in line]
            assert len(lines) == 2
            assert not any("…" in line for line in lines)
            assert all(listed in line or f"par {needed}\u00a0membres" in line for line in lines)
        await member.choose("Nouveau dépouillement")
        assert member.sees(told[needed - 1].name)


async def test_long_journal_scrolls_under_its_title_and_says_so(make_app: MakeApp) -> None:
    async with at_bureau(make_app, milestone=Milestone.POLLING_GRACE_ENDS) as member:
        shares, count = member.simulated(), member.services.count.count
        for _ in range(30):
            count(member.sitting.who.workshop_id, shares)
        await member.open(PageId.BUREAU_JOURNAL)
        async for _size in member.sizes():
            await member.open(PageId.BUREAU_JOURNAL)
            assert member.page.max_scroll_y == 0
            assert member.sees("↓ Encore")
            assert member.sees("Revenir au bureau de vote")
        await member.press(*["down"] * 33)
        await member.player._until(
            lambda: member.sees("34. Nouveau dépouillement") and not member.sees("↓ Encore"),
            "la dernière inscription n’est pas en vue",
        )
