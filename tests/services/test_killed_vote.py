"""A terminal that dies while voting: signature, ballot and journal are all there, or none is."""

import gc
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import pytest
from sqlmodel import col, func, select

from kiosk.bootstrap import open_services
from kiosk.models import Contest, Elector, RollSignature
from kiosk.services.ballot_box import number_in
from kiosk.services.ballots import BLANK
from kiosk.services.container import Services
from kiosk.services.content import Milestone
from kiosk.services.journal import Event, facts
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.store import Store
from kiosk.settings import Settings

from ..crowds import Neighbour, bring
from ..worlds import CHEAP, ON_SQLITE, World

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="a process is killed by a signal"),
    ON_SQLITE,
]
CODE = "CTM"
KILLS = 100
"""Of each batch: half after so many calls of Python, half after so much time, within SQLite too."""
BATCHES = 2
SPARE = 60
"""Voters more than kills: some have voted before they are killed."""
CAST_NOW = "cast"
START = multiprocessing.get_context("forkserver") if sys.platform != "win32" else None
if START is not None:
    START.set_forkserver_preload([__name__])  # a batch need not import it all again


@dataclass(frozen=True)
class Traces:
    """What there is of somebody's vote, and what the box holds besides."""

    signed: bool
    noted: bool
    signatures: int
    ballots: int


@dataclass(frozen=True)
class Aftermath:
    """A vote that was killed: what was there before, what was left, what voting again did."""

    was_killed: bool
    before: Traces
    left: Traces
    log: int
    """Bytes of SQLite's log once the store has been opened again."""
    answers: tuple[str, str]
    """What the voter is answered who comes back and votes, and then votes once more."""
    after: Traces


class Steps:
    """Counts the calls that Python makes, and kills its process at one of them."""

    def __init__(self, last: int = 0) -> None:
        self.done = 0
        self._last = last

    def __call__(self, *_: object) -> None:
        self.done += 1
        if self.done == self._last:
            die()


@dataclass(frozen=True)
class Batch:
    """A store whose voters vote one after the other, each in a process that is killed."""

    services: Services
    url: str

    def cast(self, voter: Neighbour) -> str:
        try:
            self.services.polling.cast(voter.enter(self.services), CODE, BLANK)
        except Refusal as refusal:
            return refusal.code.value
        return CAST_NOW

    def in_a_child(self, act: Callable[[], object]) -> tuple[int, Connection]:
        """Do something in a process of its own, which says when it begins and how it went."""
        self.services.store.close()
        ours, theirs = multiprocessing.Pipe()
        child = os.fork()
        if child == 0:
            theirs.send("begun")
            theirs.send(act())
            os._exit(0)
        theirs.close()
        assert ours.recv() == "begun"
        return child, ours

    def time_alone(self, voter: Neighbour) -> float:
        def act() -> float:
            begun = time.perf_counter()
            self.cast(voter)
            return time.perf_counter() - begun

        return self._left_alone(act)

    def steps_alone(self, voter: Neighbour) -> int:
        def act() -> int:
            steps = Steps()
            sys.setprofile(steps)
            self.cast(voter)
            return steps.done

        return int(self._left_alone(act))

    def _left_alone(self, act: Callable[[], float]) -> float:
        child, pipe = self.in_a_child(act)
        took: float = pipe.recv()
        os.waitpid(child, 0)
        return took

    def kill_after_steps(self, voter: Neighbour, steps: int) -> Aftermath:
        def act() -> None:
            sys.setprofile(Steps(steps))
            self.cast(voter)

        return self.aftermath(voter, act, None)

    def kill_after_seconds(self, voter: Neighbour, seconds: float) -> Aftermath:
        return self.aftermath(voter, lambda: self.cast(voter), seconds)

    def aftermath(
        self, voter: Neighbour, act: Callable[[], object], seconds: float | None
    ) -> Aftermath:
        before = traces(self.services.store, voter)
        child, pipe = self.in_a_child(act)
        if seconds is not None:
            pipe.poll(seconds)
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        again = Store.open(self.url)
        log = Path(f"{self.url.removeprefix('sqlite:///')}-wal").stat().st_size
        again.close()
        left = traces(self.services.store, voter)
        answers = (self.cast(voter), self.cast(voter))
        killed = os.WIFSIGNALED(status)
        return Aftermath(killed, before, left, log, answers, traces(self.services.store, voter))


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def traces(store: Store, voter: Neighbour) -> Traces:
    with store.look() as unit:
        contest = unit.exec(
            select(Contest.id).where(Contest.workshop_id == voter.workshop_id, Contest.code == CODE)
        ).one()
        elector = unit.exec(
            select(Elector.id).where(Elector.participant_id == voter.participant_id)
        ).one()
        signatures = select(func.count()).where(col(RollSignature.contest_id) == contest)
        cast = [
            fact
            for fact in facts(unit, voter.participant_id)
            if fact.event is Event.BALLOT_CAST and fact.subject == CODE
        ]
        return Traces(
            signed=unit.get(RollSignature, (contest, elector)) is not None,
            noted=len(cast) == 1,
            signatures=unit.exec(signatures).one(),
            ballots=number_in(unit.connection(), contest),
        )


