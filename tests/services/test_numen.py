import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.services.numen import SHAPE, NumenKind, looks_real, make_numen

SEEDS = st.integers(min_value=0)
GAPS = st.sampled_from(["", " ", ".", "-", "\u00a0", "\u2011"])


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
    assert looks_real(f"mon numen : {in_case(gap.join(groups))}, merci")


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
        "13E  98 12345 ABC",  # two spaces: no longer one number
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
