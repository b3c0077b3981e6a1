"""The only source of time: every workshop's simulated clock.

Inside, instants are aware UTC datetimes (a difference of two Paris datetimes is an hour
off across 26 October 2014); Paris is for display, see ``french``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection, Row, bindparam
from sqlmodel import select

from kiosk.models.workshop import Workshop
from kiosk.services.french import PARIS
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.store import Store

RealTime = Callable[[], datetime]

Hands = Row[datetime, datetime, float, bool]
"""A clock's simulated and real instant, its rate, and whether it stands still."""

_HANDS = select(Workshop.simulated_at, Workshop.real_at, Workshop.rate, Workshop.paused).where(
    Workshop.id == bindparam("workshop_id")
)
_HELD = _HANDS.with_for_update()


def hands_held(writing: Connection, workshop_id: str) -> Hands:
    """Return the hands of a workshop's clock and hold its row until the transaction ends.

    Nobody moves the clock meanwhile, nor does anything else that holds the row: counting, leaving.
    """
    return writing.execute(_HELD, {"workshop_id": workshop_id}).one()


def real_time() -> datetime:
    """Return the machine's own time in UTC: what a simulated clock is reckoned from."""
    return datetime.now(UTC)


def a_day_later(instant: datetime) -> datetime:
    """Return the same hour of Paris the next day, across the change of hour too."""
    # Adding to a Paris datetime moves the hands of the clock, not the seconds that pass.
    return (instant.astimezone(PARIS) + timedelta(days=1)).astimezone(UTC)


class Clock(Protocol):
    """What services ask the time of."""

    def now(self, workshop_id: str) -> datetime:
        """Return the workshop's instant, in UTC."""
        ...

    def reckon(self, workshop: Workshop | Hands) -> datetime:
        """Return the instant of a workshop whose row, or the hands of its clock, one holds."""
        ...


@dataclass
class FrozenClock:
    """A clock that stands still until a test moves it."""

    instant: datetime

    def now(self, workshop_id: str) -> datetime:  # noqa: ARG002 - same time for everyone
        """Return the instant it was set to."""
        return self.instant

    def reckon(self, workshop: Workshop | Hands) -> datetime:  # noqa: ARG002 - same time for everyone
        """Return the instant it was set to."""
        return self.instant

    def tick(self, seconds: float = 1) -> None:
        """Move the clock by so many seconds."""
        self.instant += timedelta(seconds=seconds)


class SimulatedClock:
    """The clock of a workshop's row: simulated and real instant, rate, paused."""

    def __init__(self, store: Store, *, real: RealTime = real_time, end: datetime) -> None:
        self._store = store
        self._real = real
        self._end = end

    def now(self, workshop_id: str) -> datetime:
        """Return the workshop's instant, in UTC, never later than the rehearsal's end."""
        with self._store.glance() as reading:
            return self.reckon(reading.execute(_HANDS, {"workshop_id": workshop_id}).one())

    def jump(self, workshop_id: str, to: datetime) -> datetime:
        """Move the workshop's clock forward to an instant and return it.

        Refuses TIME_GOES_FORWARD for an instant already past, since what happened cannot
        be undone, and TIME_TOO_FAR past the rehearsal's end.
        """
        with self._store.unit() as unit:
            workshop = unit.get_one(Workshop, workshop_id, with_for_update=True)
            now = self.reckon(workshop)
            if to < now:
                raise Refusal(RefusalCode.TIME_GOES_FORWARD, "instant", now=now)
            if to > self._end:
                raise Refusal(RefusalCode.TIME_TOO_FAR, "instant", end=self._end)
            workshop.simulated_at = to
            workshop.real_at = self._real()
            return to

    def pause(self, workshop_id: str) -> None:
        """Stop the workshop's clock where it is."""
        self._anchor(workshop_id, paused=True)

    def resume(self, workshop_id: str) -> None:
        """Let the workshop's clock run on from where it is."""
        self._anchor(workshop_id, paused=False)

    def is_paused(self, workshop_id: str) -> bool:
        """Say whether the workshop's clock stands still."""
        with self._store.look() as unit:
            return unit.get_one(Workshop, workshop_id).paused

    def _anchor(self, workshop_id: str, *, paused: bool) -> None:
        with self._store.unit() as unit:
            workshop = unit.get_one(Workshop, workshop_id, with_for_update=True)
            workshop.simulated_at = self.reckon(workshop)
            workshop.real_at = self._real()
            workshop.paused = paused

    def reckon(self, workshop: Workshop | Hands) -> datetime:
        """Return the instant of a workshop whose row, or the hands of its clock, one holds."""
        if workshop.paused:
            return workshop.simulated_at
        elapsed = max(self._real() - workshop.real_at, timedelta(0))
        left = self._end - workshop.simulated_at
        return workshop.simulated_at + min(elapsed * workshop.rate, left)
