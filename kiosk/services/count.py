"""The count: the members' shares open the boxes, once for the result, again for whoever doubts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from random import Random
from typing import Any

from sqlmodel import Session, col, func, select

from kiosk.models import (
    Bureau,
    Contest,
    ContestCount,
    InvalidBallot,
    ListCount,
    Workshop,
)
from kiosk.services.ballot_box import digest_of, envelopes_in, number_in
from kiosk.services.box_figures import box_figures
from kiosk.services.bureau import Bureaus
from kiosk.services.bureau_journal import COUNTS, Act, Entry, append, entries
from kiosk.services.ceremony import contests_in, lists_of, opening_secret, share_series
from kiosk.services.clock import Clock
from kiosk.services.counting import Invalid, InvalidReason, OpenedBox, Progress, open_box
from kiosk.services.election_keys import BoxKeys, box_keys, signing_key
from kiosk.services.key_shares import holder
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.store import Store

OPENED_BY = "opened_by"
"""Under this name an entry of a count lists the places of the members whose shares opened it."""


class Problem(StrEnum):
    """What keeps a report from saying that all is well."""

    SIGNATURES_DIFFER = "signatures-differ"
    BOX_CHANGED = "box-changed"
    COUNT_CHANGED = "count-changed"
    INVALID_BALLOTS = "invalid-ballots"


@dataclass(frozen=True)
class BoxReport:
    """What the count of a box found: figures, what is invalid and why, what is wrong."""

    code: str
    title: str
    registered: int
    signatures: int
    envelopes: int
    digest: str
    digest_at_close: str
    invalid: tuple[Invalid, ...]
    problems: tuple[Problem, ...]


class Count:
    """Counts once for the result; counts again without changing it."""

    def __init__(self, store: Store, clock: Clock, *, bureaus: Bureaus, chance: Random) -> None:
        self._store = store
        self._clock = clock
        self._bureaus = bureaus
        self._chance = chance

    def count_by_itself(self, workshop_id: str) -> None:
        """Let the simulated members open the boxes, unless that is done.

        Refuses TOO_EARLY, and COUNT_WAITS where people hold the shares.
        """
        if self.is_counted(workshop_id):
            return
        shares = self._bureaus.simulated_shares(workshop_id)
        if not shares:
            raise Refusal(RefusalCode.COUNT_WAITS)
        self.count(workshop_id, shares)

    def count_if_due(self, workshop_id: str) -> None:
        """Do as ``require_count`` where that is possible."""
        with suppress(Refusal):
            self.require_count(workshop_id)

    def require_count(self, workshop_id: str) -> None:
        """From the hour of the results on, let the simulated members count, unless that is done.

        Refuses COUNT_NOT_DUE before it where nobody has counted, then COUNT_WAITS where people
        hold the shares.
        """
        if not self.is_counted(workshop_id):
            self._bureaus.require_results_due(workshop_id)
            self.count_by_itself(workshop_id)

    def is_counted(self, workshop_id: str) -> bool:
        """Say whether the boxes have been opened."""
        with self._store.look() as unit:
            return _is_counted(unit, workshop_id)

    def require_share(self, workshop_id: str, typed: str, given: Sequence[str] = ()) -> int:
        """Return the place of the member whose share this is, from 0.

        Refuses by field as ``holder`` does, and SHARE_OF_ANOTHER_CEREMONY at once what can never
        open these boxes.
        """
        with self._store.look() as unit:
            series = share_series(unit, workshop_id)
        return holder(typed, given, series=series)

    def count(
        self, workshop_id: str, shares: Sequence[str], *, progress: Progress | None = None
    ) -> tuple[BoxReport, ...]:
        """Open every box by the members' shares and return what was found.

        The first count is the result. Another one must say the same, which its report tells.
        ``progress`` is told the envelopes opened in all boxes and the ballots counted, of how
        many. Refuses TOO_EARLY while somebody may still be voting, and shares as ``key_shares`` and
        ``ceremony`` do.
        """
        with self._store.unit() as unit:
            workshop = unit.get_one(Workshop, workshop_id, with_for_update=True)
            now = self._clock.now(workshop_id)
            self._bureaus.require_closed(now)
            self._bureaus.catch_up(unit, workshop, now)
            secret = opening_secret(unit, workshop_id, shares)
            again = _is_counted(unit, workshop_id)
            contests = contests_in(unit, workshop_id)
            used = shares[: unit.get_one(Bureau, workshop_id).needed]
            found: dict[str, Any] = {OPENED_BY: [holder(share) for share in used]}
            steps = _steps(unit, contests)
            for place, contest in enumerate(contests):
                keys = box_keys(secret, contest.id)
                told = _after(sum(steps[:place]), sum(steps), progress)
                envelopes = envelopes_in(unit.connection(), contest.id)
                lists = [entry.id for entry in lists_of(unit, contest.id)]
                opened = open_box(keys, contest.id, envelopes, lists, self._chance, progress=told)
                found[contest.code] = _result(unit, contest, envelopes, opened)
                if not again:
                    _keep(unit, contest, opened, keys, now)
            act = Act.COUNTED_AGAIN if again else Act.BOX_COUNTED
            append(unit, workshop_id, act, found, at=now, signed_by=signing_key(secret))
            reports = _reports(unit, workshop_id)
        self._store.empty_log()
        return reports

    def reports(self, workshop_id: str) -> tuple[BoxReport, ...]:
        """Return what the last count found, without opening anything; nothing before the first."""
        with self._store.look() as unit:
            return _reports(unit, workshop_id) if _is_counted(unit, workshop_id) else ()


def _steps(unit: Session, contests: Sequence[Contest]) -> list[int]:
    """How many steps each box takes: an envelope to open and a ballot to count for each."""
    return [2 * number_in(unit.connection(), contest.id) for contest in contests]


def _after(done: int, whole: int, progress: Progress | None) -> Progress | None:
    """Tell of a box's steps as a part of those of all boxes."""
    return progress and (lambda more, _: progress(done + more, whole))


