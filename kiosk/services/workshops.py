"""Workshops: made for whoever walks up, and wiped with every trace."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from kiosk.models import MailAccount, Message, Participant, VoterIdentifier, Workshop
from kiosk.services import electorate
from kiosk.services.calendar import Calendar
from kiosk.services.ceremony import USUAL_SIZE, hold_ceremony
from kiosk.services.clock import RealTime
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
from kiosk.services.pockets import Pockets
from kiosk.services.postman import Postman
from kiosk.services.refusals import Refusal, RefusalCode, Refusals
from kiosk.services.row_keys import draw_key
from kiosk.services.store import Store
from kiosk.services.user_names import clean_name

OWN_GRADE = "professorat des écoles"
"""Said of whoever rehearses under their own name, whose grade is not asked."""

LEFT_BEHIND = timedelta(hours=1)
"""A workshop of one that nobody has looked at for so long was cut short: it is wiped."""

_MOST_TRIES = 8


@dataclass(frozen=True)
class Enrolment:
    """A person in a workshop: what a sitting needs to know to begin."""

    workshop_id: str
    participant_id: str
    academy_id: str
    name: str
    school: str


@dataclass(frozen=True)
class Sheet:
    """The paper on the desk: one's own data, the user name left to be worked out."""

    name: str
    first_name: str
    last_name: str
    corps: str
    grade: str
    school: str
    address: str
    numen: str = field(repr=False)
    homonym: int


class Workshops:
    """Makes workshops of one, reads a participant's sheet, wipes."""

    def __init__(
        self,
        store: Store,
        content: Content,
        calendar: Calendar,
        *,
        writer: LetterWriter,
        postman: Postman,
        pockets: Pockets,
        hashes: PasswordHashes,
        chance: Random,
        real: RealTime,
        rate: float,
    ) -> None:
        self._store = store
        self._content = content
        self._calendar = calendar
        self._writer = writer
        self._postman = postman
        self._pockets = pockets
        self._hashes = hashes
        self._chance = chance
        self._real = real
        self._rate = rate

    def begin_as(
        self, persona_id: str, *, at: datetime | None = None, seed: int | None = None
    ) -> Enrolment:
        """Make a workshop of one for a lent persona; an unknown one raises KeyError."""
        persona = {persona.id: persona for persona in self._content.personas}[persona_id]
        return self._begin(persona, at, seed)

    def begin_named(
        self,
        first_name: str,
        last_name: str,
        academy_id: str,
        *,
        at: datetime | None = None,
        seed: int | None = None,
    ) -> Enrolment:
        """Make a workshop of one for somebody's own name.

        Refuses FIELD_EMPTY and NAME_SHAPE by field, and ACADEMY_UNKNOWN.
        """
        Refusals.gather(
            lambda: _require_name(first_name, "first_name"),
            lambda: _require_name(last_name, "last_name"),
        )
        first, last = clean_name(first_name), clean_name(last_name)
        if academy_id not in self._content.academies:
            raise Refusal(RefusalCode.ACADEMY_UNKNOWN, "academy")
        model = next(
            (p for p in self._content.personas if p.academy == academy_id and not p.homonym),
            self._content.personas[0],
        )
        own = Persona(
            id="own",
            first_name=first,
            last_name=last,
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
        return self._begin(own, at, seed)

    def sheet(self, participant_id: str) -> Sheet:
        """Return what the sheet on the desk says."""
        with self._store.look() as unit:
            person = unit.get_one(Participant, participant_id)
        return Sheet(
            name=f"{person.first_name} {person.last_name}",
            first_name=person.first_name,
            last_name=person.last_name,
            corps=person.corps,
            grade=person.grade,
            school=person.school,
            address=person.address,
            numen=person.numen,
            homonym=person.homonym,
        )

    def wipe(self, workshop_id: str) -> None:
        """Delete a workshop with every trace of it; an unknown one is no matter."""
        self._delete(col(Workshop.id) == workshop_id)

    def wipe_left_behind(self) -> int:
        """Delete the workshops nobody has looked at for an hour; return how many."""
        left = col(Workshop.seen_at) < self._real() - LEFT_BEHIND
        with self._store.look() as unit:
            found = len(unit.exec(select(Workshop.id).where(left)).all())
        if found:
            # Said again where it is deleted: one that was looked at meanwhile is spared.
            self._delete(left)
        return found

    def _delete(self, which: ColumnElement[bool]) -> None:
        with self._store.unit() as unit:
            wiped = cast("CursorResult[Any]", unit.execute(delete(Workshop).where(which))).rowcount
        if wiped:
            self._store.forget_deleted()
            with self._store.look() as unit:
                self._pockets.keep_only(unit.exec(select(Workshop.id)).all())

    def _begin(self, persona: Persona, at: datetime | None, seed: int | None) -> Enrolment:
        self.wipe_left_behind()
        others = self._others()
        for turn in range(others, others + _MOST_TRIES):
            self._step_aside(turn)
            with suppress(IntegrityError):
                return self._make(persona, at, seed)
        return self._make(persona, at, seed)

    def _others(self) -> int:
        with self._store.look() as unit:
            return unit.exec(select(func.count()).select_from(Workshop)).one()

    def _step_aside(self, turn: int) -> None:
        """Draw on from elsewhere: a seed given twice on one store would draw the same keys."""
        if turn:
            self._chance.seed(self._chance.getrandbits(64) + turn)

    def _make(self, persona: Persona, at: datetime | None, seed: int | None) -> Enrolment:
        academy = self._content.academies[persona.academy]
        at = at or self._content.calendar.start
        seed = self._chance.getrandbits(31) if seed is None else seed
        real = self._real()
        with self._store.unit() as unit:
            workshop = Workshop(
                id=draw_key(self._chance),
                academy=academy.id,
                seed=seed,
                simulated_at=at,
                real_at=real,
                rate=self._rate,
                seen_at=real,
            )
            unit.add(workshop)
            unit.flush()
            participant = participant_of(workshop, persona, academy)
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
            electorate.set_up(
                unit,
                workshop,
                [participant],
                contests=self._content.contests,
                electorate=self._content.rules.electorate,
                keys=self._chance,
            )
            shares = hold_ceremony(
                unit, workshop, USUAL_SIZE, chance=self._chance, at=at, made_by_hand=False
            )
            record(unit, participant.id, Event.SITTING_BEGAN, at=at)
        # Once the workshop is there: another terminal empties the pockets of those that are not.
        self._pockets.fill(workshop.id, shares)
        return Enrolment(
            workshop_id=workshop.id,
            participant_id=participant.id,
            academy_id=academy.id,
            name=f"{participant.first_name} {participant.last_name}",
            school=participant.school,
        )

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
