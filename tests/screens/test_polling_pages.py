"""The polling station, from its door to the last receipt."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlmodel import select
from textual.widget import Widget

from kiosk.app import KioskApp
from kiosk.models import Ballot, CandidateList, Contest
from kiosk.player.player import Player
from kiosk.player.screen_text import can_read, folded
from kiosk.screens.page import Page
from kiosk.screens.visit import Sitting
from kiosk.services.addresses import PageId
from kiosk.services.ballot_box import count
from kiosk.services.ballots import BLANK
from kiosk.services.container import Services
from kiosk.services.content import Milestone
from kiosk.services.journal import Event, Fact, facts
from kiosk.services.stages import LENT_PASSWORD
from kiosk.start import Start
from kiosk.widgets.ballot_card import BallotCard, BallotCards
from kiosk.widgets.buttons import KioskButton
from kiosk.widgets.entries import Entry
from kiosk.widgets.fields import Field

from ..conftest import MakeApp
from .widget_app import HOSTILE

SMALL, LARGE = (80, 24), (112, 34)
VOTE_DAY = "jour-du-vote"


@dataclass
class Voter:
    """Somebody at the terminal, and what their hands and eyes can do."""

    app: KioskApp
    player: Player

    @property
    def services(self) -> Services:
        assert self.app.services is not None
        return self.app.services

    @property
    def sitting(self) -> Sitting:
        assert self.app.sitting is not None
        return self.app.sitting

    @property
    def page(self) -> Page:
        return self.app.screen.query_one(Page)

    @property
    def where(self) -> PageId:
        return self.page.visit.where.page

    @property
    def token(self) -> str | None:
        return self.sitting.browser.cookies.polling_station

    @property
    def identifier(self) -> str:
        return self.services.desk.pigeonhole(self.sitting.who.participant_id).papers[0].body

    @property
    def focused(self) -> Widget | None:
        return self.app.focused

    def sees(self, text: str) -> bool:
        return can_read(self.app, text)

    def journal(self) -> tuple[Fact, ...]:
        with self.services.store.look() as unit:
            return facts(unit, self.sitting.who.participant_id)

    def times(self, event: Event) -> int:
        return [fact.event for fact in self.journal()].count(event)

    def lists(self, code: str) -> list[str]:
        return [entry.id for entry in self.services.polling.ballot(self.token, code).lists]

    def votes(self, code: str) -> dict[str, int]:
        """What the box holds for each list, and for the blank vote."""
        with self.services.store.look() as unit:
            contest = unit.exec(select(Contest).where(Contest.code == code)).one()
            ballots = unit.exec(select(Ballot).where(Ballot.contest_id == contest.id)).all()
            lists = unit.exec(
                select(CandidateList.id).where(CandidateList.contest_id == contest.id)
            ).all()
        tally = count(contest.private_key, contest.id, list(ballots), set(lists))
        return {**{key: n for key, n in tally.votes.items() if n}, BLANK: tally.blank}

    def jump(self, milestone: Milestone, seconds: float = 0) -> None:
        instant = self.services.calendar.at(milestone) + timedelta(seconds=seconds)
        self.services.clock.jump(self.sitting.who.workshop_id, instant)

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.player._pilot.press(key)
            await self.player.settle()

    async def type(self, text: str) -> None:
        await self.player._pilot.press(*text)

    async def choose(self, words: str) -> None:
        await self.player._choose(words)
        await self.player.settle()

    async def open(self, page: PageId, **params: str) -> None:
        self.page.go(page, **params)
        await self.player.settle()

    def enter_by_service(self) -> None:
        """Enter without the form, where the form is not what is tried."""
        cookies = self.sitting.browser.cookies
        cookies.polling_station = self.services.polling.enter(
            cookies.voter_space, identifier=self.identifier, password=LENT_PASSWORD
        )

    async def mark(self, code: str, name: str) -> None:
        await self.open(PageId.POLLING_BALLOT, contest=code)
        await self.choose(name)

    async def mark_and_review(self, code: str, name: str) -> None:
        await self.mark(code, name)
        await self.choose("Vérifier mon choix")


@asynccontextmanager
async def voting(
    make_app: MakeApp,
    size: tuple[int, int] = SMALL,
    *,
    situation: str = VOTE_DAY,
    **settings: str,
) -> AsyncIterator[Voter]:
    """Somebody at the polling station's door on the day of the vote."""
    app = make_app(
        Start(situation=situation, address="vote2014.education.gouv.fr/bureau-de-vote"), **settings
    )
    async with app.run_test(size=size) as pilot:
        voter = Voter(app, Player(app, pilot))
        await voter.player.settle()
        yield voter


