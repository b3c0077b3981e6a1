"""The command that shares out the seats of any table of votes."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from kiosk.cli_help import HelpedCommand
from kiosk.runner import complain
from kiosk.screens.sentences import sentence
from kiosk.services.content import load_content
from kiosk.services.decimals import decimal
from kiosk.services.french import NARROW_NO_BREAK, NO_BREAK, listing, number, percent
from kiosk.services.margins import margins
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.seats import Allotment, SeatKind, TieUndecidedError, allot
from kiosk.services.tie_breaks import TieBreak
from kiosk.services.vote_tables import MOST_VOTES, VoteTable, read_vote_table
from kiosk.settings import Settings

MOST_SEATS = 1_000
_LONGEST_NAME = 30
_GAP = "  "
_HEAD = ("Liste", "Voix", "Part", "Quotient", "Moyenne", "Sièges", "Manque")
_NONE = "–"
_KEY = (
    "Quotient\u202f: sièges aux quotients entiers. Moyenne\u202f: à la plus forte moyenne.",
    "Manque\u202f: voix de plus qui auraient donné à la liste un siège de plus.",
)


class WholeNumber(click.ParamType[int]):
    """A whole number between two others; spaces within it do not matter."""

    name = "number"

    def __init__(self, least: int, most: int) -> None:
        self._least = least
        self._most = most

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Return the number, or refuse it with what is expected."""
        digits = "".join(str(value).split())
        if digits.isascii() and digits.isdigit() and len(digits) <= len(str(self._most)):
            given = int(digits)
            if self._least <= given <= self._most:
                return given
        expected = f"un nombre entier de {number(self._least)} à {number(self._most)} est attendu"
        raise click.BadParameter(expected, ctx, param, "fr")


@click.command("seats", cls=HelpedCommand)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--seats", "seats_to_give", type=WholeNumber(1, MOST_SEATS), required=True)
@click.option("--valid", type=WholeNumber(0, MOST_VOTES), default=None)
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def seats(
    settings: Settings,
    file: Path,
    seats_to_give: int,
    valid: int | None,
    as_json: bool,  # noqa: FBT001 - a flag of the command line
) -> int:
    """Share out the seats of a table, and tell by how much each list missed one more."""
    content = load_content(Path(settings.content) if settings.content else None)
    try:
        table = read_vote_table(file)
        outcome = _shared_out(table, seats_to_give, valid, content.rules.tie_breaks)
    except Refusal as refusal:
        return complain(sentence(refusal, content))
    if as_json:
        told = {"seats": dict(outcome.allotment.seats), "margins": dict(outcome.short)}
        click.echo(json.dumps(told))
    else:
        for line in _lines(table, outcome):
            click.echo(_writable(line))
    return 0


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
    from kiosk.widgets.foreign_text import in_column  # noqa: PLC0415 - not for a refusal nor JSON

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


def _writable(line: str) -> str:
    """Keep to what standard output can write: a redirected one on Windows has few characters."""
    encoding = sys.stdout.encoding or "utf-8"
    plain = line.replace(NARROW_NO_BREAK, NO_BREAK)
    return plain.encode(encoding, "replace").decode(encoding)
