"""What is typed or received, as it may be kept."""

import re

from kiosk.services.numen import without_real

_SURROGATE = re.compile("[\ud800-\udfff]")


def storable(text: str) -> str:
    """Return a text that every store can hold: no NUL, half a character shown as unreadable."""
    return _SURROGATE.sub("\ufffd", text.replace("\0", ""))


def kept(typed: str) -> str:
    """Return what was typed as it may be kept: storable, without anybody's real NUMEN."""
    return without_real(storable(typed))
