"""Every sabotage of a counted box is found and named, its traces left or covered."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from random import Random, SystemRandom

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from kiosk.screens.box_words import line_of, sentence_of
from kiosk.services.box_checks import check_box
from kiosk.services.box_contest_checks import figures_of
from kiosk.services.box_document import BoxDocument, ContestBox, document_digest
from kiosk.services.box_examination import examine
from kiosk.services.box_faults import Check, FaultKind
from kiosk.services.box_findings import FindingKind
from kiosk.services.bureau_journal import Act, Entry, broken_at, chained
from kiosk.services.counting import Invalid, InvalidReason
from kiosk.services.key_shares import BureauSize, split
from kiosk.services.receipts import receipt_of
from kiosk.services.refusals import RefusalCode
from kiosk.services.sabotages import (
    Sabotage,
    Traces,
    add,
    alter,
    counted_anew,
    covered,
    remove,
    sabotaged,
    with_contest,
)

from ..counted_boxes import Counted, count_somewhere, failed, found
from ..worlds import refusal_of

NAMES = {
    Sabotage.REMOVE: FindingKind.REMOVED,
    Sabotage.ADD: FindingKind.ADDED,
    Sabotage.ALTER: FindingKind.ALTERED,
    Sabotage.SWAP: FindingKind.SWAPPED,
    Sabotage.RESULT: FindingKind.RESULT_CHANGED,
}


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory, content_folder: Path) -> Counted:
    return count_somewhere(tmp_path_factory.mktemp("counted"), content_folder)


@pytest.fixture
def document(counted: Counted) -> BoxDocument:
    return counted.document


def contest_of(document: BoxDocument, code: str) -> ContestBox:
    return next(contest for contest in document.contests if contest.code == code)


def moved(document: BoxDocument, origin: str, target: str, chance: Random) -> BoxDocument:
    """Put an envelope and a ballot of one contest into the box of another."""
    giver, taker = contest_of(document, origin), contest_of(document, target)
    envelope, ballot = chance.choice(giver.envelopes), chance.choice(giver.ballots)
    poorer = replace(
        giver,
        envelopes=tuple(one for one in giver.envelopes if one != envelope),
        ballots=tuple(one for one in giver.ballots if one != ballot),
    )
    richer = replace(
        taker,
        envelopes=tuple(sorted([*taker.envelopes, envelope])),
        ballots=tuple(sorted([*taker.ballots, ballot])),
    )
    return with_contest(with_contest(document, poorer), richer)


def cover_all(document: BoxDocument) -> BoxDocument:
    return covered(replace(document, contests=tuple(map(counted_anew, document.contests))))


def test_honest_box_passes_every_check(counted: Counted) -> None:
    examined = examine(counted.document)
    assert examined.findings == ()
    assert [one.check for one in examined.checks] == [one for one in Check if one != Check.OPENING]
    assert failed(examined) == set()


@pytest.mark.parametrize("members", [(0, 1), (1, 2), (2, 0), (0, 1, 2)])
def test_honest_box_opens_again_by_its_members(counted: Counted, members: tuple[int, ...]) -> None:
    examined = examine(counted.document, [counted.shares[member] for member in members])
    assert examined.checks[-1].check is Check.OPENING
    assert examined.findings == ()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("sabotage", Sabotage)
def test_sabotage_whose_traces_are_left_is_named(
    sabotage: Sabotage, seed: int, document: BoxDocument
) -> None:
    assert found(sabotaged(document, sabotage, Traces.LEFT, Random(seed))) == [NAMES[sabotage]]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("sabotage", Sabotage)
def test_sabotage_whose_traces_are_covered_lacks_the_signature(
    sabotage: Sabotage, seed: int, document: BoxDocument
) -> None:
    clever = sabotaged(document, sabotage, Traces.COVERED, Random(seed))
    examined = examine(clever)
    named = [finding.kind for finding in examined.findings]
    if sabotage is Sabotage.SWAP:
        assert named == [FindingKind.SWAPPED_UNSEEN]
    else:
        assert named == [NAMES[sabotage], FindingKind.JOURNAL_REWRITTEN]
    assert broken_at(clever.journal) is None
    assert Check.SIGNATURES in failed(examined)
    traces = {Check.FILE, Check.JOURNAL, Check.KEYS, Check.BOXES, Check.REGISTER, Check.BALLOTS}
    assert failed(examined).isdisjoint(traces)


@pytest.mark.parametrize("sabotage", Sabotage)
def test_members_find_every_ballot_that_no_envelope_held(
    sabotage: Sabotage, counted: Counted
) -> None:
    clever = sabotaged(counted.document, sabotage, Traces.COVERED, Random(2))
    examined = examine(clever, counted.shares)
    assert (Check.OPENING in failed(examined)) == (sabotage not in {Sabotage.RESULT, Sabotage.ADD})
    if sabotage is Sabotage.SWAP:
        assert examined.findings[0].kind is FindingKind.SWAPPED


def test_sabotage_takes_a_copy_and_leaves_the_document(document: BoxDocument) -> None:
    before = document_digest(document)
    for sabotage in Sabotage:
        assert sabotaged(document, sabotage, Traces.COVERED, SystemRandom()) != document
    assert document_digest(document) == before == document.digest


def test_counts_stand_in_what_is_found(document: BoxDocument) -> None:
    fullest = max(document.contests, key=lambda one: len(one.ballots))
    signed = fullest.signatures
    for sabotage, left in ((Sabotage.REMOVE, signed - 1), (Sabotage.ADD, signed + 1)):
        [finding] = examine(sabotaged(document, sabotage, Traces.LEFT, Random(1))).findings
        assert finding.contest == fullest.code
        assert finding.data == {"found": left, "expected": signed}


@pytest.mark.parametrize("cover", [lambda one: one, cover_all], ids=["left", "covered"])
def test_ballot_moved_to_another_contest_is_named(
    cover: Callable[[BoxDocument], BoxDocument], document: BoxDocument
) -> None:
    examined = examine(cover(moved(document, "CTM", "CTA", Random(1))))
    first = examined.findings[0]
    assert (first.kind, first.contest) == (FindingKind.MOVED, "CTA")
    assert first.data == {"origin": "CTM", "number": 1}
    rest = [finding.kind for finding in examined.findings[1:]]
    assert rest == ([FindingKind.JOURNAL_REWRITTEN] if cover is cover_all else [])


def held_in(document: BoxDocument, code: str) -> set[bytes]:
    """Envelopes and ballots of a contest's box."""
    contest = contest_of(document, code)
    return {*contest.envelopes, *contest.ballots}


