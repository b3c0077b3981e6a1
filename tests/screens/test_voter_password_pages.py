"""The voter password lost, chosen anew, changed; and the page of troubles."""

from datetime import timedelta

import pytest

from kiosk.screens.refused import RefusedPage
from kiosk.services.addresses import PageId
from kiosk.services.content import Milestone, Stage
from kiosk.services.journal import Event
from kiosk.services.postman import Folder
from kiosk.services.stages import LENT_PASSWORD

from ..conftest import MakeApp
from .desk_things import now
from .visitor import Visitor, visiting

PORTAL = "vote2014.education.gouv.fr"
ADDRESS = "fabienne.martin@ac-orleans-tours.fr"
NEW = "Autrement2014"
SUBJECT = "Choisissez un nouveau mot de passe"
MINUTE = timedelta(minutes=1)


async def ask(visitor: Visitor, address: str = ADDRESS) -> None:
    """Ask for a link at the door, and wait for the mail."""
    await visitor.open(PageId.VOTER_PASSWORD_LOST)
    await visitor.fill(address=address)
    await visitor.press("enter")
    await visitor.jump(now(visitor) + MINUTE)


async def follow_newest(visitor: Visitor) -> None:
    """Open the newest mail of the inbox and follow its link."""
    await visitor.open(PageId.WEBMAIL_MESSAGE, message=visitor.newest(SUBJECT))
    await visitor.choose("Choisir un nouveau mot de passe")


