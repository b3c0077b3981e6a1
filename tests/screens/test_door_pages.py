"""The doors of the webmail and of I-Prof, the lost password, I-Prof inside, the traps."""

from datetime import datetime, timedelta

import pytest

from kiosk.services.addresses import PageId
from kiosk.services.content import Stage
from kiosk.services.journal import Event
from kiosk.widgets.fields import Field

from ..conftest import MakeApp
from .visitor import Visitor, visiting
from .widget_app import HOSTILE

DOOR = "webmail.ac-orleans-tours.fr"
INBOX = "webmail.ac-orleans-tours.fr/dossiers/inbox"
IPROF = {
    "fabienne-martin": "bv.ac-orleans-tours.fr/iprof/",
    "maelle-casteran": "bv.ac-toulouse.fr/iprof/",
}
DOORS = {"fabienne-martin": DOOR, "maelle-casteran": "messagerie.ac-toulouse.fr"}
NAMES = {"fabienne-martin": "fmartin", "maelle-casteran": "mcasteran"}
COPY = "webmail.ac-orleans-tours.fr.verification.example"
NEW = "Glycines-2014"


def numen_of(visitor: Visitor) -> str:
    return visitor.services.workshops.sheet(visitor.sitting.who.participant_id).numen


def later(visitor: Visitor, **span: float) -> datetime:
    now = visitor.services.clock.now(visitor.sitting.who.workshop_id)
    return now + timedelta(**span)


async def into_iprof(visitor: Visitor, name: str = "fmartin") -> None:
    await visitor.fill(user_name=name, password=numen_of(visitor))
    await visitor.press("enter")


class TestLostPassword:
    @pytest.mark.parametrize("persona", DOORS)
    async def test_the_whole_way_back_in_by_keyboard(self, make_app: MakeApp, persona: str) -> None:
        async with visiting(
            make_app, DOORS[persona], stage=Stage.FRESH, persona=persona
        ) as visitor:
            await visitor.fill(user_name=NAMES[persona])
            await visitor.choose(visitor.page.visit.academy.forgotten_password_label)
            assert visitor.page.query_one("#user_name", Field).value == NAMES[persona]
            await visitor.press("enter")
            assert visitor.is_on(PageId.LOST_PASSWORD_NUMEN)
            await visitor.type(numen_of(visitor).lower())
            await visitor.press("enter")
            assert "en majuscules" in visitor.errors["numen"]
            await visitor.type(numen_of(visitor))
            await visitor.press("enter")
            assert visitor.is_on(PageId.LOST_PASSWORD_NEW)
            await visitor.fill(password="court", confirmation="autre")
            await visitor.press("enter")
            assert set(visitor.errors) == {"password", "confirmation"}
            await visitor.press("ctrl+r")
            await visitor.fill(password=NEW, confirmation=NEW)
            await visitor.type("\r\r")
            assert visitor.sees("Votre nouveau mot de passe est enregistré")
            assert visitor.events.count(Event.WEBMAIL_PASSWORD_CHANGED) == 1
            await visitor.press("enter")
            assert visitor.is_on(PageId.WEBMAIL_INBOX)

    async def test_steps_cannot_be_taken_out_of_order(self, make_app: MakeApp) -> None:
        async with visiting(make_app, f"{DOOR}/mot-de-passe-oublie", stage=Stage.FRESH) as visitor:
            for page in (PageId.LOST_PASSWORD_NUMEN, PageId.LOST_PASSWORD_NEW):
                await visitor.open(page)
                assert visitor.sees("Reprenez au nom d’utilisateur")
            await visitor.choose("Reprendre au nom d’utilisateur")
            assert visitor.is_on(PageId.LOST_PASSWORD)
            await visitor.fill(user_name="personne")
            await visitor.press("enter")
            await visitor.open(PageId.LOST_PASSWORD_NEW)
            assert visitor.is_on(PageId.LOST_PASSWORD_NUMEN)
            assert visitor.sees("« personne »")

    async def test_hostile_names_and_numens_are_refused_in_a_sentence(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, f"{DOOR}/mot-de-passe-oublie", stage=Stage.FRESH) as visitor:
            for text in HOSTILE:
                await visitor.open(PageId.LOST_PASSWORD)
                visitor.page.query_one("#user_name", Field).value = text
                visitor.page.query_one("#user_name", Field).focus_input()
                await visitor.press("enter")
                if visitor.is_on(PageId.LOST_PASSWORD_NUMEN):
                    visitor.page.query_one("#numen", Field).value = text
                    await visitor.press("enter")
                    assert visitor.is_on(PageId.LOST_PASSWORD_NUMEN)
                    assert visitor.errors
                assert visitor.app.is_running

    async def test_a_real_numen_is_wiped(self, make_app: MakeApp) -> None:
        async with visiting(make_app, f"{DOOR}/mot-de-passe-oublie", stage=Stage.FRESH) as visitor:
            await visitor.fill(user_name="fmartin")
            await visitor.press("enter")
            await visitor.fill(numen="18G0612345ABC")
            assert "a la forme d’un vrai NUMEN" in visitor.errors["numen"]
            assert visitor.page.query_one("#numen", Field).value == ""


