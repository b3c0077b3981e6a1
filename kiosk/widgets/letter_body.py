"""The text of a mail: the little Markdown that our mails use, and nothing that reaches out."""

from markdown_it import MarkdownIt
from textual.widgets import Markdown

from kiosk.widgets.foreign_text import cleaned_lines
from kiosk.widgets.line_breaks import keep_them_in_markdown

keep_them_in_markdown()

_READ = ("emphasis", "escape", "heading", "hr", "link", "list", "newline")


def _parser() -> MarkdownIt:
    # Images, raw HTML, code and bare addresses stay as typed: nothing is fetched, nothing hidden.
    return MarkdownIt("zero").enable(_READ)


class LetterBody(Markdown):
    """A mail's text; a click on a link posts `Markdown.LinkClicked` and opens nothing."""

    BULLETS = ["• "]

    def __init__(self, text: str) -> None:
        super().__init__(cleaned_lines(text), parser_factory=_parser, open_links=False)
