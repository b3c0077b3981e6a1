"""The voter's identifier: sixteen characters on the paper notice, shown in four groups."""

import random
import unicodedata

from kiosk.services.refusals import Refusal, RefusalCode

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Neither O nor 0, neither I nor 1 nor l: nothing to take for something else."""

LENGTH = 16
"""Characters of an identifier, hyphens apart."""

_GROUP = 4
_MINUS = "\u2212"
_SEPARATING_CATEGORIES = {"Zs", "Zl", "Zp", "Cc", "Cf", "Pd"}


def make_identifier(rng: random.Random) -> str:
    """Draw an identifier, “xxxx-xxxx-xxxx-xxxx”; in earnest from ``secrets.SystemRandom``."""
    return _grouped("".join(rng.choices(ALPHABET, k=LENGTH)))


def normalise(text: str, field: str = "identifier") -> str:
    """Bring what was typed to “xxxx-xxxx-xxxx-xxxx”; spaces, dashes and case do not matter.

    Refuses anything else with IDENTIFIER_SHAPE. Source: mission facts, identities.
    """
    characters = unseparated(text)
    if len(characters) != LENGTH or not set(characters) <= set(ALPHABET):
        raise Refusal(RefusalCode.IDENTIFIER_SHAPE, field)
    return _grouped(characters)


def unseparated(text: str) -> str:
    """Return what was typed in small letters, without spaces, dashes and what is not seen."""
    return "".join(c for c in text if not _separates(c)).lower()


def _separates(character: str) -> bool:
    return character == _MINUS or unicodedata.category(character) in _SEPARATING_CATEGORIES


def _grouped(characters: str) -> str:
    return "-".join(characters[start : start + _GROUP] for start in range(0, LENGTH, _GROUP))
