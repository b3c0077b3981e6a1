"""The request form: a wrong school or corps, to be put right before the rolls close."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, select

from kiosk.models import CorrectionRequest, Participant
from kiosk.services.calendar import Calendar
from kiosk.services.clock import Clock
from kiosk.services.content import MailTrigger, Milestone
from kiosk.services.form_fields import require_filled
from kiosk.services.journal import Event, record
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.school_names import names_school
from kiosk.services.service_mails import ServiceMails
from kiosk.services.sessions import Sessions, System
from kiosk.services.storable_text import kept
from kiosk.services.store import Store

LONGEST_CORRECTION = 120
"""Characters kept of what is asked for."""


class CorrectionSubject(StrEnum):
    """What is wrong."""

    SCHOOL = "school"
    CORPS = "corps"


class CorrectionState(StrEnum):
    """How far a request has come; it follows from the clock."""

    TAKEN = "taken"
    HANDLED = "handled"


@dataclass(frozen=True)
class Correction:
    """A request as its owner sees it; ``handled_at`` is when the office has dealt with it."""

    subject: CorrectionSubject
    wanted: str
    asked_at: datetime
    handled_at: datetime
    state: CorrectionState
    was_right: bool
    """Whether the roll said what is right before: nothing changes then."""
    replaces: bool
    """Whether an earlier request stands back for this one."""


@dataclass(frozen=True)
class CorrectionForm:
    """What the voter space holds of somebody, what was asked last, and until when one may ask."""

    school: str
    grade: str
    until: datetime
    is_open: bool
    last: Correction | None


class Corrections:
    """Takes requests of whoever is in the voter space (leaflet 000: the request form)."""

    def __init__(
        self,
        store: Store,
        calendar: Calendar,
        clock: Clock,
        *,
        sessions: Sessions,
        mails: ServiceMails,
        days: int,
    ) -> None:
        self._store = store
        self._calendar = calendar
        self._clock = clock
        self._sessions = sessions
        self._mails = mails
        self._time = timedelta(days=days)

    def form(self, token: str | None) -> CorrectionForm:
        """Return the form and the state of the last request; refuses SIGN_IN_FIRST."""
        session = self._sessions.require(token, System.VOTER_SPACE)
        now = self._clock.now(session.workshop_id)
        with self._store.look() as unit:
            person = unit.get_one(Participant, session.participant_id)
            last = _last_of(unit, person.id)
            school = school_on_roll(unit, person, now - self._time)
        return CorrectionForm(
            school=school,
            grade=person.grade,
            until=self._calendar.at(Milestone.ROLLS_CLOSE),
            is_open=self._calendar.allows(Milestone.ROLLS_CLOSE, now),
            last=self._seen(last, person, now) if last else None,
        )

    def ask(self, token: str | None, subject: str, wanted: str) -> None:
        """Keep a request and send its receipt; the last one sent twice is kept once.

        Refuses SIGN_IN_FIRST, TOO_LATE once the rolls are closed (mission facts, calendar),
        CHOICE_UNKNOWN and FIELD_EMPTY by field; then SCHOOL_NOT_NAMED where the roll has a wrong
        school and the request does not name the right one. What has the shape of a real NUMEN is
        left out.
        """
        session = self._sessions.require(token, System.VOTER_SPACE)
        if subject not in set(CorrectionSubject):
            raise Refusal(RefusalCode.CHOICE_UNKNOWN, "form")
        text = " ".join(kept(wanted).split())[:LONGEST_CORRECTION]
        require_filled(text, "wanted")
        with self._store.unit() as unit:
            person = unit.get_one(Participant, session.participant_id, with_for_update=True)
            now = self._clock.now(session.workshop_id)
            self._calendar.require(Milestone.ROLLS_CLOSE, now)
            last = _last_of(unit, person.id)
            if last is not None and (last.subject, last.wanted) == (subject, text):
                return
            if subject == CorrectionSubject.SCHOOL:
                _require_named(text, person)
            unit.add(
                CorrectionRequest(
                    participant_id=person.id,
                    rank=last.rank + 1 if last else 1,
                    subject=subject,
                    wanted=text,
                    asked_at=now,
                )
            )
            self._mails.mail(unit, person, MailTrigger.CORRECTION_ASKED, at=now)
            record(unit, person.id, Event.CORRECTION_ASKED, at=now, subject=subject)

    def _seen(self, request: CorrectionRequest, person: Participant, now: datetime) -> Correction:
        handled_at = request.asked_at + self._time
        subject = CorrectionSubject(request.subject)
        return Correction(
            subject=subject,
            wanted=request.wanted,
            asked_at=request.asked_at,
            handled_at=handled_at,
            was_right=subject is not CorrectionSubject.SCHOOL or not person.roll_school,
            replaces=request.rank > 1,
            state=CorrectionState.HANDLED if now >= handled_at else CorrectionState.TAKEN,
        )


def _last_of(unit: Session, participant_id: str) -> CorrectionRequest | None:
    return unit.exec(
        select(CorrectionRequest)
        .where(CorrectionRequest.participant_id == participant_id)
        .order_by(col(CorrectionRequest.rank).desc())
    ).first()


def _require_named(wanted: str, person: Participant) -> None:
    wrong = person.roll_school
    if wrong and not names_school(wanted, person.school, instead_of=wrong):
        raise Refusal(RefusalCode.SCHOOL_NOT_NAMED, "wanted")


def school_on_roll(unit: Session, person: Participant, handled_before: datetime) -> str:
    """Return the school that the roll gives somebody; the right one once a request was handled."""
    if not person.roll_school:
        return person.school
    handled = select(CorrectionRequest.rank).where(
        CorrectionRequest.participant_id == person.id,
        CorrectionRequest.subject == CorrectionSubject.SCHOOL,
        col(CorrectionRequest.asked_at) <= handled_before,
    )
    return person.roll_school if unit.exec(handled).first() is None else person.school
