"""The rolls: for which contests somebody votes, and which of them they have signed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, bindparam, insert
from sqlmodel import Session, col, func, select

from kiosk.models import Contest, Elector, RollEntry, RollSignature
from kiosk.services.store import Store

_STATES = (
    select(Contest.code, Contest.title, Contest.seats, RollSignature.elector_id)
    .join(RollEntry, col(RollEntry.contest_id) == col(Contest.id))
    .join(Elector, col(Elector.id) == col(RollEntry.elector_id))
    .outerjoin(
        RollSignature,
        and_(
            col(RollSignature.contest_id) == col(Contest.id),
            col(RollSignature.elector_id) == col(Elector.id),
        ),
    )
    .where(Elector.participant_id == bindparam("participant_id"))
    .order_by(col(Contest.position))
)
_OWN = (
    select(Contest, Elector.id)
    .join(RollEntry, col(RollEntry.contest_id) == col(Contest.id))
    .join(Elector, col(Elector.id) == col(RollEntry.elector_id))
    .where(Elector.participant_id == bindparam("participant_id"), Contest.code == bindparam("code"))
)
_SIGN = insert(RollSignature)


@dataclass(frozen=True)
class ContestState:
    """A contest as its voter sees it: done or left to do."""

    code: str
    title: str
    seats: int
    voted: bool


def contests_of(store: Store, participant_id: str) -> tuple[ContestState, ...]:
    """Return the contests on whose roll a participant stands, in order."""
    with store.glance() as reading:
        return states_in(reading, participant_id)


def states_in(reading: Connection, participant_id: str) -> tuple[ContestState, ...]:
    """Return the same as it stands within the caller's transaction."""
    rows = reading.execute(_STATES, {"participant_id": participant_id})
    return tuple(
        ContestState(code, title, seats, voted=signed is not None)
        for code, title, seats, signed in rows
    )


def count_contests(unit: Session, participant_id: str) -> int:
    """Return on how many rolls a participant stands."""
    return unit.exec(
        select(func.count())
        .select_from(RollEntry)
        .join(Elector, col(Elector.id) == col(RollEntry.elector_id))
        .where(Elector.participant_id == participant_id)
    ).one()


def elector_of(unit: Session, participant_id: str) -> str:
    """Return the key by which the rolls know a participant."""
    return unit.exec(select(Elector.id).where(Elector.participant_id == participant_id)).one()


def contest_and_elector(unit: Session, participant_id: str, code: str) -> tuple[Contest, str]:
    """Return a contest on whose roll a participant stands, and the key the roll knows them by."""
    contest, elector_id = unit.execute(_OWN, {"participant_id": participant_id, "code": code}).one()
    return contest, elector_id


def sign_roll(writing: Connection, contest_id: str, elector_id: str, day: date) -> None:
    """Sign a contest's roll within the caller's transaction.

    Who has signed it raises IntegrityError: the table's own key is what lets nobody sign twice,
    whatever two terminals have read before.
    """
    row = {"contest_id": contest_id, "elector_id": elector_id, "day": day}
    writing.execute(_SIGN, row)
