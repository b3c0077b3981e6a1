"""Boxes full of real ballots, sealed on every core, and the bare library opening one."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from secrets import SystemRandom

from nacl.public import PrivateKey, SealedBox

from kiosk.services.ballots import BLANK
from kiosk.services.election_keys import BoxKeys, box_keys
from kiosk.services.envelopes import Sealer, SealingKeys, public_keys

CONTEST = "c" * 32
LISTS = tuple(letter * 32 for letter in "123456789")
_PIECE = 5_000
CORES = os.cpu_count() or 1


@dataclass(frozen=True)
class FullBox:
    """A box, and what opens it; each list, and the blank vote, has its share of the ballots."""

    secret: bytes = field(repr=False)
    envelopes: Sequence[bytes] = field(repr=False)

    @property
    def keys(self) -> BoxKeys:
        return box_keys(self.secret, CONTEST)


def hands() -> ProcessPoolExecutor:
    """Return a process for each core, made anew as the kiosk's are."""
    return ProcessPoolExecutor(CORES, mp_context=get_context("spawn"))


def fill(
    number: int, secret: bytes, contest: str = CONTEST, lists: Sequence[str] = LISTS
) -> list[bytes]:
    """Seal so many ballots to the keys of a secret, on every core; sorted, as in a box."""
    keys = public_keys(box_keys(secret, contest))
    sealed: list[bytes] = []
    with hands() as pool:
        starts = range(0, number, _PIECE)
        pieces = [(keys, contest, lists, at, min(at + _PIECE, number)) for at in starts]
        for piece in pool.map(_seal, pieces):
            sealed += piece
    return sorted(sealed)


def _seal(piece: tuple[SealingKeys, str, Sequence[str], int, int]) -> list[bytes]:
    keys, contest, lists, first, last = piece
    sealer, choices = Sealer(SystemRandom()), (*lists, BLANK)
    return [
        sealer.seal(keys, contest, choices[number % len(choices)]) for number in range(first, last)
    ]


def open_barely(box: FullBox) -> None:
    """Open both layers by the library's own loop, each core its share."""
    keys = bytes(box.keys.envelope), bytes(box.keys.ballot)
    share = -(-len(box.envelopes) // CORES)
    with hands() as pool:
        shares = (
            (*keys, box.envelopes[at : at + share]) for at in range(0, len(box.envelopes), share)
        )
        if sum(pool.map(_open_share, shares)) != len(box.envelopes):
            raise AssertionError("the library opens every ballot")


def _open_share(share: tuple[bytes, bytes, Sequence[bytes]]) -> int:
    envelope, ballot = (SealedBox(PrivateKey(key)) for key in share[:2])
    opened: Iterator[bytes] = (ballot.decrypt(envelope.decrypt(one)) for one in share[2])
    return sum(1 for _ in opened)
