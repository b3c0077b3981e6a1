"""Personal data of the voter space: postal address, mobile, personal mail, all of them optional."""

from dataclasses import dataclass, field

from sqlmodel import Session

from kiosk.models import ContactDetails, Participant
from kiosk.services import contact_rules
from kiosk.services.clock import Clock
from kiosk.services.content import Content
from kiosk.services.journal import Event, record
from kiosk.services.refusals import Refusals
from kiosk.services.sessions import Sessions, System
from kiosk.services.storable_text import kept
from kiosk.services.store import Store


@dataclass(frozen=True)
class Contact:
    """What the voter space knows of how to reach somebody; nothing until it was filled in."""

    postal_address: str = field(default="", repr=False)
    mobile: str = field(default="", repr=False)
    personal_mail: str = field(default="", repr=False)


class Contacts:
    """Reads and keeps the personal data of whoever is in the voter space."""

    def __init__(self, store: Store, content: Content, clock: Clock, *, sessions: Sessions) -> None:
        self._store = store
        self._clock = clock
        self._sessions = sessions
        self._domains = {academy.domain for academy in content.academies.values()}

    def contact(self, token: str | None) -> Contact:
        """Return what is kept; refuses SIGN_IN_FIRST."""
        session = self._sessions.require(token, System.VOTER_SPACE)
        with self._store.look() as unit:
            return contact_of(unit, session.participant_id)

    def lent(self, participant_id: str) -> Contact:
        """Return the number and the address that the exercise lends, to be filled in."""
        with self._store.look() as unit:
            person = unit.get_one(Participant, participant_id)
        return Contact(mobile=person.mobile, personal_mail=person.personal_mail)

    def keep(self, token: str | None, contact: Contact) -> Contact:
        """Keep the data, and return them as they were kept; one left empty is taken out.

        Refuses SIGN_IN_FIRST, then every field at once as ``contact_rules`` does. What has the
        shape of a real NUMEN is left out.
        """
        session = self._sessions.require(token, System.VOTER_SPACE)
        rules, data = contact_rules, dict[str, str]()
        typed = {name: kept(getattr(contact, name)) for name in vars(contact)}
        Refusals.gather(
            lambda: data.update(postal_address=rules.postal_address(typed["postal_address"])),
            lambda: data.update(mobile=rules.mobile(typed["mobile"])),
            lambda: data.update(
                personal_mail=rules.personal_mail(typed["personal_mail"], self._domains)
            ),
        )
        checked = Contact(**data)
        now = self._clock.now(session.workshop_id)
        with self._store.unit() as unit:
            # Held so that two terminals do not both find no data yet.
            unit.get_one(Participant, session.participant_id, with_for_update=True)
            unit.merge(
                ContactDetails(
                    participant_id=session.participant_id,
                    postal_address=checked.postal_address,
                    mobile=checked.mobile,
                    personal_mail=checked.personal_mail,
                )
            )
            record(unit, session.participant_id, Event.PERSONAL_DATA_KEPT, at=now)
        return checked


def contact_of(unit: Session, participant_id: str) -> Contact:
    """Return what is kept of somebody, within the caller's unit of work."""
    kept = unit.get(ContactDetails, participant_id)
    if kept is None:
        return Contact()
    return Contact(kept.postal_address, kept.mobile, kept.personal_mail)
