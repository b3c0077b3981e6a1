from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest

from kiosk.services.clock import FrozenClock, SimulatedClock, a_day_later, real_time
from kiosk.services.container import Services
from kiosk.services.refusals import RefusalCode
from kiosk.settings import Settings

from ..worlds import FABIENNE, Hands, World, open_cheaply, refusal_of

PARIS = ZoneInfo("Europe/Paris")


class Run(Protocol):
    """Makes a world whose clock runs."""

    def __call__(self, rate: float, at: datetime | None = None) -> World: ...


@pytest.fixture
def run(still: Settings, hands: Hands) -> Iterator[Run]:
    """Make worlds whose clocks run at a rate."""
    made: list[World] = []

    def running(rate: float, at: datetime | None = None) -> World:
        settings = replace(still, clock_rate=rate)
        services = open_cheaply(settings, hands)
        who = services.workshops.begin_as(FABIENNE, at=at)
        made.append(World(services, settings, hands, who))
        return made[-1]

    yield running
    for world in made:
        world.close()


def test_rehearsal_begins_at_its_start(world: World) -> None:
    assert world.now == datetime(2014, 9, 22, 9, tzinfo=PARIS)
    assert world.now.utcoffset() == timedelta(0)


@pytest.mark.parametrize(("rate", "passed"), [(0, 0), (0.5, 45), (1, 90), (60, 5400)])
def test_clock_runs_at_its_rate(run: Run, hands: Hands, rate: float, passed: int) -> None:
    world = run(rate)
    begun = world.now
    hands.advance(90)
    assert world.now - begun == timedelta(seconds=passed)


def test_clock_does_not_run_backwards_with_the_machine(run: Run, hands: Hands) -> None:
    world = run(1)
    begun = world.now
    hands.advance(-3600)
    assert world.now == begun


def test_paused_clock_stands_still_and_runs_on_from_there(run: Run, hands: Hands) -> None:
    world = run(1)
    clock, begun = world.services.clock, world.now
    hands.advance(10)
    assert not clock.is_paused(world.workshop_id)
    clock.pause(world.workshop_id)
    assert clock.is_paused(world.workshop_id)
    hands.advance(1000)
    assert world.now == begun + timedelta(seconds=10)
    clock.resume(world.workshop_id)
    hands.advance(5)
    assert world.now == begun + timedelta(seconds=15)


def test_pausing_or_resuming_twice_changes_nothing(run: Run, hands: Hands) -> None:
    world = run(1)
    clock, begun = world.services.clock, world.now
    for change in (clock.pause, clock.pause, clock.resume, clock.resume):
        change(world.workshop_id)
        hands.advance(1)
    assert world.now == begun + timedelta(seconds=2)


def test_paused_clock_can_be_moved_and_stays_paused(run: Run, hands: Hands) -> None:
    world = run(1)
    world.services.clock.pause(world.workshop_id)
    moved = world.later(3600)
    hands.advance(60)
    assert world.now == moved


def test_clock_runs_on_after_a_jump(run: Run, hands: Hands) -> None:
    world = run(2)
    hands.advance(100)
    moved = world.later(3600)
    hands.advance(30)
    assert world.now == moved + timedelta(seconds=60)


def test_clock_moves_forward_only(world: World) -> None:
    now = world.later(3600)
    refusal = refusal_of(lambda: world.later(-1))
    assert refusal.code is RefusalCode.TIME_GOES_FORWARD
    assert refusal.field == "instant"
    assert refusal.data == {"now": now}
    assert world.later(0) == now


def test_clock_does_not_go_past_the_end(world: World) -> None:
    end = world.services.content.calendar.end
    refusal = refusal_of(lambda: world.move_to(end + timedelta(seconds=1)))
    assert refusal.code is RefusalCode.TIME_TOO_FAR
    assert refusal.data == {"end": end}
    assert world.move_to(end) == end
    assert world.now == end


@pytest.mark.parametrize("rate", [1, 999_999])
def test_clock_stops_at_the_end(run: Run, hands: Hands, rate: float) -> None:
    world = run(rate)
    end = world.services.content.calendar.end
    hands.advance(400 * 86400)
    assert world.now == end
    assert world.now.utcoffset() == timedelta(0)


def test_an_hour_is_an_hour_across_the_change_to_winter_time(run: Run, hands: Hands) -> None:
    world = run(1, at=datetime(2014, 10, 26, 2, 30, tzinfo=PARIS))
    for paris_hour in ("02:30", "02:30", "03:30"):
        assert world.now.astimezone(PARIS).strftime("%H:%M") == paris_hour
        hands.advance(3600)


def test_jump_across_the_change_to_winter_time_lands_on_the_hour_asked_for(world: World) -> None:
    world.move_to(datetime(2014, 10, 25, 12, tzinfo=PARIS))
    world.move_to(datetime(2014, 10, 26, 12, tzinfo=PARIS))
    assert world.now == datetime(2014, 10, 26, 11, tzinfo=UTC)


def test_a_day_later_is_the_same_hour_of_paris() -> None:
    noon = datetime(2014, 10, 25, 10, tzinfo=UTC)
    assert a_day_later(noon) == datetime(2014, 10, 26, 11, tzinfo=UTC)
    assert a_day_later(a_day_later(noon)) == datetime(2014, 10, 27, 11, tzinfo=UTC)


def test_two_terminals_tell_the_same_time(run: Run, hands: Hands) -> None:
    world = run(3)
    other = world.another_terminal().clock
    hands.advance(20)
    assert other.now(world.workshop_id) == world.now
    world.later(86400)
    hands.advance(20)
    assert other.now(world.workshop_id) == world.now
    other.pause(world.workshop_id)
    hands.advance(20)
    assert other.now(world.workshop_id) == world.now


def test_each_workshop_has_its_own_time(world: World, services: Services) -> None:
    other = services.workshops.begin_as(FABIENNE)
    before = services.clock.now(other.workshop_id)
    world.later(7200)
    assert services.clock.now(other.workshop_id) == before


def test_frozen_clock_moves_when_told() -> None:
    clock = FrozenClock(datetime(2014, 11, 27, 9, tzinfo=UTC))
    clock.tick()
    clock.tick(59)
    assert clock.now("any") == datetime(2014, 11, 27, 9, 1, tzinfo=UTC)


def test_real_time_is_aware() -> None:
    assert real_time().utcoffset() == timedelta(0)


def test_clock_of_the_services_is_the_simulated_one(services: Services) -> None:
    assert isinstance(services.clock, SimulatedClock)
