"""The code a voter takes away: it finds the ballot in the box's public register, no more."""

from random import Random

from kiosk.services.identifiers import ALPHABET

_GROUPS = 4
_GROUP = 4


def make_receipt(chance: Random) -> str:
    """Return a new ballot key, ``xxxx-xxxx-xxxx-xxxx`` in letters without look-alikes."""
    groups = ("".join(chance.choices(ALPHABET, k=_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)
