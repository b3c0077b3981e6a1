"""Lines that never begin with a colon: no-break spaces do not break."""

import re

import rich._wrap

_WORD = re.compile("[^\\S\u00a0\u202f]*[\\S\u00a0\u202f]+[^\\S\u00a0\u202f]*")
"""A word and the spaces around it, as the stock expression, which breaks at every space."""


def keep_no_break_spaces() -> None:
    """Have every text wrapped so; called once, by the App."""
    rich._wrap.re_word = _WORD
