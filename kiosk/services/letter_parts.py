"""The parts of a mail as the standard library reads them: its text, and the files that came along.

A mail is kept as text. A part that travels as it is needs no decoding, since the package would
take it for bytes; the others are decoded, and what cannot be is left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from html import unescape
from itertools import islice
from typing import cast

from kiosk.services.letter_source import UNREADABLE, decoded, header
from kiosk.services.storable_text import storable

MOST_ATTACHMENTS = 50
"""Files of a mail that are shown."""

# Each looks at a character a fixed number of times: what is not closed goes on to the end, a
# bracket within a bracket begins anew.
_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>?|\Z)", re.IGNORECASE | re.DOTALL
)
_NEW_LINE = re.compile(
    r"<(?:br|/?(?:p|div|h[1-6]|[uo]l|li|tr|table|blockquote))\b[^<>]*>", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]*>")
_OPEN_LINK = re.compile(
    r"""<a\s[^<>]*?\bhref\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>]+))[^<>]*>""", re.IGNORECASE
)
_CLOSED_LINK = re.compile(r"</a\s*>", re.IGNORECASE)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_BEGIN, _LABEL, _END = "\x01", "\x02", "\x03"
"""Marks of a link while tags are taken away; a mail has none of its own."""
_MARKED_LINK = re.compile("\x01([^\x01-\x03\\s]{1,1000})\x02([^\x01-\x03]{0,300})\x03")
_ADDRESS_LEFT = re.compile("\x01[^\x01-\x03]*\x02")
"""A link that is not closed, or too long to be one, is its words."""
_NO_MARKS = dict.fromkeys(map(ord, (_BEGIN, _LABEL, _END)))
_NO_BRACKETS = str.maketrans("[]", "()")
_IN_ADDRESS = {"(": "%28", ")": "%29"}
_EMPTY_LINES = re.compile(r"\n[ \t\r]*(?:\n[ \t\r]*)+")
_AS_IT_IS = frozenset({"", "7bit", "8bit", "binary"})


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


@dataclass(frozen=True)
class Body:
    """What was read of a mail's text, whether there is more, whether its lines flow (RFC 3676)."""

    text: str = field(default="", repr=False)
    goes_on: bool = False
    flows: bool = False


def body_of(mail: EmailMessage, longest: int | None) -> Body:
    """Return what a mail says: its plain text, or else its HTML without the tags.

    ``longest`` is how many characters are read, all of them when it is None.
    """
    texts = [part for part in _leaves(mail) if not _is_attachment(part)]
    plain = next((part for part in texts if part.get_content_type() == "text/plain"), None)
    if plain is not None:
        said = _text(plain)
        flows = str(plain.get_param("format", "")).lower() == "flowed"
        return Body(said[:longest], said != said[:longest], flows)
    page = next((part for part in texts if part.get_content_type() == "text/html"), None)
    if page is None:
        return Body()
    said = _text(page)
    return Body(_words_of_page(said[:longest]), said != said[:longest])


def attachments_of(mail: EmailMessage, longest: int | None) -> tuple[Attachment, ...]:
    """Return the files that came with a mail, in order; ``longest`` as for the text."""
    files = (part for part in _leaves(mail) if _is_attachment(part))
    return tuple(_attachment(part, longest) for part in islice(files, MOST_ATTACHMENTS))


def _leaves(mail: EmailMessage) -> Iterator[EmailMessage]:
    waiting = [mail]
    while waiting:
        part = waiting.pop()
        if part.is_multipart():
            waiting += reversed(cast("list[EmailMessage]", part.get_payload()))
        else:
            yield part


def _words_of_page(page: str) -> str:
    lines = _NEW_LINE.sub("\n", _HIDDEN.sub("", page.translate(_NO_MARKS)))
    marked = _CLOSED_LINK.sub(_END, _OPEN_LINK.sub(_mark_link, lines))
    linked = _MARKED_LINK.sub(_link, unescape(_TAG.sub("", marked)))
    words = storable(_ADDRESS_LEFT.sub("", linked).translate(_NO_MARKS))
    return _EMPTY_LINES.sub("\n\n", words).strip() + "\n"


def _mark_link(tag: re.Match[str]) -> str:
    address = next(filter(None, tag.groups()), "").strip()
    return f"{_BEGIN}{address}{_LABEL}" if _WEB.match(address) else ""


def _link(link: re.Match[str]) -> str:
    """Return a link as the kiosk's own mails write theirs: what it says, where it leads."""
    address = "".join(_IN_ADDRESS.get(c, c) for c in link[1])
    label = " ".join(link[2].translate(_NO_BRACKETS).split()) or address
    return f"[{label}]({address})"


def _is_attachment(part: EmailMessage) -> bool:
    return bool(_name(part)) or header(part, "Content-Disposition").startswith("attachment")


def _attachment(part: EmailMessage, longest: int | None) -> Attachment:
    content = _bytes(part)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    shown = "" if "\0" in text else text[:longest]
    return Attachment(_name(part) or "sans nom", content, shown)


def _name(part: EmailMessage) -> str:
    try:
        return storable(part.get_filename() or "")
    except UNREADABLE:
        return ""


def _encoding(part: EmailMessage) -> str:
    return header(part, "Content-Transfer-Encoding").strip().lower()


def _text(part: EmailMessage) -> str:
    payload = part.get_payload()
    if not isinstance(payload, str):
        return ""
    if _encoding(part) in _AS_IT_IS:
        return storable(payload)
    return storable(decoded(_bytes(part), _charset(part)))


def _charset(part: EmailMessage) -> str:
    try:
        return part.get_content_charset("")
    except UNREADABLE:
        return ""


def _bytes(part: EmailMessage) -> bytes:
    payload = part.get_payload()
    if isinstance(payload, str) and _encoding(part) in _AS_IT_IS:
        return payload.encode("utf-8", errors="replace")
    try:
        content = part.get_payload(decode=True)
    except UNREADABLE:
        return b""
    return content if isinstance(content, bytes) else b""
