"""The first screen, and the windows that open over any other."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlmodel import select
from textual.containers import VerticalScroll
from textual.events import Key

from kiosk.app import KioskApp
from kiosk.models import Workshop
from kiosk.player.player import Player
from kiosk.player.prompt_pilot import running
from kiosk.player.screen_text import can_read
from kiosk.screens.asking import HelpWindow, Question, StepsWindow
from kiosk.screens.base import Ending
from kiosk.screens.sitting import SittingScreen
from kiosk.screens.too_small import WindowTooSmall
from kiosk.screens.welcome import WelcomeScreen
from kiosk.services.content import Stage
from kiosk.start import Start
from kiosk.widgets.buttons import KioskButton
from kiosk.widgets.choice import Choice
from kiosk.widgets.fields import Field

from ..conftest import MakeApp
from .visitor import LARGE, SMALL, Visitor, visiting
from .widget_app import HOSTILE

WEBMAIL = "webmail.ac-orleans-tours.fr"
REFUSED = (
    *(text for text in HOSTILE if not "".join(filter(str.isprintable, text)).isalpha()),
    "R2-D2",
    "   ",
    "'; DROP TABLE x; --",
)


@asynccontextmanager
async def arriving(
    make_app: MakeApp, size: tuple[int, int] = SMALL, start: Start | None = None
) -> AsyncIterator[Visitor]:
    """Somebody before the welcome screen."""
    app = make_app(start)
    async with running(app, size) as pilot:
        visitor = Visitor(app, Player(app), pilot)
        yield visitor


def field(app: KioskApp, name: str) -> Field:
    return app.screen.query_one(f"#{name}", Field)


async def type_names(visitor: Visitor, first: str, last: str) -> None:
    field(visitor.app, "first_name").value = first
    field(visitor.app, "last_name").value = last
    await visitor.player.settle()


def begin(visitor: Visitor) -> None:
    visitor.app.screen.query_one("#begin", KioskButton).press()


class TestWelcome:
    async def test_everything_is_in_sight_and_whole(self, make_app: MakeApp) -> None:
        async with arriving(make_app) as visitor:
            async for _ in visitor.sizes():
                for shown in ("Jean-Noël d’Aubrac", "Toulouse", "Commencer", "EXERCICE"):
                    assert visitor.sees(shown)
                assert not visitor.sees("…")
            await type_names(visitor, "R2", "D2")
            begin(visitor)
            async for _ in visitor.sizes():
                assert visitor.app.screen.query_one(VerticalScroll).max_scroll_y == 0

    async def test_persona_is_taken_by_enter(self, make_app: MakeApp) -> None:
        async with arriving(make_app) as visitor:
            await visitor.press("down", "enter")
            assert isinstance(visitor.app.screen, SittingScreen)
            assert visitor.sitting.who.name == "Anne-Sophie Le Fèvre"

    async def test_own_name_and_academy_begin_a_sitting(self, make_app: MakeApp) -> None:
        async with arriving(make_app) as visitor:
            visitor.app.screen.query_one(Choice).action_turn(1)
            await type_names(visitor, "Zoé", "L'Hermite")
            field(visitor.app, "last_name").focus_input()
            await visitor.press("enter")
            assert visitor.sitting.who.name == "Zoé L’Hermite"
            assert visitor.sitting.who.academy_id == "toulouse"

    async def test_a_name_is_typed_from_wherever_one_is(self, make_app: MakeApp) -> None:
        async with arriving(make_app) as visitor:
            await visitor.press("down")
            await visitor.type("Zoé")
            assert field(visitor.app, "first_name").value == "Zoé"
            await visitor.type("\rLe Gall\r")
            assert visitor.sitting.who.name == "Zoé Le Gall"

    async def test_a_refused_name_is_typed_again_in_its_place(self, make_app: MakeApp) -> None:
        async with arriving(make_app) as visitor:
            await visitor.type("R2\rMartin\r")
            await visitor.type("Zoé")
            assert field(visitor.app, "first_name").value == "Zoé"

    async def test_enter_behind_an_arrow_takes_the_next_persona(self, make_app: MakeApp) -> None:
        async with arriving(make_app) as visitor:
            for key in ("down", "down", "up", "enter"):
                visitor.app.post_message(Key(key, None))
            await visitor.player.settle()
            assert visitor.sitting.who.name == "Anne-Sophie Le Fèvre"

    async def test_enter_goes_to_the_name_left_empty(self, make_app: MakeApp) -> None:
        async with arriving(make_app) as visitor:
            await type_names(visitor, "Zoé", "")
            field(visitor.app, "first_name").focus_input()
            await visitor.press("enter")
            assert visitor.app.focused is field(visitor.app, "last_name").input
            assert isinstance(visitor.app.screen, WelcomeScreen)

    @pytest.mark.parametrize("text", ["x" * 200, "droite\u202egauche\u202c"])
    async def test_letters_are_a_name_whatever_else_is_in_it(
        self, make_app: MakeApp, text: str
    ) -> None:
        async with arriving(make_app) as visitor:
            await type_names(visitor, text, text)
            begin(visitor)
            await visitor.player.settle()
            assert visitor.sitting.who.name.replace(" ", "").isalpha()

    async def test_hostile_names_are_refused_by_their_fields(self, make_app: MakeApp) -> None:
        async with arriving(make_app) as visitor:
            for text in REFUSED:
                await type_names(visitor, text, text)
                kept = field(visitor.app, "first_name").value
                begin(visitor)
                await visitor.player.settle()
                assert isinstance(visitor.app.screen, WelcomeScreen), text
                assert field(visitor.app, "first_name").error
                assert field(visitor.app, "last_name").error
                assert visitor.app.focused is field(visitor.app, "first_name").input
                assert field(visitor.app, "first_name").value == kept

    async def test_real_numen_is_wiped_with_a_sentence(self, make_app: MakeApp) -> None:
        async with arriving(make_app) as visitor:
            await type_names(visitor, "07E9812345ABC", "Martin")
            assert field(visitor.app, "first_name").value == ""
            assert "forme d’un vrai NUMEN" in field(visitor.app, "first_name").error

    async def test_two_quick_presses_begin_one_sitting(self, make_app: MakeApp) -> None:
        async with arriving(make_app) as visitor:
            await type_names(visitor, "Zoé", "Martin")
            begin(visitor)
            begin(visitor)
            await visitor.player.settle()
            screens = visitor.app.screen_stack
            assert sum(isinstance(screen, SittingScreen) for screen in screens) == 1

    async def test_help_is_there_before_anybody_is_chosen(self, make_app: MakeApp) -> None:
        async with arriving(make_app) as visitor:
            await visitor.press("f1")
            assert isinstance(visitor.app.screen, HelpWindow)
            assert visitor.sees("Ici commence l’exercice")
            await visitor.press("f1")
            assert isinstance(visitor.app.screen, WelcomeScreen)

    async def test_after_a_crash_the_sitting_can_be_taken_up(self, make_app: MakeApp) -> None:
        async with visiting(make_app, "kiosque:carnet", stage=Stage.FRESH) as visitor:
            await visitor.pilot.press(*"ici")
            sitting = visitor.sitting
        start = Start(resume=sitting, after_crash=True)
        async with arriving(make_app, SMALL, start) as visitor:
            assert visitor.sees("Une erreur imprévue")
            async for _ in visitor.sizes():
                assert visitor.app.screen.query_one(VerticalScroll).max_scroll_y == 0
            await visitor.press("enter")
            assert isinstance(visitor.app.screen, SittingScreen)
            assert visitor.sees("Vos notes")
            assert visitor.sees("ici")


class TestWindows:
    async def test_window_keeps_the_badge_and_the_hour_and_closes(self, make_app: MakeApp) -> None:
        windows = {"f1": HelpWindow, "f2": StepsWindow, "f10": Question}
        async with visiting(make_app, WEBMAIL, stage=Stage.FRESH) as visitor:
            for key, window in windows.items():
                await visitor.press(key)
                assert isinstance(visitor.app.screen, window)
                async for _ in visitor.sizes():
                    for shown in ("EXERCICE", "09:00", "Fabienne Martin"):
                        assert can_read(visitor.app, shown)
                await visitor.press("escape")
                assert isinstance(visitor.app.screen, SittingScreen)

    async def test_help_lists_every_key(self, make_app: MakeApp) -> None:
        async with visiting(make_app, WEBMAIL, stage=Stage.FRESH, size=(112, 60)) as visitor:
            await visitor.press("f1")
            for shown in ("Ctrl+L", "Taper une adresse", "F7", "F9", "Tab, Maj+Tab", "Échap"):
                assert visitor.sees(shown)
            assert not visitor.sees("La suite")

    @pytest.mark.parametrize(
        ("glyphs", "marks"), [("full", ("◄ ►", "↻", "☆ ★")), ("console", ("◄ ►", "R", "+ *"))]
    )
    async def test_help_tells_what_the_marks_of_the_address_bar_mean(
        self, glyphs: str, marks: tuple[str, ...], make_app: MakeApp
    ) -> None:
        words = (
            "En haut : page d’avant",
            "En haut : relire la page",
            "À droite : mettre en favori",
        )
        async with visiting(
            make_app, WEBMAIL, stage=Stage.FRESH, size=(112, 60), glyphs=glyphs
        ) as visitor:
            await visitor.press("f1")
            for mark, text in zip(marks, words, strict=True):
                assert visitor.sees(f"{mark} {text}")
            await visitor.press("escape", "f3", "f1")
            assert visitor.sees("Fermer une fenêtre")
            assert not visitor.sees("mettre en favori"), "there is no bar on the desk"

    async def test_help_that_is_longer_than_its_window_says_so(self, make_app: MakeApp) -> None:
        async with visiting(make_app, WEBMAIL, stage=Stage.FRESH) as visitor:
            await visitor.press("f1")
            await visitor.player._wait_for("La suite")
            await visitor.press("end")
            await visitor.player._wait_for("Fermer une fenêtre")
            assert not visitor.sees("La suite")
            await visitor.press("up")
            await visitor.player._wait_for("La suite")
            await visitor.pilot.resize_terminal(112, 60)
            await visitor.player.settle()
            assert not visitor.sees("La suite")

    async def test_one_step_is_singular(self, make_app: MakeApp) -> None:
        async with visiting(make_app, WEBMAIL, stage=Stage.FRESH) as visitor:
            await visitor.press("f2")
            assert visitor.sees("Pas à pas : 1 étape sur 11")

    async def test_small_window_says_how_to_enlarge_it_and_keeps_what_was_typed(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, WEBMAIL, stage=Stage.FRESH) as visitor:
            await visitor.fill(user_name="fmar")
            await visitor.pilot.resize_terminal(60, 20)
            await visitor.player.settle()
            assert isinstance(visitor.app.screen, WindowTooSmall)
            assert visitor.sees("Il faut 80 colonnes et 24 lignes")
            assert visitor.sees("EXERCICE")
            await visitor.pilot.resize_terminal(*LARGE)
            await visitor.player.settle()
            assert field(visitor.app, "user_name").value == "fmar"


def workshops(visitor: Visitor) -> int:
    with visitor.services.store.look() as unit:
        return len(unit.exec(select(Workshop)).all())


class TestTwice:
    async def test_two_clicks_on_a_persona_begin_one_sitting(self, make_app: MakeApp) -> None:
        async with arriving(make_app) as visitor:
            await visitor.pilot.click("Link", times=2)
            await visitor.player.settle()
            assert workshops(visitor) == 1
            assert len(visitor.app.screen_stack) == 2

    async def test_two_enters_under_ones_own_name_make_one_workshop(
        self, make_app: MakeApp
    ) -> None:
        async with arriving(make_app) as visitor:
            await type_names(visitor, "Zoé", "Martin")
            field(visitor.app, "last_name").focus_input()
            await visitor.player.settle()
            await visitor.type("\r\r")
            assert workshops(visitor) == 1

    async def test_who_takes_another_persona_after_a_crash_leaves_nothing(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, "kiosque:carnet", stage=Stage.FRESH) as visitor:
            sitting = visitor.sitting
        start = Start(resume=sitting, after_crash=True)
        async with arriving(make_app, SMALL, start) as visitor:
            await visitor.pilot.click("Link")
            await visitor.player.settle()
            assert workshops(visitor) == 1
            assert visitor.sitting.who.participant_id != sitting.who.participant_id

    async def test_a_sitting_wiped_elsewhere_ends_without_a_crash(self, make_app: MakeApp) -> None:
        async with visiting(make_app, "kiosque:bureau", stage=Stage.FRESH) as visitor:
            who = visitor.sitting.who
            visitor.services.workshops.leave(who.workshop_id, who.participant_id)
            screen = visitor.app.screen
            assert isinstance(screen, SittingScreen)
            screen.feel_pulse()
            await visitor.app.workers.wait_for_complete()
        assert not visitor.app.crashed
        assert visitor.app.return_value is Ending.NEXT
        assert visitor.app.sitting is None

    async def test_looking_while_it_is_wiped_is_no_crash(self, make_app: MakeApp) -> None:
        async with visiting(make_app, "kiosque:bureau", stage=Stage.FRESH) as visitor:
            screen = visitor.app.screen
            assert isinstance(screen, SittingScreen)
            screen._wipe(Ending.QUIT)
            for _ in range(5):
                screen.feel_pulse()
                await visitor.pilot.pause()
        assert not visitor.app.crashed
        assert visitor.app.return_value is Ending.QUIT


async def test_ctrl_q_leaves_a_window_too_small(make_app: MakeApp) -> None:
    async with arriving(make_app, (60, 20)) as visitor:
        assert visitor.sees("Ctrl+Q ferme le kiosque.")
        await visitor.pilot.press("ctrl+q")
    assert visitor.app.return_value is Ending.QUIT