@asynccontextmanager
async def inside(
    make_app: MakeApp, size: tuple[int, int] = SMALL, **settings: str
) -> AsyncIterator[Voter]:
    """Somebody who has just entered."""
    async with voting(make_app, size, **settings) as voter:
        voter.enter_by_service()
        await voter.open(PageId.POLLING_CONTESTS)
        yield voter


class TestDoor:
    async def test_whole_vote_by_keyboard(self, make_app: MakeApp) -> None:
        async with voting(make_app) as voter:
            await voter.type(voter.identifier.replace("-", "").upper())
            await voter.press("enter")
            await voter.type(LENT_PASSWORD)
            await voter.press("enter")
            for left in (4, 3, 2, 1):
                assert voter.where is PageId.POLLING_CONTESTS
                many = "s" if left > 1 else ""
                assert voter.sees(f"Il vous reste {left} scrutin{many} sans bulletin")
                await voter.press("enter", "right", "space")
                assert isinstance(voter.focused, BallotCard)
                while getattr(voter.focused, "id", "") != "review":
                    await voter.press("tab")
                await voter.press("enter")
                assert voter.where is PageId.POLLING_REVIEW
                assert voter.sees("Rien n’est encore dans l’urne")
                await voter.press("tab", "enter")
                assert voter.where is PageId.POLLING_RECEIPT
                await voter.press("tab", "enter")
            assert voter.sees("Vous avez voté à tous vos scrutins")
            assert voter.sees("vendredi 5 décembre 2014 à 9 h")
            assert all(state.voted for state in voter.services.polling.contests(voter.token))
            assert voter.times(Event.BALLOT_CAST) == 4

    async def test_empty_fields_are_named_each_by_its_own(self, make_app: MakeApp) -> None:
        async with voting(make_app) as voter:
            await voter.choose("Entrer")
            fields = list(voter.page.query(Field))
            assert [folded(field.error)[:20] for field in fields] == ["Ce champ est vide. R"] * 2

    async def test_wrong_pair_is_refused_without_saying_which(self, make_app: MakeApp) -> None:
        async with voting(make_app) as voter:
            await voter.type("abcdefghjkmnpqrs")
            await voter.press("enter")
            await voter.type("Autrement1")
            await voter.press("enter")
            assert voter.sees("ne vont pas ensemble")
            assert voter.token is None
            assert voter.times(Event.POLLING_STATION_REFUSED) == 1

    async def test_who_is_not_signed_in_goes_to_the_voter_space(self, make_app: MakeApp) -> None:
        async with voting(make_app) as voter:
            voter.sitting.browser.cookies.voter_space = None
            await voter.open(PageId.POLLING_DOOR)
            assert voter.where is PageId.VOTER_SIGN_IN

    async def test_who_has_not_entered_comes_to_the_door(self, make_app: MakeApp) -> None:
        async with voting(make_app) as voter:
            await voter.open(PageId.POLLING_BALLOT, contest="ctm")
            assert voter.where is PageId.POLLING_DOOR

    async def test_who_is_inside_is_not_asked_again(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            await voter.open(PageId.POLLING_DOOR)
            assert voter.where is PageId.POLLING_CONTESTS

    async def test_before_the_vote_opens_it_says_when(self, make_app: MakeApp) -> None:
        async with voting(make_app, situation="compte-active") as voter:
            voter.jump(Milestone.VOTE_OPENS, -1)
            await voter.open(PageId.POLLING_DOOR)
            assert voter.sees("Il est encore trop tôt")
            assert voter.sees("jeudi 27 novembre 2014 à 10 h")
            voter.jump(Milestone.VOTE_OPENS)
            await voter.open(PageId.POLLING_DOOR)
            assert voter.sees("Entrer au bureau de vote")

    async def test_from_the_close_on_nobody_enters(self, make_app: MakeApp) -> None:
        async with voting(make_app) as voter:
            voter.jump(Milestone.VOTE_CLOSES, -1)
            await voter.open(PageId.POLLING_DOOR)
            assert voter.sees("Entrer au bureau de vote")
            voter.jump(Milestone.VOTE_CLOSES)
            await voter.open(PageId.POLLING_DOOR)
            assert voter.sees("Il est trop tard")
            assert voter.sees("jeudi 4 décembre 2014 à 17 h")


class TestBallot:
    async def test_nothing_marked_is_told_by_the_cards(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            await voter.open(PageId.POLLING_BALLOT, contest="CAPN-PE")
            await voter.choose("Vérifier mon choix")
            assert voter.where is PageId.POLLING_BALLOT
            assert voter.sees("Aucun choix n’est marqué")
            assert voter.sees("Vérifier mon choix")
            assert isinstance(voter.focused, BallotCard)
            await voter.press("space")
            assert not voter.sees("Aucun choix n’est marqué")

    async def test_lists_and_blank_vote_are_equals(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            await voter.open(PageId.POLLING_BALLOT, contest="ctm")
            cards = list(voter.page.query(BallotCard))
            assert cards[-1].option.key == BLANK
            assert len({card.size for card in cards}) == 1
            assert voter.page.query_one(BallotCards).chosen is None

    async def test_a_changed_mind_finds_its_mark_and_casts_the_last(
        self, make_app: MakeApp
    ) -> None:
        async with inside(make_app) as voter:
            first, second, *_ = voter.lists("CTM")
            await voter.mark_and_review("ctm", "Liste Alouette")
            assert voter.sees("Liste Alouette")
            await voter.press("enter")
            assert voter.where is PageId.POLLING_BALLOT
            assert voter.page.query_one(BallotCards).chosen == first
            assert isinstance(voter.focused, BallotCard)
            assert voter.focused.option.key == first
            await voter.choose("Liste Bouvreuil")
            await voter.choose("Vérifier mon choix")
            assert voter.sees("Liste Bouvreuil")
            assert not voter.sees("Liste Alouette")
            await voter.choose("Valider mon vote")
            assert voter.votes("CTM") == {second: 1, BLANK: 0}

    async def test_a_mark_waits_while_one_is_at_the_desk(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            await voter.mark("ctm", "Liste Alouette")
            await voter.press("f3", "alt+left")
            assert voter.page.query_one(BallotCards).chosen == voter.lists("CTM")[0]

    async def test_candidates_are_read_in_order_and_their_list_chosen(
        self, make_app: MakeApp
    ) -> None:
        async with inside(make_app) as voter:
            await voter.open(PageId.POLLING_BALLOT, contest="ctm")
            await voter.press("right")
            await voter.choose("Lire les candidats")
            entry = voter.services.polling.ballot(voter.token, "CTM").lists[1]
            assert voter.where is PageId.POLLING_LIST
            assert voter.sees(entry.name)
            for rank, name in enumerate(entry.candidates, start=1):
                assert voter.sees(f"{rank}. {name}")
            await voter.choose("Choisir cette liste")
            assert voter.page.query_one(BallotCards).chosen == entry.id

    async def test_reading_candidates_marks_nothing(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            await voter.open(PageId.POLLING_LIST, contest="ctm", list="3")
            await voter.press("enter")
            assert voter.where is PageId.POLLING_BALLOT
            assert voter.page.query_one(BallotCards).chosen is None

    async def test_the_arrows_bring_the_end_of_a_long_list(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            with voter.services.store.unit() as unit:
                entry = unit.exec(
                    select(CandidateList)
                    .join(Contest)
                    .where(Contest.code == "CTM", CandidateList.position == 0)
                ).one()
                entry.candidates = "\n".join(f"Personne {n}" for n in range(1, 61))
            await voter.open(PageId.POLLING_LIST, contest="ctm", list="1")
            assert not voter.sees("60. Personne 60")
            await voter.press("pagedown", "pagedown")
            assert voter.sees("60. Personne 60")
            assert voter.sees("Choisir cette liste")

    @pytest.mark.parametrize("rank", ["0", "99", "x", "²"])
    async def test_an_unknown_list_leads_back_to_the_ballot(
        self, rank: str, make_app: MakeApp
    ) -> None:
        async with inside(make_app) as voter:
            await voter.open(PageId.POLLING_LIST, contest="ctm", list=rank)
            assert voter.where is PageId.POLLING_BALLOT

    @pytest.mark.parametrize("code", ["capn-pe", "CAPN-PE", "Capn-Pe"])
    async def test_capitals_of_a_contest_make_no_difference(
        self, code: str, make_app: MakeApp
    ) -> None:
        async with inside(make_app) as voter:
            await voter.mark_and_review(code, "Vote blanc")
            assert voter.where is PageId.POLLING_REVIEW

    @pytest.mark.parametrize("code", ["CAPA", "zzz", "[/b]"])
    async def test_somebody_elses_contest_is_refused(self, code: str, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            await voter.open(PageId.POLLING_BALLOT, contest=code)
            assert voter.sees("Ce scrutin n’est pas l’un des vôtres")

    async def test_who_is_inside_at_the_close_has_the_time_to_finish(
        self, make_app: MakeApp
    ) -> None:
        async with inside(make_app) as voter:
            voter.jump(Milestone.POLLING_GRACE_ENDS, -1)
            await voter.mark_and_review("ctm", "Liste Alouette")
            await voter.choose("Valider mon vote")
            assert voter.where is PageId.POLLING_RECEIPT
            await voter.mark_and_review("cta", "Liste Alouette")
            voter.jump(Milestone.POLLING_GRACE_ENDS)
            await voter.choose("Valider mon vote")
            assert voter.sees("Il est trop tard")
            assert voter.votes("CTA") == {BLANK: 0}


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
            assert voter.where is PageId.POLLING_RECEIPT
            assert voter.times(Event.BALLOT_CAST) == 1
            assert sum(voter.votes("CTM").values()) == 1

    async def test_enter_pressed_too_often_neither_casts_nor_hides_the_receipt(
        self, make_app: MakeApp
    ) -> None:
        async with inside(make_app) as voter:
            await voter.mark_and_review("ctm", "Liste Alouette")
            assert getattr(voter.focused, "id", "") == "change"
            await voter.choose("Valider mon vote")
            await voter.press("enter", "enter")
            assert voter.where is PageId.POLLING_RECEIPT

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
            assert voter.where is PageId.POLLING_BALLOT

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
            assert voter.where is PageId.POLLING_CONTESTS
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
            told += [repr(browser.receipts), repr(voter.journal())]
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
            assert voter.sees("Il vous reste 3 scrutins sans bulletin : Comité technique acad")
            assert voter.sees("jusqu’au jeudi 4 décembre 2014 à 17 h")
            assert voter.sees("Un choix qui n’est pas validé sera oublié")
            assert not voter.sees("ministériel")
            await voter.press("enter")
            assert voter.where is PageId.POLLING_CONTESTS
            assert voter.services.polling.contests(voter.token)
            await voter.choose("Quitter le bureau de vote")
            token = voter.token
            await voter.choose("Quitter")
            assert voter.token is None
            assert voter.sitting.browser.ballot_choices == {}
            assert voter.services.sessions._open.get(token or "") is None
            assert voter.where is PageId.VOTER_SPACE

    async def test_nothing_is_asked_when_all_is_done(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            for state in voter.services.polling.contests(voter.token):
                voter.services.polling.cast(voter.token, state.code, BLANK)
            await voter.open(PageId.POLLING_CONTESTS)
            assert voter.sees("Vous avez voté à tous vos scrutins")
            await voter.press("enter")
            assert voter.token is None
            assert voter.where is PageId.VOTER_SPACE

    async def test_after_the_close_it_says_that_one_cannot_come_back(
        self, make_app: MakeApp
    ) -> None:
        async with inside(make_app) as voter:
            voter.jump(Milestone.VOTE_CLOSES)
            await voter.choose("Quitter le bureau de vote")
            assert voter.sees("vous ne pourrez plus revenir")

    async def test_entering_anew_finds_a_ballot_without_a_mark(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            await voter.mark("ctm", "Liste Alouette")
            await voter.open(PageId.POLLING_CONTESTS)
            await voter.choose("Quitter le bureau de vote")
            await voter.choose("Quitter")
            voter.enter_by_service()
            await voter.open(PageId.POLLING_BALLOT, contest="ctm")
            assert voter.page.query_one(BallotCards).chosen is None


@pytest.mark.parametrize("glyphs", ["full", "console"])
@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "112x34"])
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
                    select(CandidateList).join(Contest).where(Contest.code == "CTM")
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