@pytest.mark.parametrize("cover", [lambda one: one, cover_all], ids=["left", "covered"])
def test_ballots_exchanged_between_contests_are_named(
    cover: Callable[[BoxDocument], BoxDocument], document: BoxDocument
) -> None:
    there = moved(document, "CTM", "CTA", Random(1))
    strangers = held_in(there, "CTA") - held_in(document, "CTA")
    # What went there is not to come back: neither the envelope nor the ballot, drawn apart.
    ways_back = (moved(there, "CTA", "CTM", Random(seed)) for seed in count())
    back = next(one for one in ways_back if not held_in(one, "CTM") & strangers)
    moves = [one for one in examine(cover(back)).findings if one.kind is FindingKind.MOVED]
    assert {(one.data["origin"], one.contest) for one in moves} == {("CTM", "CTA"), ("CTA", "CTM")}


def test_several_ballots_removed_are_counted(document: BoxDocument) -> None:
    contest = document.contests[0]
    for _ in range(3):
        contest = remove(contest, Random(1))
    [finding] = examine(with_contest(document, contest)).findings
    assert finding.data == {"found": contest.signatures - 3, "expected": contest.signatures}


def test_two_contests_are_named_each(document: BoxDocument) -> None:
    first, second = document.contests[:2]
    changed = with_contest(with_contest(document, add(first, Random(1))), alter(second, Random(1)))
    named = [(one.kind, one.contest) for one in examine(changed).findings]
    assert named == [(FindingKind.ADDED, first.code), (FindingKind.ALTERED, second.code)]


def test_roll_made_to_fit_still_lacks_the_signature(document: BoxDocument) -> None:
    changed = counted_anew(remove(document.contests[0], Random(1)))
    changed = replace(changed, signatures=changed.signatures - 1)
    contests = with_contest(document, changed)
    journal = tuple(
        replace(entry, detail=_one_signature_less(entry, changed))
        if entry.act is Act.BOX_CLOSED
        else entry
        for entry in contests.journal
    )
    assert found(covered(replace(contests, journal=journal))) == [FindingKind.SWAPPED_UNSEEN]


