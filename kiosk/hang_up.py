"""The system ends the kiosk: its window is closed, its session ended, the machine shut down."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread, Timer
from types import FrameType
from typing import TYPE_CHECKING

from kiosk.crash_log import log_crash
from kiosk.terminal import has_terminal

if TYPE_CHECKING:
    from kiosk.app import KioskApp

_SIGNALS = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""Asked to end; terminal gone; console window closed, on Windows."""

PATIENCE = 15
"""Seconds after which a kiosk told to end is ended, whatever it still waits for."""
_BETWEEN_LOOKS = 0.2
_BY_SIGNAL = 128
_HANG_UP = 1


class HangUp:
    """Wipes the sitting and gives the terminal back before the process ends.

    All is done by a thread that waits from the start: a window that closes may leave the
    application's own loop stuck, or gone.
    """

    def __init__(self, app: "KioskApp") -> None:
        self._app = app
        self._ended = Event()
        self.signal = 0
        """The signal that ended the kiosk; 0 while none did."""

    @property
    def exit_code(self) -> int:
        """What shells expect of a process that a signal ended, or whose terminal is gone."""
        return _BY_SIGNAL + (self.signal or _HANG_UP)

    def listen(self) -> None:
        """Be called when the system ends the process, or the terminal is no more.

        A closed window is told twice, by the system and by the shell: the second call must not
        cut the wiping short.
        """

        def told(number: int, _: FrameType | None) -> None:
            self.signal = self.signal or number

        loop = asyncio.get_running_loop()
        Thread(target=self._wait, args=[loop], name="hang-up", daemon=True).start()
        _answer_with(told)

    def stop_listening(self) -> None:
        """Leave what the system says to the next application, or to nobody."""
        self._ended.set()
        if not self.signal:
            _answer_with(signal.SIG_DFL)

    def wipe(self) -> None:
        """Wipe the sitting, if there is one, without the application's help."""
        sitting, self._app.sitting = self._app.sitting, None
        if sitting is not None and self._app.services is not None:
            who = sitting.who
            self._app.services.workshops.leave(who.workshop_id, who.participant_id)

    def _wait(self, loop: asyncio.AbstractEventLoop) -> None:
        # A shell or “make” that the kiosk runs under may keep the signal of its window to itself.
        while not self.signal and has_terminal():
            if self._ended.wait(_BETWEEN_LOOKS):
                return
        watch = Timer(PATIENCE, os._exit, args=[self.exit_code])
        watch.daemon = True
        watch.start()
        try:
            self.wipe()
        except Exception as error:  # the terminal is given back whatever happens
            log_crash(error)
        if not has_terminal():
            os._exit(self.exit_code)
        loop.call_soon_threadsafe(self._app.exit)


def _answer_with(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    for name in _SIGNALS:
        if number := getattr(signal, name, None):
            signal.signal(number, handler)


@contextmanager
def cleaning_up() -> Iterator[None]:
    """Let a command that the system ends, or Ctrl+C, clean up: once, however often it is told.

    What it does is left by SystemExit, or by KeyboardInterrupt. For the main thread.
    """
    numbers = [getattr(signal, name) for name in ("SIGINT", *_SIGNALS) if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}

    def told(number: int, _: FrameType | None) -> None:
        for one in numbers:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt if number == signal.SIGINT else SystemExit(_BY_SIGNAL + number)

    for number in numbers:
        signal.signal(number, told)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
