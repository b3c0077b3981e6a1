"""The minutes of a count: everything the bureau found, as it would sign it, and its journal."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from nacl.signing import SigningKey
from sqlmodel import Session

from kiosk.models import Bureau, Contest, ContestCount
from kiosk.services.ballot_box import digest_of
from kiosk.services.box_figures import box_figures
from kiosk.services.bureau import Bureaus, BureauState, Member
from kiosk.services.bureau_journal import Act, Entry
from kiosk.services.ceremony import contests_in, opening_secret
from kiosk.services.clock import Clock
from kiosk.services.closed_workshops import counted_workshop, workshop_with_bureau
from kiosk.services.content import Academy
from kiosk.services.count import BoxReport, Count, noted
from kiosk.services.election_keys import signing_key
from kiosk.services.journal_check import Fault, first_fault, signed_entries
from kiosk.services.journal_closing import Whose, close
from kiosk.services.journal_files import write_journal
from kiosk.services.refusals import Refusal
from kiosk.services.results import ContestResult, Results
from kiosk.services.store import Store
from kiosk.services.workshop_codes import shown


class Change(StrEnum):
    """What differs from the journal, besides what the count itself reports."""

    ROLL = "roll-changed"
    RESULT = "result-changed"


@dataclass(frozen=True)
class Digests:
    """Digests of the same thing at three moments; empty where the journal does not tell."""

    sealed: str
    closed: str
    now: str


@dataclass(frozen=True)
class ContestMinutes:
    """A contest in the minutes: its result, what was found in its box, its digests.

    ``problems`` are the codes of the report's, then of what changed.
    """

    result: ContestResult
    report: BoxReport
    box: Digests
    roll: Digests
    ballots: str
    """The digest of the opened ballots as they are now."""
    problems: tuple[str, ...]


@dataclass(frozen=True)
class JournalState:
    """How the bureau's journal stands."""

    entries: int
    signed: int
    digest: str
    verify_key: str
    fault: Fault | None


@dataclass(frozen=True)
class Minutes:
    """Everything that is written down of a count; instants that never came are nothing."""

    academy: str
    workshop_id: str
    code: str
    """The workshop's code, as the desk shows it."""
    members: tuple[Member, ...]
    needed: int
    made_by_hand: bool
    keys_made_at: datetime | None
    keys_tested_at: datetime | None
    sealed_at: datetime | None
    closed_at: datetime | None
    counted_at: datetime | None
    counted_again: tuple[datetime, ...]
    drawn_up_at: datetime
    contests: tuple[ContestMinutes, ...]
    journal: JournalState

    @property
    def is_flawless(self) -> bool:
        """Whether nothing at all is wrong."""
        return self.journal.fault is None and not any(one.problems for one in self.contests)


