"""The demonstration: a script played on the real screens, captioned, at a readable pace."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from rich.console import RenderableType
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.css.query import NoMatches
from textual.driver import Driver
from textual.message import Message
from textual.pilot import Pilot

from kiosk.app import KioskApp
from kiosk.player.headless import start_of
from kiosk.player.player import Player, StepFailedError, Typing
from kiosk.player.script import Script, Step
from kiosk.screens.base import Ending
from kiosk.settings import Settings
from kiosk.widgets.guide import GuideLine
from kiosk.widgets.key_line import KeyLine
from kiosk.widgets.texts import Text

SPEEDS = (0.5, 1.0, 2.0, 4.0)
_SECONDS_A_STEP = 1.6
_LETTERS_A_SECOND = 22
_KEYS = "Espace : pause  Entrée : suite  + − : vitesse  Échap : quitter"


class Caption(Vertical):
    """What is being shown, in place of the footer: two lines of words, one of keys."""

    DEFAULT_CSS = """
    Caption { dock: bottom; height: 3; padding: 0 1; background: $chrome; color: $chrome-ink; }
    Caption Text { height: 2; color: $chrome-ink; background: $chrome; }
    Caption .caption-keys { height: 1; }
    """

    def __init__(self, words: str, state: str) -> None:
        super().__init__()
        self._words = words
        self._state = state

    def compose(self) -> ComposeResult:
        """Words, then keys and speed."""
        yield Text(self._words, id="caption-words")
        yield Text(f"{_KEYS}   {self._state}", classes="caption-keys")

    def show(self, words: str, state: str) -> None:
        """Replace the words."""
        self._words, self._state = words, state
        for text, line in zip(self.query(Text), (words, f"{_KEYS}   {state}"), strict=True):
            text.show(line)


class Pace:
    """How fast the demonstration goes, and whether it stands still."""

    def __init__(self) -> None:
        self._speed = 1
        self._running = asyncio.Event()
        self._running.set()
        self._skip = asyncio.Event()

    @property
    def state(self) -> str:
        """Speed or pause, in words."""
        if not self._running.is_set():
            return "en pause"
        return f"vitesse ×{SPEEDS[self._speed]:g}".replace(".", ",")

    def toggle(self) -> None:
        """Stand still, or go on."""
        if self._running.is_set():
            self._running.clear()
        else:
            self._running.set()
            self._skip.set()

    def step(self) -> None:
        """Go to the next step at once; a paused demonstration stays paused after it."""
        self._skip.set()

    def change(self, by: int) -> None:
        """Go faster or slower."""
        self._speed = min(max(self._speed + by, 0), len(SPEEDS) - 1)

    async def read(self, words: str) -> None:
        """Leave the time to read a caption, or until the next step is asked for.

        A step without words is played at once, unless the demonstration stands still.
        """
        self._skip.clear()
        if not words and self._running.is_set():
            return
        seconds = _SECONDS_A_STEP + len(words) / _LETTERS_A_SECOND
        if not self._running.is_set():
            await self._skip.wait()
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(self._skip.wait(), seconds / SPEEDS[self._speed])
        if not self._running.is_set() and not self._skip.is_set():
            await self._skip.wait()


class Steered(Message):
    """Whoever watches pressed a key."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


class _Watching(Driver):
    """The part of a driver that takes what comes by the terminal."""

    def process_message(self, message: Message) -> None:
        """Turn a key into a wish of the watcher; clicks and pastes are nobody's."""
        if isinstance(message, events.Key):
            self._app.post_message(Steered(message.key))
        elif not isinstance(message, events.InputEvent):
            super().process_message(message)


class DemonstrationApp(KioskApp):
    """The kiosk played by a script: the keys of whoever watches only steer the player."""

    CSS_PATH: ClassVar[str] = "../../kiosk.tcss"

    def __init__(self, settings: Settings, script: Script) -> None:
        super().__init__(settings, start=start_of(script))
        self.pace = Pace()
        self.failed = ""
        self._script = script
        self._words = ""
        self._performance: asyncio.Task[None] | None = None

    def get_driver_class(self) -> type[Driver]:
        """Return the terminal's driver, which hands the watcher's keys to nobody but us.

        The player's own keys do not come by the terminal.
        """
        return type("WatchedDriver", (_Watching, super().get_driver_class()), {})

    async def perform(self, _pilot: Pilot[Any]) -> None:
        """Play every step, leaving the time to read, then wait for Escape."""
        self._performance = asyncio.create_task(self._perform())
        with suppress(asyncio.CancelledError):
            await self._performance

    def exit(
        self,
        result: Ending | None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """Leave; what is being played stops at once."""
        if self._performance is not None:
            self._performance.cancel()
        super().exit(result, return_code, message)

    async def _perform(self) -> None:
        await self.services_ready()
        player = Player(self, Typing.BY_LETTER)
        total = len(self._script.steps)
        for number, step in enumerate(self._script.steps, start=1):
            await self._caption(number, total, step)
            try:
                await player.play(number, step)
            except StepFailedError as failure:
                self.failed = f"Étape {number} : {str(failure).splitlines()[0]}"
                self.exit(return_code=1)
                return
        self._say("Fin de la démonstration. Échap pour quitter.")

    async def _caption(self, number: int, total: int, step: Step) -> None:
        if step.say:
            self._words = f"{number}/{total}  {step.say}"
        self._say(self._words)
        await self.pace.read(step.say)
        self._say(self._words)

    def _say(self, words: str) -> None:
        screen = self.screen
        try:
            screen.query_one(Caption).show(words, self.pace.state)
        except NoMatches:
            for covered in (*screen.query(KeyLine), *screen.query(GuideLine)):
                covered.display = False
            screen.mount(Caption(words, self.pace.state))

    def on_steered(self, event: Steered) -> None:
        """Pause, go on, go faster or slower, or leave."""
        event.stop()
        match event.key:
            case "space":
                self.pace.toggle()
            case "enter":
                self.pace.step()
            case "plus":
                self.pace.change(1)
            case "minus":
                self.pace.change(-1)
            case "escape" | "ctrl+q":
                self.exit(Ending.QUIT)
        self._say(self._words)


def demonstrate(script: Script, settings: Settings) -> str:
    """Play a script on the terminal; return what went wrong, or nothing."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        store = f"sqlite:///{(Path(folder) / 'kiosque.db').as_posix()}"
        app = DemonstrationApp(replace(settings, store=settings.store or store), script)
        app.run(auto_pilot=app.perform)
        if app.services is not None:
            app.services.store.close()
        return app.failed or (str(app.failure) if app.failure else "")
