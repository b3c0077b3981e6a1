"""Five ways to sabotage a counted box, each on a copy in memory: no store is ever touched.

A saboteur may cover the traces: everything that can be worked out from the box is worked out
anew, register, result, digests, and the whole chain of the journal. Two things are out of reach:
the roll, which is not in the box, and the signature of the bureau, whose key is gone.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum, auto
from random import Random
from typing import Any

from nacl.public import PrivateKey

from kiosk.services.ballots import BLANK
from kiosk.services.box_contest_checks import OF_ENVELOPES, figures_of, recount, seats_of
from kiosk.services.box_document import BoxDocument, ContestBox, document_digest
from kiosk.services.bureau_journal import Act, Entry, chained
from kiosk.services.envelopes import SealedTwice, Sealer, SealingKeys, open_each
from kiosk.services.receipts import receipt_of
from kiosk.services.refusals import Refusal, RefusalCode

_VOTES_MOVED = 5


class Sabotage(StrEnum):
    """What may be done to a counted box."""

    REMOVE = auto()
    ADD = auto()
    ALTER = auto()
    SWAP = auto()
    RESULT = auto()


class Traces(StrEnum):
    """Whether the saboteur leaves the traces, or makes everything agree again."""

    LEFT = auto()
    COVERED = auto()


def sabotaged(
    document: BoxDocument, sabotage: Sabotage, traces: Traces, chance: Random
) -> BoxDocument:
    """Return a copy of a counted box with its fullest contest sabotaged.

    Refuses BOX_EMPTY where no contest has a ballot.
    """
    contest = max(document.contests, key=lambda one: len(one.ballots))
    if not contest.ballots or not contest.envelopes:
        raise Refusal(RefusalCode.BOX_EMPTY)
    changed = _ACTS[sabotage](contest, chance)
    if traces is Traces.LEFT:
        return with_contest(document, changed)
    if sabotage is not Sabotage.RESULT:
        changed = counted_anew(changed)
    return covered(with_contest(document, changed))


def remove(contest: ContestBox, chance: Random) -> ContestBox:
    """Take away an envelope, and a ballot: which one it held, nobody knows."""
    envelope, ballot = chance.choice(contest.envelopes), chance.choice(contest.ballots)
    return _with(contest, out=SealedTwice(envelope, ballot))


def add(contest: ContestBox, chance: Random) -> ContestBox:
    """Add an envelope with a good ballot for the list that comes second."""
    return _with(contest, new=_sealed(contest, _ranked(contest)[1], chance))


def alter(contest: ContestBox, chance: Random) -> ContestBox:
    """Change one bit of an envelope, and one of a ballot."""
    envelope, ballot = chance.choice(contest.envelopes), chance.choice(contest.ballots)
    spoilt = SealedTwice(_flipped(envelope, chance), _flipped(ballot, chance))
    return _with(contest, out=SealedTwice(envelope, ballot), new=spoilt)


def swap(contest: ContestBox, chance: Random) -> ContestBox:
    """Put an envelope with a good ballot for another choice in the place of one."""
    first, second, *_ = _ranked(contest)
    chosen = [one for one in contest.ballots if _choice(contest, one) == first]
    ballot = chance.choice(chosen or contest.ballots)
    out = SealedTwice(chance.choice(contest.envelopes), ballot)
    return _with(contest, out=out, new=_sealed(contest, second, chance))


def change_result(contest: ContestBox, _: Random) -> ContestBox:
    """Take a few votes from the choice that comes first and give them to the second."""
    first, second, *_rest = _ranked(contest)
    votes = _votes(contest)
    moved = min(_VOTES_MOVED, votes[first])
    votes[first] -= moved
    votes[second] += moved
    lists = tuple(replace(entry, votes=votes[entry.id]) for entry in contest.lists)
    return replace(contest, lists=lists, blank=votes[BLANK])


_ACTS: Mapping[Sabotage, Callable[[ContestBox, Random], ContestBox]] = {
    Sabotage.REMOVE: remove,
    Sabotage.ADD: add,
    Sabotage.ALTER: alter,
    Sabotage.SWAP: swap,
    Sabotage.RESULT: change_result,
}


def with_contest(document: BoxDocument, changed: ContestBox) -> BoxDocument:
    """Return a document with a contest in the place of the one of that code."""
    contests = [changed if one.code == changed.code else one for one in document.contests]
    return replace(document, contests=tuple(contests))


def counted_anew(contest: ContestBox) -> ContestBox:
    """Return a contest that tells the result of the ballots that are in it now."""
    tally = recount(contest)
    of_envelopes = [one for one in contest.invalid if one.reason in OF_ENVELOPES]
    return replace(
        contest,
        lists=tuple(replace(entry, votes=tally.votes[entry.id]) for entry in contest.lists),
        blank=tally.blank,
        invalid=(*of_envelopes, *tally.invalid),
    )


def covered(document: BoxDocument) -> BoxDocument:
    """Return a document in which all agrees again, but for the roll and the signatures."""
    contests = tuple(_in_order(contest) for contest in document.contests)
    journal = _rewritten(document.journal, contests)
    changed = replace(document, contests=contests, journal=journal)
    return replace(changed, digest=document_digest(changed))


def _in_order(contest: ContestBox) -> ContestBox:
    seats = seats_of(contest)
    return replace(
        contest,
        lists=tuple(replace(entry, seats=seats[entry.id]) for entry in contest.lists),
        register=tuple(sorted(map(receipt_of, contest.envelopes))),
    )


def _rewritten(journal: Sequence[Entry], contests: Sequence[ContestBox]) -> tuple[Entry, ...]:
    """Make the entries fit the boxes, then chain them anew; their signatures are the old ones."""
    entries: list[Entry] = []
    before = ""
    for number, entry in enumerate(journal, 1):
        detail = dict(entry.detail)
        for contest in contests:
            if (figures := _figures(entry, contest)) is not None:
                detail[contest.code] = {**figures_of(entry, contest), **figures}
        before = chained(before, number, entry.at, entry.act, detail)
        entries.append(replace(entry, number=number, detail=detail, digest=before))
    return tuple(entries)


def _figures(entry: Entry, contest: ContestBox) -> Mapping[str, Any] | None:
    match entry.act:
        case Act.BOX_CLOSED:
            return {"ballots": len(contest.envelopes), "box": contest.box_digest}
        case Act.BOX_COUNTED | Act.COUNTED_AGAIN:
            return {
                "box": contest.box_digest,
                "ballots": contest.ballots_digest,
                "votes": {one.name: one.votes for one in contest.lists},
                "blank": contest.blank,
                "invalid": len(contest.invalid),
            }
        case _:
            return None


def _with(
    contest: ContestBox, *, out: SealedTwice | None = None, new: SealedTwice | None = None
) -> ContestBox:
    envelopes, ballots = Counter(contest.envelopes), Counter(contest.ballots)
    if out is not None:
        envelopes[out.envelope] -= 1
        ballots[out.ballot] -= 1
    if new is not None:
        envelopes[new.envelope] += 1
        ballots[new.ballot] += 1
    return replace(
        contest,
        envelopes=tuple(sorted(envelopes.elements())),
        ballots=tuple(sorted(ballots.elements())),
    )


def _sealed(contest: ContestBox, choice: str, chance: Random) -> SealedTwice:
    keys = SealingKeys(contest.envelope_key, contest.ballot_key)
    return Sealer(chance).seal_twice(keys, contest.id, choice)


def _flipped(sealed: bytes, chance: Random) -> bytes:
    place = chance.randrange(8 * len(sealed))
    return (int.from_bytes(sealed) ^ (1 << place)).to_bytes(len(sealed))


def _choice(contest: ContestBox, ballot: bytes) -> str:
    [plain] = open_each(PrivateKey(contest.opening_key), [ballot])
    return (plain or b"").decode(errors="replace").rpartition(":")[2]


def _votes(contest: ContestBox) -> dict[str, int]:
    return {**{entry.id: entry.votes for entry in contest.lists}, BLANK: contest.blank}


def _ranked(contest: ContestBox) -> list[str]:
    """Return the choices by their votes, blank last of its equals."""
    votes = _votes(contest)
    return sorted(votes, key=lambda choice: (-votes[choice], choice == BLANK))