def kill_in_turn(settings: Settings, workshop_id: str, batch: int, pipe: Connection) -> None:
    """What a process does with a batch: have each voter's vote killed, and tell what was left."""
    services = open_services(settings, hashes=CHEAP)
    first, second, third, *voters = bring(services, workshop_id, KILLS + SPARE + 3)
    own = Batch(services, settings.store)
    own.cast(first)  # the first vote of a process takes longer than those that are killed
    gc.disable()  # a child would have every page of its parent copied
    seconds, steps = own.time_alone(second), own.steps_alone(third)
    chance, seen = Random(batch), []
    for place, voter in enumerate(voters):
        if place % 2:
            seen.append(own.kill_after_steps(voter, chance.randint(1, steps)))
        else:
            seen.append(own.kill_after_seconds(voter, chance.uniform(0, seconds)))
        if sum(one.was_killed for one in seen) == KILLS:
            break
    pipe.send(seen)


@pytest.fixture
def stores(world: World) -> list[Settings]:
    """A store for each batch, with the vote open and nothing else to do; all are closed."""
    world.at(Milestone.VOTE_OPENS)
    world.services.bureaus.let_due_happen(world.workshop_id)
    world.services.store.close()
    original = Path(world.settings.store.removeprefix("sqlite:///"))
    files = [original.with_name(f"batch-{number}.db") for number in range(BATCHES)]
    for file in files:
        file.write_bytes(original.read_bytes())
    return [
        replace(world.settings, store=f"sqlite:///{file.as_posix()}", seed=None) for file in files
    ]


def test_vote_killed_at_any_moment_is_whole_or_not_at_all(
    stores: list[Settings], world: World
) -> None:
    assert START is not None
    pipes = []
    for batch, settings in enumerate(stores):
        ours, theirs = START.Pipe()
        arguments = (settings, world.workshop_id, batch, theirs)
        START.Process(target=kill_in_turn, args=arguments).start()
        theirs.close()
        pipes.append(ours)
    seen: list[Aftermath] = [one for pipe in pipes for one in pipe.recv()]
    for one in seen:
        before, left, after = one.before, one.left, one.after
        assert not before.signed
        assert left.noted is left.signed, "the journal says what the roll says"
        assert left.signatures == before.signatures + left.signed
        assert left.ballots == before.ballots + left.signed
        assert one.log == 0
        again = RefusalCode.ALREADY_VOTED.value if left.signed else CAST_NOW
        assert one.answers == (again, RefusalCode.ALREADY_VOTED.value)
        assert after == Traces(True, True, before.signatures + 1, before.ballots + 1)
    killed = [one.left.signed for one in seen if one.was_killed]
    assert len(killed) == KILLS * BATCHES
    assert set(killed) == {True, False}, "some before it was written, some after"


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        ("kiosk.services.polling.put_into_box", False),
        ("kiosk.services.store.Store.empty_log", True),
    ],
    ids=["roll-signed", "log-not-emptied"],
)
def test_vote_killed_at_its_worst_moments_is_whole_or_not_at_all(
    moment: str, *, written: bool, stores: list[Settings], world: World
) -> None:
    assert START is not None
    ours, theirs = START.Pipe()
    arguments = (stores[0], world.workshop_id, moment, theirs)
    START.Process(target=kill_once, args=arguments).start()
    one: Aftermath = ours.recv()
    assert one.was_killed
    assert (one.left.signed, one.left.noted) == (written, written)
    assert one.left.ballots == one.before.ballots + written
    assert one.log == 0, "the next opening empties it"
    assert one.after.ballots == one.before.ballots + 1


def kill_once(settings: Settings, workshop_id: str, moment: str, pipe: Connection) -> None:
    services = open_services(settings, hashes=CHEAP)
    [voter] = bring(services, workshop_id, 1)
    own = Batch(services, settings.store)

    def act() -> None:
        pytest.MonkeyPatch().setattr(moment, die)
        own.cast(voter)

    pipe.send(own.aftermath(voter, act, None))
