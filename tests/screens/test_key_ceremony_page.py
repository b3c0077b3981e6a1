"""The key ceremony by hand: each share once, on paper only, and nothing done by halves."""

import pytest

from kiosk.screens.bureau.ceremony_cards import ShareCard
from kiosk.services.addresses import PageId
from kiosk.services.bureau_journal import Act
from kiosk.services.content import Milestone
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.widgets.fields import Field

from ..conftest import MakeApp
from ..worlds import refusal_of
from .bureau_visits import Member, at_bureau
from .visitor import LARGE, SMALL

HELD_BY_ITSELF = [Act.KEYS_MADE, Act.KEYS_TESTED]


async def begin(member: Member, members: str = "3", needed: str = "2") -> None:
    for name, text in (("members", members), ("needed", needed)):
        member.page.query_one(f"#{name}").value = text  # type: ignore[attr-defined]
    await member.choose("Faire les clés")


async def test_shares_noted_from_the_screen_open_the_boxes(make_app: MakeApp) -> None:
    async with at_bureau(make_app, PageId.KEY_CEREMONY) as member:
        await begin(member, "4", "3")
        noted = await member.note_all()
        assert len(set(noted)) == 4
        assert member.acts == HELD_BY_ITSELF, "nothing is done before all have noted"
        await member.choose("Essayer et prendre les clés")
        assert member.sees("Les clés sont faites et essayées")
        assert member.acts == HELD_BY_ITSELF * 2
        member.move_to(Milestone.RESULTS_OPEN)
        await member.open(PageId.RESULTS)
        assert member.sees("il attend les parts de clé")
        await member.choose("Dépouiller à la main")
        assert not member.sees("Demander à")
        await member.give(*noted[1:])
        assert member.sees("Tout concorde")


@pytest.mark.parametrize(
    ("members", "needed", "field"),
    [
        ("1", "2", "members"),
        ("14", "2", "members"),
        ("3", "4", "needed"),
        ("3", "1", "needed"),
        ("13", "8", "needed"),
    ],
)
async def test_wrong_size_is_refused_by_its_field(
    make_app: MakeApp, members: str, needed: str, field: str
) -> None:
    async with at_bureau(make_app, PageId.KEY_CEREMONY) as member:
        await begin(member, members, needed)
        assert set(member.errors) == {field}
        assert member.sees("Un bureau compte 2 à 13 membres")
        assert not member.sees("Membre 1")


@pytest.mark.parametrize(
    ("members", "needed", "field"),
    [("trois", "2", "members"), ("", "2", "members"), ("3", "²", "needed")],
)
async def test_size_that_is_no_number_is_told_in_one_sentence_by_its_field(
    make_app: MakeApp, members: str, needed: str, field: str
) -> None:
    async with at_bureau(make_app, PageId.KEY_CEREMONY) as member:
        await begin(member, members, needed)
        said = "Écrivez un nombre en chiffres, comme 3."
        assert member.errors == {field: said}
        async for _size in member.sizes():
            assert member.sees(said)
        typed = {one.field_id: one.value for one in member.page.query(Field)}
        assert typed == {"members": members, "needed": needed}, "nothing typed is lost"


async def test_share_is_never_shown_again(make_app: MakeApp) -> None:
    async with at_bureau(make_app, PageId.KEY_CEREMONY) as member:
        await begin(member)
        await member.choose("Montrer ma part")
        share = member.share_in_sight()
        first_group = share.split()[0].upper()
        for leave in (["ctrl+r"], ["alt+left", "alt+right"], ["f3", "alt+left"]):
            await member.press(*leave)
            await member.open(PageId.KEY_CEREMONY)
            assert not member.page.query(ShareCard)
            assert member.sees("quittée avant la fin")
            assert member.acts == HELD_BY_ITSELF
            await begin(member)
            await member.choose("Montrer ma part")
            assert member.share_in_sight() != share
        browser = member.sitting.browser
        kept = repr([browser._trail, browser.visited, browser.bookmarks, member.sitting.drafts])
        assert first_group not in kept.upper()


async def test_enter_pressed_too_often_skips_no_share_and_shows_none(make_app: MakeApp) -> None:
    async with at_bureau(make_app, PageId.KEY_CEREMONY) as member:
        member.page.query_one("#send").focus()
        await member.press("enter", "enter", "enter")
        assert member.sees("Membre 1 sur 3")
        assert not member.page.query(ShareCard)
        await member.press("tab", "enter", "enter", "enter")
        assert member.page.query(ShareCard)
        assert member.sees("Membre 1 sur 3")
        await member.press("tab", "enter", "enter", "enter")
        assert member.sees("Membre 2 sur 3")
        assert not member.page.query(ShareCard)


