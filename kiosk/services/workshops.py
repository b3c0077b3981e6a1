"""Workshops: made for whoever walks up, left one by one, wiped with every trace."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import delete
from sqlmodel import Session, col, func, select

from kiosk.models import Participant, Workshop
from kiosk.services import electorate
from kiosk.services.ceremony import USUAL_SIZE, hold_ceremony
from kiosk.services.clock import RealTime
from kiosk.services.content import Content, Persona
from kiosk.services.enrolling import Enroller, Enrolment, enrolment_of
from kiosk.services.pockets import Pockets
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.row_keys import draw_key
from kiosk.services.store import Store
from kiosk.services.workshop_codes import free_code
from kiosk.services.wrong_tries import forget_tries

LEFT_BEHIND = timedelta(hours=1)
"""A workshop that nobody has looked at for so long was cut short: it is wiped."""


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
    """Makes workshops, reads a participant's sheet, wipes what is left."""

    def __init__(
        self,
        store: Store,
        content: Content,
        *,
        enroller: Enroller,
        pockets: Pockets,
        chance: Random,
        real: RealTime,
        rate: float,
    ) -> None:
        self._store = store
        self._content = content
        self._enroller = enroller
        self._pockets = pockets
        self._chance = chance
        self._real = real
        self._rate = rate

    def begin_as(
        self, persona_id: str, *, at: datetime | None = None, seed: int | None = None
    ) -> Enrolment:
        """Make a workshop of one for a lent persona; an unknown one raises KeyError."""
        return self._begin(self._enroller.lent(persona_id), at, seed)

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
        own = self._enroller.own(first_name, last_name, academy_id)
        if academy_id not in self._content.academies:
            raise Refusal(RefusalCode.ACADEMY_UNKNOWN, "academy")
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

    def leave(self, workshop_id: str, participant_id: str) -> None:
        """Wipe a participant with every trace, and the workshop with its last one.

        What others have received stays theirs, a vote stays in the box and on the roll. Who is
        unknown, or has left already, is no matter.
        """
        with self._store.unit() as unit:
            workshop = unit.get(Workshop, workshop_id, with_for_update=True)
            people = unit.exec(
                select(Participant).where(Participant.workshop_id == workshop_id)
            ).all()
            leaver = next((one for one in people if one.id == participant_id), None)
            if workshop is None or leaver is None:
                return
            if len(people) == 1:
                unit.execute(delete(Workshop).where(col(Workshop.id) == workshop_id))
            else:
                _remove(unit, leaver)
        self._forget_deleted()

    def wipe_left_behind(self) -> int:
        """Delete the workshops nobody has looked at for an hour; return how many."""
        left = col(Workshop.seen_at) < self._real() - LEFT_BEHIND
        with self._store.look() as unit:
            found = len(unit.exec(select(Workshop.id).where(left)).all())
        if found:
            with self._store.unit() as unit:
                # Said again where it is deleted: one that was looked at meanwhile is spared.
                unit.execute(delete(Workshop).where(left))
            self._forget_deleted()
        return found

    def _forget_deleted(self) -> None:
        self._store.forget_deleted()
        with self._store.look() as unit:
            self._pockets.keep_only(unit.exec(select(Workshop.id)).all())

    def _begin(self, persona: Persona, at: datetime | None, seed: int | None) -> Enrolment:
        self.wipe_left_behind()
        with self._store.look() as unit:
            others = unit.exec(select(func.count()).select_from(Workshop)).one()
        return self._enroller.with_free_keys(lambda: self._make(persona, at, seed), others)

    def _make(self, persona: Persona, at: datetime | None, seed: int | None) -> Enrolment:
        at = at or self._content.calendar.start
        seed = self._chance.getrandbits(31) if seed is None else seed
        real = self._real()
        with self._store.unit() as unit:
            workshop = Workshop(
                id=draw_key(self._chance),
                academy=persona.academy,
                code=free_code(unit, seed),
                seed=seed,
                simulated_at=at,
                real_at=real,
                rate=self._rate,
                seen_at=real,
            )
            unit.add(workshop)
            unit.flush()
            participant = self._enroller.enrol(unit, workshop, persona, at)
            electorate.set_up(
                unit,
                workshop,
                [participant],
                contests=self._content.contests,
                electorate=self._content.rules.electorate,
                keys=self._chance,
            )
            before = self._content.calendar.start  # whenever one comes in, the keys are older
            shares = hold_ceremony(
                unit, workshop, USUAL_SIZE, chance=self._chance, at=before, made_by_hand=False
            )
            begun = enrolment_of(participant, workshop)
        # Once the workshop is there: another terminal empties the pockets of those that are not.
        self._pockets.fill(workshop.id, shares)
        return begun


def _remove(unit: Session, leaver: Participant) -> None:
    electorate.let_go(unit, leaver.workshop_id, leaver.id)
    forget_tries(unit, leaver.workshop_id, leaver.user_name)
    unit.execute(delete(Participant).where(col(Participant.id) == leaver.id))
