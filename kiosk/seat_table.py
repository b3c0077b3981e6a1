"""Shares out the seats of any table of votes, and tells it in lines or as JSON."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.services.decimals import decimal
from kiosk.services.french import listing, number, percent
from kiosk.services.margins import margins
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.seats import Allotment, SeatKind, TieUndecidedError, allot
from kiosk.services.tie_breaks import TieBreak
from kiosk.services.vote_tables import VoteTable, read_vote_table
from kiosk.terminal import writable
from kiosk.widgets.foreign_text import in_column

_LONGEST_NAME = 30
_GAP = "  "
_HEAD = ("Liste", "Voix", "Part", "Quotient", "Moyenne", "Sièges", "Manque")
_NONE = "–"
_KEY = (
    "Quotient\u202f: sièges aux quotients entiers. Moyenne\u202f: à la plus forte moyenne.",
    "Manque\u202f: voix de plus qui auraient donné à la liste un siège de plus.",
)


class SeatTable:
    """A table of votes with its seats and margins."""

    def __init__(
        self, file: Path, seats: int, *, valid: int | None, tie_breaks: Sequence[TieBreak]
    ) -> None:
        """Read and calculate; refuses with the codes that begin with TABLE."""
        self._table = read_vote_table(file)
        self._outcome = _shared_out(self._table, seats, valid, tie_breaks)

    def as_json(self) -> str:
        """Return seats and margins by list."""
        outcome = self._outcome
        return json.dumps({"seats": dict(outcome.allotment.seats), "margins": dict(outcome.short)})

    def as_lines(self) -> Iterator[str]:
        """Return the table in French, in what standard output can write."""
        return map(writable, _lines(self._table, self._outcome))


@dataclass(frozen=True)
class _Outcome:
    seats: int
    valid: int
    allotment: Allotment
    short: Mapping[str, int | None]


def _shared_out(
    table: VoteTable, seats_to_give: int, valid: int | None, tie_breaks: Sequence[TieBreak]
) -> _Outcome:
    votes, candidates, draw = table.votes, table.candidates, table.draw
    named = sum(votes.values())
    total = named if valid is None else valid
    if total < named:
        told = {"valid": number(total), "named": number(named)}
        raise Refusal(RefusalCode.TABLE_VALID_TOO_FEW, **told)
    try:
        allotment = allot(
            votes,
            seats_to_give,
            valid=total,
            candidates=candidates,
            draw=draw,
            tie_breaks=tie_breaks,
        )
        short = margins(
            votes, seats_to_give, candidates=candidates, draw=draw, tie_breaks=tie_breaks
        )
        return _Outcome(seats_to_give, total, allotment, short)
    except TieUndecidedError as tie:
        raise Refusal(RefusalCode.TABLE_UNDECIDED, names=listing(tie.list_ids)) from None


def _lines(table: VoteTable, outcome: _Outcome) -> Iterator[str]:
    allotment = outcome.allotment
    yield f"Sièges à pourvoir\u202f: {number(outcome.seats)}"
    yield f"Voix valables\u202f: {number(outcome.valid)}"
    yield f"Quotient\u202f: {decimal(allotment.quotient)} voix par siège"
    yield ""
    whole = Counter(given.list_id for given in allotment.rounds if given.kind is SeatKind.QUOTIENT)
    names = in_column([_HEAD[0], *table.votes], _LONGEST_NAME)
    rows = [_HEAD[1:]] + [
        (
            number(votes),
            percent(votes / outcome.valid if outcome.valid else 0),
            number(whole[name]),
            number(allotment.seats[name] - whole[name]),
            number(allotment.seats[name]),
            _NONE if (short := outcome.short[name]) is None else number(short),
        )
        for name, votes in table.votes.items()
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, figures in zip(names, rows, strict=True):
        cells = (f"{figure:>{width}}" for figure, width in zip(figures, widths, strict=True))
        yield _GAP.join((name, *cells))
    yield ""
    yield from _KEY
