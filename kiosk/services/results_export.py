"""The results and the turnout of a workshop in one file: a table for a spreadsheet, or JSON."""

import csv
import json
from collections.abc import Iterator, Sequence
from fractions import Fraction
from io import StringIO
from itertools import accumulate
from pathlib import Path

from kiosk.services.bureau import Turnout
from kiosk.services.new_files import write_new
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.results import ContestResult

_HEAD = ("Scrutin", "Intitulé", "Rubrique", "Libellé", "Nombre", "Part (%)", "Sièges", "Atelier")
_CALCULATED = ("=", "+", "-", "@", "\t", "\r")
"""What a cell may begin with that a spreadsheet would calculate."""
_NO_CELL = ""
_DECIMALS = 2

Cells = tuple[object, ...]


def write_results(
    file: Path, code: str, results: Sequence[ContestResult], turnout: Sequence[Turnout]
) -> None:
    """Write a new file of the kind that its name says, of the workshop of that code.

    CSV is what a French spreadsheet opens by a double click: semicolons, decimal commas, UTF-8
    with its mark. Refuses RESULTS_FILE_KIND, and as ``write_new`` does; raises OSError.
    """
    match file.suffix.lower():
        case ".csv":
            held = _as_table(code, results, turnout).encode("utf-8-sig")
        case ".json":
            held = _as_json(code, results, turnout).encode()
        case _:
            raise Refusal(RefusalCode.RESULTS_FILE_KIND)
    write_new(file, held)


def _as_table(code: str, results: Sequence[ContestResult], turnout: Sequence[Turnout]) -> str:
    written = StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerow(_HEAD)
    for result, voted in zip(results, turnout, strict=True):
        for cells in _rows(result, voted):
            table.writerow([_cell(cell) for cell in (result.code, result.title, *cells, code)])
    return written.getvalue()


def _rows(result: ContestResult, voted: Turnout) -> Iterator[Cells]:
    voters, registered = result.voters, result.registered
    sums = "Totaux"
    yield sums, "Inscrits", registered, _NO_CELL, _NO_CELL
    yield sums, "Votants", voters, _share(voters, registered), _NO_CELL
    yield sums, "Blancs", result.blank, _share(result.blank, voters), _NO_CELL
    yield sums, "Nuls", result.invalid, _share(result.invalid, voters), _NO_CELL
    yield sums, "Voix aux listes", result.valid, _share(result.valid, voters), result.seats
    for entry in result.lists:
        yield "Liste", entry.name, entry.votes, _percent(entry.share), entry.seats
    for day, count in voted.days:
        yield "Jour", day.strftime("%d/%m/%Y"), count, _share(count, registered), _NO_CELL


def _share(count: int, of: int) -> str:
    return _percent(Fraction(count, of or 1))


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.{_DECIMALS}f}".replace(".", ",")


def _cell(value: object) -> object:
    """Keep a spreadsheet from calculating a name."""
    if isinstance(value, str) and value.startswith(_CALCULATED):
        return f"'{value}"
    return value


def _as_json(code: str, results: Sequence[ContestResult], turnout: Sequence[Turnout]) -> str:
    contests = [
        {
            "code": result.code,
            "title": result.title,
            "seats": result.seats,
            "registered": result.registered,
            "voters": result.voters,
            "blank": result.blank,
            "invalid": result.invalid,
            "valid": result.valid,
            "lists": [
                {
                    "name": entry.name,
                    "votes": entry.votes,
                    "share": float(entry.share),
                    "seats": entry.seats,
                }
                for entry in result.lists
            ],
            "days": _days(voted),
        }
        for result, voted in zip(results, turnout, strict=True)
    ]
    told = {"workshop": code, "contests": contests}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _days(voted: Turnout) -> list[dict[str, object]]:
    by_then = accumulate(count for _, count in voted.days)
    return [
        {"day": day.isoformat(), "voters": count, "voters_by_then": in_all}
        for (day, count), in_all in zip(voted.days, by_then, strict=True)
    ]
