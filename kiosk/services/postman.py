"""One way to deliver: professional mail, personal mail, text message, paper.

What is sent waits in the outbox until the workshop's clock reaches its hour; whichever
terminal looks first delivers it, once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from sqlmodel import Session, col, select

from kiosk.models import Delivery, DeskItem, Message, Participant
from kiosk.services.content import MailTemplate
from kiosk.services.journal import Event, record
from kiosk.services.junk_filter import learnt_folder
from kiosk.services.letters import (
    ComposedMail,
    LetterWriter,
    as_received,
    indexed_words,
    read_letter,
    sender_address,
)
from kiosk.services.mail_room import has_room


class Channel(StrEnum):
    """The ways something reaches a participant."""

    MAIL = "mail"
    PERSONAL_MAIL = "personal-mail"
    SMS = "sms"
    PAPER = "paper"
    LOST = "lost"
    """Where a paper is that nobody finds any more."""


class Folder(StrEnum):
    """The folders every mailbox has."""

    INBOX = "inbox"
    JUNK = "junk"
    SENT = "sent"
    DRAFTS = "drafts"
    TRASH = "trash"


class PaperKind(StrEnum):
    """The papers that reach the pigeonhole."""

    NOTICE = "notice"
    POSTED_NOTICE = "posted-notice"


@dataclass(frozen=True)
class Parcel:
    """Something to deliver by another way than the professional mail."""

    channel: Channel
    kind: str
    sender: str
    title: str
    body: str = field(repr=False)


class Postman:
    """Sends now, delivers when due; ``chance`` makes the keys of what is sent.

    A mailbox takes ``quota`` bytes, any number when none is given; ``returned`` are the mails that
    tell a sender of one that a full mailbox did not take, ``returns_after`` so long.
    """

    def __init__(
        self,
        writer: LetterWriter,
        chance: Random,
        *,
        quota: int | None = None,
        returned: tuple[MailTemplate, ...] = (),
        returns_after: timedelta = timedelta(0),
    ) -> None:
        self._writer = writer
        self._chance = chance
        self._quota = quota
        self._returned = returned
        self._returns_after = returns_after

    def send_mail(
        self,
        unit: Session,
        participant: Participant,
        template: MailTemplate,
        *,
        due_at: datetime,
        values: Mapping[str, object],
    ) -> None:
        """Put a mail of the content into the outbox; it is dated when it arrives."""
        key = self._new_key()
        mail = self._writer.compose(template, participant, sent_at=due_at, key=key, values=values)
        unit.add(
            Delivery(
                id=key,
                participant_id=participant.id,
                channel=Channel.MAIL,
                kind=template.folder,
                due_at=due_at,
                title=mail.subject,
                sender=mail.sender,
                size=template.kilobytes * 1024,
                body=mail.raw,
            )
        )

    def send(
        self, unit: Session, participant: Participant, parcel: Parcel, *, due_at: datetime
    ) -> None:
        """Put a paper, a text message or a personal mail into the outbox."""
        unit.add(
            Delivery(
                id=self._new_key(),
                participant_id=participant.id,
                channel=parcel.channel,
                kind=parcel.kind,
                due_at=due_at,
                title=parcel.title,
                sender=parcel.sender,
                body=parcel.body,
            )
        )

    def send_letter(
        self,
        unit: Session,
        participant: Participant,
        mail: ComposedMail,
        *,
        folder: Folder,
        sent_by: str,
        due_at: datetime,
    ) -> None:
        """Put a mail that a participant wrote into the outbox of another, for one folder."""
        key = self._new_key()
        raw = as_received(mail.raw, participant.address, at=due_at, key=key)
        unit.add(
            Delivery(
                id=key,
                participant_id=participant.id,
                channel=Channel.MAIL,
                kind=folder,
                due_at=due_at,
                title=mail.subject,
                sender=mail.sender,
                size=len(raw.encode()),
                body=raw,
                sent_by=sent_by,
            )
        )

    def deliver_due(self, unit: Session, workshop_id: str, now: datetime) -> int:
        """Deliver what is due in a workshop, oldest first, and return how many there were.

        A mail for which the mailbox has no room is not delivered, now or later: the journal says
        so, and a participant who wrote it gets a notice.
        """
        number = 0
        while due := _due(unit, workshop_id, now):
            number += len(due)
            for delivery in due:
                unit.delete(delivery)
                if delivery.channel != Channel.MAIL:
                    unit.add(_desk_item(delivery))
                elif self._quota is None or has_room(
                    unit, delivery.participant_id, delivery.size, self._quota
                ):
                    unit.add(_message(unit, delivery))
                else:
                    self._bounce(unit, delivery)
            unit.flush()
        return number

    def _bounce(self, unit: Session, delivery: Delivery) -> None:
        at = delivery.due_at
        record(unit, delivery.participant_id, Event.MAIL_BOUNCED, at=at, subject=delivery.sender)
        sender = unit.get(Participant, delivery.sent_by) if delivery.sent_by else None
        owner = unit.get_one(Participant, delivery.participant_id)
        if sender is None:
            return
        for template in self._returned:
            self.send_mail(
                unit,
                sender,
                template,
                due_at=at + self._returns_after,
                values={"returned_to": owner.address, "returned_subject": delivery.title},
            )

    def _new_key(self) -> str:
        return f"{self._chance.getrandbits(48):012x}"


def has_due(unit: Session, workshop_id: str, now: datetime) -> bool:
    """Say whether something waits to be delivered, without writing anything."""
    return (
        unit.exec(
            select(Delivery.id)
            .join(Participant, col(Participant.id) == col(Delivery.participant_id))
            .where(Participant.workshop_id == workshop_id, Delivery.due_at <= now)
            .limit(1)
        ).first()
        is not None
    )


def _due(unit: Session, workshop_id: str, now: datetime) -> Sequence[Delivery]:
    return unit.exec(
        select(Delivery)
        .join(Participant, col(Participant.id) == col(Delivery.participant_id))
        .where(Participant.workshop_id == workshop_id, Delivery.due_at <= now)
        .order_by(col(Delivery.due_at), col(Delivery.id))
        .with_for_update(of=Delivery)
    ).all()


def _message(unit: Session, delivery: Delivery) -> Message:
    learnt = learnt_folder(unit, delivery.participant_id, sender_address(delivery.body))
    return Message(
        id=delivery.id,
        participant_id=delivery.participant_id,
        folder=learnt or delivery.kind,
        sender=delivery.sender,
        subject=delivery.title,
        sent_at=delivery.due_at,
        arrived_at=delivery.due_at,
        size=delivery.size,
        raw=delivery.body,
        words=indexed_words(read_letter(delivery.body)),
    )


def _desk_item(delivery: Delivery) -> DeskItem:
    return DeskItem(
        id=delivery.id,
        participant_id=delivery.participant_id,
        channel=delivery.channel,
        kind=delivery.kind,
        sender=delivery.sender,
        title=delivery.title,
        body=delivery.body,
        arrived_at=delivery.due_at,
    )
