"""Checks a counted box without any store: whatever it says is worked out again.

Anybody can do it from the document alone. With enough of the members' shares, the step that the
bureau attests, from the envelopes to the ballots, is done again too.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from random import Random

from nacl.public import PrivateKey

from kiosk.services.ballot_papers import paper_digest
from kiosk.services.box_contest_checks import (
    ballots,
    boxes,
    register,
    result,
    roll,
    seats,
)
from kiosk.services.box_document import BoxDocument, ContestBox, document_digest
from kiosk.services.box_faults import Check, Checked, Fault, FaultKind
from kiosk.services.box_shares import secret_of
from kiosk.services.bureau_journal import Act, Entry, Signing, broken_at, signings
from kiosk.services.counting import open_box
from kiosk.services.election_keys import BoxKeys, box_keys, signing_key

_RANKS = {
    Act.KEYS_MADE: 1,
    Act.KEYS_TESTED: 1,
    Act.BOX_SEALED: 2,
    Act.BOX_CLOSED: 3,
    Act.BOX_COUNTED: 4,
    Act.COUNTED_AGAIN: 5,
}
"""What comes before what; other acts have their place anywhere."""


def check_box(document: BoxDocument, shares: Sequence[str] = ()) -> tuple[Checked, ...]:
    """Make every check, and the opening too where shares are given.

    Refuses shares as ``secret_of`` does.
    """
    secret = secret_of(document.bureau, shares) if shares else None
    checks: dict[Check, Iterator[Fault]] = {
        Check.FILE: _file(document),
        Check.JOURNAL: _journal(document.journal),
        Check.SIGNATURES: _signatures(document),
        Check.KEYS: _keys(document),
        Check.ROLL: _each(document, roll),
        Check.BOXES: _each(document, boxes),
        Check.REGISTER: _each(document, register),
        Check.BALLOTS: _each(document, ballots),
        Check.RESULT: _each(document, result),
        Check.SEATS: _each(document, seats),
    }
    if secret is not None:
        checks[Check.OPENING] = _opening(document, secret)
    return tuple(Checked(check, tuple(faults)) for check, faults in checks.items())


def _each(
    document: BoxDocument, check: Callable[[BoxDocument, ContestBox], Iterator[Fault]]
) -> Iterator[Fault]:
    for contest in document.contests:
        yield from check(document, contest)


def _file(document: BoxDocument) -> Iterator[Fault]:
    if document.digest != document_digest(document):
        yield Fault(FaultKind.FILE_DIGEST)


def _journal(journal: Sequence[Entry]) -> Iterator[Fault]:
    """Follow the chain; then the day's order, as its entries tell it."""
    if (place := broken_at(journal)) is not None:
        yield Fault(FaultKind.CHAIN_BROKEN, data={"number": place})
    acts = [entry.act for entry in journal]
    once = (Act.BOX_SEALED, Act.BOX_CLOSED, Act.BOX_COUNTED)
    for act in (Act.KEYS_MADE, Act.KEYS_TESTED, *once):
        if act not in acts:
            yield Fault(FaultKind.ACT_MISSING, data={"act": act.value})
    reached = 0
    for place, act in enumerate(acts, 1):
        rank = _RANKS.get(act, reached)
        if rank < reached or (act in once and act in acts[: place - 1]):
            yield Fault(FaultKind.ACT_OUT_OF_PLACE, data={"number": place, "act": act.value})
        reached = max(reached, rank)


def _signatures(document: BoxDocument) -> Iterator[Fault]:
    """Check the signatures, and whose key the document gives to check them by."""
    for place, (entry, signing) in enumerate(
        zip(document.journal, signings(document.journal), strict=True), 1
    ):
        if signing is Signing.WRONG:
            yield Fault(FaultKind.NOT_SIGNED, data={"number": place, "act": entry.act.value})
    if document.last(Act.BOX_COUNTED) is None:
        yield Fault(FaultKind.NOT_NOTED, data={"act": Act.BOX_COUNTED.value})
    made = document.last(Act.KEYS_MADE)
    if made is None or made.detail.get("bureau") != document.bureau.verify_key.hex():
        place = made.number if made is not None else 1
        yield Fault(FaultKind.OTHER_BUREAU_KEY, data={"number": place})


def _keys(document: BoxDocument) -> Iterator[Fault]:
    made = document.last(Act.KEYS_MADE)
    detail = made.detail if made is not None else {}
    bureau = document.bureau
    if (detail.get("needed"), detail.get("members")) != (bureau.needed, len(bureau.members)):
        yield Fault(FaultKind.BUREAU_DIFFERS)
    named = detail.get("contests")
    named = named if isinstance(named, dict) else {}
    papers = detail.get("papers")
    papers = papers if isinstance(papers, dict) else {}
    for code in sorted(named.keys() ^ {contest.code for contest in document.contests}):
        yield Fault(FaultKind.CONTESTS_DIFFER, code)
    for contest in document.contests:
        public = [contest.envelope_key.hex(), contest.ballot_key.hex()]
        if named.get(contest.code, public) != public:
            yield Fault(FaultKind.PUBLIC_KEYS, contest.code)
        lists = [(entry.id, entry.name, entry.candidates) for entry in contest.lists]
        if papers.get(contest.code) != paper_digest(contest.title, contest.seats, lists):
            yield Fault(FaultKind.PAPER_DIFFERS, contest.code)
        if bytes(PrivateKey(contest.opening_key).public_key) != contest.ballot_key:
            yield Fault(FaultKind.OPENING_KEY, contest.code)


def _opening(document: BoxDocument, secret: bytes) -> Iterator[Fault]:
    """Open the envelopes again: they must hold these ballots, and the keys must be the members'."""
    if bytes(signing_key(secret).verify_key) != document.bureau.verify_key:
        yield Fault(FaultKind.SHARES_OF_ANOTHER_KEY)
        return
    for contest in document.contests:
        keys = box_keys(secret, contest.id)
        opened = Counter(_opened(contest, keys))
        listed = Counter(contest.ballots)
        if opened != listed:
            told = {"found": (listed - opened).total(), "expected": (opened - listed).total()}
            yield Fault(FaultKind.ENVELOPES_HOLD_OTHERS, contest.code, told)


def _opened(contest: ContestBox, keys: BoxKeys) -> tuple[bytes, ...]:
    lists = [entry.id for entry in contest.lists]
    # The order in which they are opened matters to nobody here: nothing of it is told.
    chance = Random(0)  # noqa: S311 - as said
    return open_box(keys, contest.id, contest.envelopes, lists, chance).ballots