class TestWrongPasswords:
    async def test_the_wait_and_the_lock_are_said_plainly(self, make_app: MakeApp) -> None:
        async with visiting(make_app, DOOR, stage=Stage.FRESH) as visitor:
            await visitor.fill(user_name="personne", password="faux")
            await visitor.press("enter", "enter", "enter", "enter")
            assert visitor.sees("encore 30")
            for _ in range(2):
                await visitor.jump(later(visitor, seconds=30))
                await visitor.press("enter")
            assert visitor.sees("lundi 22 septembre 2014 à 9")
            assert visitor.sees("9 h 11")
            assert not visitor.sees("Bonjour")


class TestIProf:
    @pytest.mark.parametrize("persona", IPROF)
    async def test_every_page_is_reached_and_left_by_keyboard(
        self, make_app: MakeApp, persona: str
    ) -> None:
        async with visiting(
            make_app, IPROF[persona], stage=Stage.FRESH, persona=persona
        ) as visitor:
            await into_iprof(visitor, NAMES[persona])
            assert visitor.is_on(PageId.IPROF_HOME)
            for words, page in (
                ("Votre dossier", PageId.IPROF_FILE),
                ("Votre CV", PageId.IPROF_CV),
                ("Les guides", PageId.IPROF_GUIDES),
                ("Les services", PageId.IPROF_SERVICES),
                ("Votre courrier", PageId.IPROF_BOX),
            ):
                await visitor.choose(words)
                assert visitor.is_on(page)
                await visitor.choose("Revenir à l’accueil")
                assert visitor.is_on(PageId.IPROF_HOME)
            await visitor.choose("Se déconnecter")
            assert visitor.is_on(PageId.IPROF_SIGN_IN)
            await visitor.open(PageId.IPROF_BOX)
            assert visitor.is_on(PageId.IPROF_SIGN_IN)

    async def test_the_file_words_the_corps_as_the_desk_does(self, make_app: MakeApp) -> None:
        persona, worded = "maelle-casteran", "Corps professeure des écoles (1er degré)"
        async with visiting(
            make_app, IPROF[persona], stage=Stage.FRESH, persona=persona
        ) as visitor:
            await into_iprof(visitor, NAMES[persona])
            await visitor.choose("Votre dossier")
            assert visitor.sees(worded)
            assert not visitor.sees("Grade")
            await visitor.press("f3")
            assert visitor.sees(worded)

    async def test_the_box_says_which_box_it_is_not(self, make_app: MakeApp) -> None:
        async with visiting(make_app, IPROF["fabienne-martin"], stage=Stage.FRESH) as visitor:
            await into_iprof(visitor)
            await visitor.choose("Votre courrier")
            assert visitor.sees("n’est pas votre messagerie professionnelle")
            await visitor.choose("Pensez à compléter")
            assert visitor.is_on(PageId.IPROF_MESSAGE)
            await visitor.choose("Revenir au courrier")
            await visitor.choose("Ouvrir la messagerie")
            assert visitor.is_on(PageId.WEBMAIL_SIGN_IN)

    async def test_the_cv_is_kept_whatever_is_typed(self, make_app: MakeApp) -> None:
        async with visiting(make_app, IPROF["fabienne-martin"], stage=Stage.FRESH) as visitor:
            await into_iprof(visitor)
            for text in HOSTILE:
                await visitor.open(PageId.IPROF_CV)
                for field in visitor.page.query(Field):
                    field.value = text
                await visitor.choose("Enregistrer")
                assert visitor.sees("est enregistré")
            await visitor.open(PageId.IPROF_CV)
            typed = visitor.page.query_one("#studies", Field).value
            assert typed == visitor.services.iprof.cv(visitor.cookies.iprof).studies

    async def test_unknown_topics_and_messages_lead_on(self, make_app: MakeApp) -> None:
        async with visiting(make_app, IPROF["fabienne-martin"], stage=Stage.FRESH) as visitor:
            await into_iprof(visitor)
            await visitor.open(PageId.IPROF_TOPIC, topic="[/b]")
            assert visitor.is_on(PageId.IPROF_GUIDES)
            await visitor.open(PageId.IPROF_MESSAGE, message="[/b]")
            assert visitor.sees("Ce message n’est plus là")

    async def test_a_jump_signs_out_of_it_too(self, make_app: MakeApp) -> None:
        async with visiting(make_app, IPROF["fabienne-martin"], stage=Stage.FRESH) as visitor:
            await into_iprof(visitor)
            await visitor.jump(later(visitor, days=1))
            await visitor.open(PageId.IPROF_BOX)
            assert visitor.is_on(PageId.IPROF_SIGN_IN)
            assert visitor.sees("I-Prof s’est fermé de lui-même")


