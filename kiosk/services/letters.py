"""Mails as they travel: made from the content's templates, read back for the screen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.headerregistry import Address, AddressHeader
from email.message import EmailMessage, Message
from email.utils import format_datetime
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Protocol, cast

from kiosk.services.content import MailTemplate
from kiosk.services.french import PARIS
from kiosk.services.letter_parts import Attachment, attachments_of, body_of
from kiosk.services.letter_source import (
    LONGEST_HEADER,
    POLICY,
    UNREADABLE,
    header,
    parse,
    parse_headers,
)
from kiosk.services.mail_words import words_of
from kiosk.services.storable_text import storable

if TYPE_CHECKING:
    from jinja2 import Environment, Template

MOST_LINKS = 100
"""Links of a mail that are shown."""

_MOST_HEADERS = 100
_LONGEST_ADDRESS = 320  # RFC 3696, erratum 1690: the longest there is, the “@” included
_YEARS = range(1970, 2100)
"""A mail dated outside of them has no date."""

UNDATED = datetime.fromtimestamp(0, PARIS)
"""The instant of a mail whose date is absent or cannot be read."""

# The lengths keep it from reading on to the end at each bracket.
_LINK = re.compile(r"\[(?P<label>[^\]\n]{1,300})\]\((?P<address>[^)\s]{1,1000})\)")


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
    goes_on: bool = False
    """Whether the mail says more than was read of it."""
    flows: bool = False
    """Whether its lines are to be joined, and its marks are Markdown's; else it is as typed."""
    attachments: tuple[Attachment, ...] = ()
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    message_id: str = ""
    references: str = ""
    """The Message-IDs of the mails that this one answers, oldest first."""
    reply_to: str = ""
    """Where an answer goes."""
    addressees: tuple[str, ...] = ()
    """The addresses it was written to, copies included."""
    copied_to: str = ""


@dataclass(frozen=True)
class ComposedMail:
    """A mail ready to be delivered: the columns of a list, what a search finds, the whole text."""

    sender: str
    subject: str
    raw: str = field(repr=False)
    words: str = field(default="", repr=False)


class LetterWriter:
    """Fills the content's mail templates in; a name missing from the values is an error."""

    def sender_of(
        self, template: MailTemplate, addressee: Addressee, values: Mapping[str, object]
    ) -> Address:
        """Return whom a mail of the content comes from."""
        spec = filled_in(template.from_address, {"person": addressee, **values})
        return Address(display_name=template.from_name, addr_spec=spec)

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
        sender = self.sender_of(template, addressee, values)
        recipient = Address(
            display_name=f"{addressee.first_name} {addressee.last_name}",
            addr_spec=addressee.address,
        )
        mail = EmailMessage(policy=POLICY)
        mail["Received"] = trail(sender, recipient, sent_at=sent_at, key=key)
        mail["From"] = sender
        mail["To"] = recipient
        mail["Date"] = format_datetime(sent_at.astimezone(PARIS))
        mail["Subject"] = filled_in(template.subject, known)
        mail["Message-ID"] = f"<{key}@{sender.domain}>"
        body = filled_in(template.body, known)
        # Its lines are those of its file: a reader joins them (RFC 3676).
        mail.set_content(body, cte="8bit", params={"format": "flowed"})
        subject = str(mail["Subject"])
        if template.attachment:
            mail.add_attachment(
                template.attachment_text.encode(),
                maintype="text",
                subtype="plain",
                params={"charset": "utf-8"},
                filename=template.attachment,
            )
        # As a string it would come out in base64, which takes longer and hides what it says.
        raw = mail.as_bytes().decode()
        words = words_of(template.from_name, subject, sender.addr_spec, body, template.attachment)
        return ComposedMail(template.from_name, subject, raw, words)


def trail(sender: Address, recipient: Address, *, sent_at: datetime, key: str) -> str:
    """Return what a mail server writes of where a mail came from (RFC 5321, 4.4)."""
    when = format_datetime(sent_at.astimezone(PARIS))
    return (
        f"from mail.{sender.domain} by mx.{recipient.domain} with ESMTPS id {key}"
        f" for <{recipient.addr_spec}>; {when}"
    )


def as_received(raw: str, recipient: str, *, at: datetime, key: str) -> str:
    """Return a mail with what the server of the recipient's address writes above it."""
    sender, to = Address(addr_spec=sender_address(raw)), Address(addr_spec=recipient)
    written: str = POLICY.fold("Received", trail(sender, to, sent_at=at, key=key))
    return written + raw


def filled_in(text: str, values: Mapping[str, object]) -> str:
    """Return a text of the content with its values; a name missing from them is an error."""
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


def read_letter(raw: str, longest: int | None = None) -> Letter:
    """Return what a stored mail says; an absent or broken header reads as empty.

    Of its text, and of each file that came along, ``longest`` characters are read; all of them
    when no number is given.
    """
    mail = parse(raw)
    body = body_of(mail, longest)
    sender, sender_address = _person(mail, "From")
    links = (Link(m["label"], m["address"]) for m in _LINK.finditer(body.text))
    return Letter(
        sender=sender,
        sender_address=sender_address,
        recipient=header(mail, "To"),
        sent_at=_date(mail),
        subject=header(mail, "Subject"),
        body=body.text,
        goes_on=body.goes_on,
        flows=body.flows,
        links=tuple(islice(links, MOST_LINKS)),
        attachments=attachments_of(mail, longest),
        headers=_headers(mail),
        message_id=header(mail, "Message-ID").strip(),
        references=" ".join(header(mail, "References").split()),
        reply_to=_person(mail, "Reply-To")[1] or sender_address,
        addressees=tuple(dict.fromkeys((*_addresses(mail, "To"), *_addresses(mail, "Cc")))),
        copied_to=header(mail, "Cc"),
    )


def indexed_words(letter: Letter) -> str:
    """Return what a search finds a mail by."""
    names = (attachment.name for attachment in letter.attachments)
    return words_of(
        letter.sender,
        letter.subject,
        letter.sender_address,
        letter.recipient,
        letter.body,
        *names,
    )


def sender_address(raw: str) -> str:
    """Return whom a stored mail says it comes from, in small letters."""
    return _person(parse_headers(raw), "From")[1].lower()


def _headers(mail: Message) -> tuple[tuple[str, str], ...]:
    return tuple(
        (storable(name), storable(" ".join(str(value)[:LONGEST_HEADER].split())))
        for name, value in islice(mail.raw_items(), _MOST_HEADERS)
    )


def _person(mail: Message, name: str) -> tuple[str, str]:
    """Return the name and the address of the first person a header names."""
    people = _people(mail, name)
    if not people:
        return "", ""
    return storable(people[0].display_name), storable(people[0].addr_spec)[:_LONGEST_ADDRESS]


def _addresses(mail: Message, name: str) -> list[str]:
    return [
        storable(person.addr_spec).lower()[:_LONGEST_ADDRESS]
        for person in _people(mail, name)
        if person.domain
    ]


def _people(mail: Message, name: str) -> tuple[Address, ...]:
    try:
        return tuple(cast("AddressHeader", mail[name]).addresses)
    except UNREADABLE:
        return ()


def _date(mail: EmailMessage) -> datetime:
    try:
        instant: datetime | None = mail["Date"].datetime
    except UNREADABLE:
        instant = None
    if instant is None or instant.year not in _YEARS:
        return UNDATED
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
