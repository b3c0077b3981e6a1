"""Exact fractions written as French decimals."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from kiosk.services.french import number

_FEWEST = 2


def decimal(value: Fraction, places: int = _FEWEST) -> str:
    """Write a number that is not negative, rounded to so many decimals: “23 289,27”."""
    whole, rest = divmod(_rounded(value, places), 10**places)
    return f"{number(whole)},{rest:0{places}}"


def places_apart(values: Sequence[Fraction]) -> int:
    """Return how many decimals, two at least, keep different numbers different when written."""
    places, different = _FEWEST, sorted(set(values))
    while any(_rounded(low, places) == _rounded(high, places) for low, high in pairwise(different)):
        places += 1
    return places


def _rounded(value: Fraction, places: int) -> int:
    scale: int = 10**places
    return (value.numerator * scale * 2 + value.denominator) // (value.denominator * 2)
