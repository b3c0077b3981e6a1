from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.services.password_rules import (
    RuleKey,
    RuleLine,
    require_voter_rule,
    require_webmail_rule,
    voter_rule,
    webmail_rule,
)
from kiosk.services.refusals import Refusal, RefusalCode


def test_the_voter_rule_shows_each_line() -> None:
    assert voter_rule("abcdefg8") == (
        RuleLine(RuleKey.LENGTH, met=True),
        RuleLine(RuleKey.UPPER, met=False),
        RuleLine(RuleKey.LOWER, met=True),
        RuleLine(RuleKey.DIGIT, met=True),
    )


def test_the_webmail_rule_shows_each_line() -> None:
    assert webmail_rule("abc-1") == (
        RuleLine(RuleKey.LENGTH, met=False),
        RuleLine(RuleKey.LETTER, met=True),
        RuleLine(RuleKey.DIGIT, met=True),
        RuleLine(RuleKey.PUNCTUATION, met=True),
    )


@pytest.mark.parametrize("password", ["Abcdefg8", "Écolière2014", "PRÉAu 4 x"])
def test_a_good_voter_password_passes(password: str) -> None:
    require_voter_rule(password)


@pytest.mark.parametrize("password", ["abcdef-8", "école+2014", "1234567€a"])
def test_a_good_webmail_password_passes(password: str) -> None:
    require_webmail_rule(password)


@pytest.mark.parametrize(
    ("require", "password", "missing"),
    [
        (require_voter_rule, "", "length,upper,lower,digit"),
        (require_voter_rule, "Abcdef8", "length"),
        (require_voter_rule, "abcdefg8", "upper"),
        (require_voter_rule, "ABCDEFG8", "lower"),
        (require_voter_rule, "Abcdefgh", "digit"),
        (require_webmail_rule, "", "length,letter,digit,punctuation"),
        (require_webmail_rule, "abcde-8", "length"),
        (require_webmail_rule, "1234567-", "letter"),
        (require_webmail_rule, "abcdefg-", "digit"),
        (require_webmail_rule, "abcdefg8", "punctuation"),
    ],
)
def test_a_weak_password_is_refused_with_what_is_missing(
    require: Callable[[str, str], None], password: str, missing: str
) -> None:
    with pytest.raises(Refusal) as refused:
        require(password, "new_password")
    assert refused.value.code is RefusalCode.PASSWORD_TOO_WEAK
    assert refused.value.field == "new_password"
    assert refused.value.data == {"missing": missing}


def test_an_accent_typed_apart_adds_no_character() -> None:
    assert voter_rule("E\u0301cole20")[0] == RuleLine(RuleKey.LENGTH, met=False)


@given(st.text(), st.text())
def test_a_longer_password_meets_no_fewer_lines(start: str, rest: str) -> None:
    # The blank keeps an accent that opens the rest from changing the last letter of the start.
    longer = voter_rule(f"{start} {rest}")
    assert all(
        after.met >= before.met for before, after in zip(voter_rule(start), longer, strict=True)
    )
