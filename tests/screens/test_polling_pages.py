"""The polling station: its door, the ballots, the candidates."""

import pytest
from sqlmodel import select

from kiosk.models import CandidateList, Contest
from kiosk.player.screen_text import folded
from kiosk.services.addresses import PageId
from kiosk.services.ballots import BLANK
from kiosk.services.content import Milestone
from kiosk.services.journal import Event
from kiosk.services.stages import LENT_PASSWORD
from kiosk.widgets.ballot_card import BallotCard, BallotCards
from kiosk.widgets.fields import Field

from ..conftest import MakeApp
from .voter import inside, voting


class TestDoor:
    async def test_whole_vote_by_keyboard(self, make_app: MakeApp) -> None:
        async with voting(make_app) as voter:
            await voter.type(voter.identifier.replace("-", "").upper())
            await voter.press("enter")
            await voter.type(LENT_PASSWORD)
            await voter.press("enter")
            for left in (4, 3, 2, 1):
                assert voter.is_on(PageId.POLLING_CONTESTS)
                many = "s" if left > 1 else ""
                assert voter.sees(f"Il vous reste {left} scrutin{many} sans bulletin")
                await voter.press("enter", "right", "space")
                assert isinstance(voter.focused, BallotCard)
                while getattr(voter.focused, "id", "") != "review":
                    await voter.press("tab")
                await voter.press("enter")
                assert voter.is_on(PageId.POLLING_REVIEW)
                assert voter.sees("Rien n’est encore dans l’urne")
                await voter.press("tab", "enter")
                assert voter.is_on(PageId.POLLING_RECEIPT)
                await voter.press("tab", "enter")
            assert voter.sees("Vous avez voté à tous vos scrutins")
            assert voter.sees("vendredi 5 décembre 2014 à 9 h")
            assert all(state.voted for state in voter.services.polling.contests(voter.token))
            assert voter.events.count(Event.BALLOT_CAST) == 4

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
            assert voter.events.count(Event.POLLING_STATION_REFUSED) == 1

    async def test_who_is_not_signed_in_goes_to_the_voter_space(self, make_app: MakeApp) -> None:
        async with voting(make_app) as voter:
            voter.sitting.browser.cookies.voter_space = None
            await voter.open(PageId.POLLING_DOOR)
            assert voter.is_on(PageId.VOTER_SIGN_IN)

    async def test_who_has_not_entered_comes_to_the_door(self, make_app: MakeApp) -> None:
        async with voting(make_app) as voter:
            await voter.open(PageId.POLLING_BALLOT, contest="ctm")
            assert voter.is_on(PageId.POLLING_DOOR)

    async def test_who_is_inside_is_not_asked_again(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            await voter.open(PageId.POLLING_DOOR)
            assert voter.is_on(PageId.POLLING_CONTESTS)

    async def test_before_the_vote_opens_it_says_when(self, make_app: MakeApp) -> None:
        async with voting(make_app, situation="compte-active") as voter:
            voter.move_to(Milestone.VOTE_OPENS, -1)
            await voter.open(PageId.POLLING_DOOR)
            assert voter.sees("Il est encore trop tôt")
            assert voter.sees("jeudi 27 novembre 2014 à 10 h")
            voter.move_to(Milestone.VOTE_OPENS)
            await voter.open(PageId.POLLING_DOOR)
            assert voter.sees("Entrer au bureau de vote")

    async def test_from_the_close_on_nobody_enters(self, make_app: MakeApp) -> None:
        async with voting(make_app) as voter:
            voter.move_to(Milestone.VOTE_CLOSES, -1)
            await voter.open(PageId.POLLING_DOOR)
            assert voter.sees("Entrer au bureau de vote")
            voter.move_to(Milestone.VOTE_CLOSES)
            await voter.open(PageId.POLLING_DOOR)
            assert voter.sees("Il est trop tard")
            assert voter.sees("jeudi 4 décembre 2014 à 17 h")


class TestBallot:
    async def test_nothing_marked_is_told_by_the_cards(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            await voter.open(PageId.POLLING_BALLOT, contest="CAPN-PE")
            await voter.choose("Vérifier mon choix")
            assert voter.is_on(PageId.POLLING_BALLOT)
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
            assert voter.is_on(PageId.POLLING_BALLOT)
            assert voter.page.query_one(BallotCards).chosen == first
            assert isinstance(voter.focused, BallotCard)
            assert voter.focused.option.key == first
            await voter.choose("Liste Bouvreuil")
            await voter.choose("Vérifier mon choix")
            assert voter.sees("Liste Bouvreuil")
            assert not voter.sees("Liste Alouette")
            await voter.choose("Valider mon vote")
            assert voter.votes("CTM") == {second: 1, BLANK: 0}

    async def test_enter_once_more_on_the_mark_goes_on_and_never_casts(
        self, make_app: MakeApp
    ) -> None:
        async with inside(make_app) as voter:
            await voter.open(PageId.POLLING_BALLOT, contest="ctm")
            await voter.press("down", "enter", "enter")
            assert voter.is_on(PageId.POLLING_BALLOT)
            assert voter.focused is not None
            assert voter.focused.id == "review"
            await voter.press(*["enter"] * 7)
            assert voter.votes("CTM") == {BLANK: 0}

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
            assert voter.is_on(PageId.POLLING_LIST)
            assert voter.sees(entry.name)
            for rank, name in enumerate(entry.candidates, start=1):
                assert voter.sees(f"{rank}. {name}")
            await voter.choose("Choisir cette liste")
            assert voter.page.query_one(BallotCards).chosen == entry.id

    async def test_reading_candidates_marks_nothing(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            await voter.open(PageId.POLLING_LIST, contest="ctm", list="3")
            await voter.press("enter")
            assert voter.is_on(PageId.POLLING_BALLOT)
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
            assert voter.is_on(PageId.POLLING_BALLOT)

    @pytest.mark.parametrize("code", ["capn-pe", "CAPN-PE", "Capn-Pe"])
    async def test_capitals_of_a_contest_make_no_difference(
        self, code: str, make_app: MakeApp
    ) -> None:
        async with inside(make_app) as voter:
            await voter.mark_and_review(code, "Vote blanc")
            assert voter.is_on(PageId.POLLING_REVIEW)

    @pytest.mark.parametrize("code", ["CAPA", "zzz", "[/b]"])
    async def test_somebody_elses_contest_is_refused(self, code: str, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            await voter.open(PageId.POLLING_BALLOT, contest=code)
            assert voter.sees("Ce scrutin n’est pas l’un des vôtres")

    async def test_who_is_inside_at_the_close_has_the_time_to_finish(
        self, make_app: MakeApp
    ) -> None:
        async with inside(make_app) as voter:
            voter.move_to(Milestone.POLLING_GRACE_ENDS, -1)
            await voter.open(PageId.POLLING_CONTESTS)
            assert voter.sees("Le vote est clos : 17:20 au plus tard pour finir")
            await voter.mark_and_review("ctm", "Liste Alouette")
            assert voter.sees("vote clos, 17:20 au plus tard pour finir")
            await voter.choose("Valider mon vote")
            assert voter.is_on(PageId.POLLING_RECEIPT)
            await voter.mark_and_review("cta", "Liste Alouette")
            voter.move_to(Milestone.POLLING_GRACE_ENDS)
            await voter.choose("Valider mon vote")
            assert voter.sees("Il est trop tard")
            assert voter.votes("CTA") == {BLANK: 0}
