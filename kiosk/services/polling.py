"""The polling station: identifier and voter password, one ballot a contest, once, for good."""

from dataclasses import dataclass, field
from functools import partial
from random import Random

from sqlalchemy import bindparam
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from kiosk.models import (
    CandidateList,
    Contest,
    VoterAccount,
    VoterIdentifier,
)
from kiosk.services.ballot_box import put_into_box
from kiosk.services.ballots import BLANK
from kiosk.services.bureau import Bureaus
from kiosk.services.calendar import Calendar
from kiosk.services.ceremony import sealing_keys
from kiosk.services.clock import Clock, hands_held
from kiosk.services.content import Milestone
from kiosk.services.envelopes import Sealer
from kiosk.services.form_fields import require_filled
from kiosk.services.identifiers import normalise
from kiosk.services.journal import Event, record, record_at_once
from kiosk.services.password_hashes import PasswordHashes
from kiosk.services.receipts import receipt_of
from kiosk.services.refusals import Refusal, RefusalCode, Refusals
from kiosk.services.rolls import (
    ContestState,
    contest_and_elector,
    contests_of,
    sign_roll,
    states_in,
)
from kiosk.services.sessions import Closing, Sessions, SignedIn, System
from kiosk.services.store import Store

_LISTS = (
    select(CandidateList.id, CandidateList.name, CandidateList.motto, CandidateList.candidates)
    .join(Contest, col(Contest.id) == col(CandidateList.contest_id))
    .where(Contest.workshop_id == bindparam("workshop_id"), Contest.code == bindparam("code"))
    .order_by(col(CandidateList.position))
)


@dataclass(frozen=True)
class ListOnBallot:
    """A list one can choose; its candidates in the order of the list."""

    id: str
    name: str
    motto: str
    candidates: tuple[str, ...]


@dataclass(frozen=True)
class BallotPaper:
    """What there is to choose from in a contest, the blank vote apart, and its place in order."""

    code: str
    title: str
    seats: int
    place: int
    contests: int
    lists: tuple[ListOnBallot, ...]


@dataclass(frozen=True)
class Receipt:
    """The proof that a ballot was taken; it says nothing of the choice."""

    code: str = field(repr=False)
    contest: str
    left: tuple[str, ...]


