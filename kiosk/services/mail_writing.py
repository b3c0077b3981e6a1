"""Writing mails: drafts, sending, the address book of the workshop."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from random import Random

from sqlmodel import Session, select

from kiosk.models import Message, Participant, Workshop
from kiosk.services.clock import Clock
from kiosk.services.content import Content, MailFolder, MailTrigger
from kiosk.services.journal import Event, record
from kiosk.services.letter_writing import Typed, clean, make_mail, read_draft, recipients
from kiosk.services.letters import ComposedMail, Letter, LetterWriter, read_letter
from kiosk.services.mail_room import has_room
from kiosk.services.mail_rounds import is_for, mail_values
from kiosk.services.mail_words import folded
from kiosk.services.postman import Folder, Postman
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.sessions import Sessions, SignedIn, System
from kiosk.services.store import Store


@dataclass(frozen=True)
class Contact:
    """Somebody in the address book."""

    name: str
    address: str


class MailWriting:
    """Keeps and sends what one writes; every call takes the browser's token."""

    def __init__(
        self,
        store: Store,
        content: Content,
        clock: Clock,
        *,
        sessions: Sessions,
        writer: LetterWriter,
        postman: Postman,
        chance: Random,
        quota: int,
    ) -> None:
        self._store = store
        self._content = content
        self._clock = clock
        self._sessions = sessions
        self._writer = writer
        self._postman = postman
        self._chance = chance
        self._quota = quota

    def new_key(self) -> str:
        """Return the key of a mail about to be written: the same when kept, sent or sent twice."""
        return f"{self._chance.getrandbits(96):024x}"

    def contacts(self, token: str | None) -> tuple[Contact, ...]:
        """Return the workshop's other participants, and the senders one has had mail from.

        Refuses SIGN_IN_FIRST.
        """
        session = self._session(token)
        now = self._clock.now(session.workshop_id)
        with self._store.look() as unit:
            owner = unit.get_one(Participant, session.participant_id)
            academy = self._content.academies[unit.get_one(Workshop, owner.workshop_id).academy]
            people = unit.exec(
                select(Participant).where(Participant.workshop_id == owner.workshop_id)
            ).all()
        found = {p.address: f"{p.first_name} {p.last_name}" for p in people if p.id != owner.id}
        values = mail_values(academy)
        for template in self._content.mails:
            heard = template.sent is not None and template.sent <= now
            known = heard and template.folder is MailFolder.INBOX
            if known and is_for(template, owner, academy):
                sender = self._writer.sender_of(template, owner, values)
                found.setdefault(sender.addr_spec, sender.display_name)
        contacts = (Contact(name, address) for address, name in found.items())
        return tuple(sorted(contacts, key=lambda contact: folded(contact.name)))

    def draft(self, token: str | None, key: str) -> Typed:
        """Return what a draft holds; refuses MESSAGE_GONE and SIGN_IN_FIRST."""
        session = self._session(token)
        with self._store.look() as unit:
            message = unit.get(Message, key)
        if (
            message is None
            or message.participant_id != session.participant_id
            or message.folder != Folder.DRAFTS
        ):
            raise Refusal(RefusalCode.MESSAGE_GONE)
        return read_draft(message.raw)

    def keep(self, token: str | None, key: str, typed: Typed) -> None:
        """Keep a draft as it is, however full the mailbox; one left blank is no draft.

        A mail sent or thrown away meanwhile stays as it is. Refuses SIGN_IN_FIRST.
        """
        session = self._session(token)
        typed = clean(typed)
        now = self._clock.now(session.workshop_id)
        with self._store.unit() as unit:
            owner = unit.get_one(Participant, session.participant_id, with_for_update=True)
            kept = unit.get(Message, key)
            if kept is not None and (
                kept.participant_id != owner.id or kept.folder != Folder.DRAFTS
            ):
                return
            if typed.is_blank:
                if kept is not None:
                    unit.delete(kept)
                return
            mail = make_mail(_address(owner), (), typed, sent_at=now, key=key)
            message = kept or _blank(key, owner.id, now)
            _fill(message, mail, Folder.DRAFTS, typed.to, now)
            unit.add(message)

    def send(self, token: str | None, key: str, typed: Typed) -> None:
        """Send a mail and keep a copy among those sent; sent twice, it leaves once.

        Refuses FIELD_EMPTY, RECIPIENT_SHAPE, RECIPIENTS_TOO_MANY and TEXT_TOO_LONG by field,
        MAILBOX_FULL when there is no room for the copy, MESSAGE_GONE and SIGN_IN_FIRST.
        """
        session = self._session(token)
        to = recipients(typed)
        typed = clean(typed)
        now = self._clock.now(session.workshop_id)
        with self._store.unit() as unit:
            owner = unit.get_one(Participant, session.participant_id, with_for_update=True)
            kept = unit.get(Message, key)
            if kept is not None and kept.participant_id != owner.id:
                raise Refusal(RefusalCode.MESSAGE_GONE, "form")
            if kept is not None and kept.folder not in {Folder.DRAFTS, Folder.TRASH}:
                return
            answered = _answered(unit, owner.id, typed.answers)
            mail = make_mail(_address(owner), to, typed, sent_at=now, key=key, answered=answered)
            message = kept or _blank(key, owner.id, now)
            if not has_room(unit, owner.id, len(mail.raw.encode()) - message.size, self._quota):
                raise Refusal(RefusalCode.MAILBOX_FULL, "form")
            _fill(message, mail, Folder.SENT, ", ".join(to), now)
            unit.add(message)
            for address in to:
                self._post(unit, owner, address, mail, now)
            record(unit, owner.id, Event.MAIL_SENT, at=now)

    def _post(
        self, unit: Session, owner: Participant, address: str, mail: ComposedMail, now: datetime
    ) -> None:
        """Put the mail into the outbox, or the notice that nobody has this address."""
        shortest, longest = self._content.rules.mail_delay_seconds
        due = now + timedelta(seconds=self._chance.randint(shortest, longest))
        recipient = unit.exec(
            select(Participant).where(
                Participant.workshop_id == owner.workshop_id, Participant.address == address
            )
        ).first()
        if recipient is not None:
            self._postman.send_letter(unit, recipient, mail, sent_by=owner.id, due_at=due)
            return
        for template in self._content.mails_on(MailTrigger.RECIPIENT_UNKNOWN):
            values = {"returned_to": address, "returned_subject": mail.subject}
            self._postman.send_mail(unit, owner, template, due_at=due, values=values)

    def _session(self, token: str | None) -> SignedIn:
        return self._sessions.require(token, System.WEBMAIL)


def _address(person: Participant) -> Address:
    name = f"{person.first_name} {person.last_name}"
    return Address(display_name=name, addr_spec=person.address)


def _answered(unit: Session, owner: str, message_id: str) -> Letter | None:
    message = unit.get(Message, message_id) if message_id else None
    if message is None or message.participant_id != owner:
        return None
    return read_letter(message.raw)


def _blank(key: str, owner: str, now: datetime) -> Message:
    return Message(
        id=key,
        participant_id=owner,
        folder=Folder.DRAFTS,
        sender="",
        subject="",
        sent_at=now,
        arrived_at=now,
        size=0,
        raw="",
    )


def _fill(
    message: Message, mail: ComposedMail, folder: Folder, recipients: str, now: datetime
) -> None:
    message.folder = folder
    message.origin = ""
    message.sender = recipients
    message.subject = mail.subject
    message.sent_at = message.arrived_at = now
    message.read = True
    message.size = len(mail.raw.encode())
    message.raw = mail.raw
    message.words = mail.words
