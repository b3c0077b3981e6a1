"""Creating a voter account: the form, the image, the mail, the link."""

from datetime import datetime, timedelta

import pytest
from textual.widgets import Static

from kiosk.player.player import answer_to
from kiosk.screens.page import Page
from kiosk.screens.voter.captcha import CaptchaPage
from kiosk.services.account_requests import RequestState
from kiosk.services.addresses import PageId
from kiosk.services.content import Milestone, Stage
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
            assert "La réponse est vide" in visitor.errors["answer"]
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
            assert visitor.sees(f"Un courriel est parti vers {ADDRESS}.")
            assert visitor.sees("en 15 à 45 secondes")
            await visitor.choose("Ouvrir ma messagerie")
            assert visitor.is_on(PageId.WEBMAIL_INBOX)

    async def test_it_promises_nothing_to_who_has_a_full_mailbox(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.ADDRESS, situation="boite-pleine") as visitor:
            assert visitor.sees("D’ordinaire, il arrive en 15 à 45 secondes")
            assert visitor.sees("une boîte pleine le refuse")
            assert visitor.sees("faites de la place")
            async for _ in visitor.sizes():
                assert visitor.page.max_scroll_y == 0

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
            mailboxes, cookie = visitor.services.mailboxes, visitor.cookies.webmail
            link = mailboxes.read(cookie, visitor.message_ids()[0]).letter.links[0].address
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
