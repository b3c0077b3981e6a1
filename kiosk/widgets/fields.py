"""Fields to fill in: a label above, a line of help or of error beneath."""

from collections.abc import Iterable
from typing import Final

from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.widgets import Button, Input, Static

from kiosk.glyphs import glyphs_of
from kiosk.services.numen import looks_real
from kiosk.widgets.buttons import KioskButton
from kiosk.widgets.foreign_text import cleaned
from kiosk.widgets.inputs import Guard, IdentifierInput, KioskInput, Masking

__all__ = ["Field", "IdentifierField", "KioskInput", "Masking", "PasswordField"]

_SHOW: Final = "Montrer"
_HIDE: Final = "Masquer"


class Field(VerticalGroup):
    """A label, an input, and one line that helps until it has an error to say.

    An error takes the place of the help: the form keeps its height. It leaves as soon as something
    else is typed. Enter and changes are told by `Input.Submitted` and `Input.Changed`; a value
    wiped by the guard by `KioskInput.Forbidden`.
    """

    def __init__(
        self,
        label: str,
        *,
        field_id: str,
        help: str = "",  # noqa: A002 - the word for it
        value: str = "",
        placeholder: str = "",
        max_length: int = 200,
        forbidden: Guard = looks_real,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=field_id, classes=classes)
        self.field_id = field_id
        self._label = label
        self._help = help
        self._error = ""
        self._refused_value = ""
        self._why_wiped = ""
        self.input = self._make_input(value, placeholder, max_length, forbidden)

    def _make_input(
        self, value: str, placeholder: str, max_length: int, forbidden: Guard
    ) -> KioskInput:
        return KioskInput(
            value,
            placeholder=placeholder,
            max_length=max_length,
            forbidden=forbidden,
            id=f"{self.field_id}-input",
        )

    @property
    def value(self) -> str:
        """What the field holds."""
        return self.input.value

    @value.setter
    def value(self, text: str) -> None:
        self.input.value = text

    @property
    def error(self) -> str:
        """The error being shown; empty when there is none."""
        return self._error

    def compose(self) -> ComposeResult:
        """Label, input, help."""
        yield Static(Content(cleaned(self._label)), classes="field-label")
        yield self.input
        yield Static(self._message(), classes="field-message")

    def focus_input(self) -> None:
        """Put the cursor in the input, before the next key is handed on."""
        self.screen.set_focus(self.input)

    def type_on(self) -> None:
        """Put the cursor behind what is typed already, to go on with it."""
        self.input.select_on_focus = False
        self.focus_input()
        self.input.cursor_position = len(self.value)
        self.input.call_later(setattr, self.input, "select_on_focus", True)

    def type_again(self) -> None:
        """Put the cursor in the input with all its text selected: what is typed replaces it."""
        self.focus_input()
        self.input.select_all()

    def show_help(self, text: str) -> None:
        """Change the line of help."""
        self._help = text
        self._redraw_message()

    def show_wiped(self, why: str) -> None:
        """Say why what was typed has gone; that the field is empty now is no other error."""
        self._why_wiped = why
        self.show_error(why)

    def show_error(self, text: str) -> None:
        """Say what is wrong and what to do, in the place of the help."""
        self._error = self._why_wiped or text
        self._refused_value = self.value
        self._redraw_message()

    def clear_error(self) -> None:
        """Go back to the help."""
        self._error = ""
        self._redraw_message()

    def on_input_changed(self, event: Input.Changed) -> None:
        """An error has been read once something else is typed; a wiped field keeps its own."""
        if event.value:
            self._why_wiped = ""
        if self._error and event.value and event.value != self._refused_value:
            self.clear_error()

    def _message(self) -> Content:
        if self._error:
            return Content(f"{glyphs_of(self.app).warning} {cleaned(self._error)}")
        return Content(cleaned(self._help))

    def _redraw_message(self) -> None:
        self.set_class(bool(self._error), "-error")
        # An answer may come back from a thread when the page is already being left.
        for line in self.query(".field-message").results(Static):
            line.update(self._message())


class PasswordField(Field):
    """A field whose content is hidden until “Montrer” is pressed, and never copied.

    `show_rule` ticks off the parts of a rule as one types: a list where there is room, else in
    the place of the help.
    """

    def _make_input(
        self, value: str, placeholder: str, max_length: int, forbidden: Guard
    ) -> KioskInput:
        return KioskInput(
            value,
            placeholder=placeholder,
            max_length=max_length,
            forbidden=forbidden,
            masking=Masking.SECRET,
            id=f"{self.field_id}-input",
        )

    def compose(self) -> ComposeResult:
        """Label, input and its button, help, rule."""
        yield Static(Content(cleaned(self._label)), classes="field-label")
        with HorizontalGroup(classes="field-row"):
            yield self.input
            yield KioskButton(_SHOW, classes="field-toggle", tooltip="Afficher ce que vous tapez")
        yield Static(self._message(), classes="field-message")
        yield Static(classes="rule-line")
        yield Static(classes="rule-list")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Show or hide what is typed."""
        event.stop()
        self.input.password = not self.input.password
        self.query_one(KioskButton).rename(_SHOW if self.input.password else _HIDE)

    def show_rule(self, lines: Iterable[tuple[str, bool]]) -> None:
        """Show each part of the rule and whether what is typed meets it."""
        parts = tuple(lines)
        self.set_class(bool(parts), "-ruled")
        self.query_one(".rule-line", Static).update(self._rule_in_line(parts))
        self.query_one(".rule-list", Static).update(self._rule_in_list(parts))

    def _rule_in_line(self, parts: tuple[tuple[str, bool], ...]) -> Content:
        missing = [sentence for sentence, met in parts if not met]
        if not missing:
            text = f"{glyphs_of(self.app).done} La règle est respectée."
            return Content.styled(text, "$done-ink")
        return Content(f"Il manque\u202f: {', '.join(missing)}.")

    def _rule_in_list(self, parts: tuple[tuple[str, bool], ...]) -> Content:
        glyphs = glyphs_of(self.app)
        lines = [
            Content.styled(f"{glyphs.done} fait      {sentence}", "$done-ink")
            if met
            else Content.styled(f"{glyphs.pending} à faire   {sentence}", "$ink")
            for sentence, met in parts
        ]
        return Content("\n").join(lines)


class IdentifierField(Field):
    """A field for the identifier of the paper notice, grouped by four as one types."""

    def _make_input(
        self, value: str, placeholder: str, max_length: int, forbidden: Guard
    ) -> KioskInput:
        return IdentifierInput(
            value,
            placeholder=placeholder,
            max_length=min(max_length, 60),
            forbidden=forbidden,
            id=f"{self.field_id}-input",
        )