def _one_signature_less(entry: Entry, contest: ContestBox) -> dict[str, object]:
    figures = {**figures_of(entry, contest), "signatures": contest.signatures}
    return {**entry.detail, contest.code: figures}


def copied(contest: ContestBox) -> tuple[ContestBox, str]:
    """A contest whose first envelope lies there twice, and its receipt."""
    envelope = contest.envelopes[0]
    envelopes = tuple(sorted([*contest.envelopes, envelope]))
    return replace(contest, envelopes=envelopes), receipt_of(envelope)


@pytest.mark.parametrize("cover", [lambda one: one, cover_all], ids=["left", "covered"])
def test_envelope_that_is_there_twice_is_said_so(
    cover: Callable[[BoxDocument], BoxDocument], document: BoxDocument
) -> None:
    contest, receipt = copied(document.contests[0])
    examined = examine(cover(with_contest(document, contest)))
    first = examined.findings[0]
    assert (first.kind, first.contest) == (FindingKind.COPIED, contest.code)
    signed = contest.signatures
    assert first.data == {
        "receipt": receipt,
        "number": 1,
        "found": signed + 1,
        "expected": signed,
    }
    said = sentence_of(first)
    assert said.startswith("Une copie d’enveloppe a été ajoutée à l’urne")
    assert f"où le reçu {receipt} est deux fois" in said
    [register] = [one for one in examined.checks if one.check is Check.REGISTER]
    if cover is not cover_all:
        assert [fault.kind for fault in register.faults] == [FaultKind.ENVELOPE_COPIED]


def test_copy_in_the_place_of_another_envelope_is_said_so(document: BoxDocument) -> None:
    contest, receipt = copied(document.contests[0])
    fewer = replace(contest, envelopes=contest.envelopes[:-1])
    [finding] = examine(with_contest(document, fewer)).findings
    assert (finding.kind, finding.data) == (FindingKind.COPY_FOR_ANOTHER, {"receipt": receipt})


def test_copies_among_other_envelopes_added_are_only_added(document: BoxDocument) -> None:
    contest, _ = copied(add(document.contests[0], Random(1)))
    assert found(with_contest(document, contest)) == [FindingKind.ADDED]


@pytest.mark.parametrize(("registered", "signatures"), [(1, 0), (0, -1), (0, 1), (-1, 2)])
def test_figures_of_the_roll_alone_changed_are_told(
    registered: int, signatures: int, document: BoxDocument
) -> None:
    contest = document.contests[1]
    changed = replace(
        contest,
        registered=contest.registered + registered,
        signatures=contest.signatures + signatures,
    )
    [finding] = examine(with_contest(document, changed)).findings
    assert (finding.kind, finding.contest) == (FindingKind.ROLL_CHANGED, contest.code)
    assert finding.data == {
        "registered": changed.registered,
        "signatures": changed.signatures,
        "registered_at_close": contest.registered,
        "signatures_at_close": contest.signatures,
    }
    checks = check_box(with_contest(document, changed))
    [roll] = [line_of(one) for one in checks if one.check is Check.ROLL]
    assert f"mais {contest.registered} et {contest.signatures} à la clôture" in roll


@pytest.mark.parametrize(
    ("left", "act"),
    [(4, Act.BOX_COUNTED), (3, Act.BOX_CLOSED), (1, Act.KEYS_TESTED), (0, Act.KEYS_MADE)],
)
def test_journal_cut_at_its_end_is_said_so(left: int, act: Act, document: BoxDocument) -> None:
    cut = replace(document, journal=document.journal[:left])
    [finding] = examine(replace(cut, digest=document_digest(cut))).findings
    assert (finding.kind, finding.data) == (FindingKind.JOURNAL_CUT, {"act": act})
    assert "La fin du journal du bureau a été coupée" in sentence_of(finding)


def test_envelope_alone_changed_is_named(document: BoxDocument) -> None:
    contest = document.contests[0]
    changed = replace(contest, envelopes=alter(contest, Random(1)).envelopes)
    assert found(with_contest(document, changed)) == [FindingKind.ENVELOPE_CHANGED]


