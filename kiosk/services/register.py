"""The public register of the boxes: which envelopes lie there, each by its receipt, no more."""

from dataclasses import dataclass, field

from sqlmodel import Session

from kiosk.services.ballot_box import envelopes_in
from kiosk.services.bureau import Bureaus
from kiosk.services.calendar import Calendar
from kiosk.services.ceremony import contests_in
from kiosk.services.clock import Clock
from kiosk.services.content import Milestone
from kiosk.services.receipts import read_receipt, receipt_of
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.store import Store


@dataclass(frozen=True)
class BoxRegister:
    """The receipts of all the envelopes of a contest's box, sorted."""

    code: str
    title: str
    receipts: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Found:
    """Where the envelope of a receipt lies: in which box, and its place in that register."""

    code: str
    title: str
    place: int
    envelopes: int


@dataclass(frozen=True)
class Sought:
    """A receipt brought to its form, and where its envelope lies; none where in no box."""

    receipt: str = field(repr=False)
    found: Found | None


class Register:
    """Read by anybody from the opening of the vote on, and after its close."""

    def __init__(self, store: Store, calendar: Calendar, clock: Clock, *, bureaus: Bureaus) -> None:
        self._store = store
        self._calendar = calendar
        self._clock = clock
        self._bureaus = bureaus

    def boxes(self, workshop_id: str) -> tuple[BoxRegister, ...]:
        """Return the register of every box; refuses TOO_EARLY before the vote."""
        self._calendar.require(Milestone.VOTE_OPENS, self._clock.now(workshop_id))
        self._bureaus.let_due_happen(workshop_id)
        with self._store.look() as unit:
            return tuple(
                BoxRegister(contest.code, contest.title, _receipts(unit, contest.id))
                for contest in contests_in(unit, workshop_id)
            )

    def box(self, workshop_id: str, code: str) -> BoxRegister:
        """Return the register of one box; refuses as ``boxes`` does, and CONTEST_UNKNOWN."""
        for box in self.boxes(workshop_id):
            if box.code.lower() == code.lower():
                return box
        raise Refusal(RefusalCode.CONTEST_UNKNOWN)

    def find(self, workshop_id: str, typed: str) -> Sought:
        """Return where the envelope of a receipt lies, if it does.

        Refuses RECEIPT_SHAPE and RECEIPT_MISTYPED, and TOO_EARLY before the vote.
        """
        receipt = read_receipt(typed)
        for box in self.boxes(workshop_id):
            if receipt in box.receipts:
                place = box.receipts.index(receipt) + 1
                return Sought(receipt, Found(box.code, box.title, place, len(box.receipts)))
        return Sought(receipt, None)


def _receipts(unit: Session, contest_id: str) -> tuple[str, ...]:
    held = envelopes_in(unit.connection(), contest_id)
    return tuple(sorted(map(receipt_of, held)))