class TestTraps:
    async def test_a_copied_site_keeps_nothing_and_shows_the_signs(self, make_app: MakeApp) -> None:
        async with visiting(make_app, COPY, stage=Stage.FRESH) as visitor:
            assert visitor.is_on(PageId.LOOK_ALIKE)
            await visitor.fill(user_name="fmartin", password="Secret-2014")
            await visitor.type("\r\r")
            assert visitor.sees("Ce site était une copie")
            assert visitor.sees(COPY)
            assert not visitor.sees("Secret")
            assert "fmartin" not in str(visitor.sitting.drafts)
            assert visitor.events.count(Event.COPIED_SITE_BELIEVED) == 1

    async def test_what_was_typed_and_left_is_not_found_again(self, make_app: MakeApp) -> None:
        async with visiting(make_app, COPY, stage=Stage.FRESH) as visitor:
            await visitor.fill(user_name="fmartin")
            await visitor.press("f3", "alt+left")
            assert visitor.is_on(PageId.LOOK_ALIKE)
            assert visitor.page.query_one("#user_name", Field).value == ""
            assert "fmartin" not in str(visitor.sitting.drafts)

    async def test_the_copied_site_is_reported_from_its_lesson(self, make_app: MakeApp) -> None:
        async with visiting(make_app, COPY, stage=Stage.FRESH) as visitor:
            await visitor.choose("Connexion")
            await visitor.choose("Signaler ce site")
            assert visitor.sees("C’est signalé")
            assert visitor.events.count(Event.SUSPICION_REPORTED) == 1
            await visitor.choose("Aller au vrai site")
            assert visitor.is_on(PageId.WEBMAIL_SIGN_IN)

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ("Un courriel me demande", "Aucun service ne demande"),
            ("Un lien m’a mené", "un autre nom le suit"),
            ("Quelqu’un que je connais", "Le vote est personnel"),
        ],
    )
    async def test_each_trap_is_reported_in_one_choice(
        self, make_app: MakeApp, words: str, said: str
    ) -> None:
        advice = "www.ac-orleans-tours.fr/assistance/hameconnage"
        async with visiting(make_app, advice, stage=Stage.FRESH) as visitor:
            await visitor.choose("Signaler")
            assert visitor.is_on(PageId.REPORT)
            await visitor.choose(words)
            assert visitor.sees(said)
            assert visitor.events.count(Event.SUSPICION_REPORTED) == 1
