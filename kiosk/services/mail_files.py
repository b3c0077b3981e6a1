"""Mailboxes as standard files, for trainers: messages in ``.eml`` files or in one ``mbox``."""

import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, col, select

from kiosk.models import Message, Participant, Workshop
from kiosk.models.workshop import new_id
from kiosk.services.junk_filter import JunkFilter, learnt_folder
from kiosk.services.letters import Letter, indexed_words, read_letter
from kiosk.services.mail_room import has_room
from kiosk.services.postman import Folder
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.store import Store

MBOX = ".mbox"
LARGEST = 2 * 1024 * 1024
"""Bytes of a message that is taken in."""

_CHARSET = re.compile(rb"charset=\"?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True)
class Taken:
    """How many messages were taken into a mailbox, and how many were left out."""

    taken: int
    left_out: int


class MailFiles:
    """Reads and writes the mailbox of a professional address."""

    def __init__(self, store: Store, *, junk: JunkFilter, quota: int) -> None:
        self._store = store
        self._junk = junk
        self._quota = quota

    def export(self, address: str, to: Path) -> int:
        """Write a mailbox to a new ``.mbox`` file, else as ``.eml`` files in a folder.

        Returns how many messages; refuses MAILBOX_UNKNOWN and FILE_EXISTS; raises OSError.
        """
        with self._store.look() as unit:
            owner = _owner(unit, address)
            messages = unit.exec(
                select(Message)
                .where(Message.participant_id == owner.id)
                .order_by(col(Message.arrived_at), col(Message.id))
            ).all()
        if to.exists() and (to.suffix == MBOX or any(to.iterdir())):
            raise Refusal(RefusalCode.FILE_EXISTS)
        if to.suffix == MBOX:
            box = mailbox.mbox(to, create=True)
            try:
                for message in messages:
                    box.add(message.raw.encode())
            finally:
                box.close()
            return len(messages)
        to.mkdir(parents=True, exist_ok=True)
        for number, message in enumerate(messages, start=1):
            name = f"{number:04}-{message.folder}.eml"
            (to / name).write_bytes(message.raw.encode())
        return len(messages)

    def take_in(self, address: str, source: Path) -> Taken:
        """Add the messages of a file, or of a folder's ``.eml`` files, to the mailbox.

        They go where the junk filter files them. What is no mail, is larger than ``LARGEST`` or
        finds no room is left out. Refuses MAILBOX_UNKNOWN; raises OSError.
        """
        taken = left_out = 0
        with self._store.unit() as unit:
            owner = _owner(unit, address)
            unit.get_one(Participant, owner.id, with_for_update=True)
            academy = unit.get_one(Workshop, owner.workshop_id).academy
            for data in _messages(source):
                letter = _letter(data)
                if letter is None or not has_room(unit, owner.id, len(data), self._quota):
                    left_out += 1
                    continue
                folder = self._folder(unit, owner.id, academy, letter)
                unit.add(_message(owner.id, folder, letter, data))
                unit.flush()
                taken += 1
        return Taken(taken, left_out)

    def _folder(self, unit: Session, owner: str, academy: str, letter: Letter) -> str:
        address = letter.sender_address.lower()
        if learnt := learnt_folder(unit, owner, address):
            return learnt
        is_junk = self._junk.suspects(academy, address, letter.subject)
        return Folder.JUNK if is_junk else Folder.INBOX


def _owner(unit: Session, address: str) -> Participant:
    """Return who has an address, in the workshop last looked at."""
    owner = unit.exec(
        select(Participant)
        .join(Workshop, col(Workshop.id) == col(Participant.workshop_id))
        .where(Participant.address == address.strip().lower())
        .order_by(col(Workshop.seen_at).desc())
    ).first()
    if owner is None:
        raise Refusal(RefusalCode.MAILBOX_UNKNOWN)
    return owner


def _messages(source: Path) -> Iterator[bytes]:
    if source.is_dir():
        for file in sorted(source.glob("*.eml")):
            yield file.read_bytes()
    elif source.suffix == MBOX:
        box = mailbox.mbox(source, create=False)
        try:
            for key in box.iterkeys():
                yield box.get_bytes(key)
        finally:
            box.close()
    else:
        yield source.read_bytes()


def _letter(data: bytes) -> Letter | None:
    if len(data) > LARGEST:
        return None
    letter = read_letter(_text(data))
    return letter if _is_mail(letter) else None


def _message(owner: str, folder: str, letter: Letter, data: bytes) -> Message:
    return Message(
        id=new_id(),
        participant_id=owner,
        folder=folder,
        sender=letter.sender or letter.sender_address,
        subject=letter.subject,
        sent_at=letter.sent_at,
        arrived_at=letter.sent_at,
        size=len(data),
        raw=_text(data),
        words=indexed_words(letter),
    )


def _is_mail(letter: Letter) -> bool:
    return bool(letter.sender_address or letter.subject)


def _text(data: bytes) -> str:
    """Read a mail as text: in UTF-8, else in the first character set that it names."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        named = _CHARSET.search(data)
        try:
            text = data.decode(named[1].decode("ascii") if named else "latin-1", "replace")
        except LookupError:
            text = data.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\0", "")
