"""Plays a script without a terminal: one line a step, with what was seen on the screen."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.app import KioskApp
from kiosk.crash_log import describe
from kiosk.opening import OpenServices
from kiosk.player.player import Player, Seen, StepFailedError
from kiosk.player.prompt_pilot import running
from kiosk.player.script import Act, Script
from kiosk.settings import Settings
from kiosk.start import Start

SIZE = (80, 24)
Tell = Callable[[str], None]


def play_headless(
    script: Script,
    settings: Settings,
    tell: Tell,
    *,
    size: tuple[int, int] = SIZE,
    open_services: OpenServices | None = None,
) -> bool:
    """Play a script on a store of its own, telling each step; return whether all passed.

    The store of the settings is left alone: a demonstration writes into a passing one.
    """
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        store = f"sqlite:///{(Path(folder) / 'kiosque.db').as_posix()}"
        own = replace(settings, store=settings.store or store, pulse_seconds=0)
        app = KioskApp(own, start=start_of(script), open_services=open_services)
        try:
            return asyncio.run(_play(app, script, tell, size))
        except Exception as error:  # a line and exit code 1, whatever it is
            tell(f"ÉCHEC  erreur imprévue : {describe(error)}")
            return False
        finally:
            if app.services is not None:
                app.services.store.close()


def start_of(script: Script) -> Start:
    """Return where a script begins."""
    return Start(persona=script.persona, situation=script.situation)


async def _play(app: KioskApp, script: Script, tell: Tell, size: tuple[int, int]) -> bool:
    passed = 0
    async with running(app, size):
        await app.services_ready()
        player = Player(app)
        for number, step in enumerate(script.steps, start=1):
            try:
                seen = await player.play(number, step)
            except StepFailedError as failure:
                tell(f"{number:>3}  ÉCHEC  {step.say or step.what} : {failure}")
                return False
            tell(told(seen, seen.line or player.headline()))
            passed += 1
    tell(f"{passed} steps passed")
    return True


_DONE = {
    Act.OPEN: "ouvrir",
    Act.TYPE: "taper",
    Act.PRESS: "presser",
    Act.CHOOSE: "choisir",
    Act.ANSWER: "répondre",
    Act.JUMP: "avancer au",
}


def told(seen: Seen, line: str) -> str:
    """Return the line of one step, with what was seen on the screen."""
    act = seen.step.act
    done = f"{_DONE[act]} {seen.what}".strip() if act else "lire"
    return f"{seen.number:>3}  {done[:40]:<40}  {line[:100]}"
