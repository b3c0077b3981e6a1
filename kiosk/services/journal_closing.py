"""The line that ends a journal's file: how long the journal was when it was handed out.

A chain tells what was changed in it, never what was cut off its end. This line does, as long as
the bureau signed it: that is when its simulated members hand the journal out after the count.
While the vote is open the bureau's key is nowhere, and people keep their shares to themselves:
then the line is not signed, and whoever cuts the end may write it anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from nacl.signing import SigningKey

from kiosk.services.bureau_journal import Entry, canonical


@dataclass(frozen=True)
class Closing:
    """How many entries there were, the digest of the last one, when; signed where it could be."""

    entries: int
    last_digest: str
    at: datetime
    digest: str
    signature: bytes | None


@dataclass(frozen=True)
class Whose:
    """Whose journal it is: the academy's name, and the workshop's code as its desk shows it."""

    academy: str
    workshop: str


def close(
    journal: Sequence[Entry], whose: Whose, at: datetime, signed_by: SigningKey | None
) -> Closing:
    """Return the line that ends a journal handed out at an instant."""
    last_digest = journal[-1].digest if journal else ""
    digest = closing_digest(len(journal), last_digest, whose, at)
    signature = signed_by.sign(digest.encode()).signature if signed_by else None
    return Closing(len(journal), last_digest, at, digest, signature)


def closing_digest(entries: int, last_digest: str, whose: Whose, at: datetime) -> str:
    """Return the digest of such a line and of whose it is, in hexadecimal; never an entry's."""
    instant = at.astimezone(UTC).isoformat()
    written = [last_digest, entries, instant, whose.academy, whose.workshop]
    return sha256(canonical(written).encode()).hexdigest()
