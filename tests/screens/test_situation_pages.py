"""Situations: started from the desk, told by the guide, solved by what is done."""

import pytest
from sqlmodel import select
from textual.containers import Vertical

from kiosk.models import Workshop
from kiosk.screens.asking import Question, SituationWindow
from kiosk.screens.base import Ending
from kiosk.screens.situation_card import SituationCard
from kiosk.services.addresses import PageId
from kiosk.services.content import Milestone, Stage, load_content
from kiosk.services.situations import SituationProgress
from kiosk.start import Start
from kiosk.widgets.buttons import KioskButton
from kiosk.widgets.texts import Title
from kiosk.widgets.top_bar import TopBar

from ..conftest import MakeApp
from .visitor import SMALL, visiting
from .widget_app import WidgetApp

SITUATIONS = "kiosque:situations"


class TestStarting:
    async def test_one_is_started_from_the_desk_in_the_place_of_the_sitting(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, "kiosque:bureau", persona="maelle-casteran") as visitor:
            services = visitor.services
            await visitor.choose("S’entraîner sur une situation")
            assert visitor.is_on(PageId.SITUATIONS)
            await visitor.choose("Le courriel qui n’arrive pas")
            assert isinstance(visitor.app.screen, Question)
            await visitor.press("enter")
            assert visitor.is_on(PageId.SITUATIONS)
            await visitor.choose("Le courriel qui n’arrive pas")
            await visitor.choose("Commencer")
            assert visitor.app.next_start == Start(
                persona="maelle-casteran", situation="confirmation-indesirable"
            )
            with services.store.look() as unit:
                assert unit.exec(select(Workshop)).first() is None

    async def test_one_that_happens_to_somebody_keeps_its_person(self, make_app: MakeApp) -> None:
        async with visiting(make_app, SITUATIONS) as visitor:
            await visitor.choose("Le chiffre de l’homonyme")
            await visitor.choose("Commencer")
            assert visitor.app.next_start == Start(situation="chiffre-oublie")

    async def test_the_way_back_leads_to_the_desk(self, make_app: MakeApp) -> None:
        async with visiting(make_app, SITUATIONS) as visitor:
            await visitor.choose("Revenir au bureau")
            assert visitor.is_on(PageId.DESK)
            assert visitor.app.next_start is None


class TestGuiding:
    async def test_the_lesson_comes_once_the_way_out_is_found(self, make_app: MakeApp) -> None:
        async with visiting(
            make_app, "webmail.ac-orleans-tours.fr", stage=Stage.FRESH, situation="chiffre-oublie"
        ) as visitor:
            assert visitor.sitting.who.name == "Fabienne Martin"
            assert visitor.sees("Le chiffre de l’homonyme : F2 pour l’aide")
            await visitor.press("f2")
            assert isinstance(visitor.app.screen, SituationWindow)
            assert visitor.sees("La sortie")
            assert not visitor.sees("À retenir")
            await visitor.press("escape")
            sheet = visitor.services.workshops.sheet(visitor.sitting.who.participant_id)
            await visitor.fill(user_name="fmartin1", password=sheet.numen)
            await visitor.press("enter")
            assert visitor.is_on(PageId.WEBMAIL_PASSWORD)
            async for _ in visitor.sizes():
                assert visitor.sees("✓ Situation résolue. Le chiffre")
                assert visitor.sees("frapper à la porte")
            await visitor.press("f2")
            assert visitor.sees("Situation résolue : Le chiffre de l’homonyme")
            assert visitor.sees("À retenir")
            assert visitor.sees("frapper à la porte")

    async def test_the_desk_says_what_one_finds_and_leads_there(self, make_app: MakeApp) -> None:
        async with visiting(make_app, "kiosque:bureau", situation="chiffre-oublie") as visitor:
            situation = visitor.services.content.situations["chiffre-oublie"]
            async for _ in visitor.sizes():
                assert visitor.sees(situation.title)
                assert visitor.sees("La seconde tape fmartin")
                assert visitor.page.max_scroll_y == 0
            assert visitor.focused is visitor.page.query_one("#first-step")
            await visitor.press("enter")
            assert visitor.is_on(PageId.WEBMAIL_SIGN_IN)

    async def test_the_desk_keeps_the_lesson_once_it_is_solved(self, make_app: MakeApp) -> None:
        async with visiting(make_app, "kiosque:bureau", situation="chiffre-oublie") as visitor:
            visitor.sign_in_again()
            await visitor.feel()
            async for _ in visitor.sizes():
                assert visitor.sees("Situation résolue : Le chiffre de l’homonyme")
                assert visitor.sees("Le chiffre de l’adresse professionnelle est aussi celui")
                assert visitor.page.max_scroll_y == 0
            assert not visitor.page.query("#first-step")

    async def test_a_limit_passed_is_told_and_the_situation_begun_again(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, "kiosque:bureau", situation="vote-a-temps") as visitor:
            calendar = visitor.services.calendar
            await visitor.jump(calendar.at(Milestone.POLLING_GRACE_ENDS))
            async for _ in visitor.sizes():
                assert visitor.sees("Trop tard : Le vote, une minute avant")
                assert visitor.sees("L’heure limite est passée. La touche F2 montre la sortie")
                assert visitor.page.max_scroll_y == 0
            await visitor.press("f2")
            assert visitor.sees("L’heure limite est passée. Au bureau, « Recommencer ».")
            await visitor.press("escape")
            await visitor.choose("Recommencer")
            assert visitor.sees("La séance en cours sera effacée")
            await visitor.choose("Commencer")
            assert visitor.app.return_value is Ending.NEXT

    async def test_outside_a_situation_the_desk_shows_none(self, make_app: MakeApp) -> None:
        async with visiting(make_app, "kiosque:bureau") as visitor:
            assert visitor.sees("Bonjour Fabienne, voici votre bureau.")
            assert not visitor.page.query("#first-step")

    @pytest.mark.parametrize("name", load_content().situations)
    async def test_every_card_is_whole_at_the_smallest_size(self, name: str) -> None:
        situation = load_content().situations[name]
        for solved, missed in ((False, False), (True, False), (False, situation.until is not None)):
            card = SituationCard(SituationProgress(situation, solved=solved, missed=missed))
            page = Vertical(card, classes="page")
            async with WidgetApp(lambda page=page: [page]).sitting(SMALL):  # type: ignore[misc]
                assert card.query_one(Title).region.height == 1
                assert card.region.height <= 3
                for button in card.query(KioskButton):
                    assert button.region.right <= SMALL[0]

    @pytest.mark.parametrize("name", load_content().situations)
    async def test_every_window_is_whole_at_the_smallest_size(self, name: str) -> None:
        app = WidgetApp(lambda: [TopBar()])
        async with app.sitting(SMALL) as pilot:
            progress = SituationProgress(load_content().situations[name], solved=True, missed=False)
            await app.push_screen(SituationWindow(progress))
            await pilot.pause()
            assert app.screen.query_one(".window").region.bottom <= SMALL[1]
