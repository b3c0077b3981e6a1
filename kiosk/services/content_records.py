"""The shapes of everything that is written in the content folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

from kiosk.services.content_iprof import IProfContent
from kiosk.services.content_mail_records import (
    Campaign,
    MailTemplate,
    MailTrigger,
    Suspicion,
    TrapLesson,
)
from kiosk.services.content_news import NewsItem
from kiosk.services.content_people import Academy, Corps, Persona
from kiosk.services.content_rules import Rules
from kiosk.services.pages import PageId
from kiosk.services.refusals import RefusalCode


class ContestLevel(StrEnum):
    """How wide the electorate of a contest reaches."""

    NATIONAL = auto()
    ACADEMY = auto()
    DEPARTMENT = auto()


class Milestone(StrEnum):
    """The dated limits of the rehearsal (mission facts, calendar)."""

    ACCOUNTS_OPEN = "ACCOUNTS_OPEN"
    ROLLS_CLOSE = "ROLLS_CLOSE"
    NOTICES_ARRIVE = "NOTICES_ARRIVE"
    NEW_IDENTIFIER_ENDS = "NEW_IDENTIFIER_ENDS"
    VOTE_OPENS = "VOTE_OPENS"
    ACCOUNTS_CLOSE = "ACCOUNTS_CLOSE"
    RESEND_IDENTIFIER_ENDS = "RESEND_IDENTIFIER_ENDS"
    VOTE_CLOSES = "VOTE_CLOSES"
    POLLING_GRACE_ENDS = "POLLING_GRACE_ENDS"
    RESULTS_OPEN = "RESULTS_OPEN"


class MilestoneKind(StrEnum):
    """Whether an instant opens something or is the first one too late for it."""

    FROM = auto()
    UNTIL = auto()


class StepNeeds(StrEnum):
    """How many of its events a guide's step waits for."""

    ANY = "any"
    ALL = "all"
    ALL_CONTESTS = "all-contests"


class Stage(StrEnum):
    """How far a person has already come when a situation starts."""

    FRESH = "fresh"
    WEBMAIL_OPEN = "webmail-open"
    ACCOUNT_REQUESTED = "account-requested"
    ACCOUNT_CONFIRMED = "account-confirmed"
    NOTICE_READ = "notice-read"
    VOTED = "voted"


@dataclass(frozen=True, slots=True)
class MilestoneEntry:
    """One dated limit of the calendar; ``at`` is aware, in Paris time."""

    key: Milestone
    at: datetime
    kind: MilestoneKind
    title: str
    shown: bool


@dataclass(frozen=True, slots=True)
class CalendarTable:
    """The first and last instants of a rehearsal and the limits between them, in order of time."""

    start: datetime
    end: datetime
    milestones: tuple[MilestoneEntry, ...]


@dataclass(frozen=True, slots=True)
class CandidateList:
    """A list of candidates under an invented name; ``weight`` serves the simulated electorate."""

    name: str
    motto: str
    weight: int
    candidates: int


@dataclass(frozen=True, slots=True)
class Contest:
    """A committee to elect: its seats, who votes for it, its lists in order of display."""

    code: str
    title: str
    short: str
    about: str
    level: ContestLevel
    order: int
    seats: int
    corps: tuple[Corps, ...]
    lists: tuple[CandidateList, ...]


@dataclass(frozen=True, slots=True)
class GuideStep:
    """One step of the guide, done when its events stand in the journal."""

    id: str
    title: str
    events: tuple[str, ...]
    needs: StepNeeds
    hint: str
    short_hint: str
    waits_for: Milestone | None
    waiting_hint: str
    waiting_short_hint: str
    until: Milestone | None = None
    """From then on a step not done is missed."""
    after: str = ""
    """The step without which this one cannot be done."""


@dataclass(frozen=True, slots=True)
class HelpPage:
    """What F1 shows on one page, in Markdown without its title."""

    id: str
    title: str
    body: str


class Preparation(StrEnum):
    """What is done to somebody's mailbox or account before a situation starts."""

    CONFIRMATION_IN_JUNK = "confirmation-in-junk"
    CAMPAIGN_MAILS = "campaign-mails"
    LINK_REPLACED = "link-replaced"
    FULL_MAILBOX = "full-mailbox"
    ACCOUNT_ASKED = "account-asked"
    PASSWORD_FORGOTTEN = "password-forgotten"  # noqa: S105 - the name of a trouble
    NOTICE_LOST = "notice-lost"
    DATA_KNOWN = "data-known"
    WRONG_SCHOOL = "wrong-school"
    ONE_BALLOT_CAST = "one-ballot-cast"
    SIGNED_OUT = "signed-out"


@dataclass(frozen=True, slots=True)
class Situation:
    """A ready-made state to rehearse one thing that really went wrong."""

    name: str
    title: str
    finds: str
    first_step: str
    """Where to begin, as a button says it; it opens the page ``opens``."""
    opens: PageId
    at: datetime
    stage: Stage
    persona: str
    """Who it happens to, where nobody is chosen; empty is the first persona."""
    prepared: tuple[Preparation, ...]
    solved_by: tuple[str, ...]
    """The facts of the journal that stand for the way out, all of them after the start.

    One that only counts with its subject is written ``Fact/subject``.
    """
    if_believed: tuple[str, ...]
    """What it takes besides once a copied site was believed."""
    until: Milestone | None
    """The limit after which the way out is closed; none where there is always time."""
    way_out: str
    lesson: str
    source: str


@dataclass(frozen=True, slots=True)
class MinutesWords:
    """What the minutes of a count say of problems, of invalid ballots, of a journal's faults."""

    problems: Mapping[str, str]
    reasons: Mapping[str, str]
    faults: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything the content folder says."""

    academies: Mapping[str, Academy]
    calendar: CalendarTable
    rules: Rules
    contests: tuple[Contest, ...]
    personas: tuple[Persona, ...]
    mails: tuple[MailTemplate, ...]
    campaign: Campaign
    traps: Mapping[Suspicion, TrapLesson]
    iprof: IProfContent
    news: tuple[NewsItem, ...]
    guide: tuple[GuideStep, ...]
    refusals: Mapping[RefusalCode, str]
    rule_lines: Mapping[str, str]
    fields: Mapping[str, str]
    minutes: MinutesWords
    help: Mapping[str, HelpPage]
    situations: Mapping[str, Situation]

    def mails_on(self, trigger: MailTrigger) -> tuple[MailTemplate, ...]:
        """List the mails a trigger sends."""
        return tuple(mail for mail in self.mails if mail.trigger is trigger)
