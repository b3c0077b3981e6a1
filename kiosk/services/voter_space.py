"""The voter space: one's contests, their state, and the way to the polling station."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.models import Participant, VoterAccount
from kiosk.services.calendar import Calendar
from kiosk.services.clock import Clock
from kiosk.services.content import Milestone
from kiosk.services.corrections import school_on_roll
from kiosk.services.rolls import ContestState, contests_of
from kiosk.services.sessions import Sessions, System
from kiosk.services.store import Store


@dataclass(frozen=True)
class VoterSpace:
    """What the voter space shows to its owner."""

    name: str
    address: str
    school: str
    grade: str
    confirmed_at: datetime
    contests: tuple[ContestState, ...]
    vote_opens_at: datetime
    vote_closes_at: datetime
    vote_is_open: bool
    vote_is_over: bool
    notice_arrives_at: datetime
    results_open_at: datetime
    results_are_open: bool


class VoterSpaces:
    """Reads the voter space of whoever signed in."""

    def __init__(
        self,
        store: Store,
        calendar: Calendar,
        clock: Clock,
        *,
        sessions: Sessions,
        correction_days: int,
    ) -> None:
        self._store = store
        self._calendar = calendar
        self._clock = clock
        self._sessions = sessions
        self._correction_time = timedelta(days=correction_days)

    def space(self, token: str | None) -> VoterSpace:
        """Return the voter space of a browser's token; refuses SIGN_IN_FIRST."""
        session = self._sessions.require(token, System.VOTER_SPACE)
        now = self._clock.now(session.workshop_id)
        with self._store.look() as unit:
            person = unit.get_one(Participant, session.participant_id)
            school = school_on_roll(unit, person, now - self._correction_time)
            account = unit.get_one(VoterAccount, session.participant_id)
        opened = self._calendar.allows(Milestone.VOTE_OPENS, now)
        closed = not self._calendar.allows(Milestone.VOTE_CLOSES, now)
        return VoterSpace(
            name=f"{person.first_name} {person.last_name}",
            address=person.address,
            school=school,
            grade=person.grade,
            confirmed_at=account.confirmed_at,
            contests=contests_of(self._store, session.participant_id),
            vote_opens_at=self._calendar.at(Milestone.VOTE_OPENS),
            vote_closes_at=self._calendar.at(Milestone.VOTE_CLOSES),
            vote_is_open=opened and not closed,
            vote_is_over=closed,
            notice_arrives_at=self._calendar.at(Milestone.NOTICES_ARRIVE),
            results_open_at=self._calendar.at(Milestone.RESULTS_OPEN),
            results_are_open=self._calendar.allows(Milestone.RESULTS_OPEN, now),
        )
