"""Seats by the quotient and the highest average, in exact arithmetic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

_Strength = TypeVar("_Strength", int, Fraction)


class SeatKind(StrEnum):
    """How a seat was won."""

    QUOTIENT = auto()
    AVERAGE = auto()


class TieBreak(StrEnum):
    """What parts two lists of the same average."""

    VOTES = auto()
    CANDIDATES = auto()
    DRAW = auto()


TIE_BREAKS = (TieBreak.VOTES, TieBreak.CANDIDATES, TieBreak.DRAW)
"""The order of the mission facts; a setting may give another."""


class TieUndecidedError(ValueError):
    """No tie-break given parts these lists: a draw must be held."""

    def __init__(self, list_ids: Sequence[str]) -> None:
        super().__init__(f"nothing parts {', '.join(list_ids)}")
        self.list_ids = tuple(list_ids)


@dataclass(frozen=True)
class SeatRound:
    """One seat given: to whom, how, and the votes ÷ (seats + 1) that the list then had."""

    list_id: str
    kind: SeatKind
    average: Fraction


@dataclass(frozen=True)
class Allotment:
    """The outcome, with every step that led to it; ``seats`` names every list."""

    quotient: Fraction
    rounds: tuple[SeatRound, ...]
    seats: Mapping[str, int]


@dataclass(frozen=True)
class _Poll:
    votes: Mapping[str, int]
    candidates: Mapping[str, int]
    draw: Sequence[str]
    tie_breaks: Sequence[TieBreak]

    def winner(self, held: Mapping[str, int]) -> str:
        """Find the list of the highest average, its tie-breaks passed one after the other."""
        averages = {list_id: _average(self.votes[list_id], held[list_id]) for list_id in self.votes}
        tied = _highest(averages)
        for tie_break in self.tie_breaks:
            tied = _highest({list_id: self._strength(list_id, tie_break) for list_id in tied})
        if len(tied) > 1:
            raise TieUndecidedError(tied)
        return tied[0]

    def _strength(self, list_id: str, tie_break: TieBreak) -> int:
        match tie_break:
            case TieBreak.VOTES:
                return self.votes[list_id]
            case TieBreak.CANDIDATES:
                return self.candidates.get(list_id, 0)
            case TieBreak.DRAW:
                drawn = list_id in self.draw
                return -self.draw.index(list_id) if drawn else -len(self.draw)


def allot(
    votes: Mapping[str, int],
    seats: int,
    *,
    candidates: Mapping[str, int] | None = None,
    draw: Sequence[str] = (),
    tie_breaks: Sequence[TieBreak] = TIE_BREAKS,
) -> Allotment:
    """Share out the seats: whole quotients first, then one by one to the highest average.

    ``votes`` are valid votes by list, blank votes left out; ``draw`` is the outcome of a draw,
    luckiest list first. Without a valid vote nobody gets a seat. A list is not held to its
    number of candidates. Negative numbers are a ValueError, a tie that nothing parts a
    TieUndecidedError. Source: mission facts, contests.
    """
    if seats < 0 or any(count < 0 for count in votes.values()):
        msg = "votes and seats are never negative"
        raise ValueError(msg)
    total = sum(votes.values())
    if not total or not seats:
        return Allotment(Fraction(0), (), MappingProxyType(dict.fromkeys(votes, 0)))
    quotient = Fraction(total, seats)
    poll = _Poll(votes, candidates or {}, draw, tie_breaks)
    held = dict.fromkeys(votes, 0)
    rounds: list[SeatRound] = []

    def give_seat(list_id: str, kind: SeatKind) -> None:
        rounds.append(SeatRound(list_id, kind, _average(votes[list_id], held[list_id])))
        held[list_id] += 1

    for list_id, count in votes.items():
        for _ in range(count // quotient):
            give_seat(list_id, SeatKind.QUOTIENT)
    while len(rounds) < seats:
        give_seat(poll.winner(held), SeatKind.AVERAGE)
    return Allotment(quotient, tuple(rounds), MappingProxyType(held))


def _average(votes: int, seats: int) -> Fraction:
    return Fraction(votes, seats + 1)


def _highest(strengths: Mapping[str, _Strength]) -> list[str]:
    best = max(strengths.values())
    return [list_id for list_id, strength in strengths.items() if strength == best]
