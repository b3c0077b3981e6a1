"""The milestones of autumn 2014 and what may be done before or after each."""

from collections.abc import Sequence
from datetime import datetime

from kiosk.services.content import Milestone, MilestoneEntry, MilestoneKind
from kiosk.services.refusals import Refusal, RefusalCode


class Calendar:
    """The milestones read from the content, in the order of their instants."""

    def __init__(self, entries: Sequence[MilestoneEntry]) -> None:
        in_order = sorted(entries, key=lambda entry: entry.at)
        self._entries = {Milestone(entry.key): entry for entry in in_order}

    def require(self, milestone: Milestone, now: datetime) -> None:
        """Let pass what the milestone allows at an instant.

        Refuses TOO_EARLY before a “from” milestone (its own instant is allowed) and TOO_LATE
        from the instant of an “until” milestone on (mission facts, calendar).
        """
        entry = self._entries[milestone]
        early = entry.kind is MilestoneKind.FROM and now < entry.at
        late = entry.kind is MilestoneKind.UNTIL and now >= entry.at
        if early or late:
            code = RefusalCode.TOO_EARLY if early else RefusalCode.TOO_LATE
            raise Refusal(code, milestone=milestone.value, title=entry.title, at=entry.at)

    def allows(self, milestone: Milestone, now: datetime) -> bool:
        """Say whether ``require`` would let pass."""
        entry = self._entries[milestone]
        return now >= entry.at if entry.kind is MilestoneKind.FROM else now < entry.at

    def at(self, milestone: Milestone) -> datetime:
        """Return the instant of a milestone."""
        return self._entries[milestone].at

    def entry(self, milestone: Milestone) -> MilestoneEntry:
        """Return the milestone with its title and kind."""
        return self._entries[milestone]

    def shown(self) -> tuple[MilestoneEntry, ...]:
        """Return the milestones a participant reads, in order."""
        return tuple(entry for entry in self._entries.values() if entry.shown)

    def next(self, now: datetime) -> MilestoneEntry | None:
        """Return the first shown milestone still to come."""
        return next((entry for entry in self.shown() if entry.at > now), None)
