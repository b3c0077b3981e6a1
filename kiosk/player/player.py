"""Plays the steps of a script on a running application, by keyboard, reading the screen."""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from textual.events import Paste
from textual.widget import Widget
from textual.widgets import Button

from kiosk.app import KioskApp
from kiosk.player.prompt_pilot import PATIENCE, PromptPilot
from kiosk.player.screen_text import folded, screen_lines
from kiosk.player.script import Act, Step
from kiosk.screens.base import Ending
from kiosk.services.stages import LENT_PASSWORD
from kiosk.services.user_names import user_name
from kiosk.widgets.address_bar import AddressBar
from kiosk.widgets.ballot_card import BallotCard, BallotCards
from kiosk.widgets.fields import Field
from kiosk.widgets.links import Link
from kiosk.widgets.message_list import MessageList

_A_LOOK = 0.01
_AS_IT_IS: Mapping[str, str] = {}
_SECRETS = {
    "numen": "le NUMEN",
    "numen_small": "le NUMEN en minuscules",
    "password": "le mot de passe",
    "identifier": "l’identifiant",
}
_NAMES = "zéro un deux trois quatre cinq six sept huit neuf"
_DIGITS = {word: value for value, word in enumerate(_NAMES.split())}


class Typing(Enum):
    """How a text is typed: pasted, as tests and pictures do, or letter by letter, to be seen."""

    AT_ONCE = "at once"
    BY_LETTER = "by letter"


class StepFailedError(Exception):
    """A step could not be done, or what it expects was not seen."""


@dataclass(frozen=True)
class Seen:
    """A step played, and the row of the screen that shows what it expects, if anything.

    ``what`` is what was typed, opened or pressed, a secret by its name.
    """

    number: int
    step: Step
    what: str
    line: str


