"""A full box is opened on every core: with the same outcome, whatever becomes of the others."""

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from random import Random, SystemRandom

import pytest

from kiosk.services import many_hands
from kiosk.services.ballots import BLANK
from kiosk.services.content import Milestone, Stage
from kiosk.services.counting import OpenedBox, count_ballots, open_box
from kiosk.services.election_keys import box_keys, draw_secret
from kiosk.services.envelopes import Sealer, public_keys
from kiosk.services.many_hands import opener_for

from ..worlds import ON_SQLITE, World

CONTEST = "c" * 32
LISTS = [letter * 32 for letter in "1234"]
KEYS = box_keys(draw_secret(SystemRandom()), CONTEST)
CHOICES = [*LISTS, BLANK]
FEW = 7
"""From so many on, a box is full here; a piece of it is three."""


@pytest.fixture(scope="module")
def envelopes() -> list[bytes]:
    """Fifty ballots, one of them twice, and three envelopes with nothing in them."""
    sealer, public = Sealer(SystemRandom()), public_keys(KEYS)
    sealed = [sealer.seal(public, CONTEST, CHOICES[place % 5]) for place in range(50)]
    return [*sealed, sealed[0], b"", b"nothing", bytes(len(sealed[0]))]


@pytest.fixture(autouse=True)
def small_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_hands, "MANY", FEW)
    monkeypatch.setattr(many_hands, "_PIECE", 3)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


@pytest.fixture
def alone(envelopes: list[bytes], monkeypatch: pytest.MonkeyPatch) -> OpenedBox:
    with monkeypatch.context() as patch:
        patch.setattr(os, "cpu_count", lambda: None)
        return opened(envelopes)


def opened(envelopes: list[bytes]) -> OpenedBox:
    return open_box(KEYS, CONTEST, envelopes, LISTS, Random(1))


class DyingPool(ThreadPoolExecutor):
    """A pool of which a process dies at the fifth piece."""

    def __init__(self) -> None:
        super().__init__(1)
        self._pieces = 0

    def submit(self, *args, **kwargs):  # type: ignore[no-untyped-def]
        self._pieces += 1
        if self._pieces > 5:
            raise BrokenProcessPool
        if self._pieces == 5:
            return super().submit(_die)
        return super().submit(*args, **kwargs)


def _die() -> None:
    raise BrokenProcessPool


def test_many_hands_find_what_one_finds(envelopes: list[bytes], alone: OpenedBox) -> None:
    assert len(alone.ballots) == 50
    assert len(alone.tally.invalid) == 4
    assert opened(envelopes) == alone
    assert count_ballots(KEYS.ballot, CONTEST, alone.ballots, LISTS).votes == alone.tally.votes


def test_what_a_process_that_dies_leaves_is_opened_here(
    envelopes: list[bytes], alone: OpenedBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many_hands, "_pool", lambda _cores: DyingPool())
    assert opened(envelopes) == alone


def test_machine_that_starts_no_process_opens_all_the_same(
    envelopes: list[bytes], alone: OpenedBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", refuse)
    assert opened(envelopes) == alone


def test_few_envelopes_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []

    def start(cores: int) -> Executor:
        started.append(cores)
        return ThreadPoolExecutor(cores)

    monkeypatch.setattr(many_hands, "_pool", start)
    for number in (FEW - 1, FEW):
        with opener_for(number) as opener:
            assert list(opener(KEYS.envelope, [b""] * number)) == [None] * number
    assert started == [2]


def test_nothing_piles_up_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[int] = []

    class Counting(ThreadPoolExecutor):
        def submit(self, *args, **kwargs):  # type: ignore[no-untyped-def]
            handed.append(len(args[2]))
            return super().submit(*args, **kwargs)

    monkeypatch.setattr(many_hands, "_pool", Counting)
    with opener_for(3_000) as opener:
        results: Iterator[bytes | None] = opener(KEYS.envelope, [b""] * 3_000)
        next(results)
        assert sum(handed) < 30
        assert sum(1 for _ in results) == 2_999


@ON_SQLITE
def test_count_tells_how_far_it_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.services.counting._TOLD_EVERY", 5)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    world.reach(Stage.VOTED)
    world.at(Milestone.POLLING_GRACE_ENDS)
    shares = world.services.bureaus.simulated_shares(world.workshop_id)
    told: list[tuple[int, int]] = []
    reports = world.services.count.count(
        world.workshop_id, shares, progress=lambda *step: told.append(step)
    )
    whole = 2 * sum(report.envelopes for report in reports)
    done = [one for one, _ in told]
    assert {of for _, of in told} == {whole}
    assert done == sorted(done)
    assert done[-1] == whole
    assert len(done) > len(reports)
