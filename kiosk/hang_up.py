"""The system ends the kiosk: its window is closed, its session ended, the machine shut down."""

import asyncio
import signal
from types import FrameType
from typing import TYPE_CHECKING

from kiosk.crash_log import log_crash

if TYPE_CHECKING:
    from kiosk.app import KioskApp

_SIGNALS = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""Asked to end; terminal gone; console window closed, on Windows."""


class HangUp:
    """Wipes the sitting and gives the terminal back before the process ends."""

    def __init__(self, app: "KioskApp") -> None:
        self._app = app
        self.signal = 0
        """The signal that ended the kiosk; 0 while none did."""

    def listen(self) -> None:
        """Be called when the system ends the process; a second time ends it at once."""
        loop = asyncio.get_running_loop()

        def told(number: int, _: FrameType | None) -> None:
            signal.signal(number, signal.SIG_DFL)
            self.signal = number
            loop.call_soon_threadsafe(self._leave)

        for name in _SIGNALS:
            if number := getattr(signal, name, None):
                signal.signal(number, told)

    def _leave(self) -> None:
        self._app.run_worker(self._wipe_and_exit(), group="hang-up")

    async def _wipe_and_exit(self) -> None:
        from kiosk.screens.base import Ending  # noqa: PLC0415 - hardly ever
        from kiosk.screens.leaving import end_sitting  # noqa: PLC0415 - hardly ever

        try:
            await end_sitting(self._app, Ending.QUIT)
        except Exception as error:  # the terminal is given back whatever happens
            log_crash(error)
            self._app.exit()
