"""What roll and box look like to whoever holds the store: rows, places in the file, log.

Nothing is written. SQLite's file is read as bytes, from a copy of one instant; PostgreSQL is
asked for the places and transactions of its rows (``ctid`` and ``xmin``).
"""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import text

from kiosk.services.ballot_box import lying_in
from kiosk.services.store import Store

_ROLL = "SELECT elector_id, day FROM rollsignature WHERE contest_id = ?"
_ROW_NUMBERS = "SELECT elector_id, rowid FROM rollsignature WHERE contest_id = ?"
_BOX = "SELECT envelopes, held FROM boxtray WHERE contest_id = ?"
_POSTGRES_ROLL = (
    "SELECT elector_id, day, CAST(ctid AS text), CAST(CAST(xmin AS text) AS bigint)"
    " FROM rollsignature WHERE contest_id = :contest"
)
_POSTGRES_BOX = (
    "SELECT envelopes, held, CAST(CAST(xmin AS text) AS bigint) FROM boxtray"
    " WHERE contest_id = :contest"
)
_PAGE_SIZE = slice(16, 18)
_WRITE_VERSIONS = slice(18, 20)
_IN_PLACE = b"\x01\x01"
_PIECE = 16
"""Bytes by which an envelope is found in a file: one that goes on in another page still is."""


@dataclass(frozen=True)
class SignatureTrace:
    """A signature of the roll; what a database does not keep is 0, the same for all."""

    elector_id: str
    day: date
    row_number: int = 0
    transaction: int = 0
    place: int = 0
    size: int = 0
    is_fresh: bool = False
    """Written last, or not yet carried over from the log."""


@dataclass(frozen=True)
class EnvelopeTrace:
    """An envelope; its place is that in the file where the file can be read."""

    envelope: bytes = field(repr=False)
    place: int
    transaction: int = 0
    is_fresh: bool = False


@dataclass(frozen=True)
class Traces:
    """A contest's signatures and envelopes, each in the order the store gives them."""

    signatures: tuple[SignatureTrace, ...]
    envelopes: tuple[EnvelopeTrace, ...]


def read_traces(store: Store, contest_ids: Sequence[str]) -> tuple[Traces, ...]:
    """Return what the store shows of some contests, one after the other."""
    if store.dialect != "sqlite":
        return tuple(_postgres_traces(store, contest) for contest in contest_ids)
    with closing(store.copied()) as copy, closing(_file_alone(store)) as earlier:
        whole = copy.serialize()
        return tuple(_sqlite_traces(copy, earlier, whole, contest) for contest in contest_ids)


def _sqlite_traces(
    copy: sqlite3.Connection, earlier: sqlite3.Connection, whole: bytes, contest: str
) -> Traces:
    page = int.from_bytes(whole[_PAGE_SIZE]) or 65_536  # the format's way to write 65,536
    signed, envelopes = _signed(copy, contest), _envelopes(copy, contest)
    signed_before, held_before = _before(earlier, contest)
    numbers = _row_numbers(copy, contest)
    signatures = []
    find = _Finder(whole)
    for elector, day in signed.items():
        row = f"{contest}{elector}{day}".encode()
        at = find(row)
        signatures.append(
            SignatureTrace(
                elector,
                date.fromisoformat(day),
                row_number=numbers.get(elector, 0),
                # SQLite fills a page from its end: what came first lies last.
                place=at // page * page + page - at % page,
                size=len(row),
                is_fresh=signed_before is not None and elector not in signed_before,
            )
        )
    find = _Finder(whole)
    return Traces(
        tuple(signatures),
        tuple(
            EnvelopeTrace(
                one,
                find(one[:_PIECE], one[-_PIECE:]),
                is_fresh=held_before is not None and one not in held_before,
            )
            for one in envelopes
        ),
    )


def _postgres_traces(store: Store, contest: str) -> Traces:
    with store.glance() as connection:
        rows = connection.execute(text(_POSTGRES_ROLL), {"contest": contest}).all()
        trays = connection.execute(text(_POSTGRES_BOX), {"contest": contest}).all()
    last = max((transaction for *_, transaction in trays), default=0)
    envelopes = [
        (one, transaction) for laid, held, transaction in trays for one in lying_in(laid, held)
    ]
    return Traces(
        tuple(
            SignatureTrace(
                elector,
                day,
                row_number=_row_place(place),
                transaction=transaction,
                size=len(elector),
                is_fresh=transaction == last,
            )
            for elector, day, place, transaction in rows
        ),
        tuple(
            EnvelopeTrace(one, at, transaction, is_fresh=transaction == last)
            for at, (one, transaction) in enumerate(envelopes)
        ),
    )


def _row_place(ctid: str) -> int:
    page, _, line = ctid.strip("()").partition(",")
    return int(page) << 16 | int(line)


def _signed(connection: sqlite3.Connection, contest: str) -> dict[str, str]:
    return dict(connection.execute(_ROLL, (contest,)).fetchall())


def _envelopes(connection: sqlite3.Connection, contest: str) -> list[bytes]:
    trays = connection.execute(_BOX, (contest,))
    return [one for laid, held in trays for one in lying_in(laid, held)]


def _row_numbers(connection: sqlite3.Connection, contest: str) -> dict[str, int]:
    try:
        return dict(connection.execute(_ROW_NUMBERS, (contest,)).fetchall())
    except sqlite3.OperationalError:  # the table has no row numbers
        return {}


def _file_alone(store: Store) -> sqlite3.Connection:
    """Open the file without its log: what it lacks was written last."""
    alone = sqlite3.connect(":memory:")
    held = bytearray(store.without_log())
    held[_WRITE_VERSIONS] = _IN_PLACE
    alone.deserialize(bytes(held))
    return alone


def _before(
    earlier: sqlite3.Connection, contest: str
) -> tuple[dict[str, str], set[bytes]] | tuple[None, None]:
    """Return what the file alone holds; nothing where it was being written just then."""
    try:
        return _signed(earlier, contest), set(_envelopes(earlier, contest))
    except sqlite3.DatabaseError:
        return None, None


class _Finder:
    """Finds pieces in a file, first beyond the one before: neighbours are found at once."""

    def __init__(self, whole: bytes) -> None:
        self._whole = whole
        self._last = 0

    def __call__(self, *pieces: bytes) -> int:
        """Return where the first of some pieces stands that stands anywhere; else 0."""
        places: list[Callable[[bytes], int]] = [
            lambda piece: self._whole.find(piece, self._last),
            self._whole.find,
        ]
        for piece in pieces:
            for place in places:
                if (at := place(piece)) >= 0:
                    self._last = at
                    return at
        return 0
