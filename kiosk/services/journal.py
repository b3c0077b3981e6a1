"""What happened, in the past tense: the guide and the trainer's board are read from it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, insert
from sqlmodel import Session, col, select

from kiosk.models.journal import JournalEntry


class Event(StrEnum):
    """Every fact the journal can hold."""

    SITTING_BEGAN = "SittingBegan"
    SITUATION_STARTED = "SituationStarted"
    CLOCK_MOVED = "ClockMoved"
    CAME_TOO_LATE = "CameTooLate"
    WEBMAIL_OPENED = "WebmailOpened"
    WEBMAIL_SIGNED_IN = "WebmailSignedIn"
    WEBMAIL_SIGN_IN_REFUSED = "WebmailSignInRefused"
    WEBMAIL_PASSWORD_CHANGED = "WebmailPasswordChanged"  # noqa: S105 - the name of a fact
    WEBMAIL_PASSWORD_LOST = "WebmailPasswordLost"  # noqa: S105 - the name of a fact
    IPROF_OPENED = "IProfOpened"
    IPROF_SIGNED_IN = "IProfSignedIn"
    IPROF_SIGN_IN_REFUSED = "IProfSignInRefused"
    IPROF_CV_KEPT = "IProfCvKept"
    IPROF_BOX_OPENED = "IProfBoxOpened"
    IPROF_MESSAGE_READ = "IProfMessageRead"
    COPIED_SITE_BELIEVED = "CopiedSiteBelieved"
    TRAP_ANSWERED = "TrapAnswered"
    SUSPICION_REPORTED = "SuspicionReported"
    MESSAGE_READ = "MessageRead"
    MAIL_BOUNCED = "MailBounced"
    MAIL_SENT = "MailSent"
    SENDER_TRUSTED = "SenderTrusted"
    SENDER_DISTRUSTED = "SenderDistrusted"
    TRASH_EMPTIED = "TrashEmptied"
    ACCOUNT_FORM_OPENED = "AccountFormOpened"
    VOTER_PASSWORD_CHOSEN = "VoterPasswordChosen"  # noqa: S105 - the name of a fact
    CAPTCHA_REFUSED = "CaptchaRefused"
    ACCOUNT_REQUESTED = "AccountRequested"
    CONFIRMATION_ASKED_AGAIN = "ConfirmationAskedAgain"
    ACCOUNT_CONFIRMED = "AccountConfirmed"
    VOTER_SPACE_ENTERED = "VoterSpaceEntered"
    VOTER_SIGN_IN_REFUSED = "VoterSignInRefused"
    VOTER_PASSWORD_LOST = "VoterPasswordLost"  # noqa: S105 - the name of a fact
    VOTER_PASSWORD_CHANGED = "VoterPasswordChanged"  # noqa: S105 - the name of a fact
    PERSONAL_DATA_KEPT = "PersonalDataKept"
    CORRECTION_ASKED = "CorrectionAsked"
    NOTICE_READ = "NoticeRead"
    IDENTIFIER_SENT_AGAIN = "IdentifierSentAgain"
    IDENTIFIER_RENEWED = "IdentifierRenewed"
    POLLING_STATION_ENTERED = "PollingStationEntered"
    POLLING_STATION_REFUSED = "PollingStationRefused"
    BALLOT_CAST = "BallotCast"
    VOTED_EVERYWHERE = "VotedEverywhere"
    RESULTS_READ = "ResultsRead"


_APPEND = insert(JournalEntry)


@dataclass(frozen=True)
class Fact:
    """An entry of the journal."""

    at: datetime
    event: Event
    subject: str


def record(
    unit: Session, participant_id: str, event: Event, *, at: datetime, subject: str = ""
) -> None:
    """Append a fact within the caller's unit of work.

    ``subject`` tells one fact from another of the same kind (a contest's code); it is never
    a secret nor a choice.
    """
    unit.add(JournalEntry(participant_id=participant_id, at=at, event=event.value, subject=subject))


def record_at_once(
    writing: Connection, participant_id: str, event: Event, *, at: datetime, subject: str = ""
) -> None:
    """Do as ``record`` within a transaction on a bare connection."""
    row = {"participant_id": participant_id, "at": at, "event": event.value, "subject": subject}
    writing.execute(_APPEND, row)


def record_once(
    unit: Session, participant_id: str, event: Event, *, at: datetime, subject: str = ""
) -> None:
    """Append a fact unless the same one is there already."""
    same = (
        select(JournalEntry.id)
        .where(JournalEntry.participant_id == participant_id)
        .where(JournalEntry.event == event.value, JournalEntry.subject == subject)
    )
    if unit.exec(same).first() is None:
        record(unit, participant_id, event, at=at, subject=subject)


def facts(unit: Session, participant_id: str) -> tuple[Fact, ...]:
    """Return a participant's facts, oldest first."""
    entries = unit.exec(
        select(JournalEntry)
        .where(JournalEntry.participant_id == participant_id)
        .order_by(col(JournalEntry.id))
    )
    return tuple(Fact(entry.at, Event(entry.event), entry.subject) for entry in entries)
