"""What is checked of each contest's box: what lay in it, what it held, what was counted."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from nacl.public import PrivateKey

from kiosk.services.box_document import BoxDocument, ContestBox
from kiosk.services.box_faults import Fault, FaultKind, Told
from kiosk.services.bureau_journal import Act, Entry
from kiosk.services.counting import Invalid, InvalidReason, Tally, count_ballots
from kiosk.services.receipts import receipt_of
from kiosk.services.seats import TieUndecidedError, allot

OF_ENVELOPES = frozenset({InvalidReason.ENVELOPE_TWICE, InvalidReason.ENVELOPE_UNREADABLE})
"""Why an envelope holds no ballot of its own."""


def recount(contest: ContestBox) -> Tally:
    """Count the opened ballots of a box again by the key that opens them."""
    lists = [entry.id for entry in contest.lists]
    return count_ballots(PrivateKey(contest.opening_key), contest.id, contest.ballots, lists)


def figures_of(entry: Entry | None, contest: ContestBox) -> Mapping[str, Any]:
    """Return what an entry says of a contest; nothing where it says nothing of it."""
    told = entry.detail.get(contest.code) if entry is not None else None
    return told if isinstance(told, dict) else {}


def receipts_apart(contest: ContestBox) -> tuple[list[str], list[str]]:
    """Return the receipts that have no envelope, and those of envelopes not in the register."""
    own, listed = Counter(map(receipt_of, contest.envelopes)), Counter(contest.register)
    return sorted((listed - own).elements()), sorted((own - listed).elements())


def copies_added(contest: ContestBox) -> list[str]:
    """Return the receipt of each envelope that is a copy, but for those that the bureau found."""
    held = Counter(contest.envelopes)
    found = Counter(
        one.digest for one in contest.invalid if one.reason is InvalidReason.ENVELOPE_TWICE
    )
    copies = held - Counter(held.keys())
    told = {envelope: found[sha256(envelope).hexdigest()] for envelope in copies}
    return sorted(receipt_of(envelope) for envelope in (copies - Counter(told)).elements())


def roll_at_close(document: BoxDocument, contest: ContestBox) -> tuple[int, int] | None:
    """Return how many were on the roll at the close and how many signed; none where not noted."""
    at_close = figures_of(document.last(Act.BOX_CLOSED), contest)
    noted = (at_close.get("registered"), at_close.get("signatures"))
    match noted:
        case (int() as registered, int() as signatures):
            return registered, signatures
        case _:
            return None


def counts_in_journal(document: BoxDocument) -> Entry | None:
    """Return the entry of the count that made the result."""
    return next((one for one in document.journal if one.act is Act.BOX_COUNTED), None)


def roll(document: BoxDocument, contest: ContestBox) -> Iterator[Fault]:
    """Compare the envelopes with the signatures, and the roll with what was noted at the close."""
    found, expected = len(contest.envelopes), contest.signatures
    if found != expected:
        told: Told = {"found": found, "expected": expected}
        yield Fault(FaultKind.ENVELOPES_FOR_SIGNATURES, contest.code, told)
    now: Told = {"registered": contest.registered, "signatures": expected}
    noted = roll_at_close(document, contest)
    if noted is None:
        yield _not_noted(Act.BOX_CLOSED, contest)
    elif noted != (contest.registered, expected):
        at_close: Told = {"registered_at_close": noted[0], "signatures_at_close": noted[1]}
        yield Fault(FaultKind.ROLL_DIFFERS, contest.code, {**now, **at_close})
    if expected > contest.registered:
        yield Fault(FaultKind.MORE_SIGNATURES, contest.code, now)


def boxes(document: BoxDocument, contest: ContestBox) -> Iterator[Fault]:
    """Compare the box with what was noted of it when it was sealed, closed and counted."""
    sealed = figures_of(document.last(Act.BOX_SEALED), contest)
    empty = sha256(b"").hexdigest()
    if not sealed:
        yield _not_noted(Act.BOX_SEALED, contest)
    elif (sealed.get("signatures"), sealed.get("ballots"), sealed.get("box")) != (0, 0, empty):
        yield Fault(FaultKind.NOT_EMPTY_AT_SEALING, contest.code)
    at_close = figures_of(document.last(Act.BOX_CLOSED), contest)
    closed_with = (at_close.get("ballots"), at_close.get("box"))
    if not at_close:
        yield _not_noted(Act.BOX_CLOSED, contest)
    elif closed_with != (len(contest.envelopes), contest.box_digest):
        yield Fault(FaultKind.BOX_SINCE_CLOSING, contest.code)
    first = figures_of(counts_in_journal(document), contest)
    if not first:
        yield _not_noted(Act.BOX_COUNTED, contest)
    elif first.get("box") != contest.box_digest:
        yield Fault(FaultKind.BOX_SINCE_COUNT, contest.code)
    for place, entry in enumerate(document.journal, 1):
        if entry.act is Act.COUNTED_AGAIN and figures_of(entry, contest) != first:
            yield Fault(FaultKind.COUNTED_OTHERWISE, contest.code, {"number": place})


def register(_: BoxDocument, contest: ContestBox) -> Iterator[Fault]:
    """Compare the public register with the receipts of the envelopes."""
    gone, new = receipts_apart(contest)
    listed = set(contest.register)
    found = {
        FaultKind.RECEIPT_WITHOUT_ENVELOPE: gone,
        FaultKind.ENVELOPE_WITHOUT_RECEIPT: [one for one in new if one not in listed],
        FaultKind.ENVELOPE_COPIED: [one for one in new if one in listed],
    }
    for kind, receipts in found.items():
        if receipts:
            told: Told = {"receipt": receipts[0], "more": len(receipts) - 1}
            yield Fault(kind, contest.code, told)


def ballots(document: BoxDocument, contest: ContestBox) -> Iterator[Fault]:
    """Compare the opened ballots with the envelopes, and with what was noted at the count."""
    of_envelopes = [one for one in contest.invalid if one.reason in OF_ENVELOPES]
    found, expected = len(contest.ballots), len(contest.envelopes) - len(of_envelopes)
    if found != expected:
        told: Told = {"found": found, "expected": expected}
        yield Fault(FaultKind.BALLOTS_FOR_ENVELOPES, contest.code, told)
    if not _are_invalid(of_envelopes, contest):
        yield Fault(FaultKind.INVALID_ENVELOPES, contest.code)
    counted = figures_of(counts_in_journal(document), contest)
    if not counted:
        yield _not_noted(Act.BOX_COUNTED, contest)
    elif counted.get("ballots") != contest.ballots_digest:
        yield Fault(FaultKind.BALLOTS_SINCE_COUNT, contest.code)


def _not_noted(act: Act, contest: ContestBox) -> Fault:
    return Fault(FaultKind.NOT_NOTED, contest.code, {"act": act.value})


def _are_invalid(invalid: Sequence[Invalid], contest: ContestBox) -> bool:
    """Say whether envelopes told invalid lie in the box, and as often where they are copies."""
    held = Counter(sha256(envelope).hexdigest() for envelope in contest.envelopes)
    twice = Counter({digest: copies - 1 for digest, copies in held.items() if copies > 1})
    told = {
        reason: Counter(one.digest for one in invalid if one.reason is reason)
        for reason in OF_ENVELOPES
    }
    unreadable = told[InvalidReason.ENVELOPE_UNREADABLE]
    return told[InvalidReason.ENVELOPE_TWICE] == twice and unreadable <= Counter(held.keys())


def result(document: BoxDocument, contest: ContestBox) -> Iterator[Fault]:
    """Count the ballots again, and compare with the result told and with the journal's."""
    tally = recount(contest)
    for entry in contest.lists:
        if entry.votes != tally.votes[entry.id]:
            told: Told = {"name": entry.name, "told": entry.votes, "counted": tally.votes[entry.id]}
            yield Fault(FaultKind.LIST_VOTES, contest.code, told)
    if contest.blank != tally.blank:
        blank: Told = {"told": contest.blank, "counted": tally.blank}
        yield Fault(FaultKind.BLANK_VOTES, contest.code, blank)
    invalid = [one for one in contest.invalid if one.reason not in OF_ENVELOPES]
    if Counter(invalid) != Counter(tally.invalid):
        numbers: Told = {"told": len(invalid), "counted": len(tally.invalid)}
        yield Fault(FaultKind.INVALID_VOTES, contest.code, numbers)
    counted = counts_in_journal(document)
    noted = figures_of(counted, contest)
    votes = {entry.name: entry.votes for entry in contest.lists}
    written = (noted.get("votes"), noted.get("blank"), noted.get("invalid"))
    if counted is not None and written != (votes, contest.blank, len(contest.invalid)):
        number = document.journal.index(counted) + 1
        yield Fault(FaultKind.JOURNAL_RESULT, contest.code, {"number": number})


def seats(_: BoxDocument, contest: ContestBox) -> Iterator[Fault]:
    """Share out the seats again."""
    try:
        due = seats_of(contest)
    except TieUndecidedError:
        yield Fault(FaultKind.SEATS_UNDECIDED, contest.code)
        return
    for entry in contest.lists:
        if entry.seats != due[entry.id]:
            told: Told = {"name": entry.name, "told": entry.seats, "counted": due[entry.id]}
            yield Fault(FaultKind.LIST_SEATS, contest.code, told)


def seats_of(contest: ContestBox) -> Mapping[str, int]:
    """Share out the seats of a contest by the votes it tells; raises TieUndecidedError."""
    return allot(
        {entry.id: entry.votes for entry in contest.lists},
        contest.seats,
        candidates={entry.id: len(entry.candidates) for entry in contest.lists},
        draw=contest.draw,
        tie_breaks=contest.tie_breaks,
    ).seats
