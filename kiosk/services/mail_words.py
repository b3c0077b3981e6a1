"""The words of a mail as a search knows them: without accents, capitals and punctuation."""

import re
import unicodedata

_MOST_INDEXED = 20_000
_WORD = re.compile(r"[^\W_]+")
_RUN = re.compile(r"\d+|[^\W\d_]+")
_UNDIVIDED = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ß": "ss"})


def words_in(text: str) -> list[str]:
    """Return the words of a text, folded."""
    return _WORD.findall(folded(text))


def words_of(*texts: str) -> str:
    """Return the words of some texts as the index keeps them: folded, a space between two."""
    return " ".join(word for text in texts for word in words_in(text))[:_MOST_INDEXED]


def folded(text: str) -> str:
    """Return a text without its accents and capitals, ligatures undone."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_UNDIVIDED))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def in_order(text: str) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """Return what names are sorted by, as a French reader expects: “Dossier 2” before “Dossier 10”.

    Accents and capitals, spaces and signs count only between names that are alike without them.
    """
    parts = _RUN.findall(folded(text))
    runs = tuple((0, int(one), "") if one.isdecimal() else (1, 0, one) for one in parts)
    return runs, unicodedata.normalize("NFD", text)
