"""A counted box as one document that leaves the store, and how it is written.

It holds what anybody needs to count again, and nothing that opens an outer envelope or names an
elector. Its format is described in ``docs/urne.md``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC
from hashlib import sha256
from typing import Any

from kiosk.services.ballot_box import digest_of
from kiosk.services.bureau_journal import Act, Entry, canonical
from kiosk.services.counting import Invalid
from kiosk.services.tie_breaks import TieBreak

FORMAT = "kiosque-electeur/urne"
VERSION = 1

_GROUP = 4
_GROUPS = 8


@dataclass(frozen=True)
class BoxMember:
    """A member of the bureau, who held a share of its key."""

    name: str
    role: str


@dataclass(frozen=True)
class BoxBureau:
    """The bureau: how many members open the boxes, who they are, the key that checks them."""

    needed: int
    members: tuple[BoxMember, ...]
    verify_key: bytes

    @property
    def fingerprint(self) -> str:
        """A short form of the key, in groups, for two people to compare."""
        digits = sha256(self.verify_key).hexdigest()[: _GROUP * _GROUPS]
        return " ".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))


@dataclass(frozen=True)
class BoxList:
    """A list of a contest, with what was counted for it."""

    id: str
    name: str
    candidates: tuple[str, ...]
    votes: int
    seats: int


@dataclass(frozen=True)
class ContestBox:
    """A contest's box, opened: what lay in it, what its envelopes held, what was counted.

    ``invalid`` names an envelope or a ballot once for each copy. ``draw`` names the lists' ids,
    the luckiest first; ``tie_breaks`` is what parts lists of the same average, in order.
    """

    id: str
    code: str
    title: str
    seats: int
    envelope_key: bytes
    ballot_key: bytes
    opening_key: bytes = field(repr=False)
    lists: tuple[BoxList, ...]
    registered: int
    signatures: int
    envelopes: tuple[bytes, ...] = field(repr=False)
    register: tuple[str, ...] = field(repr=False)
    ballots: tuple[bytes, ...] = field(repr=False)
    blank: int
    invalid: tuple[Invalid, ...]
    tie_breaks: tuple[TieBreak, ...]
    draw: tuple[str, ...]

    @property
    def box_digest(self) -> str:
        """The digest of the box as the journal writes it."""
        return digest_of(b"".join(sorted(self.envelopes)))

    @property
    def ballots_digest(self) -> str:
        """The digest of the opened ballots as the journal writes it."""
        return digest_of(b"".join(sorted(self.ballots)))


@dataclass(frozen=True)
class BoxDocument:
    """The boxes of a workshop after the count, with the journal of its bureau.

    ``digest`` is of all the rest: it tells a damaged file, not a forged one.
    """

    academy: str
    bureau: BoxBureau
    contests: tuple[ContestBox, ...]
    journal: tuple[Entry, ...]
    digest: str = ""

    def last(self, act: Act) -> Entry | None:
        """Return the last entry of a kind; none where the journal has none."""
        return next((entry for entry in reversed(self.journal) if entry.act is act), None)


def document_digest(document: BoxDocument) -> str:
    """Return the digest of everything a document says but its own digest, in hexadecimal."""
    told = plain(document)
    del told["digest"]
    return sha256(canonical(told).encode()).hexdigest()


def plain(document: BoxDocument) -> dict[str, Any]:
    """Return a document as JSON has it; keys, digests and sealed things in hexadecimal."""
    bureau = document.bureau
    return {
        "format": FORMAT,
        "version": VERSION,
        "digest": document.digest,
        "academy": document.academy,
        "bureau": {
            "needed": bureau.needed,
            "members": [{"name": one.name, "role": one.role} for one in bureau.members],
            "verify_key": bureau.verify_key.hex(),
        },
        "contests": [_contest(contest) for contest in document.contests],
        "journal": [_entry(entry) for entry in document.journal],
    }


def _contest(contest: ContestBox) -> Mapping[str, Any]:
    return {
        "id": contest.id,
        "code": contest.code,
        "title": contest.title,
        "seats": contest.seats,
        "envelope_key": contest.envelope_key.hex(),
        "ballot_key": contest.ballot_key.hex(),
        "opening_key": contest.opening_key.hex(),
        "lists": [
            {
                "id": entry.id,
                "name": entry.name,
                "candidates": list(entry.candidates),
                "votes": entry.votes,
                "seats": entry.seats,
            }
            for entry in contest.lists
        ],
        "blank": contest.blank,
        "invalid": [{"digest": one.digest, "reason": one.reason.value} for one in contest.invalid],
        "tie_breaks": [tie_break.value for tie_break in contest.tie_breaks],
        "draw": list(contest.draw),
        "registered": contest.registered,
        "signatures": contest.signatures,
        "envelopes": [envelope.hex() for envelope in contest.envelopes],
        "register": list(contest.register),
        "ballots": [ballot.hex() for ballot in contest.ballots],
    }


def _entry(entry: Entry) -> Mapping[str, Any]:
    return {
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(),
        "act": entry.act.value,
        "detail": entry.detail,
        "digest": entry.digest,
        "signature": entry.signature.hex() if entry.signature is not None else None,
    }
