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

    Refuses with IDENTIFIER_SHAPE anything else: ``length`` is the number of characters typed
    and ``strays`` the first few that no identifier has. Source: mission facts, identities.
    """
    characters = "".join(c for c in text if not _separates(c)).lower()
    strays = dict.fromkeys(c for c in characters if c not in ALPHABET)
    if len(characters) != LENGTH or strays:
        raise Refusal(
            RefusalCode.IDENTIFIER_SHAPE,
            field,
            length=len(characters),
            strays=" ".join(list(strays)[:4]),
        )
    return _grouped(characters)


def _separates(character: str) -> bool:
    return character == _MINUS or unicodedata.category(character) in _SEPARATING_CATEGORIES


def _grouped(characters: str) -> str:
    return "-".join(characters[start : start + _GROUP] for start in range(0, LENGTH, _GROUP))