def _is_counted(unit: Session, workshop_id: str) -> bool:
    counted = (
        select(func.count())
        .select_from(ContestCount)
        .join(Contest, col(Contest.id) == col(ContestCount.contest_id))
        .where(Contest.workshop_id == workshop_id)
    )
    return unit.exec(counted).one() > 0


def _result(
    unit: Session, contest: Contest, envelopes: Sequence[bytes], opened: OpenedBox
) -> Mapping[str, Any]:
    tally = opened.tally
    return {
        "box": digest_of(b"".join(envelopes)),
        "ballots": digest_of(opened.held),
        "votes": {entry.name: tally.votes[entry.id] for entry in lists_of(unit, contest.id)},
        "blank": tally.blank,
        "invalid": len(tally.invalid),
    }


def _keep(unit: Session, contest: Contest, opened: OpenedBox, keys: BoxKeys, now: datetime) -> None:
    """Keep a count, and the key that opens the ballots once more; not the envelopes' key."""
    tally = opened.tally
    unit.add(
        ContestCount(
            contest_id=contest.id,
            counted_at=now,
            blank=tally.blank,
            ballots=opened.held,
            opening_key=bytes(keys.ballot),
        )
    )
    unit.add_all(ListCount(list_id=key, votes=votes) for key, votes in tally.votes.items())
    for invalid, copies in Counter(tally.invalid).items():
        unit.add(
            InvalidBallot(
                contest_id=contest.id,
                digest=invalid.digest,
                reason=invalid.reason.value,
                copies=copies,
            )
        )


def _reports(unit: Session, workshop_id: str) -> tuple[BoxReport, ...]:
    journal = entries(unit, workshop_id)
    closed = [entry for entry in journal if entry.act is Act.BOX_CLOSED][:1]
    counts = [entry for entry in journal if entry.act in COUNTS]
    return tuple(
        _report(
            unit,
            contest,
            at_close=str(noted(closed, contest.code).get("box", "")),
            changed=noted(counts[:1], contest.code) != noted(counts[-1:], contest.code),
        )
        for contest in contests_in(unit, workshop_id)
    )


def noted(entries: Sequence[Entry], code: str) -> Mapping[str, Any]:
    """Return what one entry says of a contest; nothing where it is not there or says nothing."""
    for entry in entries:
        told = entry.detail.get(code) if isinstance(entry.detail, dict) else None
        if isinstance(told, dict):
            return told
    return {}


def _report(unit: Session, contest: Contest, *, at_close: str, changed: bool) -> BoxReport:
    figures = box_figures(unit, contest)
    rows = unit.exec(
        select(InvalidBallot)
        .where(InvalidBallot.contest_id == contest.id)
        .order_by(col(InvalidBallot.digest))
    ).all()
    invalid = [Invalid(row.digest, InvalidReason(row.reason)) for row in rows]
    problems = {
        Problem.SIGNATURES_DIFFER: figures["signatures"] != figures["ballots"],
        Problem.BOX_CHANGED: figures["box"] != at_close,
        Problem.COUNT_CHANGED: changed,
        Problem.INVALID_BALLOTS: bool(rows),
    }
    return BoxReport(
        code=contest.code,
        title=contest.title,
        registered=figures["registered"],
        signatures=figures["signatures"],
        envelopes=figures["ballots"],
        digest=figures["box"],
        digest_at_close=at_close,
        invalid=tuple(
            one for one, row in zip(invalid, rows, strict=True) for _ in range(row.copies)
        ),
        problems=tuple(problem for problem, there in problems.items() if there),
    )