class Secretariat:
    """Draws up the minutes of a count, and hands out the bureau's journal."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        academies: Mapping[str, Academy],
        bureaus: Bureaus,
        count: Count,
        results: Results,
    ) -> None:
        self._store = store
        self._clock = clock
        self._academies = academies
        self._bureaus = bureaus
        self._count = count
        self._results = results

    def read(self, workshop_id: str) -> Minutes:
        """Return the minutes as soon as there has been a count, whoever held it.

        From the hour of the results on the count comes by itself. Refuses COUNT_NOT_DUE before,
        and COUNT_WAITS where people hold the shares.
        """
        self._count.require_count(workshop_id)
        return self.minutes(workshop_id)

    def minutes(self, workshop_id: str = "") -> Minutes:
        """Return the minutes of a workshop's count, or of the one last counted.

        Refuses WORKSHOP_UNKNOWN and NOTHING_COUNTED.
        """
        with self._store.look() as unit:
            workshop = counted_workshop(unit, workshop_id)
        bureau = self._bureaus.state(workshop.id)
        reports = self._count.reports(workshop.id)
        with self._store.look() as unit:
            results = self._results.counted(unit, workshop.id)
            contests = contests_in(unit, workshop.id)
            found = zip(contests, results, reports, strict=True)
            told = tuple(_contest(unit, *one, bureau.journal) for one in found)
            verify_key = unit.get_one(Bureau, workshop.id).verify_key
        counts = [*_instants(bureau, Act.BOX_COUNTED), *_instants(bureau, Act.COUNTED_AGAIN)]
        return Minutes(
            academy=self._academies[workshop.academy].name,
            workshop_id=workshop.id,
            code=shown(workshop.code),
            members=bureau.members,
            needed=bureau.needed,
            made_by_hand=bureau.made_by_hand,
            keys_made_at=_last(bureau, Act.KEYS_MADE),
            keys_tested_at=_last(bureau, Act.KEYS_TESTED),
            sealed_at=_last(bureau, Act.BOX_SEALED),
            closed_at=_last(bureau, Act.BOX_CLOSED),
            counted_at=counts[0] if counts else None,
            counted_again=tuple(counts[1:]),
            drawn_up_at=self._clock.now(workshop.id),
            contests=told,
            journal=_journal(bureau.journal, verify_key),
        )

    def journal(self, workshop_id: str = "") -> bytes:
        """Return a workshop's journal as a file, or that of the one last looked at.

        After the count the simulated members sign how long it is. Refuses WORKSHOP_UNKNOWN and
        WORKSHOP_NONE.
        """
        with self._store.look() as unit:
            workshop = workshop_with_bureau(unit, workshop_id)
            verify_key = unit.get_one(Bureau, workshop.id).verify_key
        journal = self._bureaus.state(workshop.id).journal
        whose = Whose(self._academies[workshop.academy].name, shown(workshop.code))
        now, key = self._clock.now(workshop.id), self._key_at_hand(workshop.id)
        return write_journal(journal, close(journal, whose, now, key), whose, verify_key=verify_key)

    def _key_at_hand(self, workshop_id: str) -> SigningKey | None:
        """Return the bureau's key where simulated members hold its shares, once it has counted."""
        if not self._count.is_counted(workshop_id):
            return None
        with suppress(Refusal):
            shares = self._bureaus.simulated_shares(workshop_id)
            with self._store.look() as unit:
                return signing_key(opening_secret(unit, workshop_id, shares))
        return None


def _contest(
    unit: Session,
    contest: Contest,
    result: ContestResult,
    report: BoxReport,
    journal: Sequence[Entry],
) -> ContestMinutes:
    sealed, closed, counted = (
        noted([entry for entry in journal if entry.act is act][:1], contest.code)
        for act in (Act.BOX_SEALED, Act.BOX_CLOSED, Act.BOX_COUNTED)
    )
    roll = _digests("roll", sealed, closed, str(box_figures(unit, contest)["roll"]))
    ballots = digest_of(unit.get_one(ContestCount, contest.id).ballots)
    changes = {
        Change.ROLL: roll.now != roll.closed,
        Change.RESULT: _kept(result, report, ballots) != _signed_for(counted),
    }
    problems = [problem.value for problem in report.problems]
    problems += [change.value for change, there in changes.items() if there]
    return ContestMinutes(
        result=result,
        report=report,
        box=_digests("box", sealed, closed, report.digest),
        roll=roll,
        ballots=ballots,
        problems=tuple(problems),
    )


def _kept(result: ContestResult, report: BoxReport, ballots: str) -> Mapping[str, Any]:
    """Return what the store keeps of a count, as the journal would write it."""
    return {
        "ballots": ballots,
        "votes": {entry.name: entry.votes for entry in result.lists},
        "blank": result.blank,
        "invalid": len(report.invalid),
    }


def _signed_for(counted: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: told for name, told in counted.items() if name != "box"}


def _digests(what: str, sealed: Mapping[str, Any], closed: Mapping[str, Any], now: str) -> Digests:
    return Digests(str(sealed.get(what, "")), str(closed.get(what, "")), now)


def _journal(journal: Sequence[Entry], verify_key: bytes) -> JournalState:
    return JournalState(
        entries=len(journal),
        signed=len(signed_entries(journal)),
        digest=journal[-1].digest if journal else "",
        verify_key=verify_key.hex(),
        fault=first_fault(journal, verify_key),
    )


def _instants(bureau: BureauState, act: Act) -> list[datetime]:
    return [entry.at for entry in bureau.journal if entry.act is act]


def _last(bureau: BureauState, act: Act) -> datetime | None:
    entry = bureau.last(act)
    return entry.at if entry else None
