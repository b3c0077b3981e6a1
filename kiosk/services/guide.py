"""The guide: which steps are done, read from the journal, and what to do now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.services.calendar import Calendar
from kiosk.services.content import GuideStep, StepNeeds
from kiosk.services.journal import Event, Fact


@dataclass(frozen=True)
class StepProgress:
    """A step of the guide: done, as the journal says, or missed, as the calendar does."""

    title: str
    done: bool
    missed: bool = False


@dataclass(frozen=True)
class GuideProgress:
    """Every step, which one is current (none when nothing is left to do), and its hint."""

    steps: tuple[StepProgress, ...]
    current: int | None
    hint: str
    short_hint: str

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.done for step in self.steps)


class Guide:
    """Works the guide out from facts; nobody ticks a step by hand."""

    def __init__(self, steps: Sequence[GuideStep], calendar: Calendar) -> None:
        self._steps = tuple(steps)
        self._calendar = calendar

    def progress(self, facts: Sequence[Fact], contests: int, now: datetime) -> GuideProgress:
        """Return the state of every step for somebody with so many contests."""
        missed: set[str] = set()
        steps = []
        for step in self._steps:
            done = _is_done(step, facts, contests)
            late = step.until is not None and not self._calendar.allows(step.until, now)
            if not done and (late or step.after in missed):
                missed.add(step.id)
            steps.append(StepProgress(step.title, done, step.id in missed))
        left = (place for place, step in enumerate(steps) if not (step.done or step.missed))
        current = next(left, None)
        if current is None:
            return GuideProgress(tuple(steps), None, "", "")
        step = self._steps[current]
        waits = step.waits_for is not None and not self._calendar.allows(step.waits_for, now)
        return GuideProgress(
            tuple(steps),
            current,
            step.waiting_hint if waits else step.hint,
            step.waiting_short_hint if waits else step.short_hint,
        )


def _is_done(step: GuideStep, facts: Sequence[Fact], contests: int) -> bool:
    events = {Event(name) for name in step.events}
    if step.needs is StepNeeds.ALL_CONTESTS:
        return len({fact.subject for fact in facts if fact.event in events}) >= contests
    seen = events & {fact.event for fact in facts}
    return bool(seen) if step.needs is StepNeeds.ANY else seen == events
