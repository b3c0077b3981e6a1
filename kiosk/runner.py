"""Runs the kiosk on a terminal: one sitting after another, on services opened once."""

import sys
from typing import TYPE_CHECKING

from kiosk.crash_log import log_crash
from kiosk.garbage import hold_back
from kiosk.settings import SettingError, Settings, load_settings
from kiosk.terminal import has_terminal

if TYPE_CHECKING:
    from kiosk.services.container import Services
    from kiosk.start import Start

NO_TERMINAL = (
    "Le kiosque a besoin d’un terminal : lancez-le dans une fenêtre de terminal,"
    " sans redirection ni tube."
)
CANNOT_OPEN = (
    "Le kiosque n’a pas pu s’ouvrir : une erreur imprévue a été notée dans son journal."
    " « kiosk doctor » examine la machine."
)
BAD_USE = 2


def complain(sentence: str) -> int:
    """Say one sentence to whoever started the command, and return the exit code for it."""
    sys.stderr.write(sentence + "\n")
    return BAD_USE


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
    hold_back()
    from kiosk.app import KioskApp  # noqa: PLC0415 - not for a refusal
    from kiosk.screens.base import Ending  # noqa: PLC0415 - not for a refusal
    from kiosk.start import Start  # noqa: PLC0415 - not for a refusal

    services: Services | None = None
    while True:
        app = KioskApp(settings, start=start, services=services)
        ending = app.run()
        app.hang_up.stop_listening()
        services = app.services
        if app.hang_up.signal or not has_terminal():
            app.hang_up.wipe()
            return app.hang_up.exit_code
        if app.failure is not None:
            return complain(_in_words(app.failure))
        if app.crashed and app.sitting is None and app.start.after_crash:
            return complain(CANNOT_OPEN)
        if app.crashed:
            start = Start(after_crash=True, resume=app.sitting)
        elif ending is Ending.NEXT:
            start = app.next_start
        else:
            return 0


def _in_words(failure: Exception) -> str:
    from kiosk.services.content import ContentError  # noqa: PLC0415 - only when it failed
    from kiosk.services.store import StoreError  # noqa: PLC0415 - only when it failed

    if isinstance(failure, ContentError | StoreError):
        return str(failure)
    log_crash(failure)
    return CANNOT_OPEN
