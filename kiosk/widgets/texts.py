"""Lines of text, each safe for text that is not our own."""

from textual.content import Content
from textual.widgets import Static

from kiosk.glyphs import glyphs_of
from kiosk.widgets.foreign_text import cleaned_lines, shortened


class Text(Static):
    """A paragraph, shown as it stands: no markup is read in it."""

    DEFAULT_CLASSES = "text"

    def __init__(
        self,
        text: str = "",
        *,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
        classes: str | None = None,
    ) -> None:
        super().__init__(Content(cleaned_lines(text)), id=id, classes=classes)

    def show(self, text: str) -> None:
        """Replace the paragraph."""
        self.update(Content(cleaned_lines(text)))


class OneLine(Text):
    """A text on one row; where it is cut, even a console's font shows that it was."""

    def render(self) -> Content:
        """The text, ended by the ellipsis where the row is too short."""
        whole, ellipsis = str(self.content), glyphs_of(self.app).ellipsis
        return Content(shortened(whole, self.content_size.width, ellipsis))


class Title(Text):
    """The name of a page."""

    DEFAULT_CLASSES = "title"


class Lead(Text):
    """One sentence under a title."""

    DEFAULT_CLASSES = "lead"


class Subtitle(Text):
    """The name of a part of a page."""

    DEFAULT_CLASSES = "subtitle"


class Notice(Text):
    """A sentence set apart, hidden while it has nothing to say."""

    DEFAULT_CLASSES = "error hidden"

    def say(self, text: str, kind: str = "error") -> None:
        """Show a sentence as an error, a warning, a hint or something done."""
        for name in ("error", "warning", "hint", "done"):
            self.set_class(name == kind, name)
        self.set_class(not text, "hidden")
        self.show(text)

    def clear(self) -> None:
        """Hide it again."""
        self.say("")
