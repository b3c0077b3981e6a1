"""The shapes of what the content says of mails: templates, traps, the campaign, the junk filter."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

from kiosk.services.content_people import Corps


class MailFolder(StrEnum):
    """Where a mail is filed when it arrives."""

    INBOX = auto()
    JUNK = auto()


class MailTrigger(StrEnum):
    """What a service does that sends a mail of its own."""

    ACCOUNT_REQUESTED = "account-requested"
    ACCOUNT_CONFIRMED = "account-confirmed"
    PASSWORD_LOST = "password-lost"  # noqa: S105 - the name of an event
    RECIPIENT_UNKNOWN = "recipient-unknown"
    RECIPIENT_FULL = "recipient-full"
    RECIPIENT_SILENT = "recipient-silent"
    CORRECTION_ASKED = "correction-asked"
    LARGE_MAIL = "large-mail"


class Suspicion(StrEnum):
    """The traps of the rehearsal (mission facts, trouble 14)."""

    COPIED_SITE = "site-copie"
    PASSWORD_BY_MAIL = "mot-de-passe-par-courriel"  # noqa: S105 - the name of a trap
    COLLEAGUE = "collegue"


@dataclass(frozen=True, slots=True)
class MailTemplate:
    """A mail to fill in: sent at an instant, or by a service when its trigger fires.

    ``from_address``, ``subject`` and ``body`` are Jinja2 templates; the body becomes Markdown.
    """

    id: str
    from_name: str
    from_address: str
    subject: str
    folder: MailFolder
    sent: datetime | None
    trigger: MailTrigger | None
    academies: tuple[str, ...]
    corps: tuple[Corps, ...]
    read: bool
    kilobytes: int
    body: str
    attachment: str = ""
    """The name of the file that comes along, and below what it says."""
    attachment_text: str = ""
    trap: Suspicion | None = None
    """What kind of trap it is, where it is one."""


@dataclass(frozen=True, slots=True)
class TrapLesson:
    """What is shown to somebody who answered a trap; “{sender}” stands for its address.

    ``signs`` are what could be seen: a name and a sentence each.
    """

    title: str
    told: str
    signs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class JunkRules:
    """What the junk filter looks for in a subject: words that stand together, many capitals."""

    words: tuple[str, ...]
    capitals_share: float
    capitals_from: int
    """Letters that a subject has at least before its capitals are counted."""


@dataclass(frozen=True, slots=True)
class CampaignSender:
    """Who writes campaign mails."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class CampaignFile:
    """The file that comes along where a mail has this paragraph."""

    paragraph: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Campaign:
    """What the mass of campaign mails is drawn from."""

    senders: tuple[CampaignSender, ...]
    subjects: tuple[str, ...]
    openings: tuple[str, ...]
    paragraphs: tuple[str, ...]
    endings: tuple[str, ...]
    file: CampaignFile
