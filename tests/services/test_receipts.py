from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.services.identifiers import ALPHABET
from kiosk.services.receipts import read_receipt, receipt_of
from kiosk.services.refusals import RefusalCode

from ..worlds import refusal_of


@given(envelope=st.binary(min_size=1, max_size=200))
def test_receipt_is_read_however_it_is_spaced(envelope: bytes) -> None:
    receipt = receipt_of(envelope)
    assert len(receipt) == 19
    for typed in (receipt, receipt.upper(), receipt.replace("-", " "), receipt.replace("-", "")):
        assert read_receipt(typed) == receipt


@given(
    envelope=st.binary(min_size=1, max_size=200),
    place=st.integers(0, 15),
    letter=st.sampled_from(ALPHABET),
)
def test_one_letter_miscopied_is_told(envelope: bytes, place: int, letter: str) -> None:
    letters = list(receipt_of(envelope).replace("-", ""))
    was, letters[place] = letters[place], letter
    if was != letter:
        refusal = refusal_of(read_receipt, "".join(letters))
        assert refusal.code is RefusalCode.RECEIPT_MISTYPED


@given(envelope=st.binary(min_size=1, max_size=200), place=st.integers(0, 14))
def test_two_neighbours_swapped_are_told(envelope: bytes, place: int) -> None:
    letters = list(receipt_of(envelope).replace("-", ""))
    first, second = letters[place : place + 2]
    letters[place : place + 2] = second, first
    if first != second:
        refusal = refusal_of(read_receipt, "".join(letters))
        assert refusal.code is RefusalCode.RECEIPT_MISTYPED


@pytest.mark.parametrize("typed", ["", "abcd", "abcd-efgh-jkmn-pqr", "o" * 16, "[FO]"])
def test_anything_else_is_no_receipt(typed: str) -> None:
    assert refusal_of(read_receipt, typed).code is RefusalCode.RECEIPT_SHAPE


def test_receipts_of_many_envelopes_differ() -> None:
    chance = Random(1)
    assert len({receipt_of(chance.randbytes(161)) for _ in range(5000)}) == 5000
