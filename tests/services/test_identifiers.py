import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.services.identifiers import ALPHABET, make_identifier, normalise
from kiosk.services.refusals import Refusal, RefusalCode

SEPARATORS = st.text(" -\u00a0\u202f\u2010\u2011\u2013\u2014\u2212\t\n", max_size=3)


def test_the_alphabet_has_no_look_alikes() -> None:
    assert not set("oO0iI1lL") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET)


def test_an_identifier_is_four_groups_of_four() -> None:
    identifier = make_identifier(random.Random(1))
    assert re.fullmatch(rf"[{ALPHABET}]{{4}}(-[{ALPHABET}]{{4}}){{3}}", identifier)
    assert identifier == make_identifier(random.Random(1))


@given(st.integers(min_value=0), st.data())
def test_spaces_dashes_and_case_do_not_matter(seed: int, data: st.DataObject) -> None:
    identifier = make_identifier(random.Random(seed))
    typed = "".join(
        data.draw(SEPARATORS) + data.draw(st.sampled_from([c, c.upper()]))
        for c in identifier.replace("-", "")
    )
    assert normalise(typed) == identifier


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abcd-efgh-jkmn-pqr",
        "abcd-efgh-jkmn-pqrst",
        "abcd-efgh-jkmn-pqrO",
        "ab/d-efgh-jkmn-pq1O",
        "!?*+%$",
    ],
)
def test_another_shape_is_refused_and_not_repeated(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        normalise(typed, field="code")
    assert refused.value.code is RefusalCode.IDENTIFIER_SHAPE
    assert refused.value.field == "code"
    assert refused.value.data == {}, "what was typed may be a password"


@given(st.text(max_size=40))
def test_anything_typed_is_brought_to_shape_or_refused(text: str) -> None:
    try:
        identifier = normalise(text)
    except Refusal:
        return
    assert normalise(identifier) == identifier
