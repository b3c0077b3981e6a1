"""Several terminals on one store, in one workshop: joining, writing to each other, leaving."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

from sqlmodel import select
from textual.containers import VerticalScroll

from kiosk.models import Workshop
from kiosk.player.player import Player
from kiosk.player.prompt_pilot import running
from kiosk.screens.asking import Question
from kiosk.screens.base import Ending
from kiosk.screens.joining import JoinWindow
from kiosk.screens.sitting import SittingScreen
from kiosk.screens.welcome import WelcomeScreen
from kiosk.services.addresses import PageId
from kiosk.services.content import Milestone, Stage
from kiosk.services.postman import Folder
from kiosk.services.refusals import RefusalCode
from kiosk.start import Start
from kiosk.widgets.fields import Field

from ..conftest import MakeApp
from ..worlds import refusal_of
from .test_door_pages import later
from .test_welcome import arriving, workshops
from .visitor import SMALL, Visitor, visiting

DESK = "kiosque:bureau"
ANNE_SOPHIE = "anne-sophie-le-fevre"
UNKNOWN = "Aucun atelier en cours n’a ce code"


def code_of(visitor: Visitor) -> str:
    return visitor.services.joining.workshop(visitor.sitting.who.workshop_id).code


@contextmanager
def before(visitor: Visitor) -> Iterator[Visitor]:
    """Sit down before one of several terminals of a test."""
    with visitor.app._context():
        yield visitor


def address_of(visitor: Visitor) -> str:
    return visitor.services.workshops.sheet(visitor.sitting.who.participant_id).address


@asynccontextmanager
async def joined(
    make_app: MakeApp, address: str = DESK, persona: str = ANNE_SOPHIE
) -> AsyncIterator[tuple[Visitor, Visitor]]:
    """Fabienne in her workshop, and somebody who has joined it at another terminal."""
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(visiting(make_app, address, stage=Stage.FRESH))
        start = Start(persona=persona, join=code_of(first), address=address)
        app = make_app(start, seed=2)
        pilot = await stack.enter_async_context(running(app, SMALL))
        second = Visitor(app, Player(app), pilot)
        yield first, second


async def ask_for_code(visitor: Visitor, code: str) -> None:
    await visitor.choose("Rejoindre un atelier, avec")
    await visitor.type(f"{code}\r")


class TestJoining:
    async def test_the_desk_says_the_code_and_its_page_how_to_use_it(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, DESK, stage=Stage.FRESH) as visitor:
            assert visitor.sees(f"code {code_of(visitor)}")
            assert visitor.sees("pour un collègue")
            await visitor.choose("Atelier")
            assert visitor.is_on(PageId.WORKSHOP)
            async for _ in visitor.sizes():
                for shown in (code_of(visitor), "Rejoindre un atelier", "--join", "vous seul"):
                    assert visitor.sees(shown)
                assert visitor.page.max_scroll_y == 0

    async def test_a_persona_of_the_academy_comes_in_by_the_keyboard(
        self, make_app: MakeApp
    ) -> None:
        async with (
            visiting(make_app, "kiosque:atelier", stage=Stage.FRESH) as first,
            arriving(make_app) as second,
        ):
            await ask_for_code(second, code_of(first).upper())
            assert second.sees(f"Atelier {code_of(first)}, académie d’Orléans-Tours")
            assert second.sees("Déjà là : Fabienne Martin")
            assert second.sees("Loïc Béranger")
            assert not second.sees("Maëlle Castéran"), "she is of another academy"
            async for _ in second.sizes():
                assert second.app.screen.query_one(VerticalScroll).max_scroll_y == 0
            await second.press("down", "enter")
            assert second.sitting.who.workshop_id == first.sitting.who.workshop_id
            assert second.sees("2 personnes")
            with before(first):
                await first.feel()
                assert first.sees("Anne-Sophie Le Fèvre")
                assert first.sees("Dans l’atelier : 2")

    async def test_ones_own_name_comes_in_and_a_refused_one_stays_in_its_field(
        self, make_app: MakeApp
    ) -> None:
        async with (
            visiting(make_app, DESK, stage=Stage.FRESH) as first,
            arriving(make_app) as second,
        ):
            await ask_for_code(second, code_of(first))
            await second.type("R2\rMartin\r")
            assert second.app.screen.query_one("#first_name", Field).error
            await second.type("Fabienne\r")
            assert second.sitting.who.workshop_id == first.sitting.who.workshop_id
            assert address_of(second) == "fabienne.martin1@ac-orleans-tours.fr"
            assert second.sees("puis le chiffre 1")

    async def test_code_that_opens_nothing_is_refused_by_its_field(self, make_app: MakeApp) -> None:
        async with arriving(make_app) as visitor:
            await ask_for_code(visitor, "")
            assert visitor.sees("Ce champ est vide")
            await visitor.type("abc\r")
            assert visitor.sees("six lettres ou chiffres")
            await visitor.type("abc-def\r")
            assert visitor.sees(UNKNOWN)
            field = visitor.app.screen.query_one("#code", Field)
            assert field.value == "abc-def"
            assert visitor.focused is field.input
            await visitor.type("07E9812345ABC")
            assert field.value == ""
            assert "vrai NUMEN" in field.error
            await visitor.press("escape")
            assert isinstance(visitor.app.screen, WelcomeScreen)

    async def test_one_may_change_ones_mind(self, make_app: MakeApp) -> None:
        async with (
            visiting(make_app, DESK, stage=Stage.FRESH) as first,
            arriving(make_app) as second,
        ):
            await ask_for_code(second, code_of(first))
            await second.choose("Ne pas entrer")
            assert second.sees("Maëlle Castéran")
            await second.choose("Fabienne Martin")
            assert second.sitting.who.workshop_id != first.sitting.who.workshop_id

    async def test_workshop_that_ends_meanwhile_is_told(self, make_app: MakeApp) -> None:
        async with (
            visiting(make_app, DESK, stage=Stage.FRESH) as first,
            arriving(make_app) as second,
        ):
            await ask_for_code(second, code_of(first))
            who = first.sitting.who
            first.services.workshops.leave(who.workshop_id, who.participant_id)
            await second.type("Zoé\rMartin\r")
            assert second.sees(UNKNOWN)

    async def test_code_of_the_command_line_is_tried_at_once(self, make_app: MakeApp) -> None:
        async with visiting(make_app, DESK, stage=Stage.FRESH) as first:
            start = Start(join=code_of(first), address="kiosque:carnet")
            async with arriving(make_app, SMALL, start) as second:
                assert second.sees("Déjà là : Fabienne Martin")
                await second.press("enter")
                assert second.is_on(PageId.NOTEBOOK)
                assert second.sitting.who.workshop_id == first.sitting.who.workshop_id

    async def test_persona_that_cannot_come_in_goes_back_to_the_code_with_the_reason(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, DESK, stage=Stage.FRESH) as first:
            code = code_of(first)
            async with arriving(
                make_app, SMALL, Start(persona="maelle-casteran", join=code)
            ) as second:
                await second.app.workers.wait_for_complete()
            assert second.app.return_value is Ending.NEXT
            async with arriving(make_app, SMALL, second.app.next_start) as third:
                assert isinstance(third.app.screen, JoinWindow)
                assert third.sees("de la même académie")
                await third.press("enter")
                assert third.sees("Déjà là : Fabienne Martin")


class TestTogether:
    async def test_a_mail_written_on_the_screen_is_read_at_the_other_terminal(
        self, make_app: MakeApp
    ) -> None:
        async with joined(make_app) as (first, second):
            with before(first):
                first.sign_in_again()
                await first.open(PageId.WEBMAIL_WRITE)
                await first.choose("Carnet d’adresses")
                await first.choose("Anne-Sophie")
                await first.fill(subject="Ta notice")
                await first.press("enter")
                await first.type("Je l’ai.")
                await first.choose("Envoyer")
                assert first.sees("Message envoyé")
            with before(second):
                second.sign_in_again()
                await second.open(PageId.WEBMAIL_INBOX, folder=Folder.INBOX)
                assert not second.sees("Ta notice")
                await second.jump(later(second, minutes=5))
                assert second.sees("Ta notice")
                await second.choose("Ta notice")
                assert second.sees("Je l’ai.")
                assert second.sees("fabienne.martin@ac-orleans-tours.fr")
                await second.choose("En-têtes")
                assert second.sees("Received")
                assert second.sees("mx.ac-orleans-tours.fr")
                await second.press("alt+left")
                await second.choose("Répondre")
                assert second.sees("fabienne.martin@ac-orleans-tours.fr")

    async def test_the_calendar_moves_everybody_and_says_so(self, make_app: MakeApp) -> None:
        async with joined(make_app, "kiosque:calendrier") as (first, second):
            with before(first):
                await first.feel()
                assert first.sees("Calendrier commun à 2 personnes")
                await first.choose("Aller au prochain jalon")
                assert first.sees("des 2 personnes de l’atelier")
            with before(second):
                await second.feel()
                assert second.sees("lundi 27 octobre 2014 à 12 h")
                who = second.sitting.who
                second.services.workshops.leave(who.workshop_id, who.participant_id)
            with before(first):
                await first.choose("+ 1 jour")
                assert first.sees("L’horloge marque")
                assert not first.sees("personnes de l’atelier")

    async def test_a_situation_leaves_the_shared_workshop_and_the_question_says_so(
        self, make_app: MakeApp
    ) -> None:
        async with joined(make_app, "kiosque:situations") as (first, second):
            await second.press("enter")
            assert second.sees("Vous quitterez l’atelier")
            await second.choose("Commencer")
            people = first.services.joining.workshop(first.sitting.who.workshop_id).people
            assert [one.name for one in people] == ["Fabienne Martin"]
            assert second.app.next_start is not None
            assert not second.app.next_start.join

    async def test_the_page_of_the_workshop_closes_with_the_vote(self, make_app: MakeApp) -> None:
        async with visiting(make_app, "kiosque:atelier", stage=Stage.FRESH) as visitor:
            closes = visitor.services.calendar.at(Milestone.VOTE_CLOSES)
            await visitor.jump(closes)
            assert visitor.sees("personne ne peut plus entrer")
            assert not visitor.sees("--join")

    async def test_many_people_scroll_and_are_counted(self, make_app: MakeApp) -> None:
        async with visiting(make_app, "kiosque:atelier", stage=Stage.FRESH) as visitor:
            joining = visitor.services.joining
            for _ in range(19):
                joining.join_named(code_of(visitor), "Fabienne", "Martin")
            await visitor.feel()
            assert visitor.sees("Dans l’atelier : 20")
            assert visitor.sees("Encore 15 noms")
            assert visitor.page.max_scroll_y == 0
            visitor.app.screen.set_focus(visitor.page.query_one("#present"))
            await visitor.press("end")
            await visitor.player._wait_for("fabienne.martin19@")
            assert not visitor.sees("Encore")
            await visitor.open(PageId.DESK)
            assert visitor.sees("20 personnes")


class TestLeaving:
    async def test_a_terminal_that_ends_leaves_the_others_in_the_workshop(
        self, make_app: MakeApp
    ) -> None:
        async with joined(make_app) as (first, second):
            await second.press("f10")
            assert isinstance(second.app.screen, Question)
            assert second.sees("L’atelier continue sans vous")
            await second.choose("Terminer et effacer")
            with before(first):
                await first.feel()
                assert isinstance(first.app.screen, SittingScreen)
                assert first.sees("pour un collègue")
            assert workshops(first) == 1

    async def test_a_closed_window_wipes_its_own_and_the_last_one_everything(
        self, make_app: MakeApp
    ) -> None:
        async with joined(make_app) as (first, second):
            code = code_of(first)
            second.app.hang_up.wipe()
            second.app.hang_up.wipe()
            people = first.services.joining.workshop(first.sitting.who.workshop_id).people
            assert [one.name for one in people] == ["Fabienne Martin"]
            first.app.hang_up.wipe()
            with first.services.store.look() as unit:
                assert not unit.exec(select(Workshop)).all()
            refusal = refusal_of(first.services.joining.find, code)
            assert refusal.code is RefusalCode.WORKSHOP_UNKNOWN
