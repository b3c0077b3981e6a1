"""What was done to a counted box, read from the checks that it fails.

One sabotage fails several checks at once: each finding names the most precise cause that
explains them, contest by contest.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, auto
from hashlib import sha256

from nacl.public import PrivateKey

from kiosk.services.box_contest_checks import (
    OF_ENVELOPES,
    copies_added,
    counts_in_journal,
    figures_of,
    receipts_apart,
    recount,
)
from kiosk.services.box_document import BoxDocument, ContestBox
from kiosk.services.box_faults import Check, Checked, Fault, FaultKind, Told
from kiosk.services.bureau_journal import Act
from kiosk.services.counting import Invalid
from kiosk.services.envelopes import open_each

_OF_REGISTER = (
    FaultKind.RECEIPT_WITHOUT_ENVELOPE,
    FaultKind.ENVELOPE_WITHOUT_RECEIPT,
    FaultKind.ENVELOPE_COPIED,
)
_OF_VOTES = (FaultKind.LIST_VOTES, FaultKind.BLANK_VOTES, FaultKind.INVALID_VOTES)

_MOST_TRIED = 1_000
"""Ballots of a box that every other contest's key is tried on."""


class FindingKind(StrEnum):
    """What was done; the data of each are named beside it."""

    REMOVED = auto()  # found, expected
    ADDED = auto()  # found, expected
    COPIED = auto()  # found, expected, receipt, number
    COPY_FOR_ANOTHER = auto()  # receipt
    MOVED = auto()  # origin, number
    ALTERED = auto()  # number
    SWAPPED = auto()
    ENVELOPE_CHANGED = auto()
    BALLOT_REMOVED = auto()  # found, expected
    BALLOT_ADDED = auto()  # found, expected
    REGISTER_CHANGED = auto()
    ROLL_CHANGED = auto()  # registered, signatures, registered_at_close, signatures_at_close
    RESULT_CHANGED = auto()
    SEATS_CHANGED = auto()
    SWAPPED_UNSEEN = auto()  # number
    JOURNAL_CHANGED = auto()  # number
    JOURNAL_CUT = auto()  # act
    JOURNAL_REWRITTEN = auto()  # number
    KEY_REPLACED = auto()
    OTHER = auto()


@dataclass(frozen=True)
class Finding:
    """Something that was done, to which contest's box, and the data of its sentence."""

    kind: FindingKind
    contest: str = ""
    data: Told = field(default_factory=dict)


def find_causes(document: BoxDocument, checks: Sequence[Checked]) -> tuple[Finding, ...]:
    """Say what was done to a box; nothing where every check is passed."""
    failed = {one.check for one in checks if one.faults}
    if not failed:
        return ()
    faults = [fault for one in checks for fault in one.faults]
    found = list(_Boxes(document, faults).causes())
    unsigned = next((fault for fault in faults if _is_count_unsigned(fault)), None)
    broken = [fault for fault in faults if fault.kind is FaultKind.CHAIN_BROKEN]
    found += [Finding(FindingKind.JOURNAL_CHANGED, data=fault.data) for fault in broken]
    if not broken and any(map(_is_count_missing, faults)):
        first = next(fault for fault in faults if fault.kind is FaultKind.ACT_MISSING)
        found.append(Finding(FindingKind.JOURNAL_CUT, data=first.data))
    if any(fault.kind is FaultKind.SHARES_OF_ANOTHER_KEY for fault in faults):
        found.append(Finding(FindingKind.KEY_REPLACED))
    if unsigned is not None and not broken:
        alone = failed == {Check.SIGNATURES} and not found
        kind = FindingKind.SWAPPED_UNSEEN if alone else FindingKind.JOURNAL_REWRITTEN
        found.append(Finding(kind, data={"number": unsigned.data["number"]}))
    return tuple(found) or (Finding(FindingKind.OTHER),)


def _is_count_unsigned(fault: Fault) -> bool:
    counted = fault.data.get("act") == Act.BOX_COUNTED
    return counted and fault.kind is FaultKind.NOT_SIGNED


def _is_count_missing(fault: Fault) -> bool:
    return fault.kind is FaultKind.ACT_MISSING and fault.data["act"] == Act.BOX_COUNTED


def _added(contest: ContestBox, expected: int, more: int) -> Finding:
    """Say whether what was added to a box is a copy of what lay in it."""
    told: Told = {"found": len(contest.envelopes), "expected": expected}
    copies = copies_added(contest)
    if len(copies) < more:
        return Finding(FindingKind.ADDED, contest.code, told)
    copied: Told = {"receipt": copies[0], "number": len(copies)}
    return Finding(FindingKind.COPIED, contest.code, {**told, **copied})


