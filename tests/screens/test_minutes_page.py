"""The minutes on the screen: after the count, whole, in any window."""

from kiosk.services.addresses import PageId
from kiosk.services.content import Milestone
from kiosk.widgets.texts import Text

from ..conftest import MakeApp
from .visitor import SMALL
from .voter import voting


async def test_minutes_are_read_after_the_count(make_app: MakeApp) -> None:
    async with voting(make_app, SMALL) as voter:
        voter.move_to(Milestone.RESULTS_OPEN, -1)
        await voter.open(PageId.MINUTES)
        assert voter.sees("ne sont pas encore dépouillées")
        assert voter.sees("Ouvrir le calendrier")
        voter.move_to(Milestone.RESULTS_OPEN)
        await voter.open(PageId.RESULTS)
        await voter.choose("Le bureau de vote électronique")
        await voter.choose("procès-verbal")
        assert voter.is_on(PageId.MINUTES)
        assert voter.page.visit.where.address.endswith("/bureau/proces-verbal")
        assert voter.sees("PROCÈS-VERBAL DU DÉPOUILLEMENT")
        assert voter.sees("EXERCICE")
        await voter.press("tab", "enter")
        assert voter.is_on(PageId.RESULTS)


async def test_no_line_is_cut_and_all_are_reached_by_the_arrows(make_app: MakeApp) -> None:
    async with voting(make_app, SMALL) as voter:
        voter.move_to(Milestone.RESULTS_OPEN)
        await voter.open(PageId.MINUTES)
        async for _ in voter.sizes():
            shown = voter.page.query_one("#minutes-sheet")
            text = shown.query_one(Text)
            assert text.size.height == str(text.content).count("\n") + 1, "no line is broken"
            assert voter.page.max_scroll_y == shown.max_scroll_x == 0
        assert voter.sees("↓ Encore")
        await voter.press("end", "end")
        assert voter.sees("SIGNATURES")
        assert not voter.sees("↓ Encore")


async def test_count_that_waits_for_people_is_said(make_app: MakeApp) -> None:
    async with voting(make_app, SMALL) as voter:
        voter.services.pockets.empty(voter.sitting.who.workshop_id)
        voter.move_to(Milestone.RESULTS_OPEN)
        await voter.open(PageId.MINUTES)
        assert voter.sees("Le dépouillement n’a pas eu lieu")
        assert voter.sees("Revenir au bureau")
