"""Mailboxes as standard files, for trainers: messages in ``.eml`` files or in one ``mbox``."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlmodel import Session, col, select

from kiosk.models import Message, Participant, Workshop
from kiosk.models.workshop import new_id
from kiosk.services.clock import Clock
from kiosk.services.junk_filter import JunkFilter, learnt_folders
from kiosk.services.letter_source import UNREADABLE
from kiosk.services.letter_writing import read_draft
from kiosk.services.letters import UNDATED, Letter, indexed_words, read_letter
from kiosk.services.mail_folders import own_folders
from kiosk.services.mail_formats import (
    MBOX,
    Carried,
    read_messages,
    unpacked,
    write_messages,
)
from kiosk.services.mail_room import used_bytes
from kiosk.services.postman import Folder
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.storable_text import storable
from kiosk.services.store import Store

LARGEST = 2 * 1024 * 1024
"""Bytes of a message that is taken in."""

_AT_ONCE = 50
"""Messages kept in one unit of work: the other terminals wait no longer than that."""

_WRITTEN = frozenset({Folder.SENT.value, Folder.DRAFTS.value})


@dataclass(frozen=True)
class Taken:
    """How many messages were taken into a mailbox, could not be read, or found no room."""

    taken: int
    unreadable: int = 0
    without_room: int = 0


class MailFiles:
    """Reads and writes the mailbox of a professional address."""

    def __init__(
        self, store: Store, clock: Clock, *, junk: JunkFilter, quota: int, longest_letter: int
    ) -> None:
        self._store = store
        self._clock = clock
        self._junk = junk
        self._quota = quota
        self._longest_letter = longest_letter

    def export(self, address: str, to: Path) -> int:
        """Write a mailbox to a new ``.mbox`` file, else as ``.eml`` files in a folder.

        Returns how many messages; refuses MAILBOX_UNKNOWN and FILE_EXISTS; raises OSError.
        """
        with self._store.look() as unit:
            owner = _owner(unit, address)
            names = {one: name for name, one in _folders(unit, owner.id).items()}
            messages = unit.exec(
                select(Message)
                .where(Message.participant_id == owner.id)
                .order_by(col(Message.arrived_at), col(Message.id))
            ).all()
        if to.exists() and (to.suffix == MBOX or any(to.iterdir())):
            raise Refusal(RefusalCode.FILE_EXISTS)
        write_messages(
            to,
            (
                Carried(one.raw, names.get(one.folder, Folder.INBOX.value), one.size)
                for one in messages
            ),
        )
        return len(messages)

    def take_in(self, address: str, source: Path) -> Taken:
        """Add the messages of a file, or of a folder's ``.eml`` files, to a mailbox.

        Each goes to the folder it came from where the mailbox has one of that name, else where
        the junk filter files it. What is no mail, is larger than ``LARGEST`` or finds no room is
        left out. What has no date that can be read arrives now. Refuses MAILBOX_UNKNOWN and
        FILE_WITHOUT_MAIL; raises OSError and mailbox.Error.
        """
        with self._store.look() as unit:
            owner = _owner(unit, address)
            mailbox = _Mailbox(
                owner.id,
                unit.get_one(Workshop, owner.workshop_id).academy,
                self._clock.now(owner.workshop_id),
                _folders(unit, owner.id),
                learnt_folders(unit, owner.id),
            )
        # Read whole before anything is kept: only keeping makes the other terminals wait.
        read = [self._message(mailbox, data) for data in read_messages(source)]
        if not read:
            raise Refusal(RefusalCode.FILE_WITHOUT_MAIL)
        found = [message for message in read if message is not None]
        taken = sum(self._keep(mailbox.owner, some) for some in _some_at_a_time(found))
        return Taken(taken, unreadable=len(read) - len(found), without_room=len(found) - taken)

    def _keep(self, owner: str, messages: Sequence[Message]) -> int:
        """Keep the messages that find room, and return how many."""
        taken = 0
        with self._store.unit() as unit:
            if unit.get(Participant, owner, with_for_update=True) is None:
                raise Refusal(RefusalCode.MAILBOX_UNKNOWN)
            room = self._quota - used_bytes(unit, owner)
            for message in messages:
                if message.size <= room:
                    room -= message.size
                    unit.add(message)
                    taken += 1
        return taken

    def _message(self, mailbox: "_Mailbox", data: bytes) -> Message | None:
        """Read a message; nothing where it is no mail, too large, or cannot be read."""
        carried = unpacked(data)
        if len(carried.raw.encode()) > LARGEST:
            return None
        try:
            letter = read_letter(carried.raw, self._longest_letter)
        except UNREADABLE:
            return None
        if not (letter.sender_address or letter.subject):
            return None
        sent_at = mailbox.now if letter.sent_at == UNDATED else letter.sent_at
        folder = mailbox.folders.get(carried.folder) or self._filed(mailbox, letter)
        return Message(
            id=new_id(),
            participant_id=mailbox.owner,
            folder=folder,
            sender=_listed(letter, carried.raw, folder),
            subject=letter.subject,
            sent_at=sent_at,
            arrived_at=sent_at,
            read=folder in _WRITTEN,
            size=carried.size,
            raw=carried.raw,
            words=indexed_words(letter),
        )

    def _filed(self, mailbox: "_Mailbox", letter: Letter) -> str:
        address = letter.sender_address.lower()
        if learnt := mailbox.learnt.get(address):
            return learnt
        is_junk = self._junk.suspects(mailbox.academy, address, letter.subject)
        return (Folder.JUNK if is_junk else Folder.INBOX).value


@dataclass(frozen=True)
class _Mailbox:
    """Whose it is, and where its messages may go."""

    owner: str
    academy: str
    now: datetime
    folders: Mapping[str, str]
    learnt: Mapping[str, str]


def _owner(unit: Session, address: str) -> Participant:
    """Return who has an address, in the workshop last looked at."""
    owner = unit.exec(
        select(Participant)
        .join(Workshop, col(Workshop.id) == col(Participant.workshop_id))
        .where(Participant.address == storable(address).strip().lower())
        .order_by(col(Workshop.seen_at).desc())
    ).first()
    if owner is None:
        raise Refusal(RefusalCode.MAILBOX_UNKNOWN)
    return owner


def _folders(unit: Session, owner: str) -> dict[str, str]:
    """Return the folders of a mailbox by the names they travel under, one's own in quotes."""
    fixed = {folder.value: folder.value for folder in Folder}
    return fixed | {f'"{own.name}"': own.id for own in own_folders(unit, owner)}


def _listed(letter: Letter, raw: str, folder: str) -> str:
    """Return whom a list names: who wrote, or to whom one wrote oneself."""
    if folder == Folder.SENT:
        return letter.recipient
    if folder == Folder.DRAFTS:
        return read_draft(raw).to
    return letter.sender or letter.sender_address


def _some_at_a_time(messages: Iterable[Message]) -> Iterator[list[Message]]:
    waiting = iter(messages)
    while some := list(islice(waiting, _AT_ONCE)):
        yield some
