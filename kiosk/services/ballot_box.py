"""The ballot box: a contest's envelopes in one piece, sorted by what they look like.

A row, a page or a place for each ballot would say in what order they came, and which signature
came with them. A box is written anew as a whole whenever a ballot is added, and two boxes that
hold the same envelopes are the same bytes, whoever voted first.
"""

from collections.abc import Iterable
from hashlib import sha256

from sqlmodel import Session

from kiosk.models import BallotBox
from kiosk.services.envelopes import ENVELOPE_LENGTH


def put_into_box(unit: Session, contest_id: str, envelopes: Iterable[bytes]) -> None:
    """Add envelopes to a contest's box, and shake it."""
    box = unit.get_one(BallotBox, contest_id, with_for_update=True)
    box.envelopes = shaken(box.envelopes, envelopes)


def shaken(held: bytes, envelopes: Iterable[bytes]) -> bytes:
    """Return what a box holds with envelopes added to it: the same, whichever came first."""
    return b"".join(sorted([*split(held), *envelopes]))


def envelopes_in(box: BallotBox) -> list[bytes]:
    """Return the envelopes of a box; a damaged box ends in a piece of another length."""
    return split(box.envelopes)


def split(held: bytes) -> list[bytes]:
    """Return the envelopes that lie end to end in a box's bytes."""
    return [held[at : at + ENVELOPE_LENGTH] for at in range(0, len(held), ENVELOPE_LENGTH)]


def digest_of(held: bytes) -> str:
    """Return the digest by which anybody tells whether a box has changed, in hexadecimal."""
    return sha256(held).hexdigest()
