"""The polling station: casting a ballot, its receipt, the way out; the looks of every page."""

import pytest
from sqlmodel import col, select

from kiosk.models import CandidateList, Contest
from kiosk.services.addresses import PageId
from kiosk.services.ballots import BLANK
from kiosk.services.content import Milestone
from kiosk.services.journal import Event
from kiosk.widgets.ballot_card import BallotCards
from kiosk.widgets.buttons import KioskButton
from kiosk.widgets.entries import Entry

from ..conftest import MakeApp
from .visitor import LARGE, SMALL
from .voter import inside
from .widget_app import HOSTILE


class TestCasting:
    async def test_a_blank_vote_is_a_vote(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            await voter.mark_and_review("ctm", "Vote blanc")
            assert voter.sees("Vote blanc")
            await voter.choose("Valider mon vote")
            assert voter.votes("CTM") == {BLANK: 1}

    async def test_a_second_press_casts_nothing_more(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            await voter.mark_and_review("ctm", "Liste Alouette")
            button = voter.page.query_one("#cast", KioskButton)
            voter.page.on_button_pressed(KioskButton.Pressed(button))  # type: ignore[attr-defined]
            voter.page.on_button_pressed(KioskButton.Pressed(button))  # type: ignore[attr-defined]
            await voter.player.settle()
            assert voter.is_on(PageId.POLLING_RECEIPT)
            assert voter.events.count(Event.BALLOT_CAST) == 1
            assert sum(voter.votes("CTM").values()) == 1

    async def test_enter_pressed_too_often_neither_casts_nor_hides_the_receipt(
        self, make_app: MakeApp
    ) -> None:
        async with inside(make_app) as voter:
            await voter.mark_and_review("ctm", "Liste Alouette")
            assert getattr(voter.focused, "id", "") == "change"
            await voter.choose("Valider mon vote")
            await voter.press("enter", "enter")
            assert voter.is_on(PageId.POLLING_RECEIPT)

    async def test_a_ballot_cast_elsewhere_meanwhile_is_told(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            await voter.mark_and_review("ctm", "Liste Alouette")
            voter.services.polling.cast(voter.token, "CTM", BLANK)
            await voter.choose("Valider mon vote")
            assert voter.sees("Vous avez déjà voté à ce scrutin")
            assert voter.votes("CTM") == {BLANK: 1}
            assert voter.sitting.browser.ballot_choices == {}
            await voter.choose("Voir mes scrutins")
            assert voter.sees("✓ Voté")

    async def test_going_back_after_the_vote_says_it_is_done(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            await voter.mark_and_review("ctm", "Liste Alouette")
            await voter.choose("Valider mon vote")
            await voter.press("alt+left")
            assert voter.sees("Vous avez déjà voté à ce scrutin")

    async def test_nothing_to_review_leads_back_to_the_ballot(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            await voter.open(PageId.POLLING_REVIEW, contest="ctm")
            assert voter.is_on(PageId.POLLING_BALLOT)

    async def test_the_receipt_is_shown_again_and_tells_no_choice(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            await voter.mark_and_review("capn-pe", "Liste Alouette")
            await voter.choose("Valider mon vote")
            code = voter.sitting.browser.receipts["CAPN-PE"].code
            shown = code.replace("-", " – ")
            assert voter.sees(shown)
            assert not voter.sees("Alouette")
            assert voter.sees("Il vous reste 3 scrutins")
            assert voter.sees("Comité technique académique")
            await voter.press("ctrl+r")
            assert voter.sees(shown)
            await voter.choose("Mes scrutins")
            await voter.choose("revoir le reçu")
            assert voter.sees(shown)
            await voter.choose("Scrutin suivant")
            assert voter.sees("scrutin 1 sur 4")

    async def test_without_a_receipt_the_contests_are_shown(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            voter.services.polling.cast(voter.token, "CTM", BLANK)
            await voter.open(PageId.POLLING_RECEIPT, contest="ctm")
            assert voter.is_on(PageId.POLLING_CONTESTS)
            done, *left = voter.page.query(Entry)
            assert not done.can_focus
            assert all(entry.can_focus for entry in left)

    async def test_the_choice_is_written_nowhere(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            chosen = voter.services.polling.ballot(voter.token, "CTM").lists[2]
            await voter.mark_and_review("ctm", chosen.name)
            browser = voter.sitting.browser
            assert browser.ballot_choices == {"CTM": chosen.id}
            told = [voter.page.visit.where.address, repr(browser), repr(voter.sitting)]
            await voter.choose("Valider mon vote")
            told += [repr(browser), repr(browser.visited), repr(browser._trail)]
            told += [repr(browser.receipts), repr(voter.journal)]
            assert browser.ballot_choices == {}
            for text in told:
                assert chosen.id not in text
                assert chosen.name not in text


class TestLeaving:
    async def test_the_contests_left_are_named_before_leaving(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            voter.services.polling.cast(voter.token, "CTM", BLANK)
            await voter.mark("cta", "Liste Alouette")
            await voter.open(PageId.POLLING_CONTESTS)
            await voter.choose("Quitter le bureau de vote")
            assert voter.sees("Il vous reste 3 scrutins sans bulletin : Comité technique")
            assert voter.sees("académique, Commission administrative")
            assert voter.sees("jusqu’au jeudi 4 décembre 2014 à 17 h")
            assert voter.sees("Un choix qui n’est pas validé sera oublié")
            assert not voter.sees("ministériel")
            await voter.press("enter")
            assert voter.is_on(PageId.POLLING_CONTESTS)
            assert voter.services.polling.contests(voter.token)
            await voter.choose("Quitter le bureau de vote")
            token = voter.token
            await voter.choose("Quitter")
            assert voter.token is None
            assert voter.sitting.browser.ballot_choices == {}
            assert voter.services.sessions._open.get(token or "") is None
            assert voter.is_on(PageId.VOTER_SPACE)

    async def test_nothing_is_asked_when_all_is_done(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            for state in voter.services.polling.contests(voter.token):
                voter.services.polling.cast(voter.token, state.code, BLANK)
            await voter.open(PageId.POLLING_CONTESTS)
            assert voter.sees("Vous avez voté à tous vos scrutins")
            await voter.press("enter")
            assert voter.token is None
            assert voter.is_on(PageId.VOTER_SPACE)

    async def test_after_the_close_it_says_that_one_cannot_come_back(
        self, make_app: MakeApp
    ) -> None:
        async with inside(make_app) as voter:
            await voter.open(PageId.POLLING_CONTESTS)
            assert not voter.sees("au plus tard")
            voter.move_to(Milestone.VOTE_CLOSES)
            await voter.choose("Quitter le bureau de vote")
            assert voter.sees("vous ne pourrez plus revenir")

    async def test_once_it_is_too_late_nothing_is_said_to_be_left(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            await voter.mark_and_review("ctm", "Liste Alouette")
            await voter.choose("Valider mon vote")
            voter.move_to(Milestone.POLLING_GRACE_ENDS, -1)
            await voter.press("ctrl+r")
            assert voter.sees("Il vous reste 3 scrutins")
            await voter.jump(voter.services.calendar.at(Milestone.POLLING_GRACE_ENDS))
            await voter.press("ctrl+r")
            assert voter.is_on(PageId.POLLING_RECEIPT)
            assert voter.sees("Le vote est clos : 3 scrutins sans bulletin de vous")
            assert not voter.sees("À voter")
            assert not voter.sees("Scrutin suivant")
            assert voter.sees("► 11/11")
            await voter.choose("Mes scrutins")
            assert voter.sees("Le vote est clos : 3 scrutins sans bulletin de vous.")
            assert voter.sees("Vous n’avez pas voté")
            assert not voter.sees("À voter")
            await voter.press("enter")
            assert voter.is_on(PageId.VOTER_SPACE)

    async def test_entering_anew_finds_a_ballot_without_a_mark(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            await voter.mark("ctm", "Liste Alouette")
            await voter.open(PageId.POLLING_CONTESTS)
            await voter.choose("Quitter le bureau de vote")
            await voter.choose("Quitter")
            voter.enter_by_service()
            await voter.open(PageId.POLLING_BALLOT, contest="ctm")
            assert voter.page.query_one(BallotCards).chosen is None


@pytest.mark.parametrize(("size", "glyphs"), [(LARGE, "full"), (SMALL, "console")], ids=str)
class TestLooks:
    async def test_every_page_is_in_sight_as_a_whole(
        self, size: tuple[int, int], glyphs: str, make_app: MakeApp
    ) -> None:
        async with inside(make_app, size, glyphs=glyphs) as voter:
            seen = [voter.page.max_scroll_y]
            await voter.open(PageId.POLLING_BALLOT, contest="capn-pe")
            await voter.choose("Vérifier mon choix")
            seen.append(voter.page.max_scroll_y)
            await voter.open(PageId.POLLING_LIST, contest="ctm", list="1")
            seen.append(voter.page.max_scroll_y)
            assert voter.sees("30. ")
            await voter.mark_and_review("capn-pe", "Vote blanc")
            seen.append(voter.page.max_scroll_y)
            await voter.choose("Valider mon vote")
            seen.append(voter.page.max_scroll_y)
            assert seen == [0] * 5

    async def test_hostile_lists_harm_nothing(
        self, size: tuple[int, int], glyphs: str, make_app: MakeApp
    ) -> None:
        async with inside(make_app, size, glyphs=glyphs) as voter:
            with voter.services.store.unit() as unit:
                entries = unit.exec(
                    select(CandidateList)
                    .join(Contest)
                    .where(Contest.code == "CTM")
                    .order_by(col(CandidateList.position))
                ).all()
                for entry, text in zip(entries, HOSTILE, strict=False):
                    entry.name = entry.motto = entry.candidates = text
            await voter.open(PageId.POLLING_BALLOT, contest="ctm")
            assert voter.sees("[FO]")
            assert voter.sees("[/b]")
            await voter.press("space")
            await voter.choose("Lire les candidats")
            assert voter.sees("1. [FO]")
            await voter.press("enter")
            await voter.choose("Vérifier mon choix")
            assert voter.sees("[FO]")
