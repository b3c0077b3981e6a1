"""The bureau's journal: what it did, each entry chained to the one before it by its digest.

Whoever changes, drops or adds an entry breaks the chain from there on; whoever makes the whole
chain anew cannot sign for the bureau, whose key is nowhere while the vote is open. No entry
tells of a single ballot: only figures and digests are written there.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Protocol

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey
from sqlmodel import Session, col, select

from kiosk.models import BureauEntry


class Act(StrEnum):
    """What a bureau does."""

    KEYS_MADE = "KeysMade"
    KEYS_TESTED = "KeysTested"
    BOX_SEALED = "BoxSealed"
    BOX_CLOSED = "BoxClosed"
    BOX_COUNTED = "BoxCounted"
    COUNTED_AGAIN = "CountedAgain"


COUNTS = frozenset({Act.BOX_COUNTED, Act.COUNTED_AGAIN})
"""The openings of the boxes: each tells whose shares opened them."""

_WITHOUT_KEY = frozenset({Act.BOX_SEALED, Act.BOX_CLOSED})
"""What is done by the hour, when no member is there with a share."""


class Signing(StrEnum):
    """Whether an entry bears the signature that it should."""

    SIGNED = "signed"
    UNSIGNED = "unsigned"
    WRONG = "wrong"


class Signed(Protocol):
    """What the bureau may have signed: the digest of what it says, with its key."""

    @property
    def digest(self) -> str:
        """The digest, in hexadecimal."""
        ...

    @property
    def signature(self) -> bytes | None:
        """The signature of the digest's text; none where the key was not there."""
        ...


@dataclass(frozen=True)
class Entry:
    """An entry of the journal; ``detail`` holds figures and digests only."""

    number: int
    at: datetime
    act: Act
    detail: Mapping[str, Any]
    digest: str
    signature: bytes | None


def append(
    unit: Session,
    workshop_id: str,
    act: Act,
    detail: Mapping[str, Any],
    *,
    at: datetime,
    signed_by: SigningKey | None = None,
) -> None:
    """Chain an entry to a workshop's journal; signed where the bureau's key is there."""
    last = unit.exec(
        select(BureauEntry)
        .where(BureauEntry.workshop_id == workshop_id)
        .order_by(col(BureauEntry.number).desc())
        .limit(1)
    ).first()
    number = last.number + 1 if last else 1
    digest = chained(last.digest if last else "", number, at, act, detail)
    unit.add(
        BureauEntry(
            workshop_id=workshop_id,
            number=number,
            at=at,
            act=act.value,
            detail=canonical(detail),
            digest=digest,
            signature=signed_by.sign(digest.encode()).signature if signed_by else None,
        )
    )
    unit.flush()


def entries(unit: Session, workshop_id: str) -> tuple[Entry, ...]:
    """Return a workshop's journal, the first entry first."""
    found = unit.exec(
        select(BureauEntry)
        .where(BureauEntry.workshop_id == workshop_id)
        .order_by(col(BureauEntry.number))
    )
    return tuple(
        Entry(row.number, row.at, Act(row.act), json.loads(row.detail), row.digest, row.signature)
        for row in found
    )


def is_done(unit: Session, workshop_id: str, act: Act) -> bool:
    """Say whether a bureau has done a thing, without reading its journal."""
    done = select(BureauEntry.number).where(
        BureauEntry.workshop_id == workshop_id, BureauEntry.act == act.value
    )
    return unit.exec(done.limit(1)).first() is not None


def chained(
    before: str, number: int, at: datetime, act: Act | str, detail: Mapping[str, Any]
) -> str:
    """Return the digest of an entry that follows the one of digest ``before``, in hexadecimal."""
    written = [before, number, at.astimezone(UTC).isoformat(), str(act), detail]
    return sha256(canonical(written).encode()).hexdigest()


def broken_at(journal: Sequence[Entry]) -> int | None:
    """Return the place of the first entry that does not follow the one before it; none if all do.

    Places count from 1.
    """
    before = ""
    for place, entry in enumerate(journal, 1):
        digest = chained(before, place, entry.at, entry.act, entry.detail)
        if (entry.number, entry.digest) != (place, digest):
            return place
        before = entry.digest
    return None


def is_signed(line: Signed, verify_key: bytes) -> bool:
    """Say whether a line bears the signature of the bureau that ``verify_key`` is of."""
    try:
        VerifyKey(verify_key).verify(line.digest.encode(), line.signature or b"")
    except (BadSignatureError, ValueError):
        return False
    return True


def signings(journal: Sequence[Entry]) -> tuple[Signing, ...]:
    """Say of each entry whether the bureau signed it, by the key told when the keys were made."""
    told: list[Signing] = []
    key = b""
    for entry in journal:
        if entry.act is Act.KEYS_MADE:
            key = _key_told(entry)
        if entry.signature is None and entry.act in _WITHOUT_KEY:
            told.append(Signing.UNSIGNED)
        else:
            told.append(Signing.SIGNED if is_signed(entry, key) else Signing.WRONG)
    return tuple(told)


def _key_told(entry: Entry) -> bytes:
    try:
        return bytes.fromhex(entry.detail.get("bureau", ""))
    except (TypeError, ValueError):
        return b""


def canonical(detail: object) -> str:
    """Return the one way to write figures and digests as JSON."""
    return json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
