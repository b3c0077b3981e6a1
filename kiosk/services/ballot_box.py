"""Sealing a ballot, and opening it again at the count.

The plain ballot names its contest, so that one moved to another box does not open there as
a vote, and has one length whatever the choice (libsodium sealed boxes hide no length).
"""

from dataclasses import dataclass, field

from sqlalchemy import delete, insert, select
from sqlmodel import Session, SQLModel

from kiosk.models import Ballot
from kiosk.services.ballots import BLANK

_PLAIN_LENGTH = 65


@dataclass(frozen=True)
class KeyPair:
    """A contest's keys: anybody seals with the public one, only the private one opens."""

    public: bytes
    private: bytes = field(repr=False)


@dataclass(frozen=True)
class Tally:
    """What a box held: votes by list, blank votes, ballots that say nothing valid."""

    votes: dict[str, int]
    blank: int
    invalid: int


def make_key_pair() -> KeyPair:
    """Return a new key pair for a contest."""
    from nacl.public import PrivateKey  # noqa: PLC0415 - only terminals that set up or count

    private = PrivateKey.generate()
    return KeyPair(bytes(private.public_key), bytes(private))


def seal(public_key: bytes, contest_id: str, choice: str) -> bytes:
    """Return the sealed ballot for a list's id or ``BLANK``."""
    from nacl.public import PublicKey, SealedBox  # noqa: PLC0415 - only when a vote is cast

    plain = f"{contest_id}:{choice}".encode()
    if len(plain) != _PLAIN_LENGTH:
        raise ValueError("a ballot's parts have a fixed length")
    return SealedBox(PublicKey(public_key)).encrypt(plain)


def put_into_box(unit: Session, contest_id: str, key: str, sealed: bytes) -> None:
    """Add a ballot and write the contest's whole box anew, in the order of its keys.

    A page of the file and a row's version say in what order rows came, and which transaction
    wrote them: after this, all of a box's ballots came at once.
    """
    table = SQLModel.metadata.tables[str(Ballot.__tablename__)]
    connection = unit.connection()
    held = connection.execute(select(table).where(table.c.contest_id == contest_id)).mappings()
    box = [*map(dict, held), {"id": key, "contest_id": contest_id, "sealed": sealed}]
    connection.execute(delete(table).where(table.c.contest_id == contest_id))
    connection.execute(insert(table), sorted(box, key=lambda ballot: str(ballot["id"])))


def count(private_key: bytes, contest_id: str, ballots: list[Ballot], lists: set[str]) -> Tally:
    """Open every ballot of a contest and add them up."""
    from nacl.exceptions import CryptoError  # noqa: PLC0415 - only at the count
    from nacl.public import PrivateKey, SealedBox  # noqa: PLC0415 - only at the count

    box = SealedBox(PrivateKey(private_key))
    votes = dict.fromkeys(sorted(lists), 0)
    blank = invalid = 0
    for ballot in ballots:
        try:
            contest, _, choice = box.decrypt(ballot.sealed).decode().partition(":")
        except (CryptoError, UnicodeDecodeError):
            invalid += 1
            continue
        if contest != contest_id or (choice != BLANK and choice not in votes):
            invalid += 1
        elif choice == BLANK:
            blank += 1
        else:
            votes[choice] += 1
    return Tally(votes, blank, invalid)
