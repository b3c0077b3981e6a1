"""The voter portal: two doors, the sign-in, the space."""

from datetime import datetime, timedelta

from kiosk.services.addresses import PageId
from kiosk.services.content import Milestone, Stage
from kiosk.services.french import PARIS
from kiosk.services.stages import LENT_PASSWORD
from kiosk.widgets.fields import Field

from ..conftest import MakeApp
from .visitor import Visitor, visiting

PORTAL = "vote2014.education.gouv.fr"
ADDRESS = "fabienne.martin@ac-orleans-tours.fr"
SECOND = timedelta(seconds=1)


def instant(visitor: Visitor, milestone: Milestone) -> datetime:
    return visitor.services.calendar.at(milestone)


async def reload_at(visitor: Visitor, when: datetime) -> None:
    await visitor.work_until(when)
    await visitor.press("ctrl+r")


class TestHome:
    async def test_two_doors_of_equal_size(self, make_app: MakeApp) -> None:
        async with visiting(make_app, PORTAL) as visitor:
            assert len({card.size for card in visitor.page.query(".card")}) == 1
            await visitor.choose("Me connecter")
            assert visitor.is_on(PageId.VOTER_SIGN_IN)
            await visitor.press("alt+left")
            await visitor.choose("Créer mon compte")
            assert visitor.is_on(PageId.ACCOUNT_REQUEST)

    async def test_results_and_assistance_are_links(self, make_app: MakeApp) -> None:
        async with visiting(make_app, PORTAL) as visitor:
            await visitor.choose("Assistance")
            assert visitor.is_on(PageId.ASSISTANCE)
            await visitor.press("alt+left")
            await visitor.choose("Résultats des scrutins")
            assert visitor.is_on(PageId.RESULTS)

    async def test_it_says_until_when_accounts_are_created(self, make_app: MakeApp) -> None:
        async with visiting(make_app, PORTAL) as visitor:
            assert visitor.sees("Les comptes se créent jusqu’au jeudi 4 décembre 2014 à 16 h")
            assert visitor.sees("du jeudi 27 novembre 2014 à 10 h au jeudi 4 décembre 2014 à 17 h")
            closes = instant(visitor, Milestone.ACCOUNTS_CLOSE)
            await reload_at(visitor, closes - SECOND)
            assert visitor.sees("Les comptes se créent jusqu’au")
            await reload_at(visitor, closes)
            assert visitor.sees("Les comptes ne se créent plus depuis le jeudi 4 décembre 2014")

    async def test_before_it_opens_it_says_when(self, make_app: MakeApp) -> None:
        early = datetime(2014, 9, 22, 8, 59, 59, tzinfo=PARIS)
        async with visiting(make_app, PORTAL, stage=Stage.FRESH, at=early) as visitor:
            assert visitor.sees("L’espace électeur ouvre le lundi 22 septembre 2014 à 9 h")

    async def test_toulouse_has_its_own_words(self, make_app: MakeApp) -> None:
        address = "www.education.gouv.fr/electionspro2014"
        async with visiting(make_app, address, persona="maelle-casteran") as visitor:
            assert visitor.sees("Besoin d’assistance")
            await visitor.choose("Accéder")
            assert visitor.is_on(PageId.VOTER_SIGN_IN)
            assert visitor.sees("prenom.nom@ac-toulouse.fr")


