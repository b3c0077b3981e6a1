"""I-Prof: the same user name and password as the webmail, and a box that is not the webmail."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.models import CareerPaper, Participant
from kiosk.services.clock import Clock
from kiosk.services.content import Content
from kiosk.services.iprof_box import BoxMessage, received
from kiosk.services.journal import Event, facts, record, record_once
from kiosk.services.refusals import Refusal, RefusalCode, Refusals
from kiosk.services.sessions import Closing, Sessions, SignedIn, System
from kiosk.services.storable_text import kept
from kiosk.services.store import Store
from kiosk.services.user_accounts import IPROF, UserAccounts

LONGEST_LINE = 200
"""Characters of each part of a CV."""


@dataclass(frozen=True)
class CareerFile:
    """What the administration keeps of somebody; read here, changed elsewhere."""

    name: str
    corps: str
    grade: str
    school: str


@dataclass(frozen=True)
class Cv:
    """What somebody says of themselves."""

    studies: str = field(default="", repr=False)
    experience: str = field(default="", repr=False)
    languages: str = field(default="", repr=False)
    updated_at: datetime | None = None


@dataclass(frozen=True)
class BoxLine:
    """A message in the list of I-Prof's own box."""

    id: str
    sender: str
    subject: str
    sent_at: datetime
    read: bool


class IProf:
    """The career pages; every call but the door's takes the token it was given there."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        content: Content,
        *,
        sessions: Sessions,
        accounts: UserAccounts,
    ) -> None:
        self._store = store
        self._clock = clock
        self._content = content
        self._sessions = sessions
        self._accounts = accounts

    def opened(self, workshop_id: str, participant_id: str) -> None:
        """Note that somebody reached I-Prof's door."""
        now = self._clock.now(workshop_id)
        with self._store.unit() as unit:
            record_once(unit, participant_id, Event.IPROF_OPENED, at=now)

    def sign_in(self, workshop_id: str, participant_id: str, user_name: str, password: str) -> str:
        """Return the browser's token; refuses as `UserAccounts.sign_in` does.

        Leaflet 000: the identifiers of I-Prof and of the webmail are the same.
        """
        return self._accounts.sign_in(
            IPROF, workshop_id, participant_id, user_name=user_name, password=password
        )

    def sign_out(self, token: str | None) -> None:
        """Leave I-Prof."""
        self._sessions.close(token)

    def is_open(self, token: str | None) -> bool:
        """Say whether a browser is signed in."""
        return self._sessions.is_open(token, System.IPROF)

    def why_closed(self, token: str | None) -> Closing | None:
        """Return why a browser was signed out by itself; none where it was not."""
        return self._sessions.why_closed(token)

    def file(self, token: str | None) -> CareerFile:
        """Return the career file; refuses SIGN_IN_FIRST."""
        session = self._session(token)
        with self._store.look() as unit:
            person = unit.get_one(Participant, session.participant_id)
        return CareerFile(
            name=f"{person.first_name} {person.last_name}",
            corps=person.corps,
            grade=person.grade,
            school=person.school,
        )

    def cv(self, token: str | None) -> Cv:
        """Return the CV, empty until it is completed; refuses SIGN_IN_FIRST."""
        session = self._session(token)
        with self._store.look() as unit:
            paper = unit.get(CareerPaper, session.participant_id)
        if paper is None:
            return Cv()
        return Cv(paper.studies, paper.experience, paper.languages, paper.updated_at)

    def keep_cv(self, token: str | None, *, studies: str, experience: str, languages: str) -> None:
        """Keep the CV as it was typed; any part may be empty.

        Refuses TEXT_TOO_LONG by field, and SIGN_IN_FIRST. What has the shape of a real NUMEN
        is left out.
        """
        session = self._session(token)
        Refusals.gather(
            _short_enough(studies, "studies"),
            _short_enough(experience, "experience"),
            _short_enough(languages, "languages"),
        )
        now = self._clock.now(session.workshop_id)
        paper = CareerPaper(
            participant_id=session.participant_id,
            studies=kept(studies).strip(),
            experience=kept(experience).strip(),
            languages=kept(languages).strip(),
            updated_at=now,
        )
        with self._store.unit() as unit:
            # Held so that two terminals do not both find no CV yet.
            unit.get_one(Participant, session.participant_id, with_for_update=True)
            unit.merge(paper)
            record(unit, session.participant_id, Event.IPROF_CV_KEPT, at=now)

    def box(self, token: str | None) -> tuple[BoxLine, ...]:
        """Return the messages of I-Prof's own box, newest first; refuses SIGN_IN_FIRST.

        Each is written to whoever reads it.
        """
        session = self._session(token)
        now = self._clock.now(session.workshop_id)
        with self._store.unit() as unit:
            record_once(unit, session.participant_id, Event.IPROF_BOX_OPENED, at=now)
            read = {
                fact.subject
                for fact in facts(unit, session.participant_id)
                if fact.event is Event.IPROF_MESSAGE_READ
            }
            messages = received(unit, session.participant_id, self._content, now)
        return tuple(
            BoxLine(one.id, one.sender, one.subject, one.sent, one.id in read) for one in messages
        )

    def message(self, token: str | None, message_id: str) -> BoxMessage:
        """Return a message and mark it read; refuses SIGN_IN_FIRST and MESSAGE_GONE."""
        session = self._session(token)
        now = self._clock.now(session.workshop_id)
        with self._store.unit() as unit:
            messages = received(unit, session.participant_id, self._content, now)
            found = next((one for one in messages if one.id == message_id), None)
            if found is None:
                raise Refusal(RefusalCode.MESSAGE_GONE)
            record_once(
                unit,
                session.participant_id,
                Event.IPROF_MESSAGE_READ,
                at=now,
                subject=found.id,
            )
        return found

    def _session(self, token: str | None) -> SignedIn:
        return self._sessions.require(token, System.IPROF)


def _short_enough(text: str, field_id: str) -> Callable[[], None]:
    def check() -> None:
        if len(text) > LONGEST_LINE:
            raise Refusal(RefusalCode.TEXT_TOO_LONG, field_id, most=LONGEST_LINE)

    return check