class TestLost:
    @pytest.mark.parametrize(
        ("portal", "persona", "address"),
        [
            (PORTAL, "fabienne-martin", ADDRESS),
            (
                "www.education.gouv.fr/electionspro2014",
                "maelle-casteran",
                "maelle.casteran@ac-toulouse.fr",
            ),
        ],
    )
    async def test_from_the_door_to_a_new_password_by_keyboard(
        self, make_app: MakeApp, portal: str, persona: str, address: str
    ) -> None:
        door = f"{portal}/espace/connexion"
        async with visiting(
            make_app, door, stage=Stage.ACCOUNT_CONFIRMED, persona=persona
        ) as visitor:
            await visitor.choose("Mot de passe d’électeur oublié")
            await visitor.type(address)
            await visitor.press("enter")
            assert visitor.sees("Si cette adresse a un compte électeur, un courriel part")
            await visitor.jump(now(visitor) + MINUTE)
            await visitor.press("enter")
            assert visitor.is_on(PageId.WEBMAIL_INBOX)
            assert visitor.sees(SUBJECT)
            await follow_newest(visitor)
            assert visitor.is_on(PageId.VOTER_PASSWORD_RESET)
            await visitor.type(f"{NEW}\r{NEW}\r")
            assert visitor.sees("est enregistré")
            await visitor.press("enter")
            assert visitor.is_on(PageId.VOTER_SIGN_IN)
            await visitor.fill(address=address, password=NEW)
            await visitor.press("enter")
            assert visitor.is_on(PageId.VOTER_SPACE)

    async def test_same_is_said_whether_there_is_an_account_or_not(self, make_app: MakeApp) -> None:
        async with visiting(make_app, PORTAL) as visitor:
            await ask(visitor)
            said = [line for line in visitor.lines() if "Si cette adresse" in line]
            assert said
            await visitor.choose("Refaire la demande")
            await visitor.fill(address="julie.labert@ac-orleans-tours.fr")
            await visitor.press("enter")
            assert [line for line in visitor.lines() if "Si cette adresse" in line] == said
            await visitor.jump(now(visitor) + MINUTE)
            await visitor.open(PageId.WEBMAIL_INBOX, folder=Folder.INBOX)
            assert not visitor.sees(SUBJECT)

    async def test_address_that_is_not_professional_is_refused_by_its_field(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, PORTAL) as visitor:
            await ask(visitor, "fabienne@courriel.example")
            assert "@ac-orleans-tours.fr" in visitor.errors["address"]

    async def test_two_presses_send_one_mail(self, make_app: MakeApp) -> None:
        async with visiting(make_app, PORTAL, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            await visitor.jump(now(visitor) + MINUTE)
            await visitor.open(PageId.VOTER_PASSWORD_LOST)
            await visitor.fill(address=ADDRESS)
            before = len(visitor.message_ids())
            await visitor.type("\r\r")
            assert visitor.events.count(Event.VOTER_PASSWORD_LOST) == 1
            await visitor.jump(now(visitor) + MINUTE)
            await visitor.open(PageId.WEBMAIL_INBOX, folder=Folder.INBOX)
            assert len(visitor.message_ids()) == before + 1

    async def test_link_void_spent_or_late_says_so_and_leads_on(self, make_app: MakeApp) -> None:
        async with visiting(make_app, PORTAL, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            await ask(visitor)
            older = visitor.newest(SUBJECT)
            await ask(visitor)
            await visitor.open(PageId.WEBMAIL_MESSAGE, message=older)
            await visitor.choose("Choisir un nouveau mot de passe")
            assert visitor.sees("Ce lien n’est plus le bon")
            await visitor.choose("Demander un nouveau lien")
            assert visitor.is_on(PageId.VOTER_PASSWORD_LOST)
            await follow_newest(visitor)
            await visitor.fill(password=NEW, confirmation=NEW)
            await visitor.press("enter")
            await visitor.press("ctrl+r")
            assert visitor.sees("Ce lien a déjà servi")
            await visitor.choose("Me connecter à l’espace électeur")
            assert visitor.is_on(PageId.VOTER_SIGN_IN)
            await ask(visitor)
            await visitor.jump(now(visitor) + 60 * MINUTE)
            visitor.sign_in_again()
            await follow_newest(visitor)
            assert visitor.sees("Ce lien a fait son temps")
            assert visitor.sees("60 minutes")
            await visitor.press("enter")
            assert visitor.is_on(PageId.VOTER_PASSWORD_LOST)

    async def test_link_that_goes_late_under_the_form_says_so_there(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, PORTAL, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            await ask(visitor)
            await follow_newest(visitor)
            await visitor.jump(now(visitor) + 60 * MINUTE)
            await visitor.fill(password="court", confirmation="autre")
            await visitor.press("enter")
            assert visitor.sees("Demandez-en un autre")

    async def test_weak_password_is_refused_by_its_field(self, make_app: MakeApp) -> None:
        async with visiting(make_app, PORTAL, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            await ask(visitor)
            await follow_newest(visitor)
            await visitor.fill(password="court", confirmation="autre")
            await visitor.press("enter")
            assert set(visitor.errors) == {"password", "confirmation"}
            assert visitor.is_on(PageId.VOTER_PASSWORD_RESET)


class TestChange:
    PAGE = f"{PORTAL}/espace/mot-de-passe"

    async def test_password_is_changed_by_who_knows_the_old_one(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.PAGE, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            await visitor.type(f"faux\r{NEW}\r{NEW}\r")
            assert "mot de passe d’électeur actuel" in visitor.errors["current"]
            await visitor.type(f"{LENT_PASSWORD}\r")
            assert visitor.sees("est enregistré")
            await visitor.press("enter")
            assert visitor.is_on(PageId.VOTER_SPACE)
            assert Event.VOTER_PASSWORD_CHANGED in visitor.events

    async def test_it_is_behind_the_door(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.PAGE) as visitor:
            assert visitor.is_on(PageId.VOTER_SIGN_IN)


class TestTroubles:
    async def test_every_trouble_leads_somewhere(self, make_app: MakeApp) -> None:
        troubles = {
            "J’ai oublié mon mot de passe": PageId.VOTER_PASSWORD_LOST,
            "Mon compte n’a jamais été confirmé": PageId.ACCOUNT_MAIL_AGAIN,
            "Je n’ai pas encore de compte": PageId.ACCOUNT_REQUEST,
            "Je ne trouve pas le courriel": PageId.WEBMAIL_INBOX,
            "J’ai perdu mon identifiant": PageId.VOTER_SIGN_IN,
        }
        async with visiting(make_app, f"{PORTAL}/espace/connexion") as visitor:
            for words, page in troubles.items():
                await visitor.open(PageId.VOTER_SIGN_IN)
                await visitor.choose("Je n’arrive pas à entrer")
                await visitor.choose(words)
                assert visitor.is_on(page), words

    async def test_confirmation_is_mailed_again(self, make_app: MakeApp) -> None:
        async with visiting(make_app, PORTAL, stage=Stage.ACCOUNT_REQUESTED) as visitor:
            before = len(visitor.message_ids())
            await visitor.open(PageId.ACCOUNT_MAIL_AGAIN)
            await visitor.fill(address=ADDRESS)
            await visitor.press("enter")
            assert visitor.sees("Si un compte attend sa confirmation")
            assert visitor.sees("une boîte pleine le refuse")
            await visitor.jump(now(visitor) + MINUTE)
            await visitor.press("enter")
            assert len(visitor.message_ids()) == before + 1
            await visitor.open(PageId.WEBMAIL_MESSAGE, message=visitor.message_ids()[1])
            await visitor.choose("Confirmer la création")
            assert visitor.sees("Ce lien n’est plus le bon")
            await visitor.open(PageId.WEBMAIL_MESSAGE, message=visitor.message_ids()[0])
            await visitor.choose("Confirmer la création")
            assert visitor.is_on(PageId.ACCOUNT_CONFIRM)
            assert not isinstance(visitor.page, RefusedPage)


class TestClosed:
    async def test_before_it_opens_and_after_the_limits_it_says_when(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, PORTAL) as visitor:
            opens = visitor.services.calendar.at(Milestone.ACCOUNTS_OPEN)
            closes = visitor.services.calendar.at(Milestone.ACCOUNTS_CLOSE)
            await visitor.jump(closes)
            for page in (PageId.ACCOUNT_REQUEST, PageId.ACCOUNT_FORM, PageId.ACCOUNT_MAIL_AGAIN):
                await visitor.open(page)
                assert visitor.sees("C’est fermé"), page
                assert visitor.sees("jeudi 4 décembre 2014 à 16 h")
            for page in (PageId.VOTER_SIGN_IN, PageId.VOTER_PASSWORD_LOST):
                await visitor.open(page)
                assert not isinstance(visitor.page, RefusedPage), page
        early = opens - timedelta(seconds=1)
        async with visiting(make_app, PORTAL, stage=Stage.FRESH, at=early) as visitor:
            for page in (
                PageId.ACCOUNT_REQUEST,
                PageId.ACCOUNT_MAIL_AGAIN,
                PageId.VOTER_SIGN_IN,
                PageId.VOTER_PASSWORD_LOST,
            ):
                await visitor.open(page)
                assert visitor.sees("Ce n’est pas encore ouvert"), page
                assert visitor.sees("lundi 22 septembre 2014 à 9 h")
            await visitor.jump(opens)
            await visitor.open(PageId.VOTER_SIGN_IN)
            assert not isinstance(visitor.page, RefusedPage)
