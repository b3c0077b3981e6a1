"""The text of a mail: the little Markdown that our mails use, and nothing that reaches out."""

from typing import Final

from markdown_it import MarkdownIt
from textual.widgets import Markdown

from kiosk.widgets.foreign_text import cleaned_lines
from kiosk.widgets.line_breaks import keep_them_in_markdown

keep_them_in_markdown()

_MOST_LINES: Final = 300
"""Lines that are drawn: each may be a paragraph, and thousands would keep one waiting."""

_READ = ("emphasis", "escape", "heading", "hr", "link", "list", "newline")


def _parser() -> MarkdownIt:
    # Images, raw HTML, code and bare addresses stay as typed: nothing is fetched, nothing hidden.
    return MarkdownIt("zero").enable(_READ)


class LetterBody(Markdown):
    """A mail's text; a click on a link posts `Markdown.LinkClicked` and opens nothing."""

    BULLETS = ["• "]

    def __init__(self, text: str, *, goes_on: bool = False) -> None:
        lines = cleaned_lines(text).split("\n")
        if goes_on or len(lines) > _MOST_LINES:
            lines[_MOST_LINES:] = []
            lines += ["", "Ce message est trop long\u202f: la suite n’est pas montrée."]
        super().__init__("\n".join(lines), parser_factory=_parser, open_links=False)
