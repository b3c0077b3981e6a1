"""Arrows that no list and no field uses: they go on through the page or the window."""

from collections.abc import Iterable

import pytest
from textual.containers import VerticalScroll
from textual.widget import Widget

from kiosk.screens.asking import HelpWindow, Question
from kiosk.services.addresses import PageId
from kiosk.services.content import Stage
from kiosk.widgets.arrows import ArrowPage
from kiosk.widgets.ballot_card import BallotCard, BallotCards
from kiosk.widgets.buttons import KioskButton
from kiosk.widgets.entries import Entry
from kiosk.widgets.inputs import KioskInput
from kiosk.widgets.links import Link, LinkItem, Links
from kiosk.widgets.texts import Text

from ..conftest import MakeApp
from .test_door_pages import IPROF, into_iprof
from .visitor import visiting
from .voter import inside
from .widget_app import WidgetApp

DOOR = "webmail.ac-orleans-tours.fr"


def named(widget: Widget | None) -> str:
    assert widget is not None
    return widget.id or ""


async def test_arrows_go_from_one_list_of_links_to_the_next(make_app: MakeApp) -> None:
    async with visiting(make_app, IPROF["fabienne-martin"], stage=Stage.FRESH) as visitor:
        await into_iprof(visitor)
        await visitor.open(PageId.IPROF_BOX)
        links = list(visitor.page.query(Link))
        assert len(visitor.page.query(Links)) == 3
        for link in links:
            assert visitor.focused is link
            await visitor.press("down")
        assert visitor.focused is links[-1]
        for link in reversed(links):
            assert visitor.focused is link
            await visitor.press("up")
        assert visitor.focused is links[0], "the address bar is no part of the page"


@pytest.mark.parametrize(("on", "back"), [("right", "left"), ("down", "up")])
async def test_arrows_go_from_one_answer_to_the_other(
    on: str, back: str, make_app: MakeApp
) -> None:
    async with visiting(make_app, "kiosque:bureau", stage=Stage.FRESH) as visitor:
        await visitor.press("f10")
        assert isinstance(visitor.app.screen, Question)
        walked = []
        for key in (on, on, back, back):
            await visitor.press(key)
            walked.append(named(visitor.focused))
        assert walked == ["yes", "yes", "no", "no"]


async def test_arrows_lead_back_into_the_text_of_the_help(make_app: MakeApp) -> None:
    async with visiting(make_app, DOOR, stage=Stage.FRESH) as visitor:
        await visitor.press("f1", "tab")
        assert isinstance(visitor.app.screen, HelpWindow)
        assert isinstance(visitor.focused, KioskButton)
        await visitor.press("up")
        assert isinstance(visitor.focused, VerticalScroll)


async def test_arrows_up_and_down_leave_a_field_the_others_move_its_cursor(
    make_app: MakeApp,
) -> None:
    async with visiting(make_app, DOOR, stage=Stage.FRESH) as visitor:
        await visitor.fill(user_name="fmartin")
        field = visitor.focused
        assert isinstance(field, KioskInput)
        await visitor.press("left", "left")
        assert (visitor.focused, field.cursor_position) == (field, len("fmart"))
        await visitor.press("down")
        assert named(visitor.focused) == "password-input"
        await visitor.press("up")
        assert visitor.focused is field


async def test_arrows_leave_the_ballots_below_the_last_one_and_come_back(
    make_app: MakeApp,
) -> None:
    async with inside(make_app) as voter:
        await voter.open(PageId.POLLING_BALLOT, contest="ctm")
        cards = voter.page.query_one(BallotCards)
        rows = (len(list(cards.query(BallotCard))) + 1) // 2
        await voter.press(*["down"] * rows)
        left = voter.focused
        assert left is not None
        assert cards not in left.ancestors
        await voter.press("up")
        assert isinstance(voter.focused, BallotCard)


async def test_arrows_leave_a_list_of_contests_for_its_button(make_app: MakeApp) -> None:
    async with inside(make_app) as voter:
        await voter.open(PageId.POLLING_CONTESTS)
        entries = [entry for entry in voter.page.query(Entry) if entry.can_focus]
        await voter.press(*["down"] * len(entries))
        assert named(voter.focused) == "leave"
        await voter.press("up")
        assert voter.focused is entries[-1]


async def test_an_arrow_shows_what_stands_between_before_it_goes_on() -> None:
    def page() -> Iterable[Widget]:
        top = Links([LinkItem("a", "Avant")])
        rest = Links([LinkItem("b", "Après")])
        yield ArrowPage(top, Text("\n".join(f"ligne {n}" for n in range(40))), rest)

    app = WidgetApp(page)
    async with app.sitting((80, 24)) as pilot:
        first, last = app.query(Link)
        await pilot.press("tab", "down", "down", "down")
        assert app.focused is first
        assert "ligne 25" in app.shown()
        assert "ligne 2\n" not in app.shown().replace(" \n", "\n")
        while app.focused is first:
            await pilot.press("down")
        assert app.focused is last
        assert "ligne 39" in app.shown()
        await pilot.press("up")
        assert app.focused is last
        while app.focused is last:
            await pilot.press("up")
        assert app.focused is first
