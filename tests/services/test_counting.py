from random import Random, SystemRandom

from hypothesis import given
from hypothesis import strategies as st

from kiosk.services.ballots import BLANK
from kiosk.services.counting import InvalidReason, OpenedBox, count_ballots, open_box
from kiosk.services.election_keys import box_keys, draw_secret
from kiosk.services.envelopes import Sealer, SealingKeys, public_keys

CONTEST, OTHER = "c" * 32, "d" * 32
LISTS = [letter * 32 for letter in "1234"]
SECRET = draw_secret(SystemRandom())
KEYS = box_keys(SECRET, CONTEST)
PUBLIC = public_keys(KEYS)
FOREIGN = public_keys(box_keys(draw_secret(SystemRandom()), CONTEST))
SEALER = Sealer(SystemRandom())


def sealed(choice: str, contest: str = CONTEST, keys: SealingKeys = PUBLIC) -> bytes:
    return SEALER.seal(keys, contest, choice)


def opened(*envelopes: bytes) -> OpenedBox:
    return open_box(KEYS, CONTEST, envelopes, LISTS, SystemRandom())


def why_invalid(*envelopes: bytes) -> list[InvalidReason]:
    return [one.reason for one in opened(*envelopes, sealed(BLANK)).tally.invalid]


@given(choices=st.lists(st.sampled_from([*LISTS, BLANK]), max_size=30))
def test_count_finds_what_was_put_in(choices: list[str]) -> None:
    box = opened(*map(sealed, choices))
    assert box.tally.votes == {entry: choices.count(entry) for entry in LISTS}
    assert box.tally.blank == choices.count(BLANK)
    assert box.tally.invalid == ()
    assert len(box.ballots) == len(choices)


def test_ballots_count_the_same_for_whoever_has_the_opening_key() -> None:
    box = opened(*map(sealed, [LISTS[0], LISTS[0], LISTS[2], BLANK]))
    assert count_ballots(KEYS.ballot, CONTEST, box.ballots, LISTS) == box.tally


def test_opened_ballots_lie_in_an_order_that_tells_nothing_of_the_envelopes() -> None:
    envelopes = [sealed(BLANK) for _ in range(40)]
    box = open_box(KEYS, CONTEST, envelopes, LISTS, Random(1))
    again = open_box(KEYS, CONTEST, envelopes[::-1], LISTS, Random(2))
    assert box == again
    assert list(box.ballots) == sorted(box.ballots)


def test_ballot_moved_from_another_contest_is_invalid() -> None:
    assert why_invalid(sealed(LISTS[0], OTHER)) == [InvalidReason.OTHER_CONTEST]


def test_envelope_sealed_to_another_key_is_invalid() -> None:
    assert why_invalid(sealed(LISTS[0], keys=FOREIGN)) == [InvalidReason.ENVELOPE_UNREADABLE]


def test_ballot_sealed_to_another_key_is_invalid() -> None:
    mixed = SealingKeys(PUBLIC.envelope, FOREIGN.ballot)
    assert why_invalid(sealed(LISTS[0], keys=mixed)) == [InvalidReason.BALLOT_UNREADABLE]


def test_ballot_for_a_list_that_does_not_stand_is_invalid() -> None:
    assert why_invalid(sealed("5" * 32)) == [InvalidReason.UNKNOWN_CHOICE]


def test_copied_envelope_counts_once() -> None:
    envelope = sealed(LISTS[0])
    tally = opened(envelope, envelope, envelope).tally
    assert tally.votes[LISTS[0]] == 1
    assert [one.reason for one in tally.invalid] == [InvalidReason.ENVELOPE_TWICE] * 2


def test_ballot_put_into_a_second_envelope_counts_once() -> None:
    once = SEALER._encrypt(PUBLIC.ballot, f"{CONTEST}:{BLANK}".encode())
    two = [SEALER._encrypt(PUBLIC.envelope, once) for _ in range(2)]
    tally = opened(*two).tally
    assert tally.blank == 1
    assert [one.reason for one in tally.invalid] == [InvalidReason.BALLOT_TWICE]


@given(damaged=st.binary(max_size=200))
def test_damaged_envelope_is_invalid_and_stops_no_count(damaged: bytes) -> None:
    tally = opened(damaged, sealed(BLANK)).tally
    assert tally.blank == 1
    assert [one.reason for one in tally.invalid] == [InvalidReason.ENVELOPE_UNREADABLE]


@given(plain=st.binary(max_size=80))
def test_ballot_that_says_anything_is_invalid_and_stops_no_count(plain: bytes) -> None:
    odd = SEALER._encrypt(PUBLIC.envelope, SEALER._encrypt(PUBLIC.ballot, plain))
    assert len(opened(odd).tally.invalid) == 1