async def test_keys_taken_twice_are_one_ceremony(make_app: MakeApp) -> None:
    async with at_bureau(make_app, PageId.KEY_CEREMONY) as member:
        await begin(member)
        await member.note_all()
        button = member.page.query_one("#take")
        button.focus()
        await member.pilot.press("enter", "enter")
        await member.player.settle()
        assert member.acts == HELD_BY_ITSELF * 2


async def test_vote_that_opens_meanwhile_keeps_the_keys_of_before(make_app: MakeApp) -> None:
    async with at_bureau(make_app, PageId.KEY_CEREMONY) as member:
        await begin(member)
        await member.note_all()
        member.move_to(Milestone.VOTE_OPENS)
        await member.choose("Essayer et prendre les clés")
        assert member.sees("Les urnes sont scellées")
        assert not member.state.made_by_hand
        member.move_to(Milestone.POLLING_GRACE_ENDS)
        assert len(member.simulated()) == 3


@pytest.mark.parametrize("press", ["Montrer ma part", "C’est noté, suivant"])
async def test_ceremony_stops_at_the_next_step_once_the_vote_is_open(
    press: str, make_app: MakeApp
) -> None:
    async with at_bureau(make_app, PageId.KEY_CEREMONY) as member:
        await begin(member)
        if press != "Montrer ma part":
            await member.choose("Montrer ma part")
        member.move_to(Milestone.VOTE_OPENS)
        await member.choose(press)
        assert member.sees("Les urnes sont scellées")
        assert member.sees("Une part qui vient d’être notée n’ouvre rien")
        assert not member.page.query(ShareCard)


async def test_ceremony_that_another_one_has_overtaken_says_that_its_papers_are_void(
    make_app: MakeApp,
) -> None:
    async with at_bureau(make_app, PageId.KEY_CEREMONY) as member:
        await begin(member)
        late = await member.note_all()
        workshop_id = member.sitting.who.workshop_id
        good = member.services.bureaus.make_keys(workshop_id, needed=2, members=3)
        await member.choose("Essayer et prendre les clés")
        assert member.sees("Une autre cérémonie s’est achevée pendant celle-ci")
        assert member.sees("Faire les clés")
        member.move_to(Milestone.POLLING_GRACE_ENDS)
        count = member.services.count.count
        with pytest.raises(Refusal):
            count(workshop_id, late[:2])
        assert count(workshop_id, [one.share for one in good][:2])


async def test_once_the_vote_is_open_the_page_refuses_and_leads_on(make_app: MakeApp) -> None:
    async with at_bureau(make_app, PageId.KEY_CEREMONY, milestone=Milestone.VOTE_OPENS) as member:
        assert member.sees("les urnes sont scellées, leurs clés ne changent plus")
        await member.choose("Le bureau de vote électronique")
        assert member.is_on(PageId.BUREAU)


async def test_ceremony_held_again_says_that_the_papers_of_before_are_void(
    make_app: MakeApp,
) -> None:
    async with at_bureau(make_app, PageId.KEY_CEREMONY) as member:
        await begin(member, "2", "2")
        old = await member.note_all()
        await member.choose("Essayer et prendre les clés")
        await member.open(PageId.KEY_CEREMONY)
        assert member.sees("Les parts notées le lundi 22 septembre 2014 à 9 h n’ouvriront plus")
        await begin(member, "2", "2")
        await member.note_all()
        await member.choose("Essayer et prendre les clés")
        member.move_to(Milestone.POLLING_GRACE_ENDS)
        count, workshop_id = member.services.count.count, member.sitting.who.workshop_id
        refusal = refusal_of(count, workshop_id, old)
        assert refusal.code is RefusalCode.SHARE_OF_ANOTHER_KEY


async def test_every_state_fits_both_windows(make_app: MakeApp) -> None:
    async with at_bureau(make_app, PageId.KEY_CEREMONY) as member:
        await begin(member, "13", "7")
        for _ in range(13):
            async for _size in member.sizes():
                assert member.page.max_scroll_y == 0
                assert member.sees("Montrer ma part")
            await member.choose("Montrer ma part")
            for size in (SMALL, LARGE):
                await member.pilot.resize_terminal(*size)
                await member.player.settle()
                assert member.page.max_scroll_y == 0
                assert member.share_in_sight()
                assert member.sees("C’est noté")
            await member.choose("C’est noté")
        assert member.sees("Toutes les parts sont notées")