def test_opened_ballot_alone_taken_or_added_is_named(document: BoxDocument) -> None:
    contest = document.contests[0]
    fewer = replace(contest, ballots=contest.ballots[1:])
    more = replace(contest, ballots=add(contest, Random(1)).ballots)
    assert found(with_contest(document, fewer)) == [FindingKind.BALLOT_REMOVED]
    assert found(with_contest(document, more)) == [FindingKind.BALLOT_ADDED]


def test_register_or_seats_alone_changed_are_named(document: BoxDocument) -> None:
    contest = document.contests[0]
    register = replace(contest, register=contest.register[1:])
    assert found(with_contest(document, register)) == [FindingKind.REGISTER_CHANGED]
    first, *others = contest.lists
    seats = replace(contest, lists=(replace(first, seats=first.seats + 1), *others))
    assert found(with_contest(document, seats)) == [FindingKind.SEATS_CHANGED]


@pytest.mark.parametrize("number", range(1, 6))
def test_entry_of_the_journal_changed_is_named(number: int, document: BoxDocument) -> None:
    journal = list(document.journal)
    journal[number - 1] = replace(journal[number - 1], detail={"contests": 0})
    [*_, finding] = examine(replace(document, journal=tuple(journal))).findings
    assert finding.kind is FindingKind.JOURNAL_CHANGED
    assert finding.data == {"number": number}


@pytest.mark.parametrize("number", range(1, 6))
def test_entry_of_the_journal_left_out_is_found(number: int, document: BoxDocument) -> None:
    journal = [one for one in document.journal if one.number != number]
    checks = check_box(replace(document, journal=_chained(journal)))
    kinds = {fault.kind for one in checks for fault in one.faults}
    assert FaultKind.CHAIN_BROKEN not in kinds
    assert FaultKind.ACT_MISSING in kinds


def _chained(journal: list[Entry]) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    before = ""
    for number, one in enumerate(journal, 1):
        before = chained(before, number, one.at, one.act, one.detail)
        entries.append(replace(one, number=number, digest=before))
    return tuple(entries)


def test_keys_of_another_bureau_are_found_by_the_members(counted: Counted) -> None:
    """Whoever signs everything anew deceives the file, not those who hold the shares."""
    document = counted.document
    forger = SigningKey.generate()
    key = bytes(forger.verify_key)
    first = document.journal[0]
    detail = {**first.detail, "bureau": key.hex()}
    journal = _chained([replace(first, detail=detail), *document.journal[1:]])
    forged = replace(
        document,
        bureau=replace(document.bureau, verify_key=key),
        journal=tuple(
            replace(one, signature=forger.sign(one.digest.encode()).signature) for one in journal
        ),
    )
    forged = replace(forged, digest=document_digest(forged))
    assert found(forged) == []
    assert forged.bureau.fingerprint != document.bureau.fingerprint
    assert found(forged, counted.shares) == [FindingKind.KEY_REPLACED]


def test_opening_key_that_fits_no_ballot_is_found(document: BoxDocument) -> None:
    one, other = document.contests[:2]
    changed = replace(one, opening_key=other.opening_key)
    kinds = {
        fault.kind for check in check_box(with_contest(document, changed)) for fault in check.faults
    }
    assert FaultKind.OPENING_KEY in kinds


@pytest.mark.parametrize(
    "change",
    [
        lambda contest: replace(contest, title="Autre scrutin"),
        lambda contest: replace(contest, seats=contest.seats + 1),
        lambda contest: replace(
            contest,
            lists=(replace(contest.lists[0], candidates=("Zoé Zidi",)), *contest.lists[1:]),
        ),
    ],
    ids=["title", "seats", "candidates"],
)
def test_ballot_paper_that_is_not_the_ceremony_s_is_found(
    document: BoxDocument, change: Callable[[ContestBox], ContestBox]
) -> None:
    checks = check_box(with_contest(document, change(document.contests[0])))
    [keys] = [one for one in checks if one.check is Check.KEYS]
    assert [fault.kind for fault in keys.faults] == [FaultKind.PAPER_DIFFERS]