class Player:
    """Plays on one application: keys are pressed, the rows of the screen are read."""

    def __init__(self, app: KioskApp, typing: Typing = Typing.AT_ONCE) -> None:
        self._app = app
        self._pilot = PromptPilot[Ending](app)
        self._typing = typing

    async def play(self, number: int, step: Step) -> Seen:
        """Play one step; raises StepFailedError where it fails."""
        await self.settle()
        if step.act is not None:
            await self._do(step)
            await self.settle()
        line = await self._wait_for(step.expect) if step.expect else ""
        return Seen(number, step, self._filled_in(step.what, _SECRETS), line)

    async def settle(self) -> None:
        """Wait until the application has nothing left to do."""
        await self._pilot.pause()

    async def _do(self, step: Step) -> None:
        what = self._filled_in(step.what)
        match step.act:
            case Act.CHOOSE:
                await self._choose(what)
            case Act.OPEN:
                await self._open(what)
            case Act.TYPE:
                await self._type(step.field, what)
            case Act.PRESS:
                await self._pilot.press(*what.split())
            case Act.ANSWER:
                await self._answer()
            case Act.JUMP:
                await self._jump(what)
            case None:
                pass

    async def _open(self, address: str) -> None:
        bar = self._app.screen.query_one(AddressBar)
        if bar.has_class("hidden"):
            await self._pilot.press("f8")
            await self._until(lambda: not bar.has_class("hidden"), "le navigateur ne s’ouvre pas")
            await self.settle()
        await self._pilot.press("ctrl+l")
        await self._until(lambda: bar.has_focus_within, "la barre d’adresse ne répond pas")
        bar.focus_address()
        await self._keys(address)
        await self._pilot.press("enter")

    async def _until(self, is_so: Callable[[], bool], otherwise: str) -> None:
        """Let the application go on until something is so; a step that waits in vain fails."""
        clock = asyncio.get_running_loop().time
        until = clock() + PATIENCE
        while not is_so():
            if clock() > until:
                raise StepFailedError(f"{otherwise} ; à l’écran :\n{self._screen()}")
            await self._pilot.pause(_A_LOOK)

    async def _type(self, name: str, text: str) -> None:
        await self._until(lambda: self._field(name) is not None, f"pas de champ « {name} »")
        field = self._field(name)
        if field is None:
            return
        field.value = ""
        field.focus_input()
        await self._until(lambda: field.input.has_focus, f"le champ « {name} » ne répond pas")
        await self._keys(text)

    def _field(self, name: str) -> Field | None:
        return next((f for f in self._app.screen.query(Field) if f.field_id == name), None)

    async def _keys(self, text: str) -> None:
        if self._typing is Typing.AT_ONCE:
            focused = self._app.screen.focused
            if focused is not None:
                focused.post_message(Paste(text))
            await self._pilot.pause()
            return
        for character in text:
            await self._pilot.press("space" if character == " " else character)

    async def _choose(self, words: str) -> None:
        wanted = folded(words)
        await self._until(lambda: self._find(wanted) is not None, f"rien ne dit « {words} »")
        widget = self._find(wanted)
        if widget is None:
            return
        if isinstance(widget, BallotCard):
            # Asked of the screen, the cards would be remembered there, with what is marked.
            widget.query_ancestor(BallotCards).focus_card(widget)
        else:
            widget.focus()
        await self._until(lambda: widget.has_focus, f"« {words} » ne répond pas")
        if isinstance(widget, MessageList):
            widget.highlighted = _place(widget, wanted)
        await self._pilot.press("enter")

    def _find(self, wanted: str) -> Widget | None:
        """Return what Tab leads to and says these words."""
        for widget in self._app.screen.focus_chain:
            if isinstance(widget, MessageList):
                if _place(widget, wanted) is not None:
                    return widget
            elif wanted in folded(_says(widget)):
                return widget
            elif isinstance(widget, BallotCard):
                # Tab leads to one card of the group, the arrows to the others.
                cards = self._app.screen.query(BallotCard)
                card = next((card for card in cards if wanted in folded(_says(card))), None)
                if card is not None:
                    return card
        return None

    async def _answer(self) -> None:
        question = folded("\n".join(screen_lines(self._app)))
        await self._type("answer", answer_to(question))
        await self._pilot.press("enter")

    async def _jump(self, instant: str) -> None:
        await self._pilot.press("f3")
        await self.settle()
        await self._choose("Calendrier")
        await self.settle()
        await self._type("instant", instant)
        await self._pilot.press("enter")

    async def _wait_for(self, text: str) -> str:
        """Wait until a text stands on the screen and return the row that shows it, or its start."""
        wanted = folded(self._filled_in(text))
        rows: list[str] = []

        def is_read() -> bool:
            rows[:] = screen_lines(self._app)
            return wanted in folded("\n".join(rows))

        await self._until(is_read, f"« {wanted} » n’est pas apparu")
        first = wanted.split()[0]
        exact = next((row for row in rows if wanted in folded(row)), "")
        return (exact or next((row for row in rows if first in folded(row)), "")).strip()

    def _screen(self) -> str:
        return "\n".join(f"    | {line}" for line in screen_lines(self._app))

    def headline(self) -> str:
        """Return the first row of the page, below the kiosk's own bars."""
        bars = sum(bar.display for bar in self._app.screen.query("TopBar, AddressBar"))
        body = [line.strip() for line in screen_lines(self._app)[bars:] if line.strip()]
        return body[0] if body else ""

    def _filled_in(self, text: str, instead: Mapping[str, str] = _AS_IT_IS) -> str:
        """Put in what the person reads on the sheet, the notice or the notebook."""
        if "{" not in text:
            return text
        services, sitting = self._app.services, self._app.sitting
        if services is None or sitting is None:
            raise StepFailedError("personne n’est assis au poste")
        sheet = services.workshops.sheet(sitting.who.participant_id)
        papers = services.desk.pigeonhole(sitting.who.participant_id).papers
        book = services.address_books[sitting.who.academy_id]
        known = {
            "numen": sheet.numen,
            "numen_small": sheet.numen.lower(),
            "address": sheet.address,
            "first_name": sheet.first_name,
            "user_name": user_name(sheet.first_name, sheet.last_name, sheet.homonym),
            "password": LENT_PASSWORD,
            "identifier": papers[0].body if papers else "",
            **instead,
        }
        pages = {page.value.replace("-", "_"): address for page, address in book.all()}
        return re.sub(r"\{(\w+)\}", lambda found: {**pages, **known}[found[1]], text)


def answer_to(question: str) -> str:
    """Answer the spelled question as its reader would: digits written down, or a sum."""
    text = folded(question).lower()
    if found := re.search(r"combien font (\w+) plus (\w+)", text):
        return str(sum(_DIGITS[word] for word in found.groups()))
    found = re.search(r"écrivez en chiffres : ((?:\w+, )*\w+)", text)
    if found is None:
        raise StepFailedError("aucune question à l’écran")
    return "".join(str(_DIGITS[word]) for word in found[1].split(", "))


def _place(messages: MessageList, wanted: str) -> int | None:
    subjects = enumerate(folded(row.subject) for row in messages.rows)
    return next((place for place, subject in subjects if wanted in subject), None)


def _says(widget: Widget) -> str:
    if isinstance(widget, Button):
        return str(widget.label)
    if isinstance(widget, Link):
        return f"{widget.item.label} {widget.item.description}"
    if isinstance(widget, BallotCard):
        return widget.option.name
    return ""
