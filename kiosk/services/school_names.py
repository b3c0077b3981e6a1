"""Whether a request of correction names a school: the words that tell it from the others."""

from kiosk.services.mail_words import words_in

_COMMON = """
ecole elementaire maternelle primaire college lycee professionnel general pole remplacement
au aux d de des du en et l la le les sur
"""
"""Words of many schools' names, folded."""


def names_school(text: str, school: str, *, instead_of: str) -> bool:
    """Say whether a text has a word of a school's name that the other school's has not.

    Accents, capitals and punctuation do not matter. The town, behind the comma, only counts where
    the name before it is everybody's.
    """
    said = set(words_in(text))
    return bool(said & _own_words(school, instead_of))


def _own_words(school: str, other: str) -> set[str]:
    name, _, town = school.partition(",")
    for part in (name, town):
        own = set(words_in(part)) - set(words_in(other)) - set(_COMMON.split())
        if own:
            return own
    return set(words_in(school)) - set(words_in(other))
