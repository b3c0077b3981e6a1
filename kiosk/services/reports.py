"""What one does with a trap: believe it, or report it. Nothing that was typed comes here."""

from collections.abc import Mapping

from kiosk.models import Message, Participant, Workshop
from kiosk.services.addresses import AddressBook, PageId
from kiosk.services.clock import Clock
from kiosk.services.content import Suspicion
from kiosk.services.journal import Event, record_once
from kiosk.services.letters import Letter, read_letter
from kiosk.services.mail_senders import MailSenders
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.sessions import Sessions, System
from kiosk.services.store import Store


class Reports:
    """Notes in the journal what somebody did with a trap."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        sessions: Sessions,
        senders: MailSenders,
        books: Mapping[str, AddressBook],
    ) -> None:
        self._store = store
        self._clock = clock
        self._sessions = sessions
        self._senders = senders
        self._books = books

    def report(self, workshop_id: str, participant_id: str, suspicion: Suspicion) -> None:
        """Note that a trap was reported; once for each kind."""
        self._note(workshop_id, participant_id, Event.SUSPICION_REPORTED, suspicion)

    def report_message(self, token: str | None, message_id: str) -> Suspicion | None:
        """Report a message of the mailbox, and return what trap it is.

        Nothing is noted of one that shows no sign of a trap: its reader is to say what it is.
        Refuses MESSAGE_GONE and SIGN_IN_FIRST.
        """
        session = self._sessions.require(token, System.WEBMAIL)
        with self._store.look() as unit:
            message = unit.get(Message, message_id)
            if message is None or message.participant_id != session.participant_id:
                raise Refusal(RefusalCode.MESSAGE_GONE)
            academy = unit.get_one(Workshop, session.workshop_id).academy
        letter = read_letter(message.raw)
        suspicion = self.trap(token, letter.sender_address)
        if suspicion is None and _imitates(letter, self._books[academy]):
            suspicion = Suspicion.COPIED_SITE
        if suspicion is not None:
            self.report(session.workshop_id, session.participant_id, suspicion)
        return suspicion

    def trap(self, token: str | None, sender: str) -> Suspicion | None:
        """Return what trap somebody was sent from an address, if any; refuses SIGN_IN_FIRST."""
        session = self._sessions.require(token, System.WEBMAIL)
        now = self._clock.now(session.workshop_id)
        with self._store.look() as unit:
            owner = unit.get_one(Participant, session.participant_id)
            return self._senders.traps(unit, owner, now).get(sender.lower())

    def believed(self, workshop_id: str, participant_id: str) -> None:
        """Note that a copied site was taken for the real one."""
        self._note(workshop_id, participant_id, Event.COPIED_SITE_BELIEVED, Suspicion.COPIED_SITE)

    def _note(
        self, workshop_id: str, participant_id: str, event: Event, suspicion: Suspicion
    ) -> None:
        now = self._clock.now(workshop_id)
        with self._store.unit() as unit:
            record_once(unit, participant_id, event, at=now, subject=suspicion)


def _imitates(letter: Letter, book: AddressBook) -> bool:
    """Say whether the sender or a link passes for one of the academy's sites."""
    host = letter.sender_address.rpartition("@")[2]
    addresses = (host, *(link.address for link in letter.links))
    return any(book.resolve(address).page is PageId.LOOK_ALIKE for address in addresses)
