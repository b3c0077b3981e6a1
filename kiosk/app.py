"""The application: one App object for one person's sitting."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.worker import WorkerFailed

from kiosk import keys
from kiosk.crash_log import log_crash
from kiosk.glyphs import GlyphSetting, choose
from kiosk.hang_up import HangUp
from kiosk.locked_app import LockedApp
from kiosk.opening import Opening, OpenServices
from kiosk.screens.base import Ending, KioskScreen
from kiosk.screens.too_small import WindowTooSmall
from kiosk.services.content_reader import ContentError
from kiosk.settings import Settings
from kiosk.start import Start
from kiosk.theme import HIGH_CONTRAST, dress, first_theme, next_theme
from kiosk.widgets.line_breaks import keep_no_break_spaces
from kiosk.widgets.scroll_bars import draw_in_whole_cells
from kiosk.window_sizes import TALL, WIDE

if TYPE_CHECKING:
    from kiosk.screens.visit import Sitting
    from kiosk.services.container import Services


class KioskApp(LockedApp[Ending], inherit_bindings=False):
    """Theme, keys, lock-down and the first screen; screens and services do the rest."""

    CSS_PATH = "../kiosk.tcss"
    TITLE = "Kiosque électeur"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (TALL, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(keys.THEME, keys.QUIT)

    def __init__(
        self,
        settings: Settings,
        *,
        start: Start | None = None,
        services: "Services | None" = None,
        open_services: OpenServices | None = None,
    ) -> None:
        super().__init__()
        self.settings = settings
        self.start = start or Start()
        self.next_start: Start | None = None
        self.glyphs = choose(GlyphSetting(settings.glyphs), os.environ)
        self.failure: Exception | None = None
        self.crashed = False
        self.hang_up = HangUp(self)
        self.sitting: Sitting | None = self.start.resume
        self.opening = Opening(settings, services, open_services)
        dress(self, first_theme(settings.theme, self.glyphs))
        self.set_class(self.glyphs.name is GlyphSetting.CONSOLE, "-console")
        self.watch_theme(self.theme)
        draw_in_whole_cells()
        keep_no_break_spaces()
        self.animation_level = "full" if settings.motion else "none"

    def watch_theme(self, theme: str) -> None:
        """Tell the style sheet where nothing can be drawn in half-tones."""
        self.set_class(theme == HIGH_CONTRAST, "-contrast")

    @property
    def services(self) -> "Services | None":
        """The services, once the store is open."""
        return self.opening.services

    def on_mount(self) -> None:
        """Open the store once the first screen is painted."""
        if not self.is_headless:
            self.hang_up.listen()
        self.call_after_refresh(lambda: self.run_worker(self._open()))

    async def services_ready(self) -> "Services":
        """Wait for the store to be open and return the services."""
        return await self.opening.wait()

    async def _open(self) -> None:
        await self.opening.open()
        self.failure = self.opening.failure
        if self.failure is not None:
            self.exit(return_code=2)

    def get_default_screen(self) -> KioskScreen:
        """Return the first screen: the welcome, unless somebody is already chosen."""
        if self.start.is_direct:
            from kiosk.screens.sitting import SittingScreen  # noqa: PLC0415 - not for a welcome

            return SittingScreen()
        from kiosk.screens.welcome import WelcomeScreen  # noqa: PLC0415 - not for a sitting

        return WelcomeScreen()

    def begin_as(self, persona_id: str, join: str = "") -> None:
        """Begin the sitting of a lent persona, in the workshop of a code if there is one."""
        address = self.start.address
        self.start = Start(persona=persona_id, join=join, address=address)
        self.sitting = None
        self.go_on()

    def go_on(self) -> None:
        """Cover the welcome screen with the sitting; there is no way back but its end."""
        from kiosk.screens.sitting import SittingScreen  # noqa: PLC0415 - after the first paint

        self.push_screen(SittingScreen())

    def action_next_theme(self) -> None:
        """Light, dark, high contrast, in turn."""
        self.theme = next_theme(self.theme)

    def action_leave(self) -> None:
        """Close the kiosk, unless the terminal is shared; a sitting is wiped first."""
        screen = WindowTooSmall.under(self)
        if isinstance(screen, KioskScreen) and not self.settings.kiosk:
            screen.ask_to_leave()

    def action_help(self) -> None:
        """Show the help of the page at hand."""
        if isinstance(self.screen, KioskScreen):
            self.screen.show_help()

    def on_resize(self, event: events.Resize) -> None:
        """Say how to enlarge a window too small to work in."""
        WindowTooSmall.cover(self, event.size)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what every row goes through before it is drawn."""
        if self.glyphs.name is not GlyphSetting.CONSOLE:
            return super().get_line_filters()
        from kiosk.widgets.console_text import ConsoleText  # noqa: PLC0415 - for a console only

        return [*super().get_line_filters(), ConsoleText()]

    def _handle_exception(self, error: Exception) -> None:
        if self.is_leaving and isinstance(error, WorkerFailed):
            return
        # Textual would print a traceback with the value of every variable, passwords included.
        self.failure = error if isinstance(error, ContentError) else None
        self.crashed = self.failure is None
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        log_crash(error)
        self.opening.give_up()
        self._close_messages_no_wait()
