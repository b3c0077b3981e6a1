"""How the seats of a contest were shared out, step by step, ready to be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kiosk.services.margins import margins
from kiosk.services.seats import Allotment, SeatKind, SeatRound, allot
from kiosk.services.tie_breaks import TieBreak


@dataclass(frozen=True)
class Standing:
    """A list as it stands for the count: its votes, and what a tie may look at."""

    id: str
    name: str
    votes: int
    candidates: int


@dataclass(frozen=True)
class ListSeats:
    """A list's seats: those of its whole quotients, all of them, the votes short of one more.

    ``short`` is nothing for a list that has every seat.
    """

    name: str
    votes: int
    whole: int
    seats: int
    short: int | None


@dataclass(frozen=True)
class Compared:
    """A list's average at one step: its votes ÷ (the seats it had + 1)."""

    name: str
    votes: int
    held: int
    average: Fraction
    wins: bool


@dataclass(frozen=True)
class AverageStep:
    """One seat given to the highest average; ``tied_with`` and ``tie_break`` where several had it.

    ``number`` counts the seats of the contest from 1.
    """

    number: int
    winner: str
    compared: tuple[Compared, ...]
    tied_with: tuple[str, ...]
    tie_break: TieBreak | None


@dataclass(frozen=True)
class SeatCalculation:
    """The whole calculation; lists in order of votes, in every step too."""

    seats: int
    valid: int
    quotient: Fraction
    lists: tuple[ListSeats, ...]
    steps: tuple[AverageStep, ...]

    @property
    def at_quotient(self) -> int:
        """Seats given to whole quotients."""
        return sum(entry.whole for entry in self.lists)


def calculate(
    standings: Sequence[Standing],
    seats: int,
    *,
    draw: Sequence[str],
    tie_breaks: Sequence[TieBreak],
) -> SeatCalculation:
    """Share out the seats and tell every step; ``draw`` names ids, the luckiest first.

    Raises as ``allot`` does.
    """
    ranked = sorted(standings, key=lambda standing: -standing.votes)
    votes = {standing.id: standing.votes for standing in ranked}
    candidates = {standing.id: standing.candidates for standing in ranked}
    allotment = allot(votes, seats, candidates=candidates, draw=draw, tie_breaks=tie_breaks)
    short = margins(votes, seats, candidates=candidates, draw=draw, tie_breaks=tie_breaks)
    whole = _whole(allotment)
    return SeatCalculation(
        seats=seats,
        valid=sum(votes.values()),
        quotient=allotment.quotient,
        lists=tuple(
            ListSeats(
                name=standing.name,
                votes=standing.votes,
                whole=whole.get(standing.id, 0),
                seats=allotment.seats[standing.id],
                short=short[standing.id],
            )
            for standing in ranked
        ),
        steps=_steps(ranked, allotment, whole),
    )


def _whole(allotment: Allotment) -> dict[str, int]:
    whole: dict[str, int] = {}
    for given in allotment.rounds:
        if given.kind is SeatKind.QUOTIENT:
            whole[given.list_id] = whole.get(given.list_id, 0) + 1
    return whole


def _steps(
    ranked: Sequence[Standing], allotment: Allotment, whole: Mapping[str, int]
) -> tuple[AverageStep, ...]:
    held = {standing.id: whole.get(standing.id, 0) for standing in ranked}
    names = {standing.id: standing.name for standing in ranked}
    steps: list[AverageStep] = []
    for number, given in enumerate(allotment.rounds, start=1):
        if given.kind is SeatKind.AVERAGE:
            steps.append(
                AverageStep(
                    number=number,
                    winner=names[given.list_id],
                    compared=_compared(ranked, held, given),
                    tied_with=tuple(names[list_id] for list_id in given.tied_with),
                    tie_break=given.tie_break,
                )
            )
            held[given.list_id] += 1
    return tuple(steps)


def _compared(
    ranked: Sequence[Standing], held: Mapping[str, int], given: SeatRound
) -> tuple[Compared, ...]:
    return tuple(
        Compared(
            name=standing.name,
            votes=standing.votes,
            held=held[standing.id],
            average=Fraction(standing.votes, held[standing.id] + 1),
            wins=standing.id == given.list_id,
        )
        for standing in ranked
    )
