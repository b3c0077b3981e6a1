"""The area for notes."""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.message import Message
from textual.widgets import TextArea

from kiosk.services.numen import without_real
from kiosk.widgets.foreign_text import cleaned_lines

_MOST_CHARACTERS: Final = 4000
_KIOSK_KEYS: Final = frozenset({"f6", "f7"})
"""Keys of the kiosk that the stock area takes for selecting: the next letter would erase all."""


class KioskTextArea(TextArea, inherit_bindings=False):
    """A few lines of one's own, under the guards of the other fields.

    Control characters and direction overrides never enter. What `permitted` leaves out, somebody's
    real NUMEN, is wiped with the undo history, and `Forbidden` is posted without it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        binding
        for binding in TextArea.BINDINGS
        if isinstance(binding, Binding) and binding.key not in _KIOSK_KEYS
    ]

    class Forbidden(Message):
        """A part of the text was wiped because it must not be typed here; it is told to nobody."""

        def __init__(self, text_area: "KioskTextArea") -> None:
            super().__init__()
            self.text_area = text_area

        @property
        def control(self) -> "KioskTextArea":
            """The area that was wiped."""
            return self.text_area

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        label: str = "",
        permitted: Callable[[str], str] = without_real,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
        classes: str | None = None,
    ) -> None:
        super().__init__(
            placeholder=placeholder,
            id=id,
            classes=classes,
            soft_wrap=True,
            tab_behavior="focus",
            highlight_cursor_line=False,
        )
        self.border_title = label
        self._permitted = permitted
        if text:
            self.load_text(text)

    def on_mount(self) -> None:
        """The cursor stands still where nothing is to move."""
        self.cursor_blink = self.app.animation_level != "none"

    def load_text(self, text: str) -> None:
        """Replace the whole text, cleaned and guarded, and forget its history."""
        text = cleaned_lines(text)[:_MOST_CHARACTERS]
        kept = self._permitted(text)
        if kept != text:
            self.post_message(self.Forbidden(self))
        super().load_text(kept)

    def edit(self, edit: Edit) -> EditResult:
        """Insert or erase, cleaned and guarded; what does not fit is left out."""
        replaced = self.document.get_text_range(*sorted((edit.from_location, edit.to_location)))
        room = max(0, _MOST_CHARACTERS - len(self.text) + len(replaced))
        result = super().edit(replace(edit, text=cleaned_lines(edit.text)[:room]))
        text = self.text
        kept = self._permitted(text)
        if kept == text:
            return result
        self.post_message(self.Forbidden(self))
        super().load_text(kept)
        pairs = enumerate(zip(text, kept, strict=False))
        before = kept[: next((at for at, (was, now) in pairs if was != now), len(kept))]
        place = (before.count("\n"), len(before) - before.rfind("\n") - 1)
        self.move_cursor(place)
        return EditResult(end_location=place, replaced_text="")
