"""The voter portal: two doors, the account's creation, the sign-in, the space."""

from datetime import datetime, timedelta

import pytest
from textual.widgets import Static

from kiosk.player.player import answer_to
from kiosk.screens.page import Page
from kiosk.screens.voter.captcha import CaptchaPage
from kiosk.services.account_requests import RequestState
from kiosk.services.addresses import PageId
from kiosk.services.content import Milestone, Stage
from kiosk.services.french import PARIS
from kiosk.services.journal import Event
from kiosk.services.stages import LENT_PASSWORD
from kiosk.widgets.captcha_picture import CaptchaPictureView
from kiosk.widgets.fields import Field

from ..conftest import MakeApp
from .visitor import LARGE, SMALL, Visitor, visiting

PORTAL = "vote2014.education.gouv.fr"
FORM = f"{PORTAL}/compte/creation"
ADDRESS = "fabienne.martin@ac-orleans-tours.fr"
SECOND = timedelta(seconds=1)


def instant(visitor: Visitor, milestone: Milestone) -> datetime:
    return visitor.services.calendar.at(milestone)


async def reload_at(visitor: Visitor, when: datetime) -> None:
    await visitor.jump(when)
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


class TestForm:
    async def test_the_request_page_leads_to_the_form(self, make_app: MakeApp) -> None:
        async with visiting(make_app, f"{PORTAL}/compte/demande") as visitor:
            assert visitor.sees("Je demande à créer mon compte personnel électeur")
            await visitor.press("enter")
            assert visitor.is_on(PageId.ACCOUNT_FORM)
            assert Event.ACCOUNT_FORM_OPENED in visitor.events

    async def test_a_field_one_leaves_says_what_is_wrong_with_it(self, make_app: MakeApp) -> None:
        async with visiting(make_app, FORM) as visitor:
            await visitor.fill(address="fabienne.martin@courriel.example")
            assert visitor.errors == {}
            await visitor.press("tab")
            assert set(visitor.errors) == {"address"}
            assert visitor.sees(visitor.errors["address"])
            await visitor.press("tab", "tab", "tab")
            assert set(visitor.errors) == {"address"}

    async def test_a_weak_password_is_told_on_leaving_it(self, make_app: MakeApp) -> None:
        async with visiting(make_app, FORM) as visitor:
            await visitor.fill(password="bonjour")
            await visitor.press("tab")
            assert set(visitor.errors) == {"password"}
            await visitor.fill(password="Bonjour2")
            assert visitor.errors == {}
            assert visitor.sees("La règle est respectée")

    @pytest.mark.parametrize("size", [SMALL, LARGE])
    async def test_sending_it_empty_names_every_field(
        self, size: tuple[int, int], make_app: MakeApp
    ) -> None:
        async with visiting(make_app, FORM, size=size) as visitor:
            await visitor.choose("Continuer")
            assert set(visitor.errors) == {"address", "password", "confirmation"}
            assert visitor.page.max_scroll_y == 0
            assert visitor.app.focused is visitor.page.query_one("#address", Field).input
            assert visitor.is_on(PageId.ACCOUNT_FORM)

    async def test_a_colleagues_address_is_refused(self, make_app: MakeApp) -> None:
        async with visiting(make_app, FORM) as visitor:
            await visitor.fill(
                address="fabienne.martin1@ac-orleans-tours.fr",
                password=LENT_PASSWORD,
                confirmation=LENT_PASSWORD,
            )
            await visitor.press("enter")
            assert "avec son chiffre s’il y en a un" in visitor.errors["address"]
            assert visitor.cookies.account_request is None

    async def test_a_real_numen_is_wiped(self, make_app: MakeApp) -> None:
        async with visiting(make_app, FORM) as visitor:
            await visitor.fill(password="18G0612345ABC")
            assert "a la forme d’un vrai NUMEN" in visitor.errors["password"]

    async def test_who_has_an_account_is_told(self, make_app: MakeApp) -> None:
        async with visiting(make_app, FORM, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            await visitor.fill(address=ADDRESS, password=LENT_PASSWORD, confirmation=LENT_PASSWORD)
            await visitor.press("enter")
            assert "existe déjà" in visitor.errors["address"]

    async def test_too_late_it_does_not_open(self, make_app: MakeApp) -> None:
        async with visiting(make_app, PORTAL) as visitor:
            closes = instant(visitor, Milestone.ACCOUNTS_CLOSE)
            await visitor.jump(closes - SECOND)
            await visitor.open(PageId.ACCOUNT_FORM)
            assert visitor.sees("Étape 1 sur 3")
            await visitor.jump(closes)
            await visitor.open(PageId.ACCOUNT_FORM)
            assert visitor.sees("Il est trop tard")


async def reach_image(visitor: Visitor) -> CaptchaPage:
    await visitor.fill(address=ADDRESS, password=LENT_PASSWORD, confirmation=LENT_PASSWORD)
    await visitor.press("enter")
    assert isinstance(visitor.page, CaptchaPage)
    return visitor.page


class TestImage:
    @pytest.mark.parametrize("size", [SMALL, LARGE])
    async def test_everything_is_in_sight(self, size: tuple[int, int], make_app: MakeApp) -> None:
        async with visiting(make_app, FORM, size=size) as visitor:
            page = await reach_image(visitor)
            assert page.query_one(CaptchaPictureView).size.height >= 9
            await visitor.fill(answer="zzz")
            await visitor.press("enter")
            assert page.max_scroll_y == 0
            for text in ("Valider", "Autre image", "Une question à la place", "essais restants"):
                assert visitor.sees(text)

    async def test_the_question_passes_too(self, make_app: MakeApp) -> None:
        async with visiting(make_app, FORM) as visitor:
            page = await reach_image(visitor)
            question = page.challenge.question
            assert not any(str(one.render()) == question for one in page.query(Static))
            await visitor.choose("Une question à la place")
            assert visitor.sees(question)
            await visitor.choose("Revenir à l’image")
            assert not visitor.sees(question)
            await visitor.choose("Une question à la place")
            await visitor.fill(answer=answer_to(question))
            await visitor.press("enter")
            assert visitor.is_on(PageId.ACCOUNT_MAIL_SENT)
            assert visitor.request_state is RequestState.AWAITING_LINK

    async def test_a_wrong_answer_leaves_the_image_and_counts(self, make_app: MakeApp) -> None:
        async with visiting(make_app, FORM) as visitor:
            page = await reach_image(visitor)
            before = page.challenge
            await visitor.fill(answer="zzz")
            await visitor.press("enter")
            assert visitor.sees("essais restants : 2")
            assert page.challenge is before

    async def test_the_third_wrong_answer_brings_another_image(self, make_app: MakeApp) -> None:
        async with visiting(make_app, FORM) as visitor:
            page = await reach_image(visitor)
            before = page.challenge
            await visitor.fill(answer="zzz")
            await visitor.press("enter", "enter", "enter")
            assert visitor.sees("Une autre image est prête")
            assert page.challenge.id != before.id
            assert page.query_one(CaptchaPictureView).picture == page.challenge.picture
            assert page.query_one("#answer", Field).value == ""
            await visitor.choose("Une question à la place")
            await visitor.fill(answer=answer_to(page.challenge.question))
            await visitor.press("enter")
            assert visitor.is_on(PageId.ACCOUNT_MAIL_SENT)

    async def test_another_image_is_another_challenge(self, make_app: MakeApp) -> None:
        async with visiting(make_app, FORM) as visitor:
            page = await reach_image(visitor)
            before = page.challenge
            await visitor.fill(answer="presque")
            await visitor.choose("Autre image")
            assert page.challenge.picture != before.picture
            assert page.query_one("#answer", Field).value == ""

    async def test_an_empty_answer_is_no_try(self, make_app: MakeApp) -> None:
        async with visiting(make_app, FORM) as visitor:
            page = await reach_image(visitor)
            for _ in range(4):
                await visitor.press("enter")
            assert "Recopiez ce que montre l’image" in visitor.errors["answer"]
            assert visitor.page is page

    async def test_without_a_form_there_is_no_image(self, make_app: MakeApp) -> None:
        async with visiting(make_app, f"{PORTAL}/compte/controle") as visitor:
            assert visitor.sees("Aucune demande en cours")

    async def test_once_copied_it_is_not_asked_again(self, make_app: MakeApp) -> None:
        address = f"{PORTAL}/compte/controle"
        async with visiting(make_app, address, stage=Stage.ACCOUNT_REQUESTED) as visitor:
            assert visitor.is_on(PageId.ACCOUNT_MAIL_SENT)


class TestMailSent:
    ADDRESS = f"{PORTAL}/compte/courriel"

    async def test_it_tells_where_when_and_what_to_do(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.ADDRESS, stage=Stage.ACCOUNT_REQUESTED) as visitor:
            assert visitor.sees(f"Un courriel part vers {ADDRESS}. Il arrive en 15 à 45 secondes.")
            await visitor.choose("Ouvrir ma messagerie")
            assert visitor.is_on(PageId.WEBMAIL_INBOX)

    async def test_who_signed_out_comes_to_the_webmails_door(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.ADDRESS, stage=Stage.ACCOUNT_REQUESTED) as visitor:
            visitor.cookies.webmail = None
            await visitor.choose("Ouvrir ma messagerie")
            assert visitor.is_on(PageId.WEBMAIL_SIGN_IN)

    async def test_once_confirmed_it_says_so(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.ADDRESS, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            assert visitor.sees("votre compte est créé")
            await visitor.choose("Entrer dans l’espace électeur")
            assert visitor.is_on(PageId.VOTER_SIGN_IN)

    async def test_a_request_that_was_replaced_says_so(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.ADDRESS, stage=Stage.ACCOUNT_REQUESTED) as visitor:
            who, requests = visitor.sitting.who, visitor.services.account_requests
            newer = requests.fill_form(
                who.workshop_id,
                who.participant_id,
                address=ADDRESS,
                password=LENT_PASSWORD,
                confirmation=LENT_PASSWORD,
            )
            requests.send_confirmation(newer)
            await visitor.press("ctrl+r")
            assert visitor.sees("Une demande plus récente a remplacé celle-ci")

    async def test_before_the_image_it_goes_back_to_it(self, make_app: MakeApp) -> None:
        async with visiting(make_app, FORM) as visitor:
            await reach_image(visitor)
            await visitor.open(PageId.ACCOUNT_MAIL_SENT)
            assert visitor.is_on(PageId.ACCOUNT_CAPTCHA)


class TestConfirmation:
    async def test_the_link_works_once(self, make_app: MakeApp) -> None:
        async with visiting(make_app, PORTAL, stage=Stage.ACCOUNT_REQUESTED) as visitor:
            webmail, cookie = visitor.services.webmail, visitor.cookies.webmail
            link = webmail.read(cookie, visitor.message_ids()[0]).letter.links[0].address
            visitor.page.go_to(link)
            await visitor.player.settle()
            assert visitor.sees("Votre compte électeur est créé")
            await visitor.press("ctrl+r")
            assert visitor.sees("Ce lien a déjà servi")
            await visitor.choose("Me connecter à l’espace électeur")
            await visitor.fill(address=ADDRESS, password=LENT_PASSWORD)
            await visitor.press("enter")
            assert visitor.is_on(PageId.VOTER_SPACE)

    @pytest.mark.parametrize("token", ["zzz", "[/b]", "x" * 300])
    async def test_a_link_nobody_sent_leads_nowhere(self, token: str, make_app: MakeApp) -> None:
        async with visiting(make_app, PORTAL) as visitor:
            await visitor.open(PageId.ACCOUNT_CONFIRM, token=token)
            assert Event.ACCOUNT_CONFIRMED not in visitor.events
            assert visitor.app.is_running
            assert isinstance(visitor.page, Page)


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

    async def test_contests_are_told_with_their_seats(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.ADDRESS, stage=Stage.VOTED) as visitor:
            await visitor.choose("Mes scrutins en détail")
            assert visitor.sees("15 sièges, national")
            assert visitor.sees("7 sièges, dans le département")
            assert visitor.sees("Vous avez voté")
            await visitor.press("enter")
            assert visitor.is_on(PageId.VOTER_SPACE)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_every_page_fits(size: tuple[int, int], make_app: MakeApp) -> None:
    stage = Stage.ACCOUNT_CONFIRMED
    async with visiting(make_app, PORTAL, stage=stage, size=size) as visitor:
        for page in (
            PageId.PORTAL_HOME,
            PageId.ACCOUNT_REQUEST,
            PageId.ACCOUNT_FORM,
            PageId.ACCOUNT_MAIL_SENT,
            PageId.VOTER_SIGN_IN,
            PageId.VOTER_SPACE,
            PageId.VOTER_CONTESTS,
            PageId.WEBMAIL_PASSWORD,
        ):
            await visitor.open(page)
            assert visitor.is_on(page)
            assert visitor.page.max_scroll_y == 0, page
