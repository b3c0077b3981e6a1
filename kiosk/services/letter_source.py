"""A mail's text taken apart by the standard library, whatever it holds.

A mail may come from anywhere: what makes the package fail reads as empty, what would keep it busy
for minutes is cut.
"""

from email import message_from_string
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.parser import HeaderParser
from email.policy import EmailPolicy, default
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kiosk.services.storable_text import storable

if TYPE_CHECKING:
    _Policy = EmailPolicy[EmailMessage]
else:
    _Policy = EmailPolicy

LONGEST_HEADER = 4_000
"""Characters of a header that are read."""

_MOST_LINES = 50_000
"""Lines of a mail that are read: an attachment of 2 MB takes half of them."""

UNREADABLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MessageError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What the package raises for mails made to break it."""

_CODECS = {
    "utf-8": "utf-8",
    "iso-8859-1": "latin-1",
    "latin-1": "latin-1",
    "iso-8859-15": "iso-8859-15",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
}
"""The character sets taken at their word; some others steer, or take hours."""


class _CarefulPolicy(_Policy):
    """Reads headers no longer than need be; one that cannot be read stays as it came."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        if hasattr(value, "name"):
            return value
        try:
            return _header(name, value[:LONGEST_HEADER])
        except UNREADABLE:
            return value[:LONGEST_HEADER]


@lru_cache(maxsize=64)
def _header(name: str, value: str) -> object:
    # The package reads the header that tells a part's type a dozen times.
    return default.header_fetch_parse(name, value)


POLICY = _CarefulPolicy(utf8=True)
"""Mails are written and read as text, their headers too."""


def parse(raw: str) -> EmailMessage:
    """Take a mail apart; one whose parts are too deep is its headers and the rest as its text."""
    lines = raw.split("\n", _MOST_LINES)
    read = "\n".join(lines[:_MOST_LINES])
    try:
        return message_from_string(read, policy=POLICY)
    except RecursionError:
        mail = HeaderParser(policy=POLICY).parsestr(read)
        for name in ("Content-Type", "Content-Transfer-Encoding"):
            del mail[name]
        return mail


def parse_headers(raw: str) -> Message:
    """Take the headers of a mail apart, and nothing else."""
    return HeaderParser(policy=POLICY).parsestr(raw.partition("\n\n")[0])


def header(mail: Message, name: str) -> str:
    """Return a header in words; an absent or broken one is empty."""
    try:
        return storable(str(mail[name] or ""))
    except UNREADABLE:
        return ""


def decoded(content: bytes, charset: str) -> str:
    """Read bytes in one of the usual character sets, or else in the one they look like."""
    codec = _CODECS.get(charset.strip().lower())
    if codec is None:
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            codec = "cp1252"
    return content.decode(codec, "replace")