class _Boxes:
    """The boxes of a document, and what passed from one to another."""

    def __init__(self, document: BoxDocument, faults: Sequence[Fault]) -> None:
        self._document = document
        self._wrong = {(fault.contest, fault.kind): fault for fault in faults}
        self._count_stands = not any(
            fault.kind is FaultKind.CHAIN_BROKEN
            or _is_count_unsigned(fault)
            or _is_count_missing(fault)
            for fault in faults
        )
        apart = {contest.code: receipts_apart(contest) for contest in document.contests}
        self._gone = {code: set(gone) for code, (gone, _) in apart.items()}
        self._new = {code: set(new) for code, (_, new) in apart.items()}
        self._strange = {
            contest.code: self._strange_ballots(contest) for contest in document.contests
        }
        self._moves = Counter(
            move for contest in document.contests for move in self._moved_into(contest)
        )

    def causes(self) -> Iterator[Finding]:
        """Tell what was done, contest by contest."""
        for contest in self._document.contests:
            for (origin, target), number in self._moves.items():
                if target == contest.code:
                    told: Told = {"origin": origin, "number": number}
                    yield Finding(FindingKind.MOVED, target, told)
            yield from self._of_contest(contest)

    def _of_contest(self, contest: ContestBox) -> Iterator[Finding]:
        code = contest.code
        found, expected = len(contest.envelopes), contest.signatures
        if self._count_stands and self._is(contest, FaultKind.ROLL_DIFFERS):
            # The journal stands: it is the roll of this file that says something else.
            roll = self._wrong[code, FaultKind.ROLL_DIFFERS].data
            yield Finding(FindingKind.ROLL_CHANGED, code, roll)
            expected = int(roll["signatures_at_close"])
        passed = self._passed_in(code) - self._passed_out(code)
        moved = any(code in move for move in self._moves)
        if found - passed < expected:
            yield Finding(FindingKind.REMOVED, code, {"found": found, "expected": expected})
        elif found - passed > expected:
            yield _added(contest, expected, found - passed - expected)
        elif not moved:
            yield from self._of_same_number(contest)

    def _of_same_number(self, contest: ContestBox) -> Iterator[Finding]:
        code = contest.code
        altered = self._strange[code]
        # A journal that does not stand may be what was changed, and the box be what it was.
        is_box = self._count_stands or self._is(contest, *_OF_REGISTER, *_OF_VOTES)
        if self._is(contest, FaultKind.BALLOTS_FOR_ENVELOPES):
            held = [one for one in contest.invalid if one.reason in OF_ENVELOPES]
            found, expected = len(contest.ballots), len(contest.envelopes) - len(held)
            kind = FindingKind.BALLOT_REMOVED if found < expected else FindingKind.BALLOT_ADDED
            yield Finding(kind, code, {"found": found, "expected": expected})
        elif altered:
            yield Finding(FindingKind.ALTERED, code, {"number": altered.total()})
        elif self._is(contest, FaultKind.ENVELOPES_HOLD_OTHERS) or (
            is_box and self._is(contest, FaultKind.BALLOTS_SINCE_COUNT)
        ):
            yield Finding(FindingKind.SWAPPED, code)
        elif copies := copies_added(contest):
            yield Finding(FindingKind.COPY_FOR_ANOTHER, code, {"receipt": copies[0]})
        elif is_box and self._is(contest, FaultKind.BOX_SINCE_COUNT):
            yield Finding(FindingKind.ENVELOPE_CHANGED, code)
        else:
            yield from self._of_result(contest)

    def _of_result(self, contest: ContestBox) -> Iterator[Finding]:
        if self._is(contest, *_OF_REGISTER):
            yield Finding(FindingKind.REGISTER_CHANGED, contest.code)
        if self._is(contest, *_OF_VOTES):
            yield Finding(FindingKind.RESULT_CHANGED, contest.code)
        elif self._is(contest, FaultKind.LIST_SEATS, FaultKind.SEATS_UNDECIDED):
            yield Finding(FindingKind.SEATS_CHANGED, contest.code)

    def _is(self, contest: ContestBox, *kinds: FaultKind) -> bool:
        return any((contest.code, kind) in self._wrong for kind in kinds)

    def _passed_in(self, code: str) -> int:
        return sum(number for (_, target), number in self._moves.items() if target == code)

    def _passed_out(self, code: str) -> int:
        return sum(number for (origin, _), number in self._moves.items() if origin == code)

    def _strange_ballots(self, contest: ContestBox) -> Counter[Invalid]:
        """Return the ballots that say nothing valid, but for those that the bureau found so."""
        told = Counter(recount(contest).invalid)
        noted = figures_of(counts_in_journal(self._document), contest)
        if noted.get("ballots") == contest.ballots_digest and self._count_stands:
            return Counter()
        return told - Counter(contest.invalid) if self._count_stands else told

    def _moved_into(self, contest: ContestBox) -> Iterator[tuple[str, str]]:
        """Find what came from another contest: by its receipt, else by the key that opens it."""
        by_receipt = [
            (other.code, contest.code)
            for receipt in self._new[contest.code]
            for other in self._document.contests
            if receipt in self._gone[other.code]
        ]
        by_key = [(other.code, contest.code) for other in self._origins(contest)]
        yield from max(by_receipt, by_key, key=len)

    def _origins(self, contest: ContestBox) -> Iterator[ContestBox]:
        strange = {one.digest for one in self._strange[contest.code]}
        unread = [one for one in contest.ballots if sha256(one).hexdigest() in strange]
        del unread[_MOST_TRIED:]
        for other in self._document.contests:
            if unread and other is not contest:
                key = PrivateKey(other.opening_key)
                own = f"{other.id}:".encode()
                for plain in open_each(key, unread):
                    if plain is not None and plain.startswith(own):
                        yield other
