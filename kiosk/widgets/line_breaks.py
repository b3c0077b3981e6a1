"""Lines that never begin with a colon: no-break spaces do not break."""

import re
from types import SimpleNamespace

import rich._wrap

_WORD = re.compile("[^\\S\u00a0\u202f]*[\\S\u00a0\u202f]+[^\\S\u00a0\u202f]*")
"""A word and the spaces around it, as the stock expression, which breaks at every space."""

_BREAKING = "[^\\S\u00a0\u202f]+"


def keep_no_break_spaces() -> None:
    """Have every text wrapped so; called once, by the App."""
    rich._wrap.re_word = _WORD


def keep_them_in_markdown() -> None:
    """Have the stock Markdown leave them what they are; called by who shows a text of that kind."""
    from textual.widgets import _markdown  # noqa: PLC0415 - 50 ms that most pages do without

    _markdown.re = SimpleNamespace(sub=_sub)  # type: ignore[assignment, attr-defined]


def _sub(pattern: str, instead: str, text: str) -> str:
    spaces = _BREAKING if pattern == r"\s+" else pattern
    return re.sub(spaces, instead, text)
