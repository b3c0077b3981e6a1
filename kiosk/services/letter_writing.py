"""Mails that a participant writes: checked, then made by the standard library."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from kiosk.services.french import PARIS
from kiosk.services.letter_parts import Attachment, body_of
from kiosk.services.letter_source import POLICY, header, parse
from kiosk.services.letters import ComposedMail, Letter
from kiosk.services.mail_words import words_of
from kiosk.services.refusals import Refusal, RefusalCode, Refusals
from kiosk.services.storable_text import kept

MOST_RECIPIENTS = 10
LONGEST_RECIPIENTS = 2000
LONGEST_SUBJECT = 200
LONGEST_TEXT = 20_000

_TYPED_RECIPIENTS = "X-Draft-To"
_ANSWERED = "X-Draft-Answers"
_PASSED_ON = "X-Draft-Passes-On"
"""Headers of a draft: what was typed for recipients, an address or not yet; what it answers; whose
files come along."""

_SEPARATOR = re.compile(r"[,;\n]")
_NAMED = re.compile(r".*<([^<>]*)>")
_ADDRESS = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_BREAKS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True)
class Typed:
    """What a form to write a mail holds.

    ``answers`` is the message it answers or passes on, ``passes_on`` the one whose files it keeps.
    """

    to: str = ""
    subject: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    answers: str = ""
    passes_on: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to keep."""
        return not (self.to.strip() or self.subject.strip() or self.text.strip())


def clean(typed: Typed) -> Typed:
    """Return what was typed without what steers a screen or breaks a header, nor a real NUMEN."""
    return Typed(
        to=kept(_header(typed.to)),
        subject=kept(_header(typed.subject)),
        text=kept("\n".join(_one_line(line) for line in typed.text.splitlines())),
        answers=_header(typed.answers),
        passes_on=_header(typed.passes_on),
    )


def recipients(typed: Typed) -> tuple[str, ...]:
    """Return the addresses a mail goes to, each once, in small letters.

    Refuses, by field, FIELD_EMPTY without a recipient, RECIPIENT_SHAPE, RECIPIENTS_TOO_MANY and
    TEXT_TOO_LONG.
    """
    found: list[str] = []
    Refusals.gather(lambda: found.extend(_recipients(kept(typed.to))), *_lengths(typed)[1:])
    return tuple(dict.fromkeys(found))


def require_short(typed: Typed) -> None:
    """Refuse, by field, TEXT_TOO_LONG: a draft takes room however full the mailbox is."""
    Refusals.gather(*_lengths(typed))


def addresses_in(text: str) -> tuple[str, ...]:
    """Return what is an address already among the recipients being typed."""
    return tuple(address for address in _bare(text[:LONGEST_RECIPIENTS]) if _is_address(address))


def make_mail(
    sender: Address,
    to: Sequence[str],
    typed: Typed,
    *,
    sent_at: datetime,
    key: str,
    answered: Letter | None = None,
    files: Sequence[Attachment] = (),
) -> ComposedMail:
    """Return the mail as RFC 5322 text; without recipients it is a draft's.

    An answer names the mails before it (RFC 5322, 3.6.4).
    """
    mail = EmailMessage(policy=POLICY)
    mail["From"] = sender
    if to:
        mail["To"] = [Address(addr_spec=address) for address in to]
    mail["Date"] = format_datetime(sent_at.astimezone(PARIS))
    mail["Subject"] = typed.subject
    mail["Message-ID"] = f"<{key}@{sender.domain}>"
    if answered is not None and answered.message_id:
        mail["In-Reply-To"] = answered.message_id
        mail["References"] = f"{answered.references} {answered.message_id}".strip()
    if not to:
        mail[_TYPED_RECIPIENTS] = typed.to
        mail[_ANSWERED] = typed.answers
        mail[_PASSED_ON] = typed.passes_on
    mail.set_content(typed.text, cte="8bit")
    names = [_attach(mail, file) for file in files]
    raw = mail.as_bytes().decode()
    words = words_of(sender.display_name, typed.to, typed.subject, typed.text, *names)
    return ComposedMail(sender.display_name, typed.subject, raw, words)


def read_draft(raw: str) -> Typed:
    """Return what a draft holds."""
    mail = parse(raw)
    return Typed(
        to=header(mail, _TYPED_RECIPIENTS),
        subject=header(mail, "Subject"),
        text=body_of(mail, LONGEST_TEXT).text,
        answers=header(mail, _ANSWERED),
        passes_on=header(mail, _PASSED_ON),
    )


def _attach(mail: EmailMessage, file: Attachment) -> str:
    name = _header(file.name)[:LONGEST_SUBJECT]
    kind = ("text", "plain") if file.text else ("application", "octet-stream")
    mail.add_attachment(file.content, *kind, filename=name)
    return name


def _bare(text: str) -> list[str]:
    parts = [part.strip() for part in _SEPARATOR.split(text)]
    named = [_NAMED.fullmatch(part) for part in parts]
    return [
        (match[1] if match else part).strip().lower()
        for part, match in zip(parts, named, strict=True)
        if part
    ]


def _recipients(text: str) -> list[str]:
    _require_short(text, "to", LONGEST_RECIPIENTS)
    bare = _bare(text)
    if not bare:
        raise Refusal(RefusalCode.FIELD_EMPTY, "to")
    for address in bare:
        if not _is_address(address):
            raise Refusal(RefusalCode.RECIPIENT_SHAPE, "to", address=address[:40])
    if len(set(bare)) > MOST_RECIPIENTS:
        raise Refusal(RefusalCode.RECIPIENTS_TOO_MANY, "to", most=MOST_RECIPIENTS)
    return bare


def _is_address(text: str) -> bool:
    if not _ADDRESS.fullmatch(text):
        return False
    try:
        Address(addr_spec=text)
    except (IndexError, ValueError):
        return False
    return True


def _lengths(typed: Typed) -> tuple[Callable[[], None], ...]:
    return (
        lambda: _require_short(typed.to, "to", LONGEST_RECIPIENTS),
        lambda: _require_short(typed.subject, "subject", LONGEST_SUBJECT),
        lambda: _require_short(typed.text, "text", LONGEST_TEXT),
    )


def _require_short(text: str, field_id: str, longest: int) -> None:
    if len(text) > longest:
        raise Refusal(RefusalCode.TEXT_TOO_LONG, field_id, most=longest)


def _header(text: str) -> str:
    # Read back, an encoded word would say something else than what was typed.
    return _one_line(text).replace("=?", "= ?")


def _one_line(text: str) -> str:
    spaced = " ".join(text.replace("\t", " ").splitlines())
    return "".join(c for c in spaced if unicodedata.category(c) not in _BREAKS)
