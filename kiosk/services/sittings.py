"""What a terminal asks every second: the hour, what arrived, how far the guide has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import NoResultFound
from sqlmodel import col, func, select

from kiosk.models import DeskItem, Message, Participant, Workshop
from kiosk.services.calendar import Calendar
from kiosk.services.clock import Clock, RealTime
from kiosk.services.content import MilestoneEntry, Situation
from kiosk.services.guide import Guide, GuideProgress
from kiosk.services.journal import Event, facts, record
from kiosk.services.postman import Channel, Folder, Postman, has_due
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.rolls import count_contests
from kiosk.services.situations import SituationProgress, situation_progress
from kiosk.services.store import Store

_SEEN_EVERY = timedelta(minutes=10)


@dataclass(frozen=True)
class Pulse:
    """The state of a sitting at an instant, cheap enough to ask for every second."""

    now: datetime
    guide: GuideProgress
    messages: int
    unread: int
    papers_unread: int
    texts_unread: int
    situation: SituationProgress | None
    personal_unread: int
    next_milestone: MilestoneEntry | None
    people: int
    """How many are in the workshop."""


class Sittings:
    """Lets what is due happen, then reads the state of one participant."""

    def __init__(
        self,
        store: Store,
        calendar: Calendar,
        clock: Clock,
        *,
        guide: Guide,
        situations: Mapping[str, Situation],
        postman: Postman,
        real: RealTime,
    ) -> None:
        self._store = store
        self._calendar = calendar
        self._clock = clock
        self._guide = guide
        self._situations = situations
        self._postman = postman
        self._real = real

    def pulse(self, workshop_id: str, participant_id: str) -> Pulse:
        """Deliver what is due in the workshop and return the participant's state.

        Refuses SITTING_GONE when the workshop was wiped, by another terminal or meanwhile.
        """
        try:
            return self._pulse(workshop_id, participant_id)
        except NoResultFound:
            raise Refusal(RefusalCode.SITTING_GONE) from None

    def _pulse(self, workshop_id: str, participant_id: str) -> Pulse:
        now = self._clock.now(workshop_id)
        self._catch_up(workshop_id, now)
        with self._store.look() as unit:
            contests = count_contests(unit, participant_id)
            happened = facts(unit, participant_id)
            read_states = unit.exec(
                select(Message.read, func.count())
                .where(
                    Message.participant_id == participant_id,
                    col(Message.folder).in_((Folder.INBOX, Folder.JUNK)),
                )
                .group_by(col(Message.read))
            ).all()
            people = unit.exec(
                select(func.count()).where(col(Participant.workshop_id) == workshop_id)
            ).one()
            waiting = dict(
                unit.exec(
                    select(DeskItem.channel, func.count())
                    .where(DeskItem.participant_id == participant_id, ~col(DeskItem.read))
                    .group_by(DeskItem.channel)
                ).all()
            )
        messages = dict(read_states)
        return Pulse(
            now=now,
            guide=self._guide.progress(happened, contests, now),
            messages=sum(messages.values()),
            unread=messages.get(False, 0),
            papers_unread=waiting.get(Channel.PAPER, 0),
            texts_unread=waiting.get(Channel.SMS, 0),
            situation=situation_progress(
                self._situations,
                happened,
                is_past=lambda limit: not self._calendar.allows(limit, now),
            ),
            personal_unread=waiting.get(Channel.PERSONAL_MAIL, 0),
            next_milestone=self._calendar.next(now),
            people=people,
        )

    def came_too_late(self, workshop_id: str, participant_id: str) -> None:
        """Note that the participant was refused for coming too late."""
        now = self._clock.now(workshop_id)
        with self._store.unit() as unit:
            record(unit, participant_id, Event.CAME_TOO_LATE, at=now)

    def moved(self, workshop_id: str, participant_id: str) -> None:
        """Note that the participant moved the clock."""
        now = self._clock.now(workshop_id)
        with self._store.unit() as unit:
            record(unit, participant_id, Event.CLOCK_MOVED, at=now)

    def _catch_up(self, workshop_id: str, now: datetime) -> None:
        real = self._real()
        with self._store.look() as unit:
            workshop = unit.get_one(Workshop, workshop_id)
            overdue = has_due(unit, workshop_id, now)
        if not overdue and real - workshop.seen_at < _SEEN_EVERY:
            return
        with self._store.unit() as unit:
            unit.get_one(Workshop, workshop_id).seen_at = real
            self._postman.deliver_due(unit, workshop_id, now)
