"""The rolls: for which contests somebody votes, and which of them they have signed."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from kiosk.models import Contest, Elector, RollEntry, RollSignature
from kiosk.services.store import Store


@dataclass(frozen=True)
class ContestState:
    """A contest as its voter sees it: done or left to do."""

    code: str
    title: str
    seats: int
    voted: bool


def contests_of(store: Store, participant_id: str) -> tuple[ContestState, ...]:
    """Return the contests on whose roll a participant stands, in order."""
    with store.look() as unit:
        elector = elector_of(unit, participant_id)
        contests = unit.exec(
            select(Contest)
            .join(RollEntry, col(RollEntry.contest_id) == col(Contest.id))
            .where(RollEntry.elector_id == elector)
            .order_by(col(Contest.position))
        ).all()
        signed = set(
            unit.exec(
                select(RollSignature.contest_id).where(RollSignature.elector_id == elector)
            ).all()
        )
    return tuple(
        ContestState(contest.code, contest.title, contest.seats, contest.id in signed)
        for contest in contests
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


def has_voted_everywhere(unit: Session, participant_id: str) -> bool:
    """Say whether a participant has signed every roll they stand on."""
    signed = unit.exec(
        select(func.count())
        .select_from(RollSignature)
        .where(RollSignature.elector_id == elector_of(unit, participant_id))
    ).one()
    return signed == count_contests(unit, participant_id)
