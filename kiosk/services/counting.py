"""Opening a contest's box and adding up what is in it, without a store.

In two steps, as in a vote by post: the outer envelopes are opened and put aside, the ballots
they held are shuffled; only then are the ballots opened and counted. The second step can be
done again by anybody, from the ballots and the key that opens them.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from random import Random

from nacl.public import PrivateKey

from kiosk.services.ballots import BLANK
from kiosk.services.election_keys import BoxKeys
from kiosk.services.many_hands import Opener, opener_for

Progress = Callable[[int, int], None]
"""Told the steps done, of how many: an envelope or a ballot opened is one."""

_TOLD_EVERY = 1_000


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

    @property
    def held(self) -> bytes:
        """The ballots end to end."""
        return b"".join(self.ballots)


def open_box(
    keys: BoxKeys,
    contest_id: str,
    envelopes: Sequence[bytes],
    lists: Collection[str],
    chance: Random,
    *,
    progress: Progress | None = None,
) -> OpenedBox:
    """Open every envelope of a box in random order, then count the ballots they held."""
    own = sorted(set(envelopes))
    copies = Counter(envelopes) - Counter(own) if len(own) < len(envelopes) else Counter()
    chance.shuffle(own)
    ballots: list[bytes] = []
    invalid = [_invalid(one, InvalidReason.ENVELOPE_TWICE) for one in copies.elements()]
    with opener_for(len(own)) as opener:
        steps = _Steps(2 * len(own), progress)
        for envelope, ballot in zip(own, steps.of(opener(keys.envelope, own)), strict=True):
            if ballot is None:
                invalid.append(_invalid(envelope, InvalidReason.ENVELOPE_UNREADABLE))
            else:
                ballots.append(ballot)
        del own  # a full box weighs much
        ballots.sort()
        tally = _count(opener, keys.ballot, contest_id, ballots, lists, steps)
    steps.finish()
    whole = (*sorted(invalid, key=lambda one: one.digest), *tally.invalid)
    return OpenedBox(tuple(ballots), Tally(tally.votes, tally.blank, whole))


def count_ballots(
    key: PrivateKey,
    contest_id: str,
    ballots: Iterable[bytes],
    lists: Collection[str],
    *,
    progress: Progress | None = None,
) -> Tally:
    """Open sealed ballots and add them up; the same ballots always give the same tally."""
    held = sorted(ballots)
    with opener_for(len(held)) as opener:
        steps = _Steps(len(held), progress)
        tally = _count(opener, key, contest_id, held, lists, steps)
    steps.finish()
    return tally


def _count(
    opener: Opener,
    key: PrivateKey,
    contest_id: str,
    ballots: Sequence[bytes],
    lists: Collection[str],
    steps: "_Steps",
) -> Tally:
    """Count ballots that are sorted: copies lie side by side."""
    votes = dict.fromkeys(sorted(lists), 0)
    blank = 0
    before: bytes | None = None
    invalid: list[Invalid] = []
    for ballot, plain in zip(ballots, steps.of(opener(key, ballots)), strict=True):
        choice = _choice(plain, contest_id, votes)
        if ballot == before:
            invalid.append(_invalid(ballot, InvalidReason.BALLOT_TWICE))
        elif isinstance(choice, InvalidReason):
            invalid.append(_invalid(ballot, choice))
        elif choice == BLANK:
            blank += 1
        else:
            votes[choice] += 1
        before = ballot
    return Tally(votes, blank, tuple(sorted(invalid, key=lambda one: one.digest)))


class _Steps:
    """How far a count is, told now and then."""

    def __init__(self, whole: int, progress: Progress | None) -> None:
        self._done, self._whole = 0, whole
        self._progress = progress

    def of(self, opened: Iterator[bytes | None]) -> Iterator[bytes | None]:
        """Yield what is opened, each a step more."""
        for one in opened:
            yield one
            self._done += 1
            if self._progress and self._done % _TOLD_EVERY == 0:
                self._progress(self._done, self._whole)

    def finish(self) -> None:
        """Tell that all is done: what opened to nothing has no second step."""
        if self._progress:
            self._progress(self._whole, self._whole)


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
