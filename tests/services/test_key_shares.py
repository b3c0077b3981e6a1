from itertools import combinations
from random import Random, SystemRandom

import pytest
from shamir_mnemonic.wordlist import WORDLIST

from kiosk.services.election_keys import draw_secret
from kiosk.services.key_shares import (
    MOST_MEMBERS,
    BureauSize,
    combine,
    holder,
    series_of,
    size_of,
    split,
)
from kiosk.services.refusals import RefusalCode

from ..worlds import refusal_of

SECRET = draw_secret(Random(1))
USUAL = BureauSize(needed=2, members=3)
SHARES = split(SECRET, USUAL, Random(2))
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def as_words(share: str) -> str:
    letters = share.replace("-", "")
    pairs = zip(letters[::2], letters[1::2], strict=True)
    return " ".join(WORDLIST[DIGITS.index(a) * 32 + DIGITS.index(b)] for a, b in pairs)


@pytest.mark.parametrize("size", [USUAL, BureauSize(2, 2), BureauSize(5, 5), BureauSize(7, 13)])
def test_any_members_that_are_enough_find_the_secret(size: BureauSize) -> None:
    shares = split(SECRET, size, SystemRandom())
    assert len(shares) == size.members
    chosen = list(combinations(shares, size.needed))
    for some in (chosen[0], chosen[len(chosen) // 2], chosen[-1]):
        assert combine(some, size.needed) == SECRET


@pytest.mark.parametrize(("needed", "members"), [(1, 3), (4, 3), (8, 13), (2, 14), (0, 0), (2, 1)])
def test_bureau_is_of_a_size_that_makes_sense(needed: int, members: int) -> None:
    with pytest.raises(ValueError, match="member"):
        BureauSize(needed, members)
    assert MOST_MEMBERS == 13


def test_share_is_forty_characters_in_groups_of_four() -> None:
    for share in SHARES:
        groups = share.split("-")
        assert [len(group) for group in groups] == [4] * 10
        assert set("".join(groups)) <= set(DIGITS)


@pytest.mark.parametrize(
    "typed",
    [
        SHARES[0].lower(),
        SHARES[0].replace("-", " "),
        SHARES[0].replace("-", ""),
        f"  {SHARES[0]}\n",
        SHARES[0].replace("1", "l").replace("0", "O"),
        as_words(SHARES[0]),
        as_words(SHARES[0]).upper(),
    ],
)
def test_share_is_taken_however_it_is_written(typed: str) -> None:
    assert combine([typed, SHARES[1]], 2) == SECRET


def test_one_character_miscopied_is_told_by_its_field() -> None:
    for place in range(0, len(SHARES[1]), 3):
        if SHARES[1][place] == "-":
            continue
        wrong = "Z" if SHARES[1][place] != "Z" else "Y"
        typed = SHARES[1][:place] + wrong + SHARES[1][place + 1 :]
        refusal = refusal_of(combine, [SHARES[0], typed], 2)
        assert (refusal.code, refusal.field) == (RefusalCode.SHARE_MISTYPED, "share-2")


@pytest.mark.parametrize("typed", ["abc", "[b]", "U" * 40, "é" * 40, "academic " * 20])
def test_anything_else_is_no_share(typed: str) -> None:
    refusal = refusal_of(combine, [typed, SHARES[1]], 2)
    assert (refusal.code, refusal.field) == (RefusalCode.SHARE_MISTYPED, "share-1")


def test_missing_empty_and_repeated_shares_are_told_apart() -> None:
    missing = refusal_of(combine, SHARES[:1], 2)
    assert (missing.code, missing.data) == (
        RefusalCode.SHARES_MISSING,
        {"needed": 2, "given": 1},
    )
    empty = refusal_of(combine, [SHARES[0], " "], 2)
    assert (empty.code, empty.field) == (RefusalCode.SHARE_EMPTY, "share-2")
    twice = refusal_of(combine, [SHARES[0], SHARES[0].lower()], 2)
    assert (twice.code, twice.field) == (RefusalCode.SHARE_TWICE, "share-2")


def test_share_of_another_key_is_told() -> None:
    other = split(draw_secret(SystemRandom()), USUAL, SystemRandom())
    refusal = refusal_of(combine, [SHARES[0], other[1]], 2)
    assert (refusal.code, refusal.field) == (RefusalCode.SHARE_OF_ANOTHER_KEY, "share-2")


def test_fewer_members_than_needed_learn_nothing() -> None:
    shares = split(SECRET, BureauSize(3, 5), SystemRandom())
    refusal = refusal_of(combine, shares[:2], 2)
    assert refusal.code is RefusalCode.SHARE_OF_ANOTHER_KEY


def test_seed_shares_out_the_same_way_again() -> None:
    assert split(SECRET, USUAL, Random(3)) == split(SECRET, USUAL, Random(3))
    assert split(SECRET, USUAL, Random(4)) != split(SECRET, USUAL, Random(3))


def test_share_tells_whose_it_is_and_goes_with_those_given() -> None:
    assert [holder(share) for share in SHARES] == list(range(len(SHARES)))
    assert holder(SHARES[2], SHARES[:1]) == 2
    twice = refusal_of(holder, SHARES[0], SHARES[:1])
    assert (twice.code, twice.field) == (RefusalCode.SHARE_TWICE, "share-2")


def test_shares_of_one_ceremony_bear_one_number_and_no_other_is_taken() -> None:
    other = split(SECRET, USUAL, Random(3))
    assert len(set(map(series_of, SHARES))) == len(set(map(series_of, other))) == 1
    series = series_of(SHARES[0])
    assert holder(SHARES[1], series=series) == 1
    for given in ((), SHARES[:1]):
        foreign = refusal_of(holder, other[1], given, series=series)
        assert foreign.code is RefusalCode.SHARE_OF_ANOTHER_CEREMONY
        assert foreign.field == f"share-{len(given) + 1}"
    mistyped = refusal_of(holder, other[1][:-1], series=series)
    assert mistyped.code is RefusalCode.SHARE_MISTYPED


@pytest.mark.parametrize(("members", "needed"), [("2", "2"), (" 13 ", "7"), ("03", "2")])
def test_size_is_read_as_typed(members: str, needed: str) -> None:
    assert size_of(members, needed) == BureauSize(int(needed), int(members))


@pytest.mark.parametrize(
    ("members", "needed", "field"),
    [
        ("1", "1", "members"),
        ("14", "2", "members"),
        ("-3", "2", "members"),
        ("300", "2", "members"),
        ("3", "4", "needed"),
        ("9", "8", "needed"),
        ("3", "1", "needed"),
    ],
)
def test_impossible_size_is_refused_by_field(members: str, needed: str, field: str) -> None:
    refusal = refusal_of(size_of, members, needed)
    assert (refusal.code, refusal.field) == (RefusalCode.BUREAU_SIZE, field)


@pytest.mark.parametrize("typed", ["", " ", "-", "trois", "2,5", "²", "٣", "2 3"])
def test_what_is_no_number_is_told_apart_by_field(typed: str) -> None:
    for members, needed, field in ((typed, "2", "members"), ("3", typed, "needed")):
        refusal = refusal_of(size_of, members, needed)
        assert (refusal.code, refusal.field) == (RefusalCode.BUREAU_SIZE_SHAPE, field)
