"""Entering a workshop: who somebody is there, their mailbox, their notice."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from kiosk.models import MailAccount, Message, Participant, VoterIdentifier, Workshop
from kiosk.services.calendar import Calendar
from kiosk.services.content import Academy, Content, Corps, Milestone, Persona
from kiosk.services.form_fields import require_filled
from kiosk.services.identifiers import make_identifier
from kiosk.services.journal import Event, record
from kiosk.services.letters import LetterWriter
from kiosk.services.mail_rounds import is_for, mail_values
from kiosk.services.notices import notice_for
from kiosk.services.numen import NumenKind
from kiosk.services.participants import participant_of
from kiosk.services.password_hashes import PasswordHashes
from kiosk.services.postman import Postman
from kiosk.services.refusals import Refusals
from kiosk.services.user_names import clean_name

OWN_GRADE = "professorat des écoles"
"""Said of whoever rehearses under their own name, whose grade is not asked."""

_MOST_TRIES = 8

T = TypeVar("T")


@dataclass(frozen=True)
class Enrolment:
    """A person in a workshop: what a sitting needs to know to begin."""

    workshop_id: str
    participant_id: str
    academy_id: str
    name: str
    school: str


class Enroller:
    """Makes participants within the caller's unit of work; ``chance`` makes what is theirs."""

    def __init__(
        self,
        content: Content,
        calendar: Calendar,
        *,
        writer: LetterWriter,
        postman: Postman,
        hashes: PasswordHashes,
        chance: Random,
    ) -> None:
        self._content = content
        self._calendar = calendar
        self._writer = writer
        self._postman = postman
        self._hashes = hashes
        self._chance = chance

    def lent(self, persona_id: str) -> Persona:
        """Return a lent persona; an unknown one raises KeyError."""
        return {persona.id: persona for persona in self._content.personas}[persona_id]

    def own(self, first_name: str, last_name: str, academy_id: str) -> Persona:
        """Return the persona of somebody's own name in an academy.

        Refuses FIELD_EMPTY and NAME_SHAPE by field.
        """
        Refusals.gather(
            lambda: _require_name(first_name, "first_name"),
            lambda: _require_name(last_name, "last_name"),
        )
        model = next(
            (p for p in self._content.personas if p.academy == academy_id and not p.homonym),
            self._content.personas[0],
        )
        return Persona(
            id="own",
            first_name=clean_name(first_name),
            last_name=clean_name(last_name),
            corps=Corps.PRIMARY,
            grade=OWN_GRADE,
            school=model.school,
            academy=academy_id,
            homonym=0,
            numen_kind=NumenKind.PRIMARY.name.lower(),
            entry_year=model.entry_year,
            postal_address=model.postal_address,
            mobile="",
            personal_mail="",
        )

    def enrol(
        self,
        unit: Session,
        workshop: Workshop,
        persona: Persona,
        at: datetime,
        others: Sequence[Participant] = (),
    ) -> Participant:
        """Add a persona to a workshop with a mailbox and a notice; what was due by then is there.

        Refuses HOMONYMS_TOO_MANY among the others.
        """
        academy = self._content.academies[workshop.academy]
        participant = participant_of(workshop, persona, academy, others)
        unit.add(participant)
        unit.flush()
        unit.add(
            MailAccount(
                participant_id=participant.id,
                password_hash=self._hashes.hash(participant.numen),
            )
        )
        self._fill_mailbox(unit, participant, academy, at)
        self._issue_notice(unit, participant, persona, at)
        record(unit, participant.id, Event.SITTING_BEGAN, at=at)
        return participant

    def with_free_keys(self, work: Callable[[], T], before: int = 0) -> T:
        """Do work that makes keys, again while another terminal has made the same ones.

        A seed given twice on one store draws the same: past ``before`` others, and from each try
        to the next, what is drawn comes from elsewhere.
        """
        for turn in range(before, before + _MOST_TRIES):
            self._step_aside(turn)
            with suppress(IntegrityError):
                return work()
        return work()

    def _step_aside(self, turn: int) -> None:
        if turn:
            self._chance.seed(self._chance.getrandbits(64) + turn)

    def _fill_mailbox(
        self, unit: Session, participant: Participant, academy: Academy, at: datetime
    ) -> None:
        values = mail_values(academy)
        for template in self._content.mails:
            if template.sent is None or not is_for(template, participant, academy):
                continue
            if template.sent > at:
                self._postman.send_mail(
                    unit, participant, template, due_at=template.sent, values=values
                )
                continue
            key = f"{self._chance.getrandbits(48):012x}"
            mail = self._writer.compose(
                template, participant, sent_at=template.sent, key=key, values=values
            )
            unit.add(
                Message(
                    id=key,
                    participant_id=participant.id,
                    folder=template.folder,
                    sender=mail.sender,
                    subject=mail.subject,
                    sent_at=template.sent,
                    arrived_at=template.sent,
                    read=template.read,
                    size=template.kilobytes * 1024,
                    raw=mail.raw,
                    words=mail.words,
                )
            )

    def _issue_notice(
        self, unit: Session, participant: Participant, persona: Persona, at: datetime
    ) -> None:
        identifier = make_identifier(self._chance)
        unit.add(
            VoterIdentifier(
                participant_id=participant.id,
                rank=1,
                digest=self._hashes.hash(identifier),
                made_at=at,
            )
        )
        arrives = self._calendar.at(Milestone.NOTICES_ARRIVE)
        self._postman.send(unit, participant, notice_for(persona, identifier), due_at=arrives)


def _require_name(typed: str, field: str) -> None:
    require_filled(typed, field)
    clean_name(typed, field)


def enrolment_of(participant: Participant, workshop: Workshop) -> Enrolment:
    """Return what a participant's sitting begins with."""
    return Enrolment(
        workshop_id=workshop.id,
        participant_id=participant.id,
        academy_id=workshop.academy,
        name=f"{participant.first_name} {participant.last_name}",
        school=participant.school,
    )
