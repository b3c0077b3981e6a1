"""A choice among a few, in one row."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.glyphs import glyphs_of
from kiosk.widgets.foreign_text import cleaned


class Choice(Widget, can_focus=True):
    """One of several: the arrows, Enter, Space or a click go to the next."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,down,enter,space", "turn(1)", show=False),
        Binding("left,up", "turn(-1)", show=False),
    ]

    place: reactive[int] = reactive(0)
    """Which option is chosen, from 0."""

    def __init__(
        self,
        label: str,
        options: Sequence[tuple[str, str]],
        *,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
    ) -> None:
        super().__init__(id=id)
        self._label = label
        self._options = tuple(options)

    @property
    def value(self) -> str:
        """The key of the option that is chosen."""
        return self._options[self.place][0]

    def render(self) -> Content:
        """Label, and the option between arrows."""
        glyphs = glyphs_of(self.app)
        text = cleaned(self._options[self.place][1])
        return Content.assemble(
            f"{cleaned(self._label)}  ",
            (f" {glyphs.arrow_left} {text} {glyphs.arrow_right} ", "bold"),
        )

    def action_turn(self, step: int) -> None:
        """Choose the next option, or the one before; after the last comes the first."""
        self.place = (self.place + step) % len(self._options)

    def on_click(self, event: events.Click) -> None:
        """A click chooses the next option."""
        event.stop()
        self.action_turn(1)