class TestDoor:
    ADDRESS = f"{PORTAL}/espace/connexion"

    async def test_address_and_password_open_the_space(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.ADDRESS, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            visitor.cookies.voter_space = None
            await visitor.fill(address=f" {ADDRESS.upper()}", password=LENT_PASSWORD)
            await visitor.press("enter")
            assert visitor.is_on(PageId.VOTER_SPACE)
            assert visitor.cookies.voter_space is not None

    async def test_a_wrong_pair_says_which_password_it_is(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.ADDRESS, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            await visitor.fill(address=ADDRESS, password="Autre2014")
            await visitor.press("enter")
            assert visitor.sees("n’est ni le NUMEN ni celui de la messagerie")
            assert visitor.page.query_one("#address", Field).value == ADDRESS

    async def test_an_account_not_confirmed_sends_to_the_mail(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.ADDRESS, stage=Stage.ACCOUNT_REQUESTED) as visitor:
            await visitor.fill(address=ADDRESS, password=LENT_PASSWORD)
            await visitor.press("enter")
            assert visitor.sees("Ce compte attend sa confirmation")

    async def test_who_has_no_account_finds_the_other_door(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.ADDRESS) as visitor:
            await visitor.choose("Créer mon compte")
            assert visitor.is_on(PageId.ACCOUNT_REQUEST)


class TestPortal:
    async def test_it_says_when_the_vote_is_open(self, make_app: MakeApp) -> None:
        said = "Le vote est ouvert jusqu’au jeudi 4 décembre 2014 à 17 h : entrez dans l’espace"
        async with visiting(make_app, PORTAL, stage=Stage.NOTICE_READ) as visitor:
            for milestone, before in ((Milestone.VOTE_OPENS, False), (Milestone.VOTE_CLOSES, True)):
                await reload_at(visitor, instant(visitor, milestone) - SECOND)
                assert visitor.sees(said) is before
                await reload_at(visitor, instant(visitor, milestone))
                assert visitor.sees(said) is not before
                assert visitor.page.max_scroll_y == 0


class TestSpace:
    ADDRESS = f"{PORTAL}/espace"

    async def test_it_shows_whose_it_is(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.ADDRESS, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            for text in ("Fabienne Martin", ADDRESS, "Professeure des écoles", "Jules-Ferry"):
                assert visitor.sees(text)

    async def test_what_comes_next_follows_the_calendar(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.ADDRESS, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            steps = (
                (Milestone.NOTICES_ARRIVE, "arrive le mardi 4 novembre 2014", "au casier (F5)"),
                (Milestone.VOTE_OPENS, "ouvre le jeudi 27 novembre", "Le vote est ouvert"),
                (Milestone.VOTE_CLOSES, "Entrer au bureau de vote", "Le vote est clos"),
                (Milestone.RESULTS_OPEN, "paraissent le vendredi 5", "Lire les résultats"),
            )
            for milestone, before, after in steps:
                await reload_at(visitor, instant(visitor, milestone) - SECOND)
                assert visitor.sees(before), milestone
                assert not visitor.sees(after), milestone
                await reload_at(visitor, instant(visitor, milestone))
                assert visitor.sees(after), milestone

    async def test_on_the_day_one_enter_leads_to_the_polling_station(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, self.ADDRESS, stage=Stage.NOTICE_READ) as visitor:
            await reload_at(visitor, instant(visitor, Milestone.VOTE_OPENS))
            assert visitor.sees("à voter maintenant")
            await visitor.press("enter")
            assert visitor.is_on(PageId.POLLING_DOOR)

    async def test_who_has_voted_everywhere_is_told(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.ADDRESS, stage=Stage.VOTED) as visitor:
            assert visitor.sees("Vous avez voté à tous vos scrutins")
            assert not visitor.sees("Entrer au bureau de vote")

    async def test_signing_out_closes_the_space(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.ADDRESS, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            await visitor.choose("Se déconnecter")
            assert visitor.is_on(PageId.PORTAL_HOME)
            await visitor.open(PageId.VOTER_SPACE)
            assert visitor.is_on(PageId.VOTER_SIGN_IN)

    async def test_cards_of_the_contests_have_even_margins(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.ADDRESS, stage=Stage.VOTED) as visitor:
            await visitor.open(PageId.VOTER_CONTESTS)
            async for _ in visitor.sizes():
                cards = list(visitor.page.query(".card"))
                for row in (cards[:2], cards[2:]):
                    above = {card.children[0].region.y - card.region.y for card in row}
                    below = {card.region.bottom - card.children[-1].region.bottom for card in row}
                    assert above == {min(below)}

    async def test_contests_are_told_with_their_seats(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.ADDRESS, stage=Stage.VOTED) as visitor:
            await visitor.choose("Mes scrutins en détail")
            assert visitor.sees("15 sièges, national")
            assert visitor.sees("7 sièges, dans le département")
            assert visitor.sees("Vous avez voté")
            await visitor.press("enter")
            assert visitor.is_on(PageId.VOTER_SPACE)
