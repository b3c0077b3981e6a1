"""Personal data, the identifier lost or stolen, the personal mailbox, the request form."""

from datetime import timedelta

import pytest
from textual.widgets import Input

from kiosk.services.addresses import PageId
from kiosk.services.contacts import Contact
from kiosk.services.content import Milestone, Stage
from kiosk.services.journal import Event
from kiosk.services.stages import LENT_PASSWORD
from kiosk.widgets.choice import Choice
from kiosk.widgets.fields import Field

from ..conftest import MakeApp
from .desk_things import now
from .visitor import Visitor, visiting
from .widget_app import HOSTILE

PORTAL = "vote2014.education.gouv.fr"
SPACE = f"{PORTAL}/espace"
MOBILE, MAIL = "06 39 98 12 04", "fabienne.martin@courriel.example"
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


def keep(visitor: Visitor, contact: Contact) -> None:
    visitor.services.contacts.keep(visitor.cookies.voter_space, contact)


def identifier(visitor: Visitor) -> str:
    return visitor.services.desk.pigeonhole(visitor.sitting.who.participant_id).papers[0].body


class TestData:
    PAGE = f"{SPACE}/donnees"

    async def test_data_are_kept_as_they_are_shown_then(self, make_app: MakeApp) -> None:
        async with visiting(make_app, SPACE, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            await visitor.choose("Données")
            await visitor.type(f"14 rue des Glycines 37000 Tours\r+33639981204\r{MAIL}\r")
            assert visitor.sees("Vos données sont enregistrées")
            assert visitor.page.query_one("#mobile", Field).value == MOBILE
            await visitor.open(PageId.VOTER_SPACE)
            await visitor.open(PageId.VOTER_DATA)
            values = [field.value for field in visitor.page.query(Field)]
            assert values == ["14 rue des Glycines, 37000 Tours", MOBILE, MAIL]
            assert Event.PERSONAL_DATA_KEPT in visitor.events

    async def test_each_field_says_what_is_wrong_with_it(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.PAGE, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            wrong = {"postal_address": "rue X, Tours", "mobile": "02 47 00 00 00"}
            await visitor.fill(**wrong, personal_mail="f.martin@ac-orleans-tours.fr")
            await visitor.press("enter")
            assert set(visitor.errors) == {"postal_address", "mobile", "personal_mail"}
            assert visitor.page.query_one("#mobile", Field).value == "02 47 00 00 00"

    async def test_a_picture_in_an_address_is_named(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.PAGE, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            await visitor.fill(postal_address="14 rue des Glycines, 37000 Tours 😀")
            await visitor.choose("Enregistrer")
            assert visitor.sees("Retirez « 😀 » : une adresse ne peut pas contenir ce signe.")

    async def test_what_was_typed_is_found_again(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.PAGE, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            keep(visitor, Contact(mobile=MOBILE))
            await visitor.press("ctrl+r")
            visitor.page.query_one("#mobile", Field).value = "07 00 00 00 00"
            await visitor.open(PageId.VOTER_SPACE)
            await visitor.open(PageId.VOTER_DATA)
            assert visitor.page.query_one("#mobile", Field).value == "07 00 00 00 00"


class TestIdentifier:
    PAGE = f"{SPACE}/identifiant"

    @pytest.mark.parametrize(
        ("page", "persona"),
        [
            (PAGE, "fabienne-martin"),
            ("www.education.gouv.fr/electionspro2014/espace/identifiant", "maelle-casteran"),
        ],
    )
    async def test_lost_is_sent_again_once_the_missing_datum_is_given(
        self, make_app: MakeApp, page: str, persona: str
    ) -> None:
        async with visiting(make_app, page, stage=Stage.NOTICE_READ, persona=persona) as visitor:
            await visitor.choose("Je l’ai perdu")
            assert visitor.is_on(PageId.IDENTIFIER_AGAIN)
            await visitor.choose("Envoyer un SMS")
            assert visitor.sees("Aucun mobile n’est enregistré")
            await visitor.press("enter")
            assert visitor.is_on(PageId.VOTER_DATA)
            await visitor.fill(mobile=MOBILE)
            await visitor.choose("Enregistrer")
            await visitor.open(PageId.IDENTIFIER_AGAIN)
            await visitor.press("enter")
            assert visitor.sees(f"Un SMS part vers le {MOBILE}")
            await visitor.jump(now(visitor) + MINUTE)
            await visitor.press("enter")
            assert visitor.is_on(PageId.TELEPHONE)
            assert visitor.sees(identifier(visitor))

    async def test_stolen_is_replaced_and_the_station_says_so(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.PAGE, stage=Stage.NOTICE_READ) as visitor:
            keep(visitor, Contact(personal_mail=MAIL))
            stolen = identifier(visitor)
            await visitor.choose("Quelqu’un d’autre l’a")
            assert visitor.sees("0 sur 3")
            await visitor.press("enter")
            assert visitor.sees("Remplacer votre identifiant")
            await visitor.press("enter")
            assert Event.IDENTIFIER_RENEWED not in visitor.events, "the first answer keeps it"
            await visitor.press("enter", "tab")
            await visitor.type("\r\r")
            assert visitor.events.count(Event.IDENTIFIER_RENEWED) == 1, "two presses, one renewal"
            await visitor.jump(now(visitor) + MINUTE)
            await visitor.open(PageId.IDENTIFIER_NEW)
            assert visitor.sees("1 sur 3")
            await visitor.choose("Envoyer un courriel")
            assert visitor.sees("Celui que vous avez reçu en dernier")
            await visitor.press("escape")
            await visitor.press("f3")
            assert visitor.sees("● 1 message non lu")
            await visitor.choose("Courriel personnel")
            await visitor.press("enter")
            assert visitor.is_on(PageId.PERSONAL_MESSAGE)
            (mail,) = visitor.services.desk.personal_mails(visitor.sitting.who.participant_id)
            assert visitor.sees(mail.body)
            assert visitor.sees("L’ancien ne")
            await visitor.press("f3")
            assert visitor.sees("aucun message non lu")
            await visitor.work_until(visitor.services.calendar.at(Milestone.VOTE_OPENS))
            await visitor.open(PageId.POLLING_DOOR)
            await visitor.fill(identifier=stolen, password=LENT_PASSWORD)
            await visitor.press("enter")
            assert "remplacé par un nouveau" in visitor.errors["identifier"]
            await visitor.choose("Mon identifiant est perdu")
            assert visitor.is_on(PageId.VOTER_IDENTIFIER)

    async def test_too_late_for_a_new_one_the_same_can_still_be_sent(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, self.PAGE, stage=Stage.NOTICE_READ) as visitor:
            limit = visitor.services.calendar.at(Milestone.NEW_IDENTIFIER_ENDS)
            await visitor.work_until(limit - SECOND)
            await visitor.open(PageId.IDENTIFIER_NEW)
            assert visitor.sees("C’est possible jusqu’au mercredi 26 novembre 2014 à 9 h")
            await visitor.work_until(limit)
            await visitor.choose("Envoyer un SMS")
            assert visitor.sees("Il est trop tard")
            await visitor.press("ctrl+r")
            assert visitor.sees("C’est fermé")
            await visitor.choose("Recevoir l’identifiant actuel")
            assert visitor.is_on(PageId.IDENTIFIER_AGAIN)
            await visitor.work_until(visitor.services.calendar.at(Milestone.RESEND_IDENTIFIER_ENDS))
            await visitor.press("ctrl+r")
            assert visitor.sees("C’est fermé")
            assert visitor.sees("à 16 h 45")

    async def test_after_three_new_ones_the_way_on_is_the_last(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.PAGE, stage=Stage.NOTICE_READ) as visitor:
            keep(visitor, Contact(mobile=MOBILE))
            for _ in range(3):
                await visitor.open(PageId.IDENTIFIER_NEW)
                await visitor.choose("Envoyer un SMS")
                await visitor.choose("Remplacer")
            await visitor.open(PageId.IDENTIFIER_NEW)
            assert visitor.sees("Vous avez déjà demandé 3 nouveaux identifiants")
            await visitor.press("enter")
            assert visitor.is_on(PageId.IDENTIFIER_AGAIN)

    async def test_before_the_notice_it_says_when_it_comes(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.PAGE, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            for page in (PageId.IDENTIFIER_AGAIN, PageId.IDENTIFIER_NEW):
                await visitor.open(page)
                assert visitor.sees("Arrivée des notices de vote")


class TestPersonalMail:
    PAGE = "kiosque:courriel"

    async def test_empty_box_says_what_it_is_not(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.PAGE, stage=Stage.FRESH) as visitor:
            assert visitor.sees("Ce n’est pas la messagerie professionnelle")
            await visitor.press("enter")
            assert visitor.is_on(PageId.DESK)

    async def test_message_that_comes_meanwhile_is_shown(self, make_app: MakeApp) -> None:
        async with visiting(make_app, SPACE, stage=Stage.NOTICE_READ) as visitor:
            keep(visitor, Contact(personal_mail=MAIL))
            await visitor.open(PageId.IDENTIFIER_AGAIN)
            await visitor.press("enter")
            await visitor.open(PageId.PERSONAL_MAIL)
            assert visitor.sees("Aucun message pour l’instant")
            await visitor.jump(now(visitor) + MINUTE)
            assert visitor.sees("Votre identifiant de vote")
            assert visitor.sees("● non lu")

    async def test_message_that_is_none_leads_back(self, make_app: MakeApp) -> None:
        async with visiting(make_app, f"{self.PAGE}/abc", stage=Stage.FRESH) as visitor:
            assert visitor.sees("Ce message n’est plus là")
            await visitor.press("enter")
            assert visitor.is_on(PageId.PERSONAL_MAIL)


class TestRequest:
    PAGE = f"{SPACE}/demande"

    async def test_request_is_taken_and_its_state_is_shown(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.PAGE, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            assert visitor.page.query_one(Choice).has_focus
            await visitor.press("right", "tab")
            await visitor.type("professeure certifiée\r")
            assert visitor.sees("sur le corps")
            assert visitor.sees("professeure certifiée")
            assert visitor.sees("enregistrée")
            days = visitor.services.content.rules.correction_days
            await visitor.work_until(now(visitor) + timedelta(days=days))
            await visitor.press("ctrl+r")
            assert visitor.sees("traitée, la liste était déjà juste")
            await visitor.open(PageId.WEBMAIL_INBOX, folder="inbox")
            assert visitor.sees("Votre demande de correction")

    async def test_after_a_long_request_the_way_back_is_in_sight(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.PAGE, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            for wanted in ("une école " * 12, "une autre"):
                visitor.page.query_one("#wanted", Field).focus_input()
                await visitor.type(f"{wanted}\r")
                assert visitor.sees("Revenir à mon espace")
            assert visitor.sees("à la place de la précédente")

    async def test_hostile_text_is_shown_as_it_stands(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.PAGE, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            for text in HOSTILE:
                visitor.page.query_one("#wanted", Field).value = text
                await visitor.choose("Envoyer la demande")
                assert visitor.is_on(PageId.VOTER_REQUEST)
                assert visitor.sees(text[:20]) or not text.startswith("[")

    async def test_empty_request_is_refused_by_its_field(self, make_app: MakeApp) -> None:
        async with visiting(make_app, self.PAGE, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            await visitor.choose("Envoyer la demande")
            assert "Ce champ est vide" in visitor.errors["wanted"]

    async def test_after_the_limit_it_says_until_when_it_was_possible(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, self.PAGE, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            limit = visitor.services.calendar.at(Milestone.ROLLS_CLOSE)
            await visitor.fill(wanted="École des Tilleuls")
            await visitor.work_until(limit)
            await visitor.press("enter")
            assert visitor.sees("Il est trop tard")
            await visitor.press("ctrl+r")
            assert visitor.sees("C’était possible jusqu’au lundi 27 octobre 2014 à 12 h")
            assert not visitor.page.query(Input)
            await visitor.press("enter")
            assert visitor.is_on(PageId.VOTER_SPACE)
