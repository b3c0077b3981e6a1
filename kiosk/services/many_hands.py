"""Opening many sealed things at once, on every core of the machine.

A member of a bureau opens a few envelopes alone and calls the others for a full box. What is
opened comes back in its order, piece by piece: nothing piles up in between.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager
from functools import partial

from nacl.public import PrivateKey

from kiosk.services.envelopes import open_each

MANY = 5_000
"""From so many on, other processes are worth the time they take to start."""

_PIECE = 500
_AHEAD = 3
"""Pieces handed over to each core before the first of them is asked back."""

Opened = list[bytes | None]
Opener = Callable[[PrivateKey, Sequence[bytes]], Iterator[bytes | None]]


@contextmanager
def opener_for(number: int) -> Iterator[Opener]:
    """Yield what opens so many sealed things, as ``open_each`` does: each in its turn, or none.

    Where no other process can be started, or one dies, this one opens what is left.
    """
    cores = os.cpu_count() or 1
    pool = _pool(cores) if number >= MANY and cores > 1 else None
    if pool is None:
        yield _alone
        return
    with pool:
        yield partial(_share_out, pool, cores * _AHEAD)


def _pool(cores: int) -> Executor | None:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - for a full box only
    from multiprocessing import get_context  # noqa: PLC0415 - for a full box only

    try:
        # A process made anew works on every platform, and beside the threads of a screen.
        return ProcessPoolExecutor(cores, mp_context=get_context("spawn"))
    except (ImportError, NotImplementedError, OSError):
        return None


def _alone(key: PrivateKey, sealed: Sequence[bytes]) -> Iterator[bytes | None]:
    return iter(open_each(key, sealed))


def _share_out(
    pool: Executor, ahead: int, key: PrivateKey, sealed: Sequence[bytes]
) -> Iterator[bytes | None]:
    waiting: deque[Callable[[], Opened]] = deque()
    for at in range(0, len(sealed), _PIECE):
        waiting.append(_handed_over(pool, bytes(key), sealed[at : at + _PIECE]))
        if len(waiting) > ahead:
            yield from waiting.popleft()()
    for opened in waiting:
        yield from opened()


def _handed_over(pool: Executor, key: bytes, piece: Sequence[bytes]) -> Callable[[], Opened]:
    """Hand a piece over, and return what waits until it is opened."""
    try:
        promised = pool.submit(_open_piece, key, piece)
    except BrokenExecutor:
        return partial(_open_piece, key, piece)

    def wait() -> Opened:
        try:
            return promised.result()
        except BrokenExecutor:
            return _open_piece(key, piece)

    return wait


def _open_piece(key: bytes, piece: Sequence[bytes]) -> Opened:
    return list(open_each(PrivateKey(key), piece))
