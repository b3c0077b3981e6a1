"""Runs the kiosk on a terminal: one sitting after another, on services opened once."""

import sys
from typing import TYPE_CHECKING

from kiosk.settings import SettingError, Settings, load_settings

if TYPE_CHECKING:
    from kiosk.app import Start
    from kiosk.services.container import Services

NO_TERMINAL = (
    "Le kiosque a besoin d’un terminal : lancez-le dans une fenêtre de terminal,"
    " sans redirection ni tube."
)
BAD_USE = 2


def complain(sentence: str) -> int:
    """Say one sentence to whoever started the command, and return the exit code for it."""
    sys.stderr.write(sentence + "\n")
    return BAD_USE


def has_terminal() -> bool:
    """Say whether somebody can see the screen and press keys."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def run_kiosk(settings: Settings | None = None, start: "Start | None" = None) -> int:
    """Run sittings until somebody quits, and return the process's exit code."""
    try:
        settings = settings or load_settings()
    except SettingError as error:
        return complain(str(error))
    if not has_terminal():
        return complain(NO_TERMINAL)
    return _sittings(settings, start)


def _sittings(settings: Settings, start: "Start | None") -> int:
    from kiosk.app import KioskApp, Start  # noqa: PLC0415 - not for a refusal
    from kiosk.screens.base import Ending  # noqa: PLC0415 - not for a refusal

    services: Services | None = None
    while True:
        app = KioskApp(settings, start=start, services=services)
        ending = app.run()
        services = app.services
        if app.failure is not None:
            return complain(str(app.failure))
        if app.crashed:
            start = Start(after_crash=True, resume=app.sitting)
        elif ending is Ending.NEXT:
            start = None
        else:
            return 0