def test_contest_left_out_is_found(document: BoxDocument) -> None:
    checks = check_box(replace(document, contests=document.contests[1:]))
    [keys] = [one for one in checks if one.check is Check.KEYS]
    [fault] = keys.faults
    assert (fault.kind, fault.contest) == (FaultKind.CONTESTS_DIFFER, document.contests[0].code)


def test_what_the_bureau_found_invalid_is_no_sabotage(counted: Counted) -> None:
    """A box spoilt before the count was counted as it was: the file says the truth of it."""
    contest = counted.document.contests[0]
    spoilt = counted_anew(alter(contest, Random(1)))
    assert [one.reason for one in spoilt.invalid] == [InvalidReason.BALLOT_UNREADABLE]
    unread = Invalid("0" * 64, InvalidReason.ENVELOPE_UNREADABLE)
    told = covered(with_contest(counted.document, spoilt))
    signing = _signing_key(counted)
    signed = tuple(
        replace(one, signature=signing.sign(one.digest.encode()).signature)
        if one.signature is not None
        else one
        for one in told.journal
    )
    honest = replace(told, journal=signed)
    honest = replace(honest, digest=document_digest(honest))
    assert found(honest) == []
    lying = with_contest(honest, replace(spoilt, invalid=(*spoilt.invalid, unread)))
    kinds = {fault.kind for check in check_box(lying) for fault in check.faults}
    assert FaultKind.INVALID_ENVELOPES in kinds


def _signing_key(counted: Counted) -> SigningKey:
    from kiosk.services.election_keys import signing_key  # noqa: PLC0415 - the members' alone
    from kiosk.services.key_shares import combine  # noqa: PLC0415 - the members' alone

    return signing_key(combine(counted.shares[:2], 2))


def test_shares_mistyped_or_too_few_are_refused(counted: Counted) -> None:
    one = counted.shares[0]
    for shares, code in (
        ([one], RefusalCode.SHARES_MISSING),
        ([one, one], RefusalCode.SHARE_TWICE),
        ([one, "abcd"], RefusalCode.SHARE_MISTYPED),
    ):
        assert refusal_of(check_box, counted.document, shares).code is code


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ("own1 other1 own2", RefusalCode.SHARE_OF_ANOTHER_KEY, "share-2"),
        ("other1 own1 own2", RefusalCode.SHARE_OF_ANOTHER_KEY, "share-1"),
        ("own1 other1 other2", RefusalCode.SHARE_OF_ANOTHER_KEY, "share-2"),
        ("own1 other1", RefusalCode.SHARES_OF_TWO_KEYS, "form"),
        ("other1 own1", RefusalCode.SHARES_OF_TWO_KEYS, "form"),
        ("own1 other1 abcd", RefusalCode.SHARE_MISTYPED, "share-3"),
        ("own1 abcd own2", RefusalCode.SHARE_MISTYPED, "share-2"),
        ("own1 own2 own1", RefusalCode.SHARE_TWICE, "share-3"),
    ],
)
def test_share_that_is_wrong_is_named_by_its_place(
    given: str, code: RefusalCode, field: str, counted: Counted
) -> None:
    others = split(bytes(16), BureauSize(needed=2, members=2), Random(5))
    shares = {
        **{f"own{place}": share for place, share in enumerate(counted.shares, 1)},
        **{f"other{place}": share for place, share in enumerate(others, 1)},
    }
    told = [shares.get(one, one) for one in given.split()]
    refusal = refusal_of(check_box, counted.document, told)
    assert (refusal.code, refusal.field) == (code, field)


def test_empty_box_is_not_sabotaged(document: BoxDocument) -> None:
    empty = replace(document.contests[0], envelopes=(), ballots=())
    nothing = replace(document, contests=(empty,))
    refusal = refusal_of(sabotaged, nothing, Sabotage.SWAP, Traces.LEFT, Random(1))
    assert refusal.code is RefusalCode.BOX_EMPTY


@given(
    seed=st.integers(0, 2**32), sabotage=st.sampled_from(Sabotage), traces=st.sampled_from(Traces)
)
def test_no_sabotage_passes_unnamed(
    counted: Counted, seed: int, sabotage: Sabotage, traces: Traces
) -> None:
    named = found(sabotaged(counted.document, sabotage, traces, Random(seed)))
    assert named
    assert FindingKind.OTHER not in named
