"""The telephone, the pigeonhole, the notebook."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.screens.asking import Question
from kiosk.screens.refused import RefusedPage
from kiosk.services.addresses import PageId
from kiosk.services.content import Milestone, Stage
from kiosk.services.journal import Event
from kiosk.widgets.text_area import KioskTextArea

from ..conftest import MakeApp
from .desk_things import now, send_text
from .visitor import LARGE, SMALL, Visitor, visiting
from .widget_app import HOSTILE

DESK = "kiosque:bureau"
PHONE, PIGEONHOLE, NOTEBOOK = "kiosque:telephone", "kiosque:casier", "kiosque:carnet"
PARIS = ZoneInfo("Europe/Paris")
AFTER_NOTICE = datetime(2014, 11, 5, 9, 12, tzinfo=PARIS)


def note(visitor: Visitor) -> str:
    return visitor.services.desk.note(visitor.sitting.who.participant_id)


class TestTelephone:
    async def test_empty_telephone_says_where_things_arrive(self, make_app: MakeApp) -> None:
        async with visiting(make_app, PHONE, stage=Stage.FRESH) as visitor:
            assert visitor.sees("Aucun SMS pour l’instant")
            assert visitor.sees("par le casier (F5)")

    async def test_text_messages_are_shown_as_they_stand_and_then_read(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, DESK, stage=Stage.FRESH) as visitor:
            for few in (HOSTILE[place : place + 3] for place in range(0, len(HOSTILE), 3)):
                for text in few:
                    send_text(visitor, text)
                await visitor.press("f4")
                assert visitor.sees("● Espace électeur, lundi 22 septembre 2014 à 9 h")
                for text in few:
                    assert visitor.sees(text) or not text.startswith("[")
                await visitor.press("f3")
                assert visitor.sees("aucun SMS non lu")
                await visitor.jump(now(visitor) + timedelta(minutes=1))

    async def test_message_that_comes_meanwhile_is_shown(self, make_app: MakeApp) -> None:
        async with visiting(make_app, PHONE, stage=Stage.FRESH) as visitor:
            send_text(visitor, "votre identifiant")
            await visitor.jump(now(visitor))
            assert visitor.sees("votre identifiant")

    async def test_a_key_and_a_link_lead_to_the_personal_mail(self, make_app: MakeApp) -> None:
        async with visiting(make_app, PHONE, stage=Stage.FRESH) as visitor:
            await visitor.choose("Ouvrir le courriel personnel")
            assert visitor.is_on(PageId.PERSONAL_MAIL)
            await visitor.press("f3", "f9")
            assert visitor.is_on(PageId.PERSONAL_MAIL)


class TestPigeonhole:
    async def test_before_the_notice_it_says_when_it_comes(self, make_app: MakeApp) -> None:
        async with visiting(make_app, PIGEONHOLE, stage=Stage.FRESH) as visitor:
            assert visitor.sees("Le casier est vide")
            assert visitor.sees("le mardi 4 novembre 2014 à 8 h")
            await visitor.press("enter")
            assert visitor.is_on(PageId.CALENDAR)

    async def test_notice_that_comes_meanwhile_is_shown(self, make_app: MakeApp) -> None:
        async with visiting(make_app, PIGEONHOLE, stage=Stage.FRESH) as visitor:
            await visitor.jump(visitor.services.calendar.at(Milestone.NOTICES_ARRIVE))
            assert visitor.sees("Notice de vote mar. 4 nov. 2014, 08:00 ● non lue")

    @pytest.mark.parametrize("size", [SMALL, LARGE])
    async def test_notice_is_legible_and_is_then_read(
        self, make_app: MakeApp, size: tuple[int, int]
    ) -> None:
        async with visiting(
            make_app, PIGEONHOLE, stage=Stage.FRESH, at=AFTER_NOTICE, size=size
        ) as visitor:
            who = visitor.sitting.who
            identifier = visitor.services.desk.pigeonhole(who.participant_id).papers[0].body
            await visitor.press("enter")
            assert visitor.is_on(PageId.NOTICE)
            assert visitor.sees(identifier)
            assert visitor.sees(" ".join(identifier[:4]))
            for shown in ("EXERCICE", who.name, who.school):
                assert visitor.sees(shown)
            assert visitor.page.max_scroll_y == 0
            assert Event.NOTICE_READ in visitor.events
            await visitor.choose("Remettre dans le casier")
            assert visitor.sees("08:00 lue")

    async def test_paper_that_is_not_there_is_refused(self, make_app: MakeApp) -> None:
        async with visiting(make_app, "kiosque:casier/inconnu", stage=Stage.FRESH) as visitor:
            assert isinstance(visitor.page, RefusedPage)
            assert visitor.sees("Ce papier n’est plus là")


class TestNotebook:
    async def test_addresses_are_printed_and_the_end_is_told(self, make_app: MakeApp) -> None:
        async with visiting(make_app, NOTEBOOK, stage=Stage.FRESH) as visitor:
            assert visitor.sees("https://webmail.ac-orleans-tours.fr/")
            assert visitor.sees("https://vote2014.education.gouv.fr/")
            assert visitor.sees("s’effacent à la fin de la séance")

    @pytest.mark.parametrize("away", ["f3", "ctrl+r", "f8"])
    async def test_what_was_typed_is_there_after_leaving_at_once(
        self, make_app: MakeApp, away: str
    ) -> None:
        async with visiting(make_app, NOTEBOOK, stage=Stage.FRESH) as visitor:
            await visitor.pilot.press(*"gare", away)
            await visitor.player.settle()
            assert note(visitor) == "gare"
            await visitor.press("f6")
            assert visitor.page.query_one(KioskTextArea).text == "gare"
            await visitor.press("s")
            await visitor.press("f3")
            assert note(visitor) == "gares"

    async def test_going_round_without_a_pause_loses_nothing(self, make_app: MakeApp) -> None:
        async with visiting(make_app, NOTEBOOK, stage=Stage.FRESH) as visitor:
            await visitor.pilot.press("a", "f3", "f6", "f3", "f6", "f6")
            await visitor.player.settle()
            assert visitor.page.query_one(KioskTextArea).text == "a"
            assert note(visitor) == "a"

    async def test_real_numen_is_wiped_and_kept_nowhere(self, make_app: MakeApp) -> None:
        async with visiting(make_app, NOTEBOOK, stage=Stage.FRESH) as visitor:
            await visitor.type("gare 07E9812345ABC")
            assert visitor.sees("forme d’un vrai NUMEN")
            await visitor.type("de Tours")
            visitor.page.query_one(KioskTextArea).insert(", 07e9812345abc")
            assert visitor.page.query_one(KioskTextArea).text == "gare de Tours, "
            await visitor.press("ctrl+z", "ctrl+z", "f3")
            assert "07" not in note(visitor)
            assert note(visitor).startswith("gare de Tours")

    @pytest.mark.parametrize("key", ["f6", "f7"])
    async def test_key_of_the_kiosk_does_not_select_the_notes(
        self, make_app: MakeApp, key: str
    ) -> None:
        async with visiting(make_app, NOTEBOOK, stage=Stage.FRESH) as visitor:
            theme = visitor.app.theme
            await visitor.press(*"gare", key, "s")
            assert visitor.page.query_one(KioskTextArea).text == "gares"
            assert (visitor.app.theme != theme) is (key == "f7")

    async def test_note_left_by_a_situation_is_shown(self, make_app: MakeApp) -> None:
        async with visiting(make_app, DESK, stage=Stage.FRESH) as visitor:
            who = visitor.sitting.who.participant_id
            visitor.services.desk.write_note(who, "[b]Bonjour2014[/b]")
            await visitor.press("f6")
            assert visitor.sees("[b]Bonjour2014[/b]")

    async def test_end_of_the_sitting_wipes_what_was_just_typed(self, make_app: MakeApp) -> None:
        async with visiting(make_app, NOTEBOOK, stage=Stage.FRESH) as visitor:
            services, who = visitor.services, visitor.sitting.who
            await visitor.pilot.press(*"secret", "f10")
            await visitor.pilot.pause()
            assert isinstance(visitor.app.screen, Question)
            await visitor.pilot.press("tab", "enter")
            await visitor.app.workers.wait_for_complete()
        assert not visitor.app.crashed
        assert services.desk.note(who.participant_id) == ""
