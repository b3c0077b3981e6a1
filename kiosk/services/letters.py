"""Mails as they travel: made from the content's templates, read back for the screen."""

import email
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.headerregistry import Address, DateHeader
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Protocol

from kiosk.services.content import MailTemplate
from kiosk.services.french import PARIS

if TYPE_CHECKING:
    from jinja2 import Environment, Template

_POLICY = default.clone(utf8=True)
_LINK = re.compile(r"\[(?P<label>[^\]\n]+)\]\((?P<address>[^)\s]+)\)")


class Addressee(Protocol):
    """Whom a mail is written to."""

    first_name: str
    last_name: str
    address: str
    user_name: str
    school: str


@dataclass(frozen=True)
class Link:
    """A link of a mail: what it says and where it leads."""

    label: str
    address: str


@dataclass(frozen=True)
class Letter:
    """A mail read back: its headers, its Markdown body, the links of the body in order."""

    sender: str
    sender_address: str
    recipient: str
    sent_at: datetime
    subject: str
    body: str = field(repr=False)
    links: tuple[Link, ...] = field(repr=False)


@dataclass(frozen=True)
class ComposedMail:
    """A mail ready to be delivered: the columns of a list, and the whole text."""

    sender: str
    subject: str
    raw: str = field(repr=False)


class LetterWriter:
    """Fills the content's mail templates in; a name missing from the values is an error."""

    def compose(
        self,
        template: MailTemplate,
        addressee: Addressee,
        *,
        sent_at: datetime,
        key: str,
        values: Mapping[str, object],
    ) -> ComposedMail:
        """Return the mail as RFC 5322 text, dated in Paris; ``key`` makes its Message-ID."""
        known = {"person": addressee, **values}
        sender = Address(
            display_name=template.from_name, addr_spec=_fill(template.from_address, known)
        )
        recipient = Address(
            display_name=f"{addressee.first_name} {addressee.last_name}",
            addr_spec=addressee.address,
        )
        mail = EmailMessage(policy=_POLICY)
        mail["From"] = sender
        mail["To"] = recipient
        mail["Date"] = format_datetime(sent_at.astimezone(PARIS))
        mail["Subject"] = _fill(template.subject, known)
        mail["Message-ID"] = f"<{key}@{sender.domain}>"
        mail.set_content(_fill(template.body, known), cte="8bit")
        # As a string it would come out in base64, which takes longer and hides what it says.
        raw = mail.as_bytes().decode()
        return ComposedMail(template.from_name, str(mail["Subject"]), raw)


def _fill(text: str, values: Mapping[str, object]) -> str:
    return _compiled(text).render(values) if "{" in text else text


@lru_cache(maxsize=256)
def _compiled(text: str) -> "Template":
    return _environment().from_string(text)


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - 50 ms, only here

    return Environment(
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - plain text mails, never HTML
    )


def read_letter(raw: str) -> Letter:
    """Return what a stored mail says; an absent or broken header reads as empty."""
    mail = email.message_from_string(raw, policy=_POLICY)
    # Stored as text, the body needs no decoding: the package would take it for bytes.
    body = mail.get_payload() if mail.get_content_type() == "text/plain" else ""
    text = body if isinstance(body, str) else ""
    sender = mail["From"].addresses[0] if mail["From"] and mail["From"].addresses else None
    return Letter(
        sender=sender.display_name if sender else "",
        sender_address=sender.addr_spec if sender else "",
        recipient=str(mail["To"] or ""),
        sent_at=_date(mail["Date"]),
        subject=str(mail["Subject"] or ""),
        body=text,
        links=tuple(Link(m["label"], m["address"]) for m in _LINK.finditer(text)),
    )


def _date(header: DateHeader | None) -> datetime:
    instant = header.datetime if header is not None else None
    if instant is None:
        return datetime.fromtimestamp(0, PARIS)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
