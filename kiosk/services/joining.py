"""Joining a workshop that somebody else began: by its code, from another terminal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from kiosk.models import Participant, Workshop
from kiosk.services import electorate
from kiosk.services.calendar import Calendar
from kiosk.services.clock import Clock
from kiosk.services.content import Content, Milestone, Persona
from kiosk.services.enrolling import Enroller, Enrolment, enrolment_of
from kiosk.services.mail_words import in_order
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.store import Store
from kiosk.services.workshop_codes import read, shown
from kiosk.services.workshops import Workshops


@dataclass(frozen=True)
class Companion:
    """Somebody in the workshop, and where they are written to."""

    name: str
    address: str


@dataclass(frozen=True)
class SharedWorkshop:
    """A workshop as one invites to it or enters it: its code, its clock, who is in it."""

    code: str
    academy_id: str
    now: datetime
    people: tuple[Companion, ...]
    open: bool
    """Whether one may still join: not from the close of the vote on."""


class Joining:
    """Lets one into a workshop by its code, and tells who is there."""

    def __init__(
        self,
        store: Store,
        content: Content,
        calendar: Calendar,
        clock: Clock,
        *,
        workshops: Workshops,
        enroller: Enroller,
    ) -> None:
        self._store = store
        self._content = content
        self._calendar = calendar
        self._clock = clock
        self._workshops = workshops
        self._enroller = enroller

    def workshop(self, workshop_id: str) -> SharedWorkshop:
        """Return the workshop of a sitting, to invite somebody to it."""
        now = self._clock.now(workshop_id)
        with self._store.look() as unit:
            workshop = unit.get_one(Workshop, workshop_id)
            people = _people(unit, workshop_id)
        found = sorted(people, key=lambda one: (in_order(_name(one)), one.homonym))
        return SharedWorkshop(
            code=shown(workshop.code),
            academy_id=workshop.academy,
            now=now,
            people=tuple(Companion(_name(one), one.address) for one in found),
            open=self._calendar.allows(Milestone.VOTE_CLOSES, now),
        )

    def find(self, code: str) -> SharedWorkshop:
        """Return the workshop of a code that was typed, to join it.

        Refuses, of the field “code”, FIELD_EMPTY, WORKSHOP_CODE_SHAPE, WORKSHOP_UNKNOWN (there is
        none, or it is over) and from the close of the vote on WORKSHOP_CLOSED.
        """
        self._workshops.wipe_left_behind()
        with self._store.unit() as unit:
            workshop_id = _by_code(unit, code).id
            self._require_open(workshop_id)
        return self.workshop(workshop_id)

    def join_as(self, code: str, persona_id: str) -> Enrolment:
        """Enter a workshop as a lent persona; an unknown one raises KeyError.

        Refuses as ``find``, WORKSHOP_OTHER_ACADEMY and HOMONYMS_TOO_MANY.
        """
        persona = self._enroller.lent(persona_id)
        return self._join(code, lambda _: persona)

    def join_named(self, code: str, first_name: str, last_name: str) -> Enrolment:
        """Enter a workshop under one's own name, in its academy.

        Refuses as ``find``, FIELD_EMPTY and NAME_SHAPE by field, and HOMONYMS_TOO_MANY.
        """
        return self._join(
            code, lambda academy_id: self._enroller.own(first_name, last_name, academy_id)
        )

    def _join(self, code: str, persona_in: Callable[[str], Persona]) -> Enrolment:
        self._workshops.wipe_left_behind()
        return self._enroller.with_free_keys(lambda: self._enter(code, persona_in))

    def _enter(self, code: str, persona_in: Callable[[str], Persona]) -> Enrolment:
        with self._store.unit() as unit:
            # Held until one is in: the others neither move the clock, nor join, nor leave.
            workshop = _by_code(unit, code)
            now = self._require_open(workshop.id)
            persona = persona_in(workshop.academy)
            if persona.academy != workshop.academy:
                academy = self._content.academies[workshop.academy].name
                raise Refusal(RefusalCode.WORKSHOP_OTHER_ACADEMY, "code", academy=academy)
            others = _people(unit, workshop.id)
            participant = self._enroller.enrol(unit, workshop, persona, now, others)
            electorate.enter(unit, participant, self._content.contests)
            return enrolment_of(participant, workshop)

    def _require_open(self, workshop_id: str) -> datetime:
        now = self._clock.now(workshop_id)
        if not self._calendar.allows(Milestone.VOTE_CLOSES, now):
            at = self._calendar.at(Milestone.VOTE_CLOSES)
            raise Refusal(RefusalCode.WORKSHOP_CLOSED, "code", at=at)
        return now


def _by_code(unit: Session, typed: str) -> Workshop:
    """Return the workshop of a code, held until the unit's end; refuses as ``Joining.find``."""
    asked = select(Workshop).where(Workshop.code == read(typed)).with_for_update()
    workshop = unit.exec(asked).first()
    if workshop is None:
        raise Refusal(RefusalCode.WORKSHOP_UNKNOWN, "code")
    return workshop


def _people(unit: Session, workshop_id: str) -> Sequence[Participant]:
    return unit.exec(select(Participant).where(Participant.workshop_id == workshop_id)).all()


def _name(person: Participant) -> str:
    return f"{person.first_name} {person.last_name}"
