"""Seats by the quotient and the highest average, in exact arithmetic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

from kiosk.services.tie_breaks import TIE_BREAKS, TieBreak, TieRule

_Strength = TypeVar("_Strength", int, Fraction)


class SeatKind(StrEnum):
    """How a seat was won."""

    QUOTIENT = auto()
    AVERAGE = auto()


class TieUndecidedError(ValueError):
    """No tie-break given parts these lists: a draw must be held."""

    def __init__(self, list_ids: Sequence[str]) -> None:
        super().__init__(f"nothing parts {', '.join(list_ids)}")
        self.list_ids = tuple(list_ids)


@dataclass(frozen=True)
class SeatRound:
    """One seat given: to whom, how, and the votes ÷ (seats + 1) that the list then had.

    ``tied_with`` names the others of that average, ``tie_break`` what parted them. It is nothing
    where nothing did and there was a seat for each of them.
    """

    list_id: str
    kind: SeatKind
    average: Fraction
    tied_with: tuple[str, ...] = ()
    tie_break: TieBreak | None = None


@dataclass(frozen=True)
class Allotment:
    """The outcome, with every step that led to it; ``seats`` names every list."""

    quotient: Fraction
    rounds: tuple[SeatRound, ...]
    seats: Mapping[str, int]


class _Averages:
    """What each list has, and what it would have on average with one seat more."""

    def __init__(self, votes: Mapping[str, int], ties: TieRule) -> None:
        self._votes = votes
        self._ties = ties
        self.seats = dict.fromkeys(votes, 0)
        self._averages = {list_id: Fraction(count) for list_id, count in votes.items()}

    def give(self, list_id: str) -> SeatRound:
        """Give a list a seat for one of its whole quotients."""
        return self._give(list_id, SeatKind.QUOTIENT, (), None)

    def give_highest(self, left: int) -> SeatRound:
        """Give a seat, of those left, to the highest average, its tie-breaks passed in order."""
        tied = still = _highest(self._averages)
        parted_by = None
        for tie_break in self._ties.order:
            if len(still) == 1:
                break
            still = _highest(
                {
                    list_id: self._ties.strength(tie_break, list_id, self._votes[list_id])
                    for list_id in still
                }
            )
            parted_by = tie_break
        if len(still) > left:
            raise TieUndecidedError(still)
        winner = still[0]
        others = tuple(list_id for list_id in tied if list_id != winner)
        parted = parted_by if len(still) == 1 else None
        return self._give(winner, SeatKind.AVERAGE, others, parted)

    def _give(
        self, list_id: str, kind: SeatKind, tied_with: tuple[str, ...], tie_break: TieBreak | None
    ) -> SeatRound:
        given = SeatRound(list_id, kind, self._averages[list_id], tied_with, tie_break)
        self.seats[list_id] += 1
        self._averages[list_id] = Fraction(self._votes[list_id], self.seats[list_id] + 1)
        return given


def allot(
    votes: Mapping[str, int],
    seats: int,
    *,
    valid: int | None = None,
    candidates: Mapping[str, int] | None = None,
    draw: Sequence[str] = (),
    tie_breaks: Sequence[TieBreak] = TIE_BREAKS,
) -> Allotment:
    """Share out the seats: whole quotients first, then one by one to the highest average.

    ``votes`` are valid votes by list, blank votes left out; ``valid`` is their total where some
    lists are not named, and those get nothing. ``draw`` is the outcome of a draw, luckiest list
    first. Without a vote nobody gets a seat. A list is not held to its number of candidates.
    Negative numbers, and fewer valid votes than the lists have, are a ValueError, a tie that
    nothing parts where there is not a seat for each a TieUndecidedError. Source: mission facts,
    contests.
    """
    named = sum(votes.values())
    total = named if valid is None else valid
    if seats < 0 or any(count < 0 for count in votes.values()):
        msg = "votes and seats are never negative"
        raise ValueError(msg)
    if total < named:
        msg = "the valid votes are fewer than those of the lists"
        raise ValueError(msg)
    if not seats or not named:
        quotient = Fraction(total, seats) if seats else Fraction(0)
        return Allotment(quotient, (), MappingProxyType(dict.fromkeys(votes, 0)))
    quotient = Fraction(total, seats)
    averages = _Averages(votes, TieRule(tie_breaks, candidates or {}, draw))
    rounds = [
        averages.give(list_id) for list_id, count in votes.items() for _ in range(count // quotient)
    ]
    while len(rounds) < seats:
        rounds.append(averages.give_highest(seats - len(rounds)))
    return Allotment(quotient, tuple(rounds), MappingProxyType(averages.seats))


def _highest(strengths: Mapping[str, _Strength]) -> list[str]:
    best = max(strengths.values())
    return [list_id for list_id, strength in strengths.items() if strength == best]
