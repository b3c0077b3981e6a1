"""The code a voter takes away: it finds the envelope in the box's public register, no more."""

from hashlib import blake2b

from kiosk.services.identifiers import ALPHABET, LENGTH, normalise
from kiosk.services.refusals import Refusal, RefusalCode

_PERSON = b"kiosk receipt"
_GROUP = 4


def receipt_of(envelope: bytes) -> str:
    """Return the receipt of an envelope, ``xxxx-xxxx-xxxx-xxxx`` without look-alikes.

    The last letter checks the others, so that a slip of the pen is told from a ballot that is
    not there.
    """
    number = int.from_bytes(blake2b(envelope, person=_PERSON).digest())
    letters = ""
    for _ in range(LENGTH - 1):
        number, place = divmod(number, len(ALPHABET))
        letters += ALPHABET[place]
    return normalise(letters + _check(letters))


def read_receipt(typed: str, field: str = "receipt") -> str:
    """Bring a typed receipt to its form; refuses RECEIPT_SHAPE and RECEIPT_MISTYPED."""
    try:
        code = normalise(typed, field)
    except Refusal:
        raise Refusal(RefusalCode.RECEIPT_SHAPE, field) from None
    letters = code.replace("-", "")
    if _check(letters[:-1]) != letters[-1]:
        raise Refusal(RefusalCode.RECEIPT_MISTYPED, field)
    return code


def _check(letters: str) -> str:
    """Weigh each letter by its place: one changed, or two swapped, gives another check letter."""
    size = len(ALPHABET)
    return ALPHABET[sum(n * ALPHABET.index(letter) for n, letter in enumerate(letters, 1)) % size]
