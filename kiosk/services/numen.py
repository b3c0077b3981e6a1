"""The NUMEN: invented ones to practise with, and the sight of somebody's real one.

Thirteen characters: 2 digits (academy), 1 letter (office that keeps the file), 2 digits (year of
entry), 5 digits, 3 letters. Source: mission facts, identities.
"""

import random
import re
from enum import StrEnum

INVENTED_ACADEMY = "26"
"""This code belongs to no academy: a NUMEN that begins otherwise must be taken for a real one."""

SHAPE = re.compile(r"[0-9]{2}[A-Z][0-9]{7}[A-Z]{3}")
"""A NUMEN as it is printed: capitals, nothing between the groups."""

_FINAL_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # no I nor O beside five digits

# Spaces, dots, slashes, hyphens, and what is not seen: soft hyphen, zero-width characters.
_GAP = r"[\s./\-\u00ad\u200b-\u200d\u2010-\u2015\u2060\u2212\ufeff]{0,3}"
_GROUPS = (
    rf"(?!{INVENTED_ACADEMY})"
    rf"\d{{2}}{_GAP}[A-Za-z]{_GAP}\d{{2}}{_GAP}\d{{5}}{_GAP}[A-Za-z]{{3}}"
)
_REAL = re.compile(rf"(?<![^\W_]){_GROUPS}(?![^\W_])")
_GLUED = re.compile(_GROUPS)


class NumenKind(StrEnum):
    """Who keeps the file; the value is the NUMEN's third character."""

    PRIMARY = "G"
    SECONDARY = "E"
    PRIVATE = "P"
    OFFICE = "A"


def make_numen(rng: random.Random, kind: NumenKind, entry_year: int) -> str:
    """Invent a NUMEN for somebody who entered in that year, of which two digits are kept."""
    serial = rng.randrange(100_000)
    letters = "".join(rng.choices(_FINAL_LETTERS, k=3))
    return f"{INVENTED_ACADEMY}{kind}{entry_year % 100:02}{serial:05}{letters}"


def looks_real(text: str) -> bool:
    """Tell whether a NUMEN that we did not invent stands anywhere in the text.

    Any case, with or without spaces, dots, slashes or hyphens, three at most, between the groups.
    """
    return _REAL.search(text) is not None


def without_real(text: str) -> str:
    """Return the text without any NUMEN that we did not invent; all else is kept."""
    return _REAL.sub("", text)


def without_glued(text: str) -> str:
    """Return the text without any, one that other letters or figures touch included.

    For what is only shown: a code of our own might by chance hold those thirteen characters.
    """
    return _GLUED.sub("", text)
