"""One way to deliver: professional mail, personal mail, text message, paper.

What is sent waits in the outbox until the workshop's clock reaches its hour; whichever
terminal looks first delivers it, once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from random import Random

from sqlmodel import Session, col, select

from kiosk.models import Delivery, DeskItem, Message, Participant
from kiosk.services.content import MailTemplate
from kiosk.services.letters import LetterWriter


class Channel(StrEnum):
    """The ways something reaches a participant."""

    MAIL = "mail"
    PERSONAL_MAIL = "personal-mail"
    SMS = "sms"
    PAPER = "paper"


class Folder(StrEnum):
    """The folders every mailbox has."""

    INBOX = "inbox"
    JUNK = "junk"
    SENT = "sent"
    TRASH = "trash"


class PaperKind(StrEnum):
    """The papers that reach the pigeonhole."""

    NOTICE = "notice"


@dataclass(frozen=True)
class Parcel:
    """Something to deliver by another way than the professional mail."""

    channel: Channel
    kind: str
    sender: str
    title: str
    body: str = field(repr=False)


class Postman:
    """Sends now, delivers when due; ``chance`` makes the keys of what is sent."""

    def __init__(self, writer: LetterWriter, chance: Random) -> None:
        self._writer = writer
        self._chance = chance

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

    def deliver_due(self, unit: Session, workshop_id: str, now: datetime) -> int:
        """Deliver what is due in a workshop, oldest first, and return how many there were."""
        due = unit.exec(
            select(Delivery)
            .join(Participant, col(Participant.id) == col(Delivery.participant_id))
            .where(Participant.workshop_id == workshop_id, Delivery.due_at <= now)
            .order_by(col(Delivery.due_at), col(Delivery.id))
            .with_for_update(of=Delivery)
        ).all()
        for delivery in due:
            unit.add(_arrived(delivery))
            unit.delete(delivery)
        return len(due)

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


def _arrived(delivery: Delivery) -> Message | DeskItem:
    if delivery.channel == Channel.MAIL:
        return Message(
            id=delivery.id,
            participant_id=delivery.participant_id,
            folder=delivery.kind,
            sender=delivery.sender,
            subject=delivery.title,
            sent_at=delivery.due_at,
            arrived_at=delivery.due_at,
            size=delivery.size,
            raw=delivery.body,
        )
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
