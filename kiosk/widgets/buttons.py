"""The kiosk's push button."""

from enum import Enum, StrEnum, auto
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Button

from kiosk.glyphs import glyphs_of
from kiosk.widgets.foreign_text import cleaned

_MARGIN: Final = 2
"""Cells kept on each side of the label for the marks that show the focus."""


class ButtonKind(StrEnum):
    """How much a button stands out: one primary button a page, the others quiet."""

    PRIMARY = "primary"
    QUIET = "quiet"


class _Readiness(Enum):
    READY = auto()
    PRESSED = auto()
    HELD = auto()


class KioskButton(Button, inherit_css=False):
    """A flat button whose focus is shown by marks around its label: “► Connexion ◄”.

    Two quick presses post `Button.Pressed` once: further presses are ignored until the first has
    been told. A page whose answer takes longer calls `hold` in its handler and `ready` when the
    answer is there; services stay idempotent all the same.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "press", show=False)]

    def __init__(
        self,
        label: str,
        *,
        kind: ButtonKind = ButtonKind.QUIET,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
        classes: str | None = None,
        tooltip: str | None = None,
    ) -> None:
        classes = f"{kind} {classes or ''}"
        super().__init__(Content(cleaned(label)), id=id, classes=classes, tooltip=tooltip)
        self._readiness = _Readiness.READY
        self.active_effect_duration = 0  # the stock fifth of a second would hide a second press

    def rename(self, label: str) -> None:
        """Show another label; it is not read as markup."""
        self.label = Content(cleaned(label))
        self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002 - Textual's
        """The label and room for the marks of the focus, so that it never moves."""
        return Content.from_text(self.label).cell_length + 2 * _MARGIN

    def render(self) -> Content:
        """The label, between marks when a press of Enter would push this button."""
        label = Content.from_text(self.label)
        if not self.has_focus:
            return label
        glyphs = glyphs_of(self.app)
        return Content.assemble(f"{glyphs.arrow_right} ", label, f" {glyphs.arrow_left}")

    def press(self) -> "KioskButton":
        """Post `Button.Pressed`, unless an earlier press is still being dealt with."""
        if self._readiness is _Readiness.READY and not self.disabled and self.display:
            self._readiness = _Readiness.PRESSED
            super().press()
            self.call_later(self._rearm)
        return self

    def hold(self) -> None:
        """Ignore presses until `ready`, while a service is at work; the focus stays here."""
        self._readiness = _Readiness.HELD
        self.add_class("-held")

    def ready(self) -> None:
        """Accept presses again."""
        self._readiness = _Readiness.READY
        self.remove_class("-held")

    def _rearm(self) -> None:
        if self._readiness is _Readiness.PRESSED:
            self._readiness = _Readiness.READY
