from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.services.decimals import decimal, places_apart


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(349_339, 15), 2, "23\u202f289,27"),
        (Fraction(0), 2, "0,00"),
        (Fraction(1, 200), 2, "0,01"),
        (Fraction(1999, 1000), 2, "2,00"),
        (Fraction(1999, 1000), 3, "1,999"),
    ],
)
def test_fraction_is_written_rounded(value: Fraction, places: int, text: str) -> None:
    assert decimal(value, places) == text


@given(st.lists(st.fractions(min_value=0, max_value=10**6, max_denominator=40)))
def test_different_averages_are_written_differently(values: list[Fraction]) -> None:
    places = places_apart(values)
    assert places >= 2
    assert len({decimal(value, places) for value in values}) == len(set(values))
