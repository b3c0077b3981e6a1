"""The text of a mail: the little Markdown that our mails use, and nothing that reaches out."""

from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt
from textual.widgets import Markdown

from kiosk.widgets.foreign_text import cleaned_lines
from kiosk.widgets.line_breaks import keep_them_in_markdown

if TYPE_CHECKING:
    from kiosk.services.letters import Letter

keep_them_in_markdown()

_MOST_LINES: Final = 300
"""Lines that are drawn: each may be a paragraph, and thousands would keep one waiting."""

_READ_OF_TYPED = ("link", "newline")
_READ = ("emphasis", "escape", "heading", "hr", "link", "list", "newline")


def _parser() -> MarkdownIt:
    # Images, raw HTML, code and bare addresses stay as typed: nothing is fetched, nothing hidden.
    return MarkdownIt("zero").enable(_READ)


def _parser_of_typed() -> MarkdownIt:
    # What somebody typed is shown as it was; a link can be followed all the same.
    return MarkdownIt("zero").enable(_READ_OF_TYPED)


class LetterBody(Markdown):
    """A mail's text; a click on a link posts `Markdown.LinkClicked` and opens nothing."""

    BULLETS = ["• "]

    def __init__(self, letter: "Letter") -> None:
        lines = cleaned_lines(letter.body).split("\n")
        if not letter.flows:
            # Two spaces at its end have a line stay a line (CommonMark 0.31, 6.7).
            lines = [f"{line}  " if line.strip() else line for line in lines]
        if letter.goes_on or len(lines) > _MOST_LINES:
            lines[_MOST_LINES:] = []
            lines += ["", "Ce message est trop long\u202f: la suite n’est pas montrée."]
        parser = _parser if letter.flows else _parser_of_typed
        super().__init__("\n".join(lines), parser_factory=parser, open_links=False)
