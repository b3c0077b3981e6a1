"""The bureau of a polling station: keys before the vote, boxes sealed at its opening and closed
at its end, the turnout in between.

What is due at an hour is done when somebody first looks after it, whichever terminal that is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from sqlmodel import Session, col, func, select

from kiosk.models import (
    Bureau,
    Contest,
    RollEntry,
    RollSignature,
    Trustee,
    Workshop,
)
from kiosk.services import electorate
from kiosk.services.box_figures import figures_of_boxes
from kiosk.services.bureau_journal import Act, Entry, append, entries
from kiosk.services.calendar import Calendar
from kiosk.services.ceremony import NewKeys, appointed, contests_in, draw_keys, take_keys
from kiosk.services.clock import Clock
from kiosk.services.content import Electorate, Milestone
from kiosk.services.french import PARIS
from kiosk.services.key_shares import BureauSize
from kiosk.services.pockets import Pockets
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.store import Store


@dataclass(frozen=True)
class Member:
    """A member of the bureau; the share is there only when its holder is to be shown it."""

    name: str
    role: str
    share: str = field(default="", repr=False)


@dataclass(frozen=True)
class BureauState:
    """A bureau as a page shows it: who sits there, how many open the boxes, what was done."""

    members: tuple[Member, ...]
    needed: int
    made_by_hand: bool
    journal: tuple[Entry, ...]

    def last(self, act: Act) -> Entry | None:
        """Return the last entry of a kind; none where nothing of the kind was done."""
        return next((entry for entry in reversed(self.journal) if entry.act is act), None)


@dataclass(frozen=True)
class Ceremony:
    """A key ceremony under way: the members with their shares, the keys not yet in force."""

    members: tuple[Member, ...] = field(repr=False)
    keys: NewKeys = field(repr=False)
    replaces: bytes
    """What the signatures of the bureau were checked by when these keys were drawn."""


@dataclass(frozen=True)
class Turnout:
    """Who has signed a contest's roll: how many in all, and on each day up to now."""

    code: str
    title: str
    registered: int
    voters: int
    days: tuple[tuple[date, int], ...]


