"""The parts of a mail as the standard library reads them: its text, and the files that came along.

A mail is kept as text. A part that travels as it is needs no decoding, since the package would
take it for bytes; the others are decoded, and what cannot be is left out.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from html import unescape

_TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_AS_IT_IS = frozenset({"", "7bit", "8bit", "binary"})
_UNREADABLE = (AttributeError, IndexError, KeyError, LookupError, TypeError, ValueError)
"""What the package raises for headers made to break it."""


@dataclass(frozen=True)
class Attachment:
    """A file that came with a mail: its name, what is in it, what it says if it is text."""

    name: str
    content: bytes = field(repr=False)
    text: str = field(default="", repr=False)

    @property
    def size(self) -> int:
        """The size in bytes."""
        return len(self.content)


def header(mail: EmailMessage, name: str) -> str:
    """Return a header in words; an absent or broken one is empty."""
    try:
        return str(mail[name] or "")
    except _UNREADABLE:
        return ""


def body_of(mail: EmailMessage) -> str:
    """Return what a mail says: its plain text, or else its HTML without the tags."""
    texts = [part for part in _leaves(mail) if not _is_attachment(part)]
    plain = next((part for part in texts if part.get_content_type() == "text/plain"), None)
    if plain is not None:
        return _text(plain)
    page = next((part for part in texts if part.get_content_type() == "text/html"), None)
    return unescape(_TAG.sub("", _text(page))).strip() + "\n" if page is not None else ""


def attachments_of(mail: EmailMessage) -> tuple[Attachment, ...]:
    """Return the files that came with a mail, in order."""
    return tuple(_attachment(part) for part in _leaves(mail) if _is_attachment(part))


def _leaves(mail: EmailMessage) -> Iterator[EmailMessage]:
    for part in mail.walk():
        if isinstance(part, EmailMessage) and not part.is_multipart():
            yield part


def _is_attachment(part: EmailMessage) -> bool:
    return bool(_name(part)) or header(part, "Content-Disposition").startswith("attachment")


def _attachment(part: EmailMessage) -> Attachment:
    content = _bytes(part)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    return Attachment(_name(part) or "sans nom", content, "" if "\0" in text else text)


def _name(part: EmailMessage) -> str:
    try:
        return part.get_filename() or ""
    except _UNREADABLE:
        return ""


def _encoding(part: EmailMessage) -> str:
    return header(part, "Content-Transfer-Encoding").strip().lower()


def _text(part: EmailMessage) -> str:
    payload = part.get_payload()
    if not isinstance(payload, str):
        return ""
    if _encoding(part) in _AS_IT_IS:
        return payload
    content = _bytes(part)
    try:
        return content.decode(part.get_content_charset("utf-8"), errors="replace")
    except _UNREADABLE:
        return content.decode("utf-8", errors="replace")


def _bytes(part: EmailMessage) -> bytes:
    payload = part.get_payload()
    if isinstance(payload, str) and _encoding(part) in _AS_IT_IS:
        return payload.encode("utf-8", errors="replace")
    try:
        content = part.get_payload(decode=True)
    except (*_UNREADABLE, binascii.Error):
        return b""
    return content if isinstance(content, bytes) else b""
