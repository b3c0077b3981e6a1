"""User names and professional addresses, made from a person's name as the ministry made them."""

import re
import unicodedata

from kiosk.services.refusals import Refusal, RefusalCode

LONGEST_NAME = 60
"""Characters of a first name or a surname, once cleaned."""

MOST_HOMONYMS = 20
"""People of one user name, digits apart, in a workshop."""

_APOSTROPHE = "\u2019"
_APOSTROPHES = "'`\u00b4\u02bc\u2018\u2019\u2032"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
_TYPED_MARKS = str.maketrans(dict.fromkeys(_APOSTROPHES, _APOSTROPHE) | dict.fromkeys(_DASHES, "-"))

# Unicode decomposition leaves these letters whole.
_UNDIVIDED = {
    "œ": "oe",
    "æ": "ae",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ħ": "h",
    "ı": "i",
}
_FOLDING = str.maketrans(_UNDIVIDED | dict.fromkeys(_APOSTROPHES, ""))


def user_name(first: str, last: str, rank: int = 0) -> str:
    """Make a user name: “Marc”, “Le Dupond” give “mle-dupond”.

    A homonym's rank, from 1, is written behind; 0 writes nothing. A negative rank or a name
    without a Latin letter is a ValueError. Source: mission facts, identities.
    """
    return f"{_folded_name(first)[0]}{_folded_name(last)}{_digit(rank)}"


def address(first: str, last: str, domain: str, rank: int = 0) -> str:
    """Make a professional address: “julie.labert@ac-orleans-tours.fr”.

    Rank and errors are those of `user_name`. Source: mission facts, identities.
    """
    return f"{_folded_name(first)}.{_folded_name(last)}{_digit(rank)}@{domain}"


def clean_name(text: str, field: str = "name") -> str:
    """Tidy a name as somebody typed it: spaces, accents, apostrophe and hyphens.

    Refuses with NAME_SHAPE an empty or too long name, and one with anything but letters that
    have a Latin form, spaces, hyphens and apostrophes.
    """
    # Marks first: NFKD, and for some of them NFC, would turn them into a space and an accent.
    name = unicodedata.normalize("NFC", " ".join(text.translate(_TYPED_MARKS).split()))
    is_allowed = all(c in f" -{_APOSTROPHE}" or _is_latin_letter(c) for c in name)
    if not is_allowed or len(name) > LONGEST_NAME or not _fold(name).strip(" -"):
        raise Refusal(RefusalCode.NAME_SHAPE, field)
    return name


def _is_latin_letter(character: str) -> bool:
    return character.isalpha() and re.fullmatch("[a-z]+", _fold(character)) is not None


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_FOLDING)).casefold()
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return bare.translate(_FOLDING)


def _folded_name(name: str) -> str:
    folded = re.sub("[^a-z]+", "-", _fold(name)).strip("-")
    if not folded:
        msg = "this name has no Latin letter"
        raise ValueError(msg)
    return folded


def _digit(rank: int) -> str:
    if rank < 0:
        msg = f"a homonym's rank is never negative: {rank}"
        raise ValueError(msg)
    return str(rank) if rank else ""
