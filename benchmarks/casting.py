"""A ballot sealed, signed for, put into its box and on the disk, against a bare durable insert.

Both write to SQLite files side by side, with the same settings, in turn. What the service does
before it seals (who asks, what may be chosen) and after it (the log emptied) is told apart.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection
from sqlmodel import select

from benchmarks.figures import Figure, in_ms, middle, table
from kiosk.bootstrap import open_services
from kiosk.models import Contest
from kiosk.services.ballot_box import fill_box
from kiosk.services.ballots import BLANK
from kiosk.services.container import Services
from kiosk.services.content import Milestone
from kiosk.services.envelopes import ENVELOPE_LENGTH, SealingKeys
from kiosk.settings import Settings
from tests.crowds import Neighbour, bring

REPEATS = 40
"""Ballots cast into a box of each size."""

SIZES = (10, 400, 3_000)
TARGET = 3.0
CODE = "CTM"
_WARMING = 3
_PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "secure_delete=ON")


@dataclass
class _Times:
    """Seconds that each part took, ballot by ballot."""

    bare: list[float] = field(default_factory=list)
    bare_log: list[float] = field(default_factory=list)
    act: list[float] = field(default_factory=list)
    log: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)


def measure(repeats: int = REPEATS) -> list[Figure]:
    """Cast into boxes of each size and return the medians."""
    figures = []
    for size in SIZES:
        with TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as folder:
            times = _times(Path(folder), size, repeats + _WARMING)
        bare, bare_log, act, log, whole = (
            middle(in_ms(part[_WARMING:]))
            for part in (times.bare, times.bare_log, times.act, times.log, times.whole)
        )
        figures += [
            Figure(f"{size} in the box: ballot on the disk", bare, act, target=TARGET),
            Figure(f"{size} in the box: log emptied", bare_log, log),
            Figure(f"{size} in the box: press to receipt", bare + bare_log, whole),
        ]
    return figures


def _times(folder: Path, size: int, number: int) -> _Times:
    times = _Times()
    bare = _bare(folder / "bare.db")
    services, voters = station(f"sqlite:///{(folder / 'kiosque.db').as_posix()}", size, number)
    sealer, act, empty_log = services.polling._sealer, services.store.act, services.store.empty_log
    seal = sealer.seal

    def timed_seal(keys: SealingKeys, contest_id: str, choice: str) -> bytes:
        started = time.perf_counter()
        envelope = seal(keys, contest_id, choice)
        times.act.append(time.perf_counter() - started)
        return envelope

    @contextmanager
    def timed_act() -> Iterator[Connection]:
        started = time.perf_counter()
        with act() as writing:
            yield writing
        times.act[-1] += time.perf_counter() - started

    patched: list[tuple[object, str, object]] = [
        (sealer, "seal", timed_seal),
        (services.store, "act", timed_act),
        (services.store, "empty_log", lambda: times.log.append(_timed(empty_log))),
    ]
    for owner, name, timed in patched:
        setattr(owner, name, timed)
    for voter in voters:
        token = voter.enter(services)
        times.bare.append(_timed(partial(_insert, bare)))
        times.bare_log.append(_timed(partial(bare.execute, "PRAGMA wal_checkpoint(TRUNCATE)")))
        times.whole.append(_timed(partial(services.polling.cast, token, CODE, BLANK)))
    services.store.close()
    bare.close()
    return times


def station(url: str, size: int, number: int) -> tuple[Services, Sequence[Neighbour]]:
    """Open a polling station on a new store, its box so full, with so many voters to come."""
    services = open_services(Settings(store=url, clock_rate=0))
    workshop = services.workshops.begin_as("fabienne-martin").workshop_id
    services.clock.jump(workshop, services.calendar.at(Milestone.VOTE_OPENS))
    services.bureaus.let_due_happen(workshop)
    voters = bring(services, workshop, number)
    with services.store.unit() as unit:
        contest = unit.exec(select(Contest.id).where(Contest.code == CODE)).one()
        envelopes = [os.urandom(ENVELOPE_LENGTH) for _ in range(size)]
        fill_box(unit.connection(), contest, envelopes)
    return services, voters


def _bare(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE ballot (id TEXT PRIMARY KEY, held BLOB) WITHOUT ROWID")
    return connection


def _insert(bare: sqlite3.Connection) -> None:
    row = (os.urandom(16).hex(), os.urandom(ENVELOPE_LENGTH))
    bare.execute("BEGIN IMMEDIATE")
    bare.execute("INSERT INTO ballot VALUES (?, ?)", row)
    bare.execute("COMMIT")


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    print(table(measure()))