class PollingStation:
    """Entering, choosing, casting; every call from then on takes the station's token."""

    def __init__(
        self,
        store: Store,
        calendar: Calendar,
        clock: Clock,
        *,
        bureaus: Bureaus,
        sessions: Sessions,
        hashes: PasswordHashes,
        chance: Random,
    ) -> None:
        self._store = store
        self._calendar = calendar
        self._clock = clock
        self._bureaus = bureaus
        self._sessions = sessions
        self._hashes = hashes
        self._sealer = Sealer(chance)

    def require_open(self, workshop_id: str) -> None:
        """Refuse TOO_EARLY before the vote opens and TOO_LATE from its close on."""
        now = self._clock.now(workshop_id)
        self._calendar.require(Milestone.VOTE_OPENS, now)
        self._calendar.require(Milestone.VOTE_CLOSES, now)

    def enter(self, voter_token: str | None, *, identifier: str, password: str) -> str:
        """Return the browser's token for the polling station.

        Asked of somebody signed in to the voter space (else SIGN_IN_FIRST), while the vote is
        open (TOO_EARLY, TOO_LATE). Refuses FIELD_EMPTY and IDENTIFIER_SHAPE by field,
        IDENTIFIER_REVOKED for one that a newer one replaced, and
        POLLING_CREDENTIALS_UNKNOWN without telling which of the two is wrong.
        """
        session = self._sessions.require(voter_token, System.VOTER_SPACE)
        self.require_open(session.workshop_id)
        Refusals.gather(
            lambda: _require_identifier(identifier),
            lambda: require_filled(password, "password"),
        )
        now = self._clock.now(session.workshop_id)
        with self._store.look() as unit:
            account = unit.get_one(VoterAccount, session.participant_id)
        refused = self._refusal(account, normalise(identifier), password)
        with self._store.unit() as unit:
            event = Event.POLLING_STATION_REFUSED if refused else Event.POLLING_STATION_ENTERED
            record(unit, session.participant_id, event, at=now)
        if refused:
            raise refused
        # The boxes are sealed, and a colleague's ballot lies in each, before anybody casts one.
        self._bureaus.let_due_happen(session.workshop_id)
        return self._sessions.open(
            session.workshop_id,
            session.participant_id,
            System.POLLING_STATION,
            now,
            opened_with=account.password_hash,
        )

    def leave(self, token: str | None) -> None:
        """Close the polling station of a browser."""
        self._sessions.close(token)

    def why_closed(self, token: str | None) -> Closing | None:
        """Return why the polling station of a browser closed by itself; none where it did not."""
        return self._sessions.why_closed(token)

    def is_voting(self, token: str | None) -> bool:
        """Say whether a browser is inside with a ballot left to cast, and time left for it."""
        if not self._sessions.is_open(token, System.POLLING_STATION):
            return False
        session = self._session(token)
        now = self._clock.now(session.workshop_id)
        if not self._calendar.allows(Milestone.POLLING_GRACE_ENDS, now):
            return False
        contests = contests_of(self._store, session.participant_id)
        return not all(contest.voted for contest in contests)

    def contests(self, token: str | None) -> tuple[ContestState, ...]:
        """Return the voter's contests in order; refuses SIGN_IN_FIRST."""
        return contests_of(self._store, self._session(token).participant_id)

    def ballot(self, token: str | None, code: str) -> BallotPaper:
        """Return what there is to choose from in a contest.

        Refuses SIGN_IN_FIRST, CONTEST_NOT_YOURS, ALREADY_VOTED, and TOO_LATE once those
        inside have had their time to finish.
        """
        return self._paper(self._session(token), code)

    def cast(self, token: str | None, code: str, choice: str | None) -> Receipt:
        """Sign the roll and put the sealed ballot into the box, both or neither.

        ``choice`` is a list's id or ``BLANK``. Refuses CHOICE_MISSING, CHOICE_UNKNOWN,
        ALREADY_VOTED (also when another terminal was faster), CONTEST_NOT_YOURS, TOO_LATE
        and SIGN_IN_FIRST.
        """
        session = self._session(token)
        paper = self._paper(session, code)
        if not choice:
            raise Refusal(RefusalCode.CHOICE_MISSING)
        if choice != BLANK and choice not in {entry.id for entry in paper.lists}:
            raise Refusal(RefusalCode.CHOICE_UNKNOWN)
        with self._store.look() as unit:
            contest, elector_id = contest_and_elector(unit, session.participant_id, code)
        envelope = self._sealer.seal(sealing_keys(contest), contest.id, choice)
        note = partial(record_at_once, participant_id=session.participant_id)
        with self._store.act() as writing:
            # Held until the ballot is in: nobody moves the clock or counts meanwhile.
            now = self._clock.reckon(hands_held(writing, session.workshop_id))
            self._calendar.require(Milestone.POLLING_GRACE_ENDS, now)
            try:
                sign_roll(writing, contest.id, elector_id, self._bureaus.days_until(now)[-1])
            except IntegrityError:
                raise Refusal(RefusalCode.ALREADY_VOTED, contest=paper.title) from None
            put_into_box(writing, contest.id, [envelope])
            note(writing, event=Event.BALLOT_CAST, at=now, subject=code)
            states = states_in(writing, session.participant_id)
            left = tuple(state.title for state in states if not state.voted)
            if not left:
                note(writing, event=Event.VOTED_EVERYWHERE, at=now)
        self._store.empty_log()
        return Receipt(receipt_of(envelope), paper.title, left)

    def _session(self, token: str | None) -> SignedIn:
        return self._sessions.require(token, System.POLLING_STATION)

    def _paper(self, session: SignedIn, code: str) -> BallotPaper:
        self._calendar.require(Milestone.POLLING_GRACE_ENDS, self._clock.now(session.workshop_id))
        states = contests_of(self._store, session.participant_id)
        place = next((n for n, state in enumerate(states) if state.code == code), None)
        if place is None:
            raise Refusal(RefusalCode.CONTEST_NOT_YOURS)
        if states[place].voted:
            raise Refusal(RefusalCode.ALREADY_VOTED, contest=states[place].title)
        with self._store.glance() as reading:
            where = {"workshop_id": session.workshop_id, "code": code}
            lists = reading.execute(_LISTS, where).all()
        return BallotPaper(
            code=code,
            title=states[place].title,
            seats=states[place].seats,
            place=place + 1,
            contests=len(states),
            lists=tuple(
                ListOnBallot(entry.id, entry.name, entry.motto, tuple(entry.candidates.split("\n")))
                for entry in lists
            ),
        )

    def _refusal(self, account: VoterAccount, identifier: str, password: str) -> Refusal | None:
        with self._store.look() as unit:
            issued = unit.exec(
                select(VoterIdentifier)
                .where(VoterIdentifier.participant_id == account.participant_id)
                .order_by(col(VoterIdentifier.rank).desc())
            ).all()
        current, *revoked = issued
        if any(self._hashes.verify(identifier, old.digest) for old in revoked):
            return Refusal(RefusalCode.IDENTIFIER_REVOKED, "identifier")
        identified = self._hashes.verify(identifier, current.digest)
        known = self._hashes.verify(password, account.password_hash)
        if identified and known:
            return None
        return Refusal(RefusalCode.POLLING_CREDENTIALS_UNKNOWN, "form")


def _require_identifier(typed: str) -> None:
    require_filled(typed, "identifier")
    normalise(typed)
