"""What a password must hold: one rule for the voter space, another for the webmail."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum, auto

from kiosk.services.form_fields import require_filled
from kiosk.services.refusals import Refusal, RefusalCode

SHORTEST_PASSWORD = 8
"""Characters, in both rules."""


class RuleKey(StrEnum):
    """A line of a password rule; its French sentence is content."""

    LENGTH = auto()
    UPPER = auto()
    LOWER = auto()
    LETTER = auto()
    DIGIT = auto()
    PUNCTUATION = auto()


@dataclass(frozen=True)
class RuleLine:
    """A line of a rule, met or not by the password at hand."""

    key: RuleKey
    met: bool


def _is_punctuation(character: str) -> bool:
    # Symbols such as + or € pass for punctuation, as they do on everybody's keyboard.
    return unicodedata.category(character)[0] in "PS"


_CHARACTER_TESTS: dict[RuleKey, Callable[[str], bool]] = {
    RuleKey.UPPER: str.isupper,
    RuleKey.LOWER: str.islower,
    RuleKey.LETTER: str.isalpha,
    RuleKey.DIGIT: str.isdecimal,
    RuleKey.PUNCTUATION: _is_punctuation,
}
_VOTER_KEYS = (RuleKey.LENGTH, RuleKey.UPPER, RuleKey.LOWER, RuleKey.DIGIT)
_WEBMAIL_KEYS = (RuleKey.LENGTH, RuleKey.LETTER, RuleKey.DIGIT, RuleKey.PUNCTUATION)


def voter_rule(password: str) -> tuple[RuleLine, ...]:
    """Check a voter password, line by line. Source: both leaflets, account form."""
    return _checked(password, _VOTER_KEYS)


def webmail_rule(password: str) -> tuple[RuleLine, ...]:
    """Check a webmail password, line by line. Source: leaflet 004, webmail page."""
    return _checked(password, _WEBMAIL_KEYS)


def require_voter_rule(password: str, field: str = "password") -> None:
    """Refuse with PASSWORD_TOO_WEAK; ``missing`` joins the keys of the unmet lines by commas."""
    _require(voter_rule(password), field)


def require_webmail_rule(password: str, field: str = "password") -> None:
    """Refuse with PASSWORD_TOO_WEAK; ``missing`` joins the keys of the unmet lines by commas."""
    _require(webmail_rule(password), field)


def _checked(password: str, keys: tuple[RuleKey, ...]) -> tuple[RuleLine, ...]:
    # An accented letter typed with a dead key may come as two characters: it counts for one.
    composed = unicodedata.normalize("NFC", password)
    return tuple(RuleLine(key, _meets(composed, key)) for key in keys)


def _meets(password: str, key: RuleKey) -> bool:
    if key is RuleKey.LENGTH:
        return len(password) >= SHORTEST_PASSWORD
    return any(_CHARACTER_TESTS[key](character) for character in password)


def _require(lines: tuple[RuleLine, ...], field: str) -> None:
    missing = ",".join(line.key for line in lines if not line.met)
    if missing:
        raise Refusal(RefusalCode.PASSWORD_TOO_WEAK, field, missing=missing)


def same(one: str, other: str) -> bool:
    """Tell whether two typed passwords are the same, however an accent is composed."""
    return unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)


def require_same(password: str, confirmation: str) -> None:
    """Refuse a confirmation that is empty or is not the password, by its field."""
    require_filled(confirmation, "confirmation")
    if not same(password, confirmation):
        raise Refusal(RefusalCode.PASSWORDS_DIFFER, "confirmation")
