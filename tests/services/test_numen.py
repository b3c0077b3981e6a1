import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.services.addresses import AddressBook, PageId
from kiosk.services.content import load_content
from kiosk.services.numen import (
    SHAPE,
    NumenKind,
    looks_real,
    make_numen,
    without_glued,
    without_real,
)

SEEDS = st.integers(min_value=0)
GAPS = st.sampled_from(["", " ", "  ", ".", "-", "/", " / ", "\u00a0", "\u2011", "\u200b"])


@given(SEEDS, st.sampled_from(NumenKind), st.integers(min_value=1970, max_value=2014))
def test_an_invented_numen_has_the_shape_and_never_looks_real(
    seed: int, kind: NumenKind, entry_year: int
) -> None:
    numen = make_numen(random.Random(seed), kind, entry_year)
    assert len(numen) == 13
    assert SHAPE.fullmatch(numen)
    assert numen[:5] == f"26{kind}{entry_year % 100:02}"
    assert not looks_real(numen)
    assert not looks_real(numen.lower())


@given(SEEDS, GAPS, st.sampled_from([str.upper, str.lower]))
def test_a_numen_of_another_academy_is_seen_anywhere(
    seed: int, gap: str, in_case: Callable[[str], str]
) -> None:
    invented = make_numen(random.Random(seed), NumenKind.PRIMARY, 2001)
    groups = ("18", invented[2], invented[3:5], invented[5:10], invented[10:])
    text = f"mon numen : {in_case(gap.join(groups))}, merci"
    assert looks_real(text)
    assert without_real(text) == "mon numen : , merci"


def test_the_same_randomness_makes_the_same_numen() -> None:
    made = {make_numen(random.Random(4), NumenKind.OFFICE, 1998) for _ in range(3)}
    assert len(made) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "26E9812345ABC",
        "13E9812345ABCD",  # a longer word
        "113E9812345ABC",
        "é13E9812345ABC",
        "13E9812345AB",
        "13E    98 12345 ABC",  # four spaces: no longer one number
        "13E981234SABC",
        "jlabert",
        "2014-12-04 17:00",
    ],
)
def test_other_words_do_not_look_real(text: str) -> None:
    assert not looks_real(text)


@pytest.mark.parametrize("text", ["26e9812345abc", " 26E9812345ABC", "26E98-12345-ABC", ""])
def test_the_shape_is_capitals_without_gaps(text: str) -> None:
    assert not SHAPE.fullmatch(text)


@pytest.mark.parametrize("typed", ["x18G0612345ABCx", "18G0612345ABCD", "é18g 06 12345 abc9"])
def test_numen_within_a_longer_word_is_not_shown(typed: str) -> None:
    assert not looks_real(typed)
    assert not looks_real(without_glued(typed).strip("xDé9"))
    book = AddressBook(load_content().academies["orleans-tours"])
    for address in (typed, f"vote2014.education.gouv.fr/{typed}", f"{typed}.ac-orleans-tours.com"):
        found = book.resolve(address)
        shown = f"{found.address} {found.params}".lower()
        assert found.page in {PageId.NOT_FOUND, PageId.LOOK_ALIKE}
        assert "12345" not in shown


def test_link_that_holds_those_thirteen_characters_still_works() -> None:
    token = "ab18a0612345abcdef01"
    book = AddressBook(load_content().academies["toulouse"])
    found = book.resolve(book.of(PageId.ACCOUNT_CONFIRM, token=token))
    assert (found.page, found.params) == (PageId.ACCOUNT_CONFIRM, {"token": token})
