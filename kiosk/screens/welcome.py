"""The first screen: who is rehearsing."""

import asyncio
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Footer, Input

from kiosk import keys
from kiosk.screens.base import KioskScreen
from kiosk.screens.sentences import sentence
from kiosk.screens.visit import Sitting
from kiosk.services.browser import Browser
from kiosk.services.content import Academy, Corps, Persona, load_academies, load_personas
from kiosk.services.refusals import Refusal, Refusals
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.choice import Choice
from kiosk.widgets.fields import Field
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.texts import Lead, Notice, Subtitle, Title
from kiosk.widgets.top_bar import TopBar

_NAME_COLUMN = 20
_CORPS = {
    Corps.PRIMARY: "1er degré",
    Corps.SECONDARY: "2d degré",
    Corps.CONTRACT: "contractuel",
}
_CRASHED = (
    "Une erreur imprévue a interrompu l’écran. Rien de ce que vous avez tapé n’est affiché ni"
    " noté. Reprenez votre séance là où elle en était, ou choisissez une personne."
)


class WelcomeScreen(KioskScreen):
    """A list of lent personas, and the way to rehearse under one's own name."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(
        keys.HELP, keys.WELCOME_THEME, keys.WELCOME_QUIT
    )

    def __init__(self) -> None:
        super().__init__()
        self._academies = load_academies()
        self._personas = load_personas()

    def compose(self) -> ComposeResult:
        """Personas first, one's own name below."""
        yield TopBar()
        with VerticalScroll(classes="page", can_focus=False):
            yield Title("Répétez le vote électronique, du premier courriel au dépouillement.")
            yield Lead("Rien ici n’est réel : vous pouvez vous tromper, tout s’efface à la fin.")
            yield Notice(id="crash")
            yield Subtitle("Prendre un personnage")
            yield Links([_item(p, self._academies[p.academy]) for p in self._personas], id="people")
            yield Subtitle("Ou répéter sous votre nom")
            with Horizontal(classes="row names"):
                yield Field("Prénom", field_id="first_name", max_length=60)
                yield Field("Nom", field_id="last_name", max_length=60)
            yield Notice(id="form-error")
            with Horizontal(classes="actions"):
                academies = [(one.id, one.short_name) for one in self._academies.values()]
                yield Choice("Académie", academies, id="academy")
                yield KioskButton("Commencer", kind=ButtonKind.PRIMARY, id="begin")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Begin on the first persona; after a crash, say so and offer to go on."""
        self.query_one("Link").focus()
        if self.kiosk.start.after_crash:
            self.query_one("#crash", Notice).say(_CRASHED, "warning")
            if self.kiosk.sitting is not None:
                resume = KioskButton("Reprendre ma séance", kind=ButtonKind.PRIMARY, id="resume")
                self.query_one(VerticalScroll).mount(resume, after="#crash")
                self.call_after_refresh(resume.focus)

    def on_links_chosen(self, event: Links.Chosen) -> None:
        """Begin as a persona."""
        event.stop()
        self.kiosk.begin_as(event.key)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Begin under one's own name, or take the interrupted sitting up."""
        event.stop()
        if event.button.id == "resume":
            self.kiosk.go_on()
        else:
            self._begin_named()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the other name while it is empty, then begins."""
        event.stop()
        empty = next((field for field in self.query(Field) if not field.value.strip()), None)
        if empty is not None and empty.input is not event.input:
            empty.focus_input()
        else:
            self._begin_named()

    @work(group="begin", exclusive=True)
    async def _begin_named(self) -> None:
        button = self.query_one("#begin", KioskButton)
        button.hold()
        self.query_one("#form-error", Notice).clear()
        services = await self.kiosk.services_ready()
        try:
            who = await asyncio.to_thread(
                services.workshops.begin_named,
                self.query_one("#first_name", Field).value,
                self.query_one("#last_name", Field).value,
                self.query_one("#academy", Choice).value,
                seed=services.seed,
            )
        except Refusals as refusals:
            for refusal in refusals.refusals:
                self._show(refusal, sentence(refusal, services.content))
            return
        finally:
            button.ready()
        self.kiosk.sitting = Sitting(who, Browser())
        self.kiosk.go_on()

    def _show(self, refusal: Refusal, text: str) -> None:
        field = self.query_one(f"#{refusal.field}", Field)
        field.show_error(text)
        field.focus_input()


def _item(persona: Persona, academy: Academy) -> LinkItem:
    rank = f" ({persona.homonym + 1})" if persona.homonym else ""
    name = f"{persona.first_name} {persona.last_name}{rank}"
    where = f"{persona.school} · {_CORPS[persona.corps]} · {academy.short_name}"
    return LinkItem(persona.id, name, " " * (_NAME_COLUMN - len(name)) + where)
