"""The inputs of the fields: what may enter them, and what may leave them."""

from collections.abc import Callable
from enum import Enum, auto
from typing import ClassVar, Final

from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input

from kiosk.glyphs import glyphs_of
from kiosk.services.numen import looks_real
from kiosk.widgets.foreign_text import cleaned

Guard = Callable[[str], bool]
"""Tells whether a text must not stay in a field."""

_DASHES: Final = {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"}
_GROUP: Final = 4
_IDENTIFIER_LENGTH: Final = 16


class Masking(Enum):
    """Whether an input hides what is typed."""

    NONE = auto()
    SECRET = auto()


class KioskInput(Input, inherit_css=False):
    """An input that takes one clean line, keeps secrets in, and wipes what must not be typed.

    Control characters, line breaks and direction overrides never enter. A secret is never copied
    or cut, shown or not. When `forbidden` finds the value to be somebody's real NUMEN, the field
    is emptied and `Forbidden` is posted without it.
    """

    # Textual drops the component classes together with the stock rules.
    COMPONENT_CLASSES: ClassVar[set[str]] = {*Input.COMPONENT_CLASSES}

    # The stock one has the whole screen laid out again at each letter. Our inputs are as wide
    # as their place, whatever they hold.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))

    class Forbidden(Message):
        """The value was wiped because it must not be typed here; it is told to nobody."""

        def __init__(self, kiosk_input: "KioskInput") -> None:
            super().__init__()
            self.input = kiosk_input

        @property
        def control(self) -> "KioskInput":
            """The input that was wiped."""
            return self.input

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        masking: Masking = Masking.NONE,
        max_length: int = 200,
        forbidden: Guard = looks_real,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
        classes: str | None = None,
        tooltip: str | None = None,
    ) -> None:
        self._forbidden = forbidden
        self._secret = masking is Masking.SECRET
        super().__init__(
            placeholder=placeholder,
            password=self._secret,
            max_length=max_length,
            validate_on=(),
            id=id,
            classes=classes,
            tooltip=tooltip,
        )
        self.value = value

    @property
    def is_secret(self) -> bool:
        """Whether what is typed is nobody else's business, shown or not."""
        return self._secret

    def on_mount(self) -> None:
        """The cursor stands still where nothing is to move."""
        self.cursor_blink = self.app.animation_level != "none"

    def validate_value(self, value: str) -> str:
        """Whatever the way a value comes in by, it is cleaned, cut and guarded."""
        value = cleaned(value)
        if self.max_length:
            value = value[: self.max_length]
        if self._forbidden(value):
            self.post_message(self.Forbidden(self))
            return ""
        return value

    def tidied(self, pasted: str) -> str:
        """A pasted text as it is to be inserted: one line, no spaces around it."""
        return cleaned("".join(pasted.splitlines())).strip()

    def replace(self, text: str, start: int, end: int) -> None:
        """Replace a part of the value; what does not fit is left out."""
        text = cleaned(text)
        if self.max_length:
            kept = len(self.value) - abs(end - start)
            text = text[: max(0, self.max_length - kept)]
        super().replace(text, start, end)

    def action_copy(self) -> None:
        """Copy what is selected, unless it is a secret."""
        if not self._secret:
            super().action_copy()

    def action_cut(self) -> None:
        """Cut what is selected, unless it is a secret."""
        if not self._secret:
            super().action_cut()

    def action_paste(self) -> None:
        """Paste from the kiosk's own clipboard."""
        self._insert_pasted(self.app.clipboard)

    def restricted(self) -> None:
        """A full field stays quiet: thirty of them ring in a classroom."""

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self._insert_pasted(event.text)

    def _insert_pasted(self, pasted: str) -> None:
        if text := self.tidied(pasted):
            self.replace(text, *self.selection)

    @property
    def _value(self) -> Text:
        """What is drawn; the mask is one that every console font has."""
        if self.password:
            mask = glyphs_of(self.app).mask * len(self.value)
            return Text(mask, no_wrap=True, overflow="ignore", end="")
        return Text(self.value, no_wrap=True, overflow="ignore", end="")


class IdentifierInput(KioskInput):
    """An input that groups an identifier by four.

    A hyphen comes before the fifth, ninth and thirteenth characters when they are typed at the
    end, so that erasing never meets a hyphen that comes back. A whole identifier, pasted with
    spaces, long dashes or line breaks, is regrouped.
    """

    def tidied(self, pasted: str) -> str:
        """The paste with its dashes made short and its spaces gone; grouped when it is whole."""
        joined = cleaned("".join(pasted.split())).translate(_DASHES)
        characters = joined.replace("-", "")
        if len(characters) != _IDENTIFIER_LENGTH:
            return joined
        groups = range(0, _IDENTIFIER_LENGTH, _GROUP)
        return "-".join(characters[start : start + _GROUP] for start in groups)

    def replace(self, text: str, start: int, end: int) -> None:
        """Insert the text, and a hyphen before it where a group has just been filled."""
        text = text.translate(_DASHES).replace(" ", "-")
        at_end = start == end == len(self.value)
        if len(text) == 1 and at_end:
            if text == "-" and (not self.value or self.value.endswith("-")):
                return
            filled = len(self.value.replace("-", ""))
            due = filled % _GROUP == 0 and 0 < filled < _IDENTIFIER_LENGTH
            if due and text != "-" and not self.value.endswith("-"):
                text = f"-{text}"
        super().replace(text, start, end)
