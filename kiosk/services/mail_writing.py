"""Writing mails: drafts, sending, the address book of the workshop."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from random import Random

from sqlmodel import Session, select

from kiosk.models import Message, Participant, Workshop
from kiosk.services.clock import Clock
from kiosk.services.content import Content, MailTrigger
from kiosk.services.journal import Event, record, record_once
from kiosk.services.junk_filter import JunkFilter
from kiosk.services.letter_parts import Attachment
from kiosk.services.letter_writing import (
    Typed,
    addresses_in,
    clean,
    make_mail,
    read_draft,
    recipients,
    require_short,
)
from kiosk.services.letters import ComposedMail, Letter, read_letter
from kiosk.services.mail_room import has_room
from kiosk.services.mail_search import forget_deleted
from kiosk.services.mail_senders import MailSenders
from kiosk.services.mail_words import in_order
from kiosk.services.participants import held, who_has
from kiosk.services.postman import Folder, Postman
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.service_mails import ServiceMails
from kiosk.services.sessions import Sessions, SignedIn, System
from kiosk.services.store import Store


@dataclass(frozen=True)
class Contact:
    """Somebody in the address book."""

    name: str
    address: str


@dataclass(frozen=True)
class Sent:
    """What became of a mail: written to a trap, it went nowhere; ``trap`` is its address."""

    trap: str = ""


class MailWriting:
    """Keeps and sends what one writes; every call takes the browser's token."""

    def __init__(
        self,
        store: Store,
        content: Content,
        clock: Clock,
        *,
        sessions: Sessions,
        senders: MailSenders,
        junk: JunkFilter,
        postman: Postman,
        mails: ServiceMails,
        chance: Random,
        quota: int,
    ) -> None:
        self._store = store
        self._content = content
        self._clock = clock
        self._sessions = sessions
        self._senders = senders
        self._junk = junk
        self._postman = postman
        self._mails = mails
        self._chance = chance
        self._quota = quota
        self._longest = content.rules.letter_characters

    def new_key(self) -> str:
        """Return the key of a mail about to be written: the same when kept, sent or sent twice."""
        return f"{self._chance.getrandbits(96):024x}"

    def contacts(self, token: str | None) -> tuple[Contact, ...]:
        """Return the workshop's other participants, and those one has had mail from but no trap.

        Refuses SIGN_IN_FIRST.
        """
        session = self._session(token)
        now = self._clock.now(session.workshop_id)
        with self._store.look() as unit:
            owner = unit.get_one(Participant, session.participant_id)
            heard = self._senders.heard(unit, owner, now)
            people = unit.exec(
                select(Participant).where(Participant.workshop_id == owner.workshop_id)
            ).all()
        found = {p.address: f"{p.first_name} {p.last_name}" for p in people if p.id != owner.id}
        found = {**heard, **found}
        contacts = (Contact(name, address) for address, name in found.items())
        return tuple(
            sorted(
                contacts, key=lambda contact: (in_order(contact.name), in_order(contact.address))
            )
        )

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

    def files(self, token: str | None, typed: Typed) -> tuple[Attachment, ...]:
        """Return the files that come along with a mail passed on; refuses SIGN_IN_FIRST."""
        session = self._session(token)
        with self._store.look() as unit:
            return _files(unit, session.participant_id, typed, self._longest)

    def keep(self, token: str | None, key: str, typed: Typed) -> bool:
        """Keep a draft as it is, however full the mailbox; one left blank is no draft.

        Nothing is kept of what is written to a trap, which the answer says. A mail sent or thrown
        away meanwhile stays as it is. Refuses TEXT_TOO_LONG by field, and SIGN_IN_FIRST.
        """
        session = self._session(token)
        require_short(typed)
        typed = clean(typed)
        now = self._clock.now(session.workshop_id)
        with self._store.unit() as unit:
            owner = held(unit, session.participant_id)
            kept = unit.get(Message, key)
            trap = self._trap(unit, owner, typed, now)
            if kept is not None and (
                kept.participant_id != owner.id or kept.folder != Folder.DRAFTS
            ):
                return not trap
            if trap or typed.is_blank:
                self._drop(unit, kept)
                return not trap
            mail = make_mail(_address(owner), (), typed, sent_at=now, key=key)
            message = kept or _blank(key, owner.id, now)
            _fill(message, mail, Folder.DRAFTS, typed.to, now)
            unit.add(message)
            return True

    def send(self, token: str | None, key: str, typed: Typed) -> Sent:
        """Send a mail and keep a copy among those sent; sent twice, it leaves once.

        Written to a trap it goes nowhere, and its draft with it: only the journal knows.

        Refuses FIELD_EMPTY, RECIPIENT_SHAPE, RECIPIENTS_TOO_MANY and TEXT_TOO_LONG by field,
        MAILBOX_FULL when there is no room for the copy, MESSAGE_GONE and SIGN_IN_FIRST.
        """
        session = self._session(token)
        to = recipients(typed)
        typed = clean(typed)
        now = self._clock.now(session.workshop_id)
        with self._store.unit() as unit:
            owner = held(unit, session.participant_id)
            kept = unit.get(Message, key)
            if kept is not None and kept.participant_id != owner.id:
                raise Refusal(RefusalCode.MESSAGE_GONE, "form")
            if kept is not None and not _is_draft(kept):
                return Sent()
            if trap := self._trap(unit, owner, typed, now):
                self._drop(unit, kept)
                kind = self._senders.traps(unit, owner, now)[trap]
                record_once(unit, owner.id, Event.TRAP_ANSWERED, at=now, subject=kind)
                return Sent(trap)
            answered = _letter(unit, owner.id, typed.answers, self._longest)
            mail = make_mail(
                _address(owner),
                to,
                typed,
                sent_at=now,
                key=key,
                answered=answered,
                files=_files(unit, owner.id, typed, self._longest),
            )
            message = kept or _blank(key, owner.id, now)
            if not has_room(unit, owner.id, len(mail.raw.encode()) - message.size, self._quota):
                raise Refusal(RefusalCode.MAILBOX_FULL, "form")
            _fill(message, mail, Folder.SENT, ", ".join(to), now)
            unit.add(message)
            for address in to:
                self._post(unit, owner, address, mail, now, answered)
            record(unit, owner.id, Event.MAIL_SENT, at=now)
        return Sent()

    def _trap(self, unit: Session, owner: Participant, typed: Typed, now: datetime) -> str:
        """Return the trap's address that a mail is for, if any.

        While nobody is named yet, it is for whom it answers: an address is being corrected.
        """
        named = addresses_in(typed.to)
        answered = None if named else _letter(unit, owner.id, typed.answers, self._longest)
        if answered is not None:
            named = (answered.reply_to.lower(),)
        traps = self._senders.traps(unit, owner, now)
        found = (address for address in named if address in traps)
        return next((one for one in found if who_has(unit, owner.workshop_id, one) is None), "")

    def _drop(self, unit: Session, kept: Message | None) -> None:
        """Delete a draft at once, what a search would find it by included."""
        if kept is not None:
            unit.delete(kept)
            unit.flush()
            forget_deleted(unit, self._store.dialect)

    def _post(
        self,
        unit: Session,
        owner: Participant,
        address: str,
        mail: ComposedMail,
        now: datetime,
        answered: Letter | None,
    ) -> None:
        """Put the mail into the outbox, or the notice that it cannot be delivered there."""
        due = now + self._mails.delay()
        recipient = who_has(unit, owner.workshop_id, address)
        if recipient is not None:
            academy = unit.get_one(Workshop, owner.workshop_id).academy
            is_junk = self._junk.suspects(academy, owner.address, mail.subject)
            folder = Folder.JUNK if is_junk else Folder.INBOX
            self._postman.send_letter(
                unit, recipient, mail, folder=folder, sent_by=owner.id, due_at=due
            )
            return
        wrote = answered is not None and address == answered.reply_to.lower()
        is_known = wrote or self._senders.is_known(unit, owner, address)
        trigger = MailTrigger.RECIPIENT_SILENT if is_known else MailTrigger.RECIPIENT_UNKNOWN
        for template in self._content.mails_on(trigger):
            values = {"returned_to": address, "returned_subject": mail.subject}
            self._postman.send_mail(unit, owner, template, due_at=due, values=values)

    def _session(self, token: str | None) -> SignedIn:
        return self._sessions.require(token, System.WEBMAIL)


def _address(person: Participant) -> Address:
    name = f"{person.first_name} {person.last_name}"
    return Address(display_name=name, addr_spec=person.address)


def _letter(unit: Session, owner: str, message_id: str, longest: int) -> Letter | None:
    message = unit.get(Message, message_id) if message_id else None
    if message is None or message.participant_id != owner:
        return None
    return read_letter(message.raw, longest)


def _files(unit: Session, owner: str, typed: Typed, longest: int) -> tuple[Attachment, ...]:
    passed_on = _letter(unit, owner, typed.passes_on, longest)
    return passed_on.attachments if passed_on is not None else ()


def _is_draft(message: Message) -> bool:
    thrown_away = message.folder == Folder.TRASH and message.origin == Folder.DRAFTS
    return thrown_away or message.folder == Folder.DRAFTS


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
