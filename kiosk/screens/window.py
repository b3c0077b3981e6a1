"""What every window over the page has in common."""

from functools import partial
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.screen import ModalScreen

from kiosk import keys
from kiosk.key_order import act
from kiosk.widgets.arrows import go_on
from kiosk.widgets.top_bar import TopBar

Answer = TypeVar("Answer")


class Window(ModalScreen[Answer]):
    """A window over the page; the bar above it stays, with its badge and its hour."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *keys.bindings(keys.THEME),
        Binding("down,right", "go_on(1)", show=False),
        Binding("up,left", "go_on(-1)", show=False),
    ]

    async def on_key(self, event: Key) -> None:
        """Let a key act before the keys typed behind it."""
        await act(event, self)

    def action_go_on(self, step: int) -> None:
        """Move the focus to the next button of the window, or to the one before."""
        if self.focused is not None:
            go_on(self.focused, step)

    def on_mount(self) -> None:
        """Have the bar say what the bar of the screen below says."""
        own = self.query_one(TopBar)
        for below in self.app.screen_stack[-2].query(TopBar):
            for part in ("day", "hour", "person"):
                self.watch(below, part, partial(setattr, own, part))
