"""The mailbox of whoever signed in to the webmail, as it is read: lists, messages, searches."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from kiosk.models import Message, Participant
from kiosk.services.clock import Clock
from kiosk.services.journal import Event, record
from kiosk.services.letters import Letter, read_letter
from kiosk.services.mail_folders import FolderCount, folder_counts
from kiosk.services.mail_room import used_bytes
from kiosk.services.mail_search import found_by
from kiosk.services.mail_words import words_of
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.sessions import Sessions, SignedIn, System
from kiosk.services.store import Store

PAGE = 100
"""Lines that are read at once; a list asks for others as they come in sight."""

_ANSWERED = frozenset({"re", "tr", "fw", "fwd"})


class Sort(StrEnum):
    """In which order a folder is listed."""

    DATE = "date"
    SENDER = "sender"
    SUBJECT = "subject"
    SIZE = "size"


class Order(StrEnum):
    """Which way round a folder is listed."""

    USUAL = "usual"
    REVERSED = "reversed"


@dataclass(frozen=True)
class MessageLine:
    """A message in a list; ``size`` is in bytes."""

    id: str
    sender: str
    subject: str
    sent_at: datetime
    read: bool
    size: int
    folder: str


@dataclass(frozen=True)
class Mailbox:
    """One folder opened, the other folders beside it, and the room used, in bytes.

    ``order`` is every message of the folder, ``messages`` the lines read of them, in that order.
    """

    owner: str
    address: str
    folder: FolderCount
    folders: tuple[FolderCount, ...]
    order: tuple[str, ...]
    messages: tuple[MessageLine, ...]
    used_bytes: int


@dataclass(frozen=True)
class Found:
    """What a search found, newest first; ``messages`` as in a mailbox."""

    order: tuple[str, ...]
    messages: tuple[MessageLine, ...]
    folders: tuple[FolderCount, ...]


@dataclass(frozen=True)
class OpenedMessage:
    """A message being read, its folder and its neighbours there; ``owner`` is whose mailbox."""

    id: str
    owner: str
    folder: str
    folder_name: str
    letter: Letter
    newer: str | None
    older: str | None


class Mailboxes:
    """The mailbox of a browser; every call takes the token it was given at the door."""

    def __init__(
        self, store: Store, clock: Clock, *, sessions: Sessions, longest_letter: int
    ) -> None:
        self._store = store
        self._clock = clock
        self._sessions = sessions
        self._longest_letter = longest_letter

    def open_folder(
        self,
        token: str | None,
        folder: str,
        sort: Sort = Sort.DATE,
        in_sight: Iterable[str] = (),
        turned: Order = Order.USUAL,
    ) -> Mailbox:
        """Return a folder, the inbox where there is no such folder; refuses SIGN_IN_FIRST.

        Newest first, largest first, or in the order of the alphabet, unless it is reversed. The
        lines of the first messages are read, and those of the messages ``in_sight``.
        """
        session = self._session(token)
        with self._store.look() as unit:
            owner = unit.get_one(Participant, session.participant_id)
            folders = folder_counts(unit, owner.id)
            opened = next((one for one in folders if one.folder == folder), folders[0])
            order = _in_order(unit, owner.id, opened.folder, sort)
            order = order[::-1] if turned is Order.REVERSED else order
            lines = _lines(unit, owner.id, order, in_sight)
            used = used_bytes(unit, owner.id)
        return Mailbox(
            owner=f"{owner.first_name} {owner.last_name}",
            address=owner.address,
            folder=opened,
            folders=folders,
            order=order,
            messages=lines,
            used_bytes=used,
        )

    def search(self, token: str | None, typed: str, in_sight: Iterable[str] = ()) -> Found:
        """Return the messages of every folder that have all the words; refuses SIGN_IN_FIRST.

        Accents and capitals do not matter. Without a word there is nothing to find.
        """
        owner = self._session(token).participant_id
        condition = found_by(typed, self._store.dialect)
        with self._store.look() as unit:
            folders = folder_counts(unit, owner)
            if condition is None:
                return Found((), (), folders)
            order = tuple(
                unit.exec(
                    select(Message.id)
                    .where(Message.participant_id == owner, condition)
                    .order_by(col(Message.arrived_at).desc(), col(Message.id))
                ).all()
            )
            return Found(order, _lines(unit, owner, order, in_sight), folders)

    def lines(self, token: str | None, messages: Iterable[str]) -> tuple[MessageLine, ...]:
        """Return the lines of messages that come in sight; refuses SIGN_IN_FIRST."""
        owner = self._session(token).participant_id
        with self._store.look() as unit:
            return _lines(unit, owner, (), messages)

    def read(self, token: str | None, message_id: str) -> OpenedMessage:
        """Return a message and mark it read; refuses SIGN_IN_FIRST and MESSAGE_GONE."""
        session = self._session(token)
        now = self._clock.now(session.workshop_id)
        with self._store.unit() as unit:
            # Held so that another terminal does not file the message elsewhere meanwhile.
            unit.get_one(Participant, session.participant_id, with_for_update=True)
            message = unit.get(Message, message_id)
            if message is None or message.participant_id != session.participant_id:
                raise Refusal(RefusalCode.MESSAGE_GONE)
            if not message.read:
                message.read = True
                record(unit, session.participant_id, Event.MESSAGE_READ, at=now)
            order = _in_order(unit, session.participant_id, message.folder, Sort.DATE)
            folders = folder_counts(unit, session.participant_id)
            owner = unit.get_one(Participant, session.participant_id).address
        place = order.index(message.id)
        return OpenedMessage(
            id=message.id,
            owner=owner,
            folder=message.folder,
            folder_name=next((one.name for one in folders if one.folder == message.folder), ""),
            letter=read_letter(message.raw, self._longest_letter),
            newer=order[place - 1] if place > 0 else None,
            older=order[place + 1] if place + 1 < len(order) else None,
        )

    def _session(self, token: str | None) -> SignedIn:
        return self._sessions.require(token, System.WEBMAIL)


def _in_order(unit: Session, owner: str, folder: str, sort: Sort) -> tuple[str, ...]:
    newest_first = (col(Message.arrived_at).desc(), col(Message.id))
    here = (col(Message.participant_id) == owner, col(Message.folder) == folder)
    if sort is Sort.DATE:
        return tuple(unit.exec(select(Message.id).where(*here).order_by(*newest_first)).all())
    if sort is Sort.SIZE:
        largest_first = (col(Message.size).desc(), *newest_first)
        return tuple(unit.exec(select(Message.id).where(*here).order_by(*largest_first)).all())
    column = col(Message.sender) if sort is Sort.SENDER else col(Message.subject)
    rows = unit.execute(columns(col(Message.id), column).where(*here).order_by(*newest_first)).all()
    # The alphabets of the two kinds of store differ; this one is a reader's.
    return tuple(row[0] for row in sorted(rows, key=lambda row: _alphabetical(row[1])))


def _alphabetical(text: str) -> str:
    words = words_of(text).split()
    while words and words[0] in _ANSWERED:
        words = words[1:]
    return " ".join(words)


def _lines(
    unit: Session, owner: str, order: Sequence[str], in_sight: Iterable[str]
) -> tuple[MessageLine, ...]:
    wanted = list(dict.fromkeys([*order[:PAGE], *in_sight]))
    rows = unit.execute(
        columns(
            # The owner is compared here: the store would read the whole mailbox to find it.
            col(Message.participant_id),
            col(Message.id),
            col(Message.sender),
            col(Message.subject),
            col(Message.sent_at),
            col(Message.read),
            col(Message.size),
            col(Message.folder),
        ).where(col(Message.id).in_(wanted))
    ).all()
    lines = {row[1]: MessageLine(*row[1:]) for row in rows if row[0] == owner}
    return tuple(lines[message] for message in wanted if message in lines)
