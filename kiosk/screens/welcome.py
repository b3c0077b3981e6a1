"""The first screen: who is rehearsing."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalGroup
from textual.events import Key
from textual.widgets import Button, Input

from kiosk import keys
from kiosk.glyphs import glyphs_of
from kiosk.screens.base import KioskScreen
from kiosk.screens.link_columns import aligned
from kiosk.screens.once import Once
from kiosk.screens.person_sheet import CORPS_NAMES
from kiosk.services.content_people import (
    OUR_CONTENT,
    Academy,
    Persona,
    load_academies,
    load_personas,
)
from kiosk.services.french import listing, moment
from kiosk.widgets.arrows import ArrowPage
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.choice import Choice
from kiosk.widgets.fields import Field, KioskInput
from kiosk.widgets.key_line import KeyLine
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.texts import Lead, Notice, Title
from kiosk.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from kiosk.screens.visit import Sitting
    from kiosk.services.container import Services
    from kiosk.services.enrolling import Enrolment
    from kiosk.services.joining import SharedWorkshop
    from kiosk.services.refusals import Refusal

_HELP_PAGE = "welcome"
_KEYS = (keys.HELP, keys.WELCOME_THEME, keys.WELCOME_QUIT)
_CRASHED = (
    "Une erreur imprévue a interrompu l’écran. Rien de ce que vous avez tapé n’est affiché ni"
    " noté. Reprenez votre séance là où elle en était, ou choisissez une personne."
)
_JOIN = "Rejoindre un atelier, avec le code d’un collègue"
_NOT_TO_JOIN = "Ne pas entrer, revenir à l’accueil"
_NAMES = ("first_name", "last_name")
_MOST_NAMED = 3
_LENT = "École et NUMEN vous sont prêtés."
_NOT_HERE = (
    "Ce texte a la forme d’un vrai NUMEN\u202f: il a été effacé et n’est gardé nulle part."
    " Un prénom et un nom suffisent."
)


class WelcomeScreen(KioskScreen):
    """A list of lent personas, the way to rehearse under one's own name, or with colleagues.

    Given a workshop to enter, it asks who enters it, among its academy's.
    """

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(*_KEYS)

    def __init__(self, workshop: "SharedWorkshop | None" = None) -> None:
        super().__init__()
        self._workshop = workshop
        self._academies = load_academies()
        self._personas = [
            one for one in load_personas() if workshop is None or one.academy == workshop.academy_id
        ]
        self._beginning = Once(self, "begin")

    def compose(self) -> ComposeResult:
        """Personas first, one's own name below."""
        yield TopBar()
        with ArrowPage(classes="page"):
            yield Title(self._title())
            yield Lead(_lead(self._workshop))
            yield Notice(id="crash")
            people = VerticalGroup(classes="card")
            people.border_title = "Prendre un personnage"
            with people:
                items = (_item(one, self._academies[one.academy]) for one in self._personas)
                yield Links(aligned(items), id="people")
            own = VerticalGroup(classes="card")
            own.border_title = "Ou répéter sous votre nom"
            with own:
                with Horizontal(classes="row names"):
                    yield Field("Prénom", field_id="first_name", max_length=60, help=_LENT)
                    yield Field("Nom", field_id="last_name", max_length=60)
                yield Notice(id="form-error")
                with Horizontal(classes="row"):
                    if self._workshop is None:
                        academies = [(one.id, one.short_name) for one in self._academies.values()]
                        yield Choice("Académie", academies, id="academy")
                    label = "Commencer" if self._workshop is None else "Entrer"
                    yield KioskButton(label, kind=ButtonKind.PRIMARY, id="begin")
            if self._workshop is None:
                yield KioskButton(_JOIN, id="join", classes="small")
            else:
                yield KioskButton(_NOT_TO_JOIN, id="not-to-join", classes="small")
        yield KeyLine(_KEYS[:-1] if self.kiosk.settings.kiosk else _KEYS)

    def on_mount(self) -> None:
        """Begin on the first persona; after a crash, say so and offer to go on."""
        self.query_one("Link").focus()
        if self.kiosk.start.after_crash:
            self.query_one("#crash", Notice).say(_CRASHED, "warning")
            self.add_class("after-crash")
            if self.kiosk.sitting is not None:
                resume = KioskButton("Reprendre ma séance", kind=ButtonKind.PRIMARY, id="resume")
                self.query_one(ArrowPage).mount(resume, after="#crash")
                self.query_one("#begin").remove_class(ButtonKind.PRIMARY)
                self.call_after_refresh(resume.focus)
        elif self._workshop is None and self.kiosk.start.join:
            self._try_code_given()

    @work(group="join")
    async def _try_code_given(self) -> None:
        # The store opens once this screen is painted: nothing may cover it before.
        await self.kiosk.services_ready()
        if self.is_current:
            self._ask_for_code(self.kiosk.start.join, self.kiosk.start.refused)

    async def on_key(self, event: Key) -> None:
        """Begin typing one's own name wherever one is: a letter is for no persona."""
        if (event.character or "").isalpha() and event.is_printable:
            event.stop()
            field = self.query_one("#first_name", Field)
            field.focus_input()
            field.input.post_message(Key(event.key, event.character))

    def show_help(self) -> None:
        """Show what the exercise is, and the keys."""
        self._show_help()

    @work(group="help", exclusive=True)
    async def _show_help(self) -> None:
        # The services may not be there yet: the help pages are read without them.
        from kiosk.screens.asking import HelpWindow  # noqa: PLC0415 - when asked for
        from kiosk.services.content_mails import load_help  # noqa: PLC0415 - when asked for

        pages = await asyncio.to_thread(load_help, OUR_CONTENT)
        self.app.push_screen(HelpWindow(pages[_HELP_PAGE], _KEYS))

    def on_kiosk_input_forbidden(self, event: KioskInput.Forbidden) -> None:
        """Say by the field why what was typed has gone."""
        event.stop()
        for field in self.query(Field):
            if field.input is event.input:
                field.show_wiped(_NOT_HERE)

    def on_links_chosen(self, event: Links.Chosen) -> None:
        """Begin as a persona."""
        event.stop()
        if self.app.screen is self:  # a second click comes when the sitting has covered it
            self._let_go_of_sitting()
            self.kiosk.begin_as(event.key, self._workshop.code if self._workshop else "")

    def _ask_for_code(self, code: str = "", refused: str = "") -> None:
        from kiosk.screens.joining import JoinWindow  # noqa: PLC0415 - when asked for

        def answered(workshop: "SharedWorkshop | None") -> None:
            if workshop is not None:
                self.app.push_screen(WelcomeScreen(workshop))

        self.app.push_screen(JoinWindow(code, refused), answered)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Begin under one's own name, join others or not, take the interrupted sitting up."""
        event.stop()
        if event.button.id == "resume":
            self.kiosk.go_on()
        elif event.button.id == "join":
            self._ask_for_code()
        elif event.button.id == "not-to-join":
            self.app.pop_screen()
        else:
            self._beginning.start(self._begin_under_own_name)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the other name while it is empty, then begins."""
        event.stop()
        empty = next((field for field in self.query(Field) if not field.value.strip()), None)
        if empty is not None and empty.input is not event.input:
            empty.focus_input()
        else:
            self._beginning.start(self._begin_under_own_name)

    async def _begin_under_own_name(self) -> None:
        # Imported here, as the first paint needs none of them.
        from kiosk.screens.beginning import new_sitting  # noqa: PLC0415 - when asked for
        from kiosk.screens.sentences import sentence  # noqa: PLC0415 - when asked for
        from kiosk.services.refusals import Refusal, Refusals  # noqa: PLC0415 - when asked for

        button = self.query_one("#begin", KioskButton)
        button.hold()
        self.query_one("#form-error", Notice).clear()
        services = await self.kiosk.services_ready()
        try:
            who = await asyncio.to_thread(self._enrol(services))
        except Refusals as refusals:
            for refusal in refusals.refusals:
                self._show(refusal, sentence(refusal, services.content))
            next(field for field in self.query(Field) if field.error).type_again()
            return
        except Refusal as refusal:
            self._show(refusal, sentence(refusal, services.content))
            return
        finally:
            button.ready()
        self._let_go_of_sitting()
        self.kiosk.sitting = new_sitting(services, who)
        self.kiosk.go_on()

    def _enrol(self, services: "Services") -> "Callable[[], Enrolment]":
        """Return what makes the workshop of one's own name, or enters the one to join."""
        first, last = (self.query_one(f"#{name}", Field).value for name in _NAMES)
        if self._workshop is not None:
            return partial(services.joining.join_named, self._workshop.code, first, last)
        academy = self.query_one("#academy", Choice).value
        begin = services.workshops.begin_named
        return partial(begin, first, last, academy, seed=services.seed)

    def _title(self) -> str:
        if self._workshop is None:
            return "Répétez le vote électronique, du premier courriel au dépouillement."
        academy = self._academies[self._workshop.academy_id].name
        return f"Atelier {self._workshop.code}, {academy}\u202f: qui entre\u202f?"

    def _let_go_of_sitting(self) -> None:
        """Wipe the interrupted sitting that nobody takes up."""
        if self.kiosk.sitting is not None:
            self.app.run_worker(self._wipe(self.kiosk.sitting), group="wipe")

    async def _wipe(self, sitting: "Sitting") -> None:
        from kiosk.screens.leaving import wipe_sitting  # noqa: PLC0415 - after a crash only

        await wipe_sitting(await self.kiosk.services_ready(), sitting)

    def _show(self, refusal: "Refusal", text: str) -> None:
        for field in self.query(Field):
            if field.field_id == refusal.field:
                field.show_error(text)
                return
        self.query_one("#form-error", Notice).say(f"{glyphs_of(self.app).warning} {text}")


def _lead(workshop: "SharedWorkshop | None") -> str:
    if workshop is None:
        return "Rien ici n’est réel\u202f: vous pouvez vous tromper, tout s’efface à la fin."
    names = [one.name for one in workshop.people]
    named = names if len(names) <= _MOST_NAMED else [*names[: _MOST_NAMED - 1], _others(names)]
    return f"Nous y sommes le {moment(workshop.now)}. Déjà là\u202f: {listing(named)}."


def _others(names: list[str]) -> str:
    return f"{len(names) - _MOST_NAMED + 1} autres"


def _item(persona: Persona, academy: Academy) -> LinkItem:
    rank = f" ({persona.homonym + 1})" if persona.homonym else ""
    name = f"{persona.first_name} {persona.last_name}{rank}"
    school = persona.school.partition(",")[0]
    where = f"{school:<23}{CORPS_NAMES[persona.corps]:<13}{academy.short_name}"
    return LinkItem(persona.id, name, where)