class Bureaus:
    """Holds ceremonies, lets what is due be done, tells what was."""

    def __init__(
        self,
        store: Store,
        calendar: Calendar,
        clock: Clock,
        *,
        electorate: Electorate,
        pockets: Pockets,
        chance: Random,
    ) -> None:
        self._store = store
        self._calendar = calendar
        self._clock = clock
        self._electorate = electorate
        self._pockets = pockets
        self._chance = chance

    def make_keys(self, workshop_id: str, *, needed: int, members: int) -> tuple[Member, ...]:
        """Hold the key ceremony by hand, all at once, and return the members with their shares.

        Refuses BUREAU_SIZE, and BUREAU_SEALED from the opening of the vote on.
        """
        try:
            size = BureauSize(needed, members)
        except ValueError:
            raise Refusal(RefusalCode.BUREAU_SIZE, "needed") from None
        ceremony = self.draw_keys(workshop_id, size)
        self.take_keys(workshop_id, ceremony)
        return ceremony.members

    def draw_keys(self, workshop_id: str, size: BureauSize) -> Ceremony:
        """Begin a key ceremony: draw keys, which change nothing before they are taken.

        The shares are told this once and kept nowhere: without enough of them there will be no
        count. Refuses BUREAU_SEALED from the opening of the vote on.
        """
        self.require_unsealed(workshop_id)
        with self._store.look() as unit:
            told = appointed(unit, unit.get_one(Workshop, workshop_id), size)
            in_force = unit.get_one(Bureau, workshop_id).verify_key
        keys = draw_keys(size, self._chance)
        members = zip(told, keys.shares, strict=True)
        held = tuple(Member(*who, share) for who, share in members)
        return Ceremony(held, keys, replaces=in_force)

    def take_keys(self, workshop_id: str, ceremony: Ceremony) -> None:
        """End a key ceremony: its keys are those of the boxes; a second time changes nothing.

        Refuses BUREAU_SEALED from the opening of the vote on, and CEREMONY_OVERTAKEN where another
        one has ended since these keys were drawn: its members hold papers that are to stay good.
        """
        with self._store.unit() as unit:
            workshop = unit.get_one(Workshop, workshop_id, with_for_update=True)
            in_force = unit.get_one(Bureau, workshop_id).verify_key
            if in_force == ceremony.keys.verify_key:
                return
            self.require_unsealed(workshop_id)
            if in_force != ceremony.replaces:
                raise Refusal(RefusalCode.CEREMONY_OVERTAKEN, "form")
            now = self._clock.now(workshop_id)
            take_keys(unit, workshop, ceremony.keys, chance=self._chance, at=now, made_by_hand=True)
        # Once the new keys are there: whatever is cut short, the boxes have keys and shares.
        self._pockets.empty(workshop_id)

    def require_unsealed(self, workshop_id: str) -> None:
        """Refuse BUREAU_SEALED from the opening of the vote on."""
        if self._calendar.allows(Milestone.VOTE_OPENS, self._clock.now(workshop_id)):
            raise Refusal(RefusalCode.BUREAU_SEALED)

    def state(self, workshop_id: str) -> BureauState:
        """Return a workshop's bureau, after what is due by now."""
        self.let_due_happen(workshop_id)
        with self._store.look() as unit:
            bureau = unit.get_one(Bureau, workshop_id)
            members = tuple(Member(one.name, one.role) for one in _trustees(unit, workshop_id))
            journal = entries(unit, workshop_id)
        return BureauState(members, bureau.needed, bureau.made_by_hand, journal)

    def simulated_shares(self, workshop_id: str) -> tuple[str, ...]:
        """Return what the simulated members say of their shares, once the boxes are closed.

        None where people hold them. Refuses TOO_EARLY before the last voter had to be done.
        """
        self.require_closed(self._clock.now(workshop_id))
        state = self.state(workshop_id)
        return () if state.made_by_hand else self._pockets.shares(workshop_id)

    def turnout(self, workshop_id: str) -> tuple[Turnout, ...]:
        """Return who has voted by now, contest by contest; refuses TOO_EARLY before the vote."""
        now = self._clock.now(workshop_id)
        self._calendar.require(Milestone.VOTE_OPENS, now)
        self.let_due_happen(workshop_id)
        with self._store.look() as unit:
            return tuple(
                _turnout(unit, contest, self.days_until(now))
                for contest in contests_in(unit, workshop_id)
            )

    def turnout_in(self, workshop_id: str, code: str) -> Turnout:
        """Return who has voted in one contest; refuses as ``turnout`` does, and CONTEST_UNKNOWN."""
        for contest in self.turnout(workshop_id):
            if contest.code.lower() == code.lower():
                return contest
        raise Refusal(RefusalCode.CONTEST_UNKNOWN)

    def days(self) -> tuple[date, ...]:
        """Return every day of the vote."""
        return self.days_until(self._calendar.at(Milestone.VOTE_CLOSES))

    def let_due_happen(self, workshop_id: str) -> None:
        """Seal the boxes, let the colleagues vote, close the boxes, as far as the hour goes."""
        with self._store.unit() as unit:
            workshop = unit.get_one(Workshop, workshop_id, with_for_update=True)
            boxes_changed = self.catch_up(unit, workshop, self._clock.now(workshop_id))
        if boxes_changed:
            # Else the log would part the envelopes before this wave from those after.
            self._store.empty_log()

    def catch_up(self, unit: Session, workshop: Workshop, now: datetime) -> bool:
        """Do the same within the caller's unit of work, which holds the workshop's row.

        Return whether ballots were put into a box: the store's log is to be emptied then.
        """
        if not self._calendar.allows(Milestone.VOTE_OPENS, now):
            return False
        bureau, days = unit.get_one(Bureau, workshop.id), self.days_until(now)
        is_open = self._calendar.allows(Milestone.POLLING_GRACE_ENDS, now)
        if is_open and bureau.days_voted == len(days):
            return False  # as nearly always: whoever casts a ballot waits for it
        done = {entry.act for entry in entries(unit, workshop.id)}
        if Act.BOX_CLOSED in done:
            return False
        contests = contests_in(unit, workshop.id)
        if Act.BOX_SEALED not in done:
            opened = self._calendar.at(Milestone.VOTE_OPENS)
            append(unit, workshop.id, Act.BOX_SEALED, figures_of_boxes(unit, contests), at=opened)
        changed = [
            electorate.vote_until(
                unit, workshop, contest, self._electorate, days=days, chance=self._chance
            )
            for contest in contests
        ]
        bureau.days_voted = len(days)
        if not is_open:
            closed = self._calendar.at(Milestone.POLLING_GRACE_ENDS)
            append(unit, workshop.id, Act.BOX_CLOSED, figures_of_boxes(unit, contests), at=closed)
        return any(changed)

    def require_results_due(self, workshop_id: str) -> None:
        """Refuse COUNT_NOT_DUE before the hour of the results, with that of a count by hand."""
        if self._calendar.allows(Milestone.RESULTS_OPEN, self._clock.now(workshop_id)):
            return
        by_hand, by_itself = Milestone.POLLING_GRACE_ENDS, Milestone.RESULTS_OPEN
        raise Refusal(
            RefusalCode.COUNT_NOT_DUE,
            by_hand=self._calendar.at(by_hand),
            by_itself=self._calendar.at(by_itself),
        )

    def require_closed(self, now: datetime) -> None:
        """Refuse TOO_EARLY while somebody may still be voting."""
        entry = self._calendar.entry(Milestone.POLLING_GRACE_ENDS)
        if now < entry.at:
            raise Refusal(
                RefusalCode.TOO_EARLY, milestone=entry.key.value, title=entry.title, at=entry.at
            )

    def days_until(self, now: datetime) -> tuple[date, ...]:
        """Return the days of the vote up to an instant, in Paris."""
        first = self._calendar.at(Milestone.VOTE_OPENS).astimezone(PARIS).date()
        last = self._calendar.at(Milestone.VOTE_CLOSES).astimezone(PARIS).date()
        until = min(now.astimezone(PARIS).date(), last)
        return tuple(first + timedelta(days) for days in range((until - first).days + 1))


def _trustees(unit: Session, workshop_id: str) -> Sequence[Trustee]:
    return unit.exec(
        select(Trustee).where(Trustee.workshop_id == workshop_id).order_by(col(Trustee.position))
    ).all()


def _turnout(unit: Session, contest: Contest, days: Sequence[date]) -> Turnout:
    registered = select(func.count()).select_from(RollEntry)
    signed = dict(
        unit.exec(
            select(col(RollSignature.day), func.count())
            .where(RollSignature.contest_id == contest.id)
            .group_by(col(RollSignature.day))
        ).all()
    )
    return Turnout(
        code=contest.code,
        title=contest.title,
        registered=unit.exec(registered.where(RollEntry.contest_id == contest.id)).one(),
        voters=sum(signed.values()),
        days=tuple((day, signed.get(day, 0)) for day in days),
    )
