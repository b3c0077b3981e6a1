"""The mailbox of whoever signed in to the webmail: its folders and its messages."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from kiosk.models import Message, Participant
from kiosk.services.clock import Clock
from kiosk.services.journal import Event, record
from kiosk.services.letters import Letter, read_letter
from kiosk.services.postman import Folder
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.sessions import Sessions, SignedIn, System
from kiosk.services.store import Store


@dataclass(frozen=True)
class FolderCount:
    """A folder in the list of folders."""

    folder: Folder
    messages: int
    unread: int


@dataclass(frozen=True)
class MessageLine:
    """A message in the list of a folder."""

    id: str
    sender: str
    subject: str
    sent_at: datetime
    read: bool


@dataclass(frozen=True)
class Mailbox:
    """One folder opened, the other folders beside it, and the room used, in bytes."""

    owner: str
    address: str
    folder: Folder
    folders: tuple[FolderCount, ...]
    messages: tuple[MessageLine, ...]
    used_bytes: int


@dataclass(frozen=True)
class OpenedMessage:
    """A message being read, and its neighbours in the folder."""

    id: str
    folder: Folder
    letter: Letter
    newer: str | None
    older: str | None


class Mailboxes:
    """The mailbox of a browser; every call takes the token it was given at the door."""

    def __init__(self, store: Store, clock: Clock, *, sessions: Sessions) -> None:
        self._store = store
        self._clock = clock
        self._sessions = sessions

    def open_folder(self, token: str | None, folder: Folder) -> Mailbox:
        """Return a folder, newest message first; refuses SIGN_IN_FIRST."""
        session = self._session(token)
        with self._store.look() as unit:
            owner = unit.get_one(Participant, session.participant_id)
            lines = unit.execute(
                columns(
                    col(Message.id),
                    col(Message.sender),
                    col(Message.subject),
                    col(Message.sent_at),
                    col(Message.read),
                )
                .where(col(Message.participant_id) == owner.id, col(Message.folder) == folder)
                .order_by(col(Message.arrived_at).desc(), col(Message.id))
            ).all()
            folders = _folder_counts(unit, owner.id)
            used = unit.exec(
                select(func.coalesce(func.sum(Message.size), 0)).where(
                    Message.participant_id == owner.id
                )
            ).one()
        return Mailbox(
            owner=f"{owner.first_name} {owner.last_name}",
            address=owner.address,
            folder=folder,
            folders=folders,
            messages=tuple(MessageLine(*line) for line in lines),
            used_bytes=int(used),
        )

    def read(self, token: str | None, message_id: str) -> OpenedMessage:
        """Return a message and mark it read; refuses SIGN_IN_FIRST and MESSAGE_GONE."""
        session = self._session(token)
        now = self._clock.now(session.workshop_id)
        with self._store.unit() as unit:
            message = unit.get(Message, message_id)
            if message is None or message.participant_id != session.participant_id:
                raise Refusal(RefusalCode.MESSAGE_GONE)
            if not message.read:
                message.read = True
                record(unit, session.participant_id, Event.MESSAGE_READ, at=now)
            order = unit.exec(
                select(Message.id)
                .where(
                    Message.participant_id == session.participant_id,
                    Message.folder == message.folder,
                )
                .order_by(col(Message.arrived_at).desc(), col(Message.id))
            ).all()
        place = order.index(message.id)
        return OpenedMessage(
            id=message.id,
            folder=Folder(message.folder),
            letter=read_letter(message.raw),
            newer=order[place - 1] if place > 0 else None,
            older=order[place + 1] if place + 1 < len(order) else None,
        )

    def _session(self, token: str | None) -> SignedIn:
        return self._sessions.require(token, System.WEBMAIL)


def _folder_counts(unit: Session, participant_id: str) -> tuple[FolderCount, ...]:
    rows = unit.exec(
        select(Message.folder, Message.read, func.count())
        .where(Message.participant_id == participant_id)
        .group_by(col(Message.folder), col(Message.read))
    ).all()
    found = {(folder, read): number for folder, read, number in rows}
    return tuple(
        FolderCount(
            folder,
            messages=found.get((folder, True), 0) + found.get((folder, False), 0),
            unread=found.get((folder, False), 0),
        )
        for folder in Folder
    )
