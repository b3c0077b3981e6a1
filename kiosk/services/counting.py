"""Opening a contest's box and adding up what is in it, without a store.

In two steps, as in a vote by post: the outer envelopes are opened and put aside, the ballots
they held are shuffled; only then are the ballots opened and counted. The second step can be
done again by anybody, from the ballots and the key that opens them.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from random import Random

from nacl.public import PrivateKey

from kiosk.services.ballots import BLANK
from kiosk.services.election_keys import BoxKeys
from kiosk.services.envelopes import open_each


class InvalidReason(StrEnum):
    """Why an envelope or a ballot counts for nobody."""

    ENVELOPE_UNREADABLE = "envelope-unreadable"
    ENVELOPE_TWICE = "envelope-twice"
    BALLOT_UNREADABLE = "ballot-unreadable"
    BALLOT_TWICE = "ballot-twice"
    OTHER_CONTEST = "other-contest"
    UNKNOWN_CHOICE = "unknown-choice"


@dataclass(frozen=True)
class Invalid:
    """What counts for nobody: the digest of the envelope or ballot, and the reason."""

    digest: str
    reason: InvalidReason


@dataclass(frozen=True)
class Tally:
    """What ballots say: votes by list, blank votes, and those that say nothing valid."""

    votes: dict[str, int]
    blank: int
    invalid: tuple[Invalid, ...]


@dataclass(frozen=True)
class OpenedBox:
    """The ballots that a box's envelopes held, in an order of their own, and the tally.

    ``tally.invalid`` lists the envelopes that held no ballot too.
    """

    ballots: tuple[bytes, ...] = field(repr=False)
    tally: Tally


def open_box(
    keys: BoxKeys,
    contest_id: str,
    envelopes: Sequence[bytes],
    lists: Collection[str],
    chance: Random,
) -> OpenedBox:
    """Open every envelope of a box in random order, then count the ballots they held."""
    own = list(dict.fromkeys(envelopes))
    copies = Counter(envelopes) - Counter(own)
    chance.shuffle(own)
    ballots: list[bytes] = []
    invalid = [_invalid(one, InvalidReason.ENVELOPE_TWICE) for one in copies.elements()]
    for envelope, ballot in zip(own, open_each(keys.envelope, own), strict=True):
        if ballot is None:
            invalid.append(_invalid(envelope, InvalidReason.ENVELOPE_UNREADABLE))
        else:
            ballots.append(ballot)
    ballots.sort()
    tally = count_ballots(keys.ballot, contest_id, ballots, lists)
    whole = (*sorted(invalid, key=lambda one: one.digest), *tally.invalid)
    return OpenedBox(tuple(ballots), Tally(tally.votes, tally.blank, whole))


def count_ballots(
    key: PrivateKey, contest_id: str, ballots: Iterable[bytes], lists: Collection[str]
) -> Tally:
    """Open sealed ballots and add them up; the same ballots always give the same tally."""
    votes = dict.fromkeys(sorted(lists), 0)
    blank = 0
    invalid: list[Invalid] = []
    ballots = list(ballots)
    seen: set[bytes] = set()
    for ballot, plain in zip(ballots, open_each(key, ballots), strict=True):
        choice = _choice(plain, contest_id, votes)
        if ballot in seen:
            invalid.append(_invalid(ballot, InvalidReason.BALLOT_TWICE))
        elif isinstance(choice, InvalidReason):
            invalid.append(_invalid(ballot, choice))
        elif choice == BLANK:
            blank += 1
        else:
            votes[choice] += 1
        seen.add(ballot)
    return Tally(votes, blank, tuple(sorted(invalid, key=lambda one: one.digest)))


def _choice(plain: bytes | None, contest_id: str, lists: Collection[str]) -> str | InvalidReason:
    try:
        contest, _, choice = (plain or b"").decode().partition(":")
    except UnicodeDecodeError:
        return InvalidReason.BALLOT_UNREADABLE
    if not contest:
        return InvalidReason.BALLOT_UNREADABLE
    if contest != contest_id:
        return InvalidReason.OTHER_CONTEST
    if choice != BLANK and choice not in lists:
        return InvalidReason.UNKNOWN_CHOICE
    return choice


def _invalid(what: bytes, reason: InvalidReason) -> Invalid:
    return Invalid(sha256(what).hexdigest(), reason)
