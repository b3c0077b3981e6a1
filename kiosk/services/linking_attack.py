"""“Try to match them”: the roll against the box, by all that a store gives away.

Every method ranks the signatures by something it sees, the envelopes by something it sees, and
takes the envelopes of a signature's rank for that voter's. Signatures or envelopes that look the
same share their ranks: then any of them may be it, and one is drawn.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from typing import TypeVar

from kiosk.services.bureau import Bureaus
from kiosk.services.calendar import Calendar
from kiosk.services.ceremony import contests_in
from kiosk.services.clock import Clock
from kiosk.services.content import Milestone
from kiosk.services.receipts import receipt_of
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.rolls import elector_of
from kiosk.services.store import Store
from kiosk.services.store_traces import EnvelopeTrace, SignatureTrace, Traces, read_traces

Trace = TypeVar("Trace")


class Method(StrEnum):
    """By what signatures and envelopes are matched."""

    ORDER = "order"
    ROW_NUMBER = "row-number"
    TRANSACTION = "transaction"
    DAY = "day"
    SIZE = "size"
    PLACE = "place"
    LAST_WRITTEN = "last-written"


METHODS: Mapping[str, Sequence[Method]] = {
    "sqlite": (
        Method.ORDER,
        Method.ROW_NUMBER,
        Method.DAY,
        Method.SIZE,
        Method.PLACE,
        Method.LAST_WRITTEN,
    ),
    "postgresql": (
        Method.ORDER,
        Method.ROW_NUMBER,
        Method.TRANSACTION,
        Method.DAY,
        Method.SIZE,
        Method.LAST_WRITTEN,
    ),
}
"""What can be tried on each kind of store."""

_SIGNATURE_KEYS: Mapping[Method, Callable[[int, SignatureTrace], int]] = {
    Method.ORDER: lambda at, _: at,
    Method.ROW_NUMBER: lambda _, one: one.row_number,
    Method.TRANSACTION: lambda _, one: one.transaction,
    Method.DAY: lambda _, one: one.day.toordinal(),
    Method.SIZE: lambda _, one: one.size,
    Method.PLACE: lambda _, one: one.place,
    Method.LAST_WRITTEN: lambda _, one: int(one.is_fresh),
}
_ENVELOPE_KEYS: Mapping[Method, Callable[[int, EnvelopeTrace], int]] = {
    Method.ORDER: lambda at, _: at,
    Method.ROW_NUMBER: lambda at, _: at,
    # Those of one transaction lie in the order in which they were put in, if in any.
    Method.TRANSACTION: lambda at, one: one.transaction << 32 | at,
    Method.DAY: lambda at, _: at,
    Method.SIZE: lambda _, one: len(one.envelope),
    Method.PLACE: lambda _, one: one.place,
    Method.LAST_WRITTEN: lambda _, one: int(one.is_fresh),
}


@dataclass(frozen=True)
class Guess:
    """The envelope a method takes for a voter's, drawn from so many it cannot tell apart.

    ``rank`` is the signature's, from 1; ``alike`` is how many signatures look the same to the
    method.
    """

    envelope: bytes = field(repr=False)
    candidates: int
    rank: int
    alike: int


@dataclass(frozen=True)
class Attempt:
    """What a method said of a participant's own ballot, and whether that was right."""

    method: Method
    guessed: str = field(repr=False)
    """The receipt of the envelope it took."""
    candidates: int
    rank: int
    alike: int
    hit: bool


@dataclass(frozen=True)
class ContestAttack:
    """Every method tried on one contest; ``own`` is the receipt that tells the truth."""

    code: str
    title: str
    own: str = field(repr=False)
    envelopes: int
    attempts: tuple[Attempt, ...]

    @property
    def hits(self) -> int:
        """How many methods took the right envelope."""
        return sum(attempt.hit for attempt in self.attempts)


class LinkingAttack:
    """Lets a participant attack the real store; it is read, never written to."""

    def __init__(self, store: Store, calendar: Calendar, clock: Clock, *, bureaus: Bureaus) -> None:
        self._store = store
        self._calendar = calendar
        self._clock = clock
        self._bureaus = bureaus

    def try_all(
        self, workshop_id: str, participant_id: str, receipts: Mapping[str, str]
    ) -> tuple[ContestAttack, ...]:
        """Try every method on the contests of which one has a receipt, by their codes.

        Refuses TOO_EARLY before the vote.
        """
        self._calendar.require(Milestone.VOTE_OPENS, self._clock.now(workshop_id))
        self._bureaus.let_due_happen(workshop_id)
        with self._store.look() as unit:
            contests = [one for one in contests_in(unit, workshop_id) if one.code in receipts]
            elector = elector_of(unit, participant_id)
        traces = read_traces(self._store, [contest.id for contest in contests])
        methods = METHODS[self._store.dialect]
        return tuple(
            ContestAttack(
                code=contest.code,
                title=contest.title,
                own=receipts[contest.code],
                envelopes=len(seen.envelopes),
                attempts=_attempts(seen, methods, elector, receipts[contest.code]),
            )
            for contest, seen in zip(contests, traces, strict=True)
        )

    def try_on(
        self, workshop_id: str, participant_id: str, code: str, receipt: str
    ) -> ContestAttack:
        """Try every method on one contest; refuses TOO_EARLY and CONTEST_UNKNOWN."""
        for attack in self.try_all(workshop_id, participant_id, {code: receipt}):
            return attack
        raise Refusal(RefusalCode.CONTEST_UNKNOWN)


def guess(method: Method, traces: Traces, elector_id: str) -> Guess | None:
    """Return which envelope a method takes for an elector's; none where there is no signature."""
    signatures = _ranked(traces.signatures, _SIGNATURE_KEYS[method])
    own = next(((key, one) for key, one in signatures if one.elector_id == elector_id), None)
    envelopes = _ranked(traces.envelopes, _ENVELOPE_KEYS[method])
    if own is None or not envelopes:
        return None
    ranks = [at for at, (key, _) in enumerate(signatures) if key == own[0]]
    # Fewer envelopes than signatures, in a box that was tampered with: the last one stands for all.
    keys = {envelopes[min(at, len(envelopes) - 1)][0] for at in ranks}
    candidates = [one.envelope for key, one in envelopes if key in keys]
    if method is Method.TRANSACTION:
        together = [one.envelope for _, one in envelopes if one.transaction == own[1].transaction]
        if 0 < len(together) < len(envelopes):
            candidates = together
    drawn = blake2b(f"{method}:{elector_id}".encode(), digest_size=8).digest()
    chosen = candidates[int.from_bytes(drawn) % len(candidates)]
    return Guess(chosen, len(candidates), rank=ranks[0] + 1, alike=len(ranks))


def _ranked(traces: Sequence[Trace], key: Callable[[int, Trace], int]) -> list[tuple[int, Trace]]:
    keyed = [(key(at, one), one) for at, one in enumerate(traces)]
    return sorted(keyed, key=lambda pair: pair[0])


def _attempts(
    traces: Traces, methods: Sequence[Method], elector_id: str, own: str
) -> tuple[Attempt, ...]:
    tried = [(method, guess(method, traces, elector_id)) for method in methods]
    return tuple(
        Attempt(
            method=method,
            guessed=(receipt := receipt_of(taken.envelope)),
            candidates=taken.candidates,
            rank=taken.rank,
            alike=taken.alike,
            hit=receipt == own,
        )
        for method, taken in tried
        if taken is not None
    )
