"""The ballot box: a contest's envelopes in trays, each in the tray that its own first bytes name.

A row or a place for each ballot would say in what order they came, and which signature came with
them. Trays are all of one length however many envelopes they hold, in a tray envelopes are sorted,
and there are as many trays as the fullest one asks for: two boxes that hold the same envelopes
hold the same bytes, whoever voted first. A ballot changes one tray, where it is, not the whole box.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice

from sqlalchemy import Connection, bindparam, delete, insert, update
from sqlmodel import col, func, select

from kiosk.models import BoxTray
from kiosk.services.envelopes import ENVELOPE_LENGTH

TRAY = 24
"""Envelopes that a tray has room for: it fills a page of SQLite's then, and no second one."""

_NAMING = 3
"""Bytes at the start of an envelope that name its tray; every sealing draws them anew."""

_NAMES = 256**_NAMING
_AT_ONCE = 1_000
"""Trays written by one statement."""

_BOX = col(BoxTray.contest_id) == bindparam("contest")
_TRAYS = select(BoxTray.held, BoxTray.envelopes).where(_BOX).order_by(col(BoxTray.first))
_NUMBER = select(func.coalesce(func.sum(BoxTray.held), 0)).where(_BOX)
_TRAY_OF = (
    select(BoxTray.first, BoxTray.held, BoxTray.envelopes)
    .where(_BOX, col(BoxTray.first) <= bindparam("name"))
    .order_by(col(BoxTray.first).desc())
    .limit(1)
)
_THIS_TRAY = update(BoxTray).where(_BOX, col(BoxTray.first) == bindparam("tray"))


def put_into_box(writing: Connection, contest_id: str, envelopes: Sequence[bytes]) -> None:
    """Add envelopes to a contest's box within the caller's transaction.

    PostgreSQL keeps with every row the transaction that wrote it, which is that of a signature
    too: there the whole box is laid out anew, and every row is the last voter's.
    """
    in_place = len(envelopes) == 1 and writing.dialect.name == "sqlite"
    if not (in_place and _lay_into_tray(writing, contest_id, envelopes[0])):
        fill_box(writing, contest_id, [*envelopes_in(writing, contest_id), *envelopes])


def fill_box(writing: Connection, contest_id: str, envelopes: Iterable[bytes]) -> None:
    """Have a contest's box hold these envelopes, and nothing else."""
    rows = _laid_out(contest_id, shaken(envelopes))
    writing.execute(delete(BoxTray).where(_BOX), {"contest": contest_id})
    while some := list(islice(rows, _AT_ONCE)):
        writing.execute(insert(BoxTray), some)


def envelopes_in(reading: Connection, contest_id: str) -> list[bytes]:
    """Return the envelopes of a box, sorted by what they look like."""
    trays = reading.execute(_TRAYS, {"contest": contest_id})
    return [one for held, laid in trays for one in lying_in(laid, held)]


def number_in(reading: Connection, contest_id: str) -> int:
    """Return how many envelopes a box holds, without reading them."""
    number: int = reading.execute(_NUMBER, {"contest": contest_id}).scalar_one()
    return number


def shaken(envelopes: Iterable[bytes]) -> list[bytes]:
    """Return envelopes in the order of what they look like."""
    return sorted(envelopes)


def lying_in(tray: bytes, held: int) -> list[bytes]:
    """Return the envelopes that lie in a tray, which says how many it holds."""
    ends = range(ENVELOPE_LENGTH, (held + 1) * ENVELOPE_LENGTH, ENVELOPE_LENGTH)
    return [tray[end - ENVELOPE_LENGTH : end] for end in ends]


def digest_of(held: bytes) -> str:
    """Return the digest by which anybody tells whether a box has changed, in hexadecimal."""
    return sha256(held).hexdigest()


def _lay_into_tray(writing: Connection, contest_id: str, envelope: bytes) -> bool:
    """Lay an envelope into its tray; return whether there is one, with room left."""
    where = {"contest": contest_id, "name": _name(envelope)}
    tray = writing.execute(_TRAY_OF, where).one_or_none()
    if tray is None:
        return False
    first, number, laid = tray
    if (number + 1) * ENVELOPE_LENGTH > len(laid):
        return False
    held = shaken([*lying_in(laid, number), envelope])
    changed = {"contest": contest_id, "tray": first, **_tray(held, len(laid))}
    writing.execute(_THIS_TRAY, changed)
    return True


def _laid_out(contest_id: str, envelopes: Sequence[bytes]) -> Iterator[dict[str, object]]:
    """Yield the rows of a box, tray by tray."""
    names = [_name(envelope) for envelope in envelopes]
    span = _NAMES // _trays_for(names)
    sizes = Counter(name // span for name in names)
    length = max(TRAY, *sizes.values(), 0) * ENVELOPE_LENGTH
    left = iter(envelopes)
    for first in range(0, _NAMES, span):
        held = list(islice(left, sizes[first // span]))
        yield {"contest_id": contest_id, "first": first, **_tray(held, length)}


def _trays_for(names: Sequence[int]) -> int:
    """How many trays it takes, a power of two, for none to be too full.

    More trays than envelopes would part no more of them, only those that begin alike.
    """
    trays = 1 << ((len(names) - 1) // TRAY).bit_length() if names else 1
    while trays < len(names):
        if max(Counter(name * trays // _NAMES for name in names).values()) <= TRAY:
            break
        trays *= 2
    return trays


def _tray(held: Sequence[bytes], length: int) -> dict[str, object]:
    return {"held": len(held), "envelopes": b"".join(held).ljust(length, b"\0")}


def _name(envelope: bytes) -> int:
    return int.from_bytes(envelope[:_NAMING])
