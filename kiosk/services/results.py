"""The results: counted from the box after the close, read from 5 December."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from sqlmodel import Session, col, func, select

from kiosk.models import (
    CandidateList,
    Contest,
    ContestCount,
    InvalidBallot,
    ListCount,
    RollEntry,
    RollSignature,
    Workshop,
)
from kiosk.services.calendar import Calendar
from kiosk.services.ceremony import contests_in
from kiosk.services.clock import Clock
from kiosk.services.content import Milestone
from kiosk.services.count import Count
from kiosk.services.journal import Event, record_once
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.rolls import contests_of
from kiosk.services.seat_calculation import SeatCalculation, Standing, calculate
from kiosk.services.store import Store
from kiosk.services.tie_breaks import TieBreak


@dataclass(frozen=True)
class ListResult:
    """A list's votes, its share of the valid votes, and its seats."""

    name: str
    votes: int
    share: Fraction
    seats: int


@dataclass(frozen=True)
class ContestResult:
    """The result of a contest; ``yours`` where the participant could vote in it."""

    code: str
    title: str
    seats: int
    registered: int
    voters: int
    blank: int
    invalid: int
    lists: tuple[ListResult, ...]
    yours: bool
    calculation: SeatCalculation

    @property
    def turnout(self) -> Fraction:
        """Voters out of those registered."""
        return Fraction(self.voters, self.registered or 1)

    @property
    def valid(self) -> int:
        """Votes for a list: blank ones are not valid votes (mission facts, contests)."""
        return sum(entry.votes for entry in self.lists)


class Results:
    """Reads what was counted; in a workshop of one the count comes by itself."""

    def __init__(
        self,
        store: Store,
        calendar: Calendar,
        clock: Clock,
        *,
        count: Count,
        tie_breaks: Sequence[TieBreak],
    ) -> None:
        self._store = store
        self._calendar = calendar
        self._clock = clock
        self._count = count
        self._tie_breaks = tie_breaks

    def all(self, workshop_id: str, participant_id: str) -> tuple[ContestResult, ...]:
        """Return every contest's result, one's own contests first.

        Refuses TOO_EARLY, and COUNT_WAITS where people hold the shares and have not counted.
        """
        now = self._clock.now(workshop_id)
        self._calendar.require(Milestone.RESULTS_OPEN, now)
        self._count.count_by_itself(workshop_id)
        own = {state.code for state in contests_of(self._store, participant_id)}
        with self._store.unit() as unit:
            results = self.counted(unit, workshop_id, own)
            record_once(unit, participant_id, Event.RESULTS_READ, at=now)
        return tuple(sorted(results, key=lambda result: not result.yours))

    def counted(
        self, unit: Session, workshop_id: str, own: Collection[str] = ()
    ) -> tuple[ContestResult, ...]:
        """Return what was counted, in the order of the contests, whatever the hour."""
        contests = contests_in(unit, workshop_id)
        return tuple(_result(unit, contest, own, self._tie_breaks) for contest in contests)

    def one(self, workshop_id: str, participant_id: str, code: str) -> ContestResult:
        """Return the result of one contest; refuses as ``all`` does, and CONTEST_UNKNOWN."""
        for result in self.all(workshop_id, participant_id):
            if result.code.lower() == code.lower():
                return result
        raise Refusal(RefusalCode.CONTEST_UNKNOWN)


def _result(
    unit: Session, contest: Contest, own: Collection[str], tie_breaks: Sequence[TieBreak]
) -> ContestResult:
    held = unit.get_one(ContestCount, contest.id)
    copies = unit.exec(
        select(InvalidBallot.copies).where(InvalidBallot.contest_id == contest.id)
    ).all()
    rows = unit.exec(
        select(CandidateList, ListCount.votes)
        .join(ListCount, col(ListCount.list_id) == col(CandidateList.id))
        .where(CandidateList.contest_id == contest.id)
        .order_by(col(CandidateList.position))
    ).all()
    calculation = _calculation(unit, contest, rows, tie_breaks)
    valid = calculation.valid or 1
    return ContestResult(
        code=contest.code,
        title=contest.title,
        seats=contest.seats,
        registered=_rows(unit, RollEntry, contest.id),
        voters=_rows(unit, RollSignature, contest.id),
        blank=held.blank,
        invalid=sum(copies),
        lists=tuple(
            ListResult(entry.name, entry.votes, Fraction(entry.votes, valid), entry.seats)
            for entry in calculation.lists
        ),
        yours=contest.code in own,
        calculation=calculation,
    )


def drawn(seed: int, code: str, list_ids: Sequence[str]) -> list[str]:
    """Hold the draw that parts lists in a tie: their ids, the luckiest first."""
    draw = list(list_ids)
    Random(f"{seed}:{code}:draw").shuffle(draw)  # noqa: S311 - the same on every terminal
    return draw


def _calculation(
    unit: Session,
    contest: Contest,
    rows: Sequence[tuple[CandidateList, int]],
    tie_breaks: Sequence[TieBreak],
) -> SeatCalculation:
    seed = unit.get_one(Workshop, contest.workshop_id).seed
    draw = drawn(seed, contest.code, [entry.id for entry, _ in rows])
    standings = [
        Standing(entry.id, entry.name, votes, candidates=entry.candidates.count("\n") + 1)
        for entry, votes in rows
    ]
    return calculate(standings, contest.seats, draw=draw, tie_breaks=tie_breaks)


def _rows(unit: Session, table: type[RollEntry] | type[RollSignature], contest_id: str) -> int:
    return unit.exec(
        select(func.count()).select_from(table).where(col(table.contest_id) == contest_id)
    ).one()
