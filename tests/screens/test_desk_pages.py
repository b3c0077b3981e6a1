"""The desk and the calendar."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from textual.widgets import OptionList

from kiosk.models import Participant
from kiosk.screens.asking import Question
from kiosk.services.addresses import PageId
from kiosk.services.content import Milestone, Stage
from kiosk.services.french_instants import parse_instant
from kiosk.services.journal import Event
from kiosk.services.user_names import user_name
from kiosk.widgets.buttons import KioskButton
from kiosk.widgets.links import Link

from ..conftest import MakeApp
from .desk_things import now, send_text
from .visitor import LARGE, SMALL, visiting
from .widget_app import HOSTILE

DESK, CALENDAR = "kiosque:bureau", "kiosque:calendrier"
PARIS = ZoneInfo("Europe/Paris")
AFTER_NOTICE = datetime(2014, 11, 5, 9, 12, tzinfo=PARIS)
BEFORE_WINTER = datetime(2014, 10, 25, 9, tzinfo=PARIS)
PERSONAS = (
    "fabienne-martin",
    "anne-sophie-le-fevre",
    "fabienne-martin-1",
    "loic-beranger",
    "maelle-casteran",
    "jean-noel-d-aubrac",
)


class TestDesk:
    @pytest.mark.parametrize("persona", PERSONAS)
    async def test_sheet_and_objects_are_in_sight_together(
        self, make_app: MakeApp, persona: str
    ) -> None:
        async with visiting(make_app, DESK, stage=Stage.FRESH, persona=persona) as one:
            sheet = one.services.workshops.sheet(one.sitting.who.participant_id)
            worked_out = user_name(sheet.first_name, sheet.last_name, sheet.homonym)
            async for _ in one.sizes():
                for shown in (sheet.name, sheet.school, sheet.address, sheet.numen, "Calendrier"):
                    assert one.sees(shown)
                assert one.sees("Terminer la séance")
                assert one.page.max_scroll_y == 0
                assert not one.sees(f" {worked_out} ")

    async def test_homonym_learns_the_digit(self, make_app: MakeApp) -> None:
        async with visiting(
            make_app, DESK, stage=Stage.FRESH, persona="fabienne-martin-1"
        ) as visitor:
            assert visitor.sees("puis le chiffre 1")

    async def test_each_object_leads_to_its_page(self, make_app: MakeApp) -> None:
        pages = {
            "Navigateur": PageId.BROWSER_HOME,
            "Téléphone": PageId.TELEPHONE,
            "Casier": PageId.PIGEONHOLE,
            "Carnet": PageId.NOTEBOOK,
            "Calendrier": PageId.CALENDAR,
        }
        async with visiting(make_app, DESK, stage=Stage.FRESH) as visitor:
            for words, page in pages.items():
                await visitor.choose(words)
                assert visitor.is_on(page)
                await visitor.press("f3")
                assert visitor.is_on(PageId.DESK)

    async def test_what_arrives_is_told_and_the_focus_stays(self, make_app: MakeApp) -> None:
        async with visiting(make_app, DESK, stage=Stage.FRESH) as visitor:
            await visitor.press("down", "down")
            focused = visitor.app.focused
            assert visitor.sees("aucun papier non lu")
            send_text(visitor, "un")
            send_text(visitor, "deux")
            await visitor.jump(visitor.services.calendar.at(Milestone.NOTICES_ARRIVE))
            assert visitor.sees("● 1 papier non lu")
            assert visitor.sees("● 2 SMS non lus")
            assert visitor.sees("prochain jalon : mer. 26 nov. 2014 à 09:00")
            assert isinstance(focused, Link)
            assert visitor.app.focused is focused

    async def test_hostile_names_are_shown_as_they_stand(self, make_app: MakeApp) -> None:
        async with visiting(make_app, DESK, stage=Stage.FRESH) as visitor:
            for text in filter(None, HOSTILE):
                with visitor.services.store.unit() as unit:
                    person = unit.get_one(Participant, visitor.sitting.who.participant_id)
                    person.first_name = person.school = text
                await visitor.open(PageId.DESK)
                assert visitor.is_on(PageId.DESK)
                assert visitor.sees("Votre fiche")
                if text.startswith("[") and len(text) < 20:
                    assert visitor.sees(f"Bonjour {text}, voici votre bureau.")

    async def test_end_of_the_sitting_is_asked_for(self, make_app: MakeApp) -> None:
        async with visiting(make_app, DESK, stage=Stage.FRESH) as visitor:
            visitor.page.query_one("#finish", KioskButton).press()
            await visitor.pilot.pause()
            assert isinstance(visitor.app.screen, Question)
            await visitor.press("escape")
            assert visitor.is_on(PageId.DESK)


class TestCalendar:
    async def test_an_instant_typed_from_anywhere_is_no_press_of_a_button(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, CALENDAR, stage=Stage.FRESH) as visitor:
            await visitor.type("27/11 10h\r")
            assert now(visitor) == visitor.services.calendar.at(Milestone.VOTE_OPENS)

    async def test_milestones_stand_in_order_with_their_marks(self, make_app: MakeApp) -> None:
        async with visiting(make_app, CALENDAR, stage=Stage.FRESH, at=AFTER_NOTICE) as visitor:
            lines = visitor.lines()
            first = next(place for place, line in enumerate(lines) if "22 sept." in line)
            assert [line.split()[0] for line in lines[first : first + 9]] == list("✓✓✓►·····")
            assert visitor.sees("mer. 26 nov. 2014 09:00 Fin des demandes")
            assert visitor.sees("mercredi 5 novembre 2014 à 9 h 12")

    @pytest.mark.parametrize("size", [SMALL, LARGE])
    async def test_everything_is_in_sight_even_after_a_jump(
        self, make_app: MakeApp, size: tuple[int, int]
    ) -> None:
        async with visiting(make_app, CALENDAR, stage=Stage.FRESH, size=size) as visitor:
            for _ in range(4):
                assert visitor.page.max_scroll_y == 0
                await visitor.press("enter")
            await visitor.fill(instant="1/1")
            await visitor.press("enter")
            assert "n’avance que vers l’avenir" in visitor.errors["instant"]
            assert visitor.page.max_scroll_y == 0

    async def test_next_milestone_is_one_press_away_until_the_last(self, make_app: MakeApp) -> None:
        async with visiting(make_app, CALENDAR, stage=Stage.FRESH) as visitor:
            milestones = visitor.services.calendar.shown()[1:]
            for milestone in milestones:
                await visitor.press("enter")
                assert now(visitor) == milestone.at
            assert visitor.page.query_one("#next", KioskButton).disabled
            assert visitor.app.focused is not None
            assert visitor.events.count(Event.CLOCK_MOVED) == len(milestones)

    async def test_jump_says_what_came_on_the_way(self, make_app: MakeApp) -> None:
        async with visiting(make_app, CALENDAR, stage=Stage.FRESH) as visitor:
            await visitor.fill(instant="4 novembre 10h")
            await visitor.press("enter")
            assert visitor.sees("L’horloge marque 10:00, mar. 4 nov. 2014. Reçu en chemin :")
            assert visitor.sees("1 papier")
            assert visitor.app.focused is not None

    async def test_small_steps_keep_the_hour_of_paris(self, make_app: MakeApp) -> None:
        async with visiting(make_app, CALENDAR, stage=Stage.FRESH, at=BEFORE_WINTER) as visitor:
            await visitor.choose("+ 5 minutes")
            assert visitor.sees("09:05")
            await visitor.choose("+ 1 jour")
            assert visitor.sees("dim. 26 oct. 2014")
            assert now(visitor) == datetime(2014, 10, 26, 8, 5, tzinfo=UTC)

    async def test_milestone_chosen_in_the_list_is_gone_to(self, make_app: MakeApp) -> None:
        async with visiting(make_app, CALENDAR, stage=Stage.FRESH) as visitor:
            milestones = visitor.page.query_one(OptionList)
            milestones.focus()
            await visitor.press("down", "down", "down", "enter")
            assert now(visitor) == visitor.services.calendar.at(Milestone.VOTE_OPENS)
            await visitor.press("home", "enter")
            assert "n’avance que vers l’avenir" in visitor.errors["instant"]

    async def test_two_quick_choices_move_the_clock_once(self, make_app: MakeApp) -> None:
        async with visiting(make_app, CALENDAR, stage=Stage.FRESH) as visitor:
            milestones = visitor.page.query_one(OptionList)
            milestones.highlighted = 4
            milestones.action_select()
            milestones.action_select()
            await visitor.player.settle()
            assert visitor.errors == {}
            assert visitor.events.count(Event.CLOCK_MOVED) == 1

    async def test_instant_that_cannot_be_read_stays_in_its_field(self, make_app: MakeApp) -> None:
        async with visiting(make_app, CALENDAR, stage=Stage.FRESH) as visitor:
            await visitor.fill(instant="demain")
            await visitor.press("enter")
            assert "n’est pas comprise" in visitor.errors["instant"]
            assert visitor.sees("demain")
            assert Event.CLOCK_MOVED not in visitor.events

    async def test_help_and_refusal_write_an_instant_in_the_same_way(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, CALENDAR, stage=Stage.FRESH) as visitor:
            examples = "27/11 10h ou 4 décembre 16h45"
            assert visitor.sees(examples)
            await visitor.fill(instant="demain")
            await visitor.press("enter")
            assert examples in visitor.errors["instant"]
            for example in examples.split(" ou "):
                assert parse_instant(example)

    async def test_clock_is_held_and_let_go(self, make_app: MakeApp) -> None:
        async with visiting(make_app, CALENDAR, stage=Stage.FRESH) as visitor:
            clock, workshop = visitor.services.clock, visitor.sitting.who.workshop_id
            await visitor.choose("Mettre en pause")
            assert clock.is_paused(workshop)
            assert visitor.sees("En pause")
            await visitor.open(PageId.CALENDAR)
            await visitor.choose("Reprendre l’horloge")
            assert not clock.is_paused(workshop)
            assert visitor.sees("Nous sommes le lundi 22 septembre")
