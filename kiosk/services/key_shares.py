"""The election's secret in shares: as many as the bureau has members, so many of them needed.

Shares are SLIP-39's, with its checksum. Each of its twenty English words is worth ten bits: a
share is written as two characters a word instead, forty of them in groups of four, which French
fingers type more surely; the words themselves are understood too.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random, SystemRandom
from threading import Lock

from shamir_mnemonic import (
    MnemonicError,
    Share,
    combine_mnemonics,
    generate_mnemonics,
    shamir,
)
from shamir_mnemonic.wordlist import WORD_INDEX_MAP, WORDLIST

from kiosk.services.refusals import Refusal, RefusalCode

LEAST_NEEDED = 2
MOST_NEEDED = 7
MOST_MEMBERS = 13

_MOST_FIGURES = 2
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TAKEN_FOR = str.maketrans("ILO", "110")
_WORDS = 20
_GROUP = 4
_DRAWING = Lock()


@dataclass(frozen=True)
class BureauSize:
    """How many members a bureau has, and how many of them open the box; else ValueError."""

    needed: int
    members: int

    def __post_init__(self) -> None:
        if not LEAST_NEEDED <= self.needed <= min(self.members, MOST_NEEDED):
            raise ValueError("the members needed are two to seven, and no more than there are")
        if self.members > MOST_MEMBERS:
            raise ValueError("a bureau has thirteen members at most")


def size_of(members: str, needed: str) -> BureauSize:
    """Read how many members there are and how many are needed.

    Refuses by field BUREAU_SIZE_SHAPE what is no number in figures, and BUREAU_SIZE.
    """
    number = _whole(members, "members")
    if not LEAST_NEEDED <= number <= MOST_MEMBERS:
        raise Refusal(RefusalCode.BUREAU_SIZE, "members")
    try:
        return BureauSize(_whole(needed, "needed"), number)
    except ValueError:
        raise Refusal(RefusalCode.BUREAU_SIZE, "needed") from None


def _whole(typed: str, field: str) -> int:
    """Return the number typed, or one that no bureau has where it is too long to be read."""
    figures = typed.strip()
    if not (figures.isascii() and figures.removeprefix("-").isdecimal()):
        raise Refusal(RefusalCode.BUREAU_SIZE_SHAPE, field)
    return int(figures) if len(figures) <= _MOST_FIGURES else 0


def split(secret: bytes, size: BureauSize, chance: Random) -> tuple[str, ...]:
    """Return one share for each member, as it is written down."""
    with _drawing_from(chance):
        [shares] = generate_mnemonics(1, [(size.needed, size.members)], secret)
    return tuple(_written(words) for words in shares)


def combine(shares: Sequence[str], needed: int) -> bytes:
    """Return the secret that shares were split from.

    Refuses SHARE_EMPTY and SHARE_MISTYPED by field (``share-1``…), SHARE_TWICE,
    SHARE_OF_ANOTHER_KEY and SHARES_MISSING.
    """
    read = _read_all(shares)
    if len(read) < needed:
        raise Refusal(RefusalCode.SHARES_MISSING, "form", needed=needed, given=len(read))
    try:
        secret: bytes = combine_mnemonics([share.mnemonic() for share in read[:needed]])
    except MnemonicError:
        raise Refusal(RefusalCode.SHARE_OF_ANOTHER_KEY, "form") from None
    return secret


def holder(typed: str, given: Sequence[str] = (), *, series: int | None = None) -> int:
    """Return the place of the member whose share this is, from 0.

    Refuses as ``combine`` does what is mistyped or does not go with those given before it, and
    SHARE_OF_ANOTHER_CEREMONY what is not of the ``series``, where that is known; that they are
    too few is no matter yet.
    """
    place: int = _read_all([*given, typed], series)[-1].index
    return place


def series_of(share: str) -> int:
    """Return the number, of 15 bits, that all the shares of one ceremony bear.

    It tells nothing of the secret. Source: SLIP-39, identifier. Refuses as ``combine`` does.
    """
    series: int = _read(share, "share-1").identifier
    return series


def _read_all(shares: Sequence[str], series: int | None = None) -> list[Share]:
    read: list[Share] = []
    for number, typed in enumerate(shares, 1):
        share = _read(typed, f"share-{number}")
        if series is not None and share.identifier != series:
            raise Refusal(RefusalCode.SHARE_OF_ANOTHER_CEREMONY, f"share-{number}")
        if any(share.index == other.index for other in read if _is_kin(share, other)):
            raise Refusal(RefusalCode.SHARE_TWICE, f"share-{number}")
        if read and not _is_kin(share, read[0]):
            raise Refusal(RefusalCode.SHARE_OF_ANOTHER_KEY, f"share-{number}")
        read.append(share)
    return read


def _read(typed: str, field: str) -> Share:
    if not typed.strip():
        raise Refusal(RefusalCode.SHARE_EMPTY, field)
    words = typed.lower().split()
    if not all(word in WORD_INDEX_MAP for word in words):
        words = _words_of(typed, field)
    try:
        return Share.from_mnemonic(" ".join(words))
    except MnemonicError:
        raise Refusal(RefusalCode.SHARE_MISTYPED, field) from None


def _words_of(typed: str, field: str) -> list[str]:
    letters = re.sub(r"[\W_]", "", typed).upper().translate(_TAKEN_FOR)
    if len(letters) != 2 * _WORDS or not set(letters) <= set(_DIGITS):
        raise Refusal(RefusalCode.SHARE_MISTYPED, field)
    places = [_DIGITS.index(letter) for letter in letters]
    pairs = zip(places[::2], places[1::2], strict=True)
    return [WORDLIST[high * len(_DIGITS) + low] for high, low in pairs]


def _written(words: str) -> str:
    pairs = (divmod(WORD_INDEX_MAP[word], len(_DIGITS)) for word in words.split())
    letters = "".join(_DIGITS[high] + _DIGITS[low] for high, low in pairs)
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def _is_kin(share: Share, other: Share) -> bool:
    return bool(share.group_parameters() == other.group_parameters())


@contextmanager
def _drawing_from(chance: Random) -> Iterator[None]:
    """Have the library draw from a seed's chance; from its own, the system's, in earnest."""
    if isinstance(chance, SystemRandom):
        yield
        return
    with _DRAWING:
        own: Callable[[int], bytes] = shamir.RANDOM_BYTES
        shamir.RANDOM_BYTES = chance.randbytes
        try:
            yield
        finally:
            shamir.RANDOM_BYTES = own
