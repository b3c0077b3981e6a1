"""The smallest app a widget can be tested in: our looks and rules, no services."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import TypeVar

from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from kiosk.glyphs import FULL, Glyphs, GlyphSetting
from kiosk.player.prompt_pilot import PromptPilot
from kiosk.theme import dress
from kiosk.widgets.fields import KioskInput

Kind = TypeVar("Kind", bound=Message)

HOSTILE = (
    "[FO]",
    "[/b]",
    "[@click=app.quit]x[/]",
    "[bold red]rouge[/bold red]",
    "$ink[$ink]",
    "x" * 200,
    "droite\u202egauche\u202c",
    "\x1b[31mrouge\x1b[0m\x1b]0;titre\x07",
    "une\nautre\tligne\r\nencore",
    "e\u0301 👩‍🏫 漢字",
    "\\",
    "",
)
"""What a name, a list or an address may be made of by mischance or by mischief."""


class WidgetApp(App[None]):
    """Shows the widgets it is given and keeps the messages they post."""

    CSS_PATH = "../../kiosk.tcss"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]

    def __init__(
        self,
        make: Callable[[], Iterable[Widget]],
        *,
        glyphs: Glyphs = FULL,
        theme: str = "kiosk-light",
    ) -> None:
        super().__init__()
        dress(self, theme)
        self.animation_level = "none"
        self.glyphs = glyphs
        self.set_class(glyphs.name is GlyphSetting.CONSOLE, "-console")
        self._make = make
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield from self._make()

    def on_mount(self) -> None:
        for field in self.query(KioskInput):
            field.cursor_blink = False

    def listen(self, message: Message) -> None:
        """Keep each message once, however many widgets it passes on its way up."""
        if not any(message is other for other in self.heard):
            self.heard.append(message)

    def heard_of(self, kind: type[Kind]) -> list[Kind]:
        return [message for message in self.heard if isinstance(message, kind)]

    @asynccontextmanager
    async def sitting(self, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
        """Run at a size, listening to every message."""
        async with self.run_test(size=size, message_hook=self.listen):
            pilot = PromptPilot(self)
            await pilot.pause()
            yield pilot

    def shown(self) -> str:
        """What stands on the screen, row after row."""
        strips = self.screen._compositor.render_strips()
        return "\n".join(strip.text for strip in strips)
