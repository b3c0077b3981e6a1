"""What can be read on the screen, as text."""

from typing import Any

from textual.app import App

_NO_BREAKS = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2019": "'"})


def screen_lines(app: App[Any]) -> list[str]:
    """Return the rows of the screen as they are drawn."""
    strips = app.screen._compositor.render_strips(app.size)
    return [strip.text.rstrip() for strip in strips]


def folded(text: str) -> str:
    """Return a text without what makes no difference to a reader: kinds of spaces, line breaks."""
    return " ".join(text.translate(_NO_BREAKS).split())


def can_read(app: App[Any], text: str) -> bool:
    """Say whether a text stands on the screen, even broken over two rows."""
    return folded(text) in folded("\n".join(screen_lines(app)))
