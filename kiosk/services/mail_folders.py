"""The folders of a mailbox: those that everybody has, and one's own."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from kiosk.models import MailFolder, Message, Participant
from kiosk.services.form_fields import require_filled
from kiosk.services.mail_words import folded, in_order
from kiosk.services.postman import Folder
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.sessions import Sessions, System
from kiosk.services.storable_text import kept
from kiosk.services.store import Store

LONGEST_NAME = 30
MOST_FOLDERS = 20

TITLES: Mapping[str, str] = {
    Folder.INBOX: "Boîte de réception",
    Folder.JUNK: "Indésirables",
    Folder.SENT: "Envoyés",
    Folder.DRAFTS: "Brouillons",
    Folder.TRASH: "Corbeille",
}
"""The names of the folders that everybody has."""

SHORT_TITLES: Mapping[str, str] = {**TITLES, Folder.INBOX: "Réception"}
"""Their names where there is little room."""

_UNSEEN = frozenset("MZ")
"""Unicode categories of what is not seen alone: marks put on a letter, spaces."""


@dataclass(frozen=True)
class FolderCount:
    """A folder in the list of folders; ``name`` is empty for those that everybody has."""

    folder: str
    name: str
    messages: int
    unread: int


class MailFolders:
    """Makes, renames and deletes one's own folders; every call takes the browser's token."""

    def __init__(self, store: Store, *, sessions: Sessions) -> None:
        self._store = store
        self._sessions = sessions

    def all(self, token: str | None) -> tuple[FolderCount, ...]:
        """Return every folder with what it holds; refuses SIGN_IN_FIRST."""
        owner = self._owner(token)
        with self._store.look() as unit:
            return folder_counts(unit, owner)

    def create(self, token: str | None, name: str) -> str:
        """Make a folder and return its id.

        Refuses FIELD_EMPTY, FOLDER_NAME_SHAPE, FOLDER_NAME_UNSEEN (accents alone),
        FOLDER_NAME_TAKEN (by a folder that everybody has, too; capitals and accents do not
        matter), FOLDERS_TOO_MANY and SIGN_IN_FIRST.
        """
        owner = self._owner(token)

        def made(unit: Session) -> MailFolder:
            own = own_folders(unit, owner)
            if len(own) >= MOST_FOLDERS:
                raise Refusal(RefusalCode.FOLDERS_TOO_MANY, "folder_name", most=MOST_FOLDERS)
            folder = MailFolder(participant_id=owner, name=_free_name(name, own))
            unit.add(folder)
            return folder

        return self._write(owner, made).id

    def rename(self, token: str | None, folder_id: str, name: str) -> None:
        """Give a folder another name; refuses as ``create``, and FOLDER_GONE."""
        owner = self._owner(token)

        def renamed(unit: Session) -> MailFolder:
            folder = _own(unit, owner, folder_id)
            others = [one for one in own_folders(unit, owner) if one.id != folder.id]
            folder.name = _free_name(name, others)
            return folder

        self._write(owner, renamed)

    def delete(self, token: str | None, folder_id: str) -> None:
        """Delete an empty folder; refuses FOLDER_NOT_EMPTY, FOLDER_GONE and SIGN_IN_FIRST."""
        owner = self._owner(token)
        with self._store.unit() as unit:
            unit.get_one(Participant, owner, with_for_update=True)
            folder = _own(unit, owner, folder_id)
            held = unit.exec(
                select(Message.id).where(
                    Message.participant_id == owner, Message.folder == folder.id
                )
            ).first()
            if held is not None:
                raise Refusal(RefusalCode.FOLDER_NOT_EMPTY, "folder_name")
            unit.delete(folder)

    def _write(self, owner: str, work: Callable[[Session], MailFolder]) -> MailFolder:
        try:
            with self._store.unit() as unit:
                unit.get_one(Participant, owner, with_for_update=True)
                return work(unit)
        except IntegrityError:
            raise Refusal(RefusalCode.FOLDER_NAME_TAKEN, "folder_name") from None

    def _owner(self, token: str | None) -> str:
        return self._sessions.require(token, System.WEBMAIL).participant_id


def own_folders(unit: Session, participant_id: str) -> list[MailFolder]:
    """Return one's own folders in the order of their names."""
    own = unit.exec(select(MailFolder).where(MailFolder.participant_id == participant_id)).all()
    return sorted(own, key=lambda folder: in_order(folder.name))


def folder_counts(unit: Session, participant_id: str) -> tuple[FolderCount, ...]:
    """Return the folders that everybody has, then one's own, with what they hold."""
    rows = unit.exec(
        select(Message.folder, Message.read, func.count())
        .where(Message.participant_id == participant_id)
        .group_by(col(Message.folder), col(Message.read))
    ).all()
    found = {(folder, read): number for folder, read, number in rows}
    named = [(folder.value, "") for folder in Folder]
    named += [(folder.id, folder.name) for folder in own_folders(unit, participant_id)]
    return tuple(
        FolderCount(
            folder,
            name,
            messages=found.get((folder, True), 0) + found.get((folder, False), 0),
            unread=found.get((folder, False), 0),
        )
        for folder, name in named
    )


def _own(unit: Session, owner: str, folder_id: str) -> MailFolder:
    folder = unit.get(MailFolder, folder_id)
    if folder is None or folder.participant_id != owner:
        raise Refusal(RefusalCode.FOLDER_GONE, "folder_name")
    return folder


def _free_name(typed: str, others: list[MailFolder]) -> str:
    composed = unicodedata.normalize("NFC", kept(typed))
    shown = "".join(c if c.isprintable() else " " for c in composed)
    name = " ".join(shown.split())
    require_filled(name, "folder_name")
    if len(name) > LONGEST_NAME:
        raise Refusal(RefusalCode.FOLDER_NAME_SHAPE, "folder_name", longest=LONGEST_NAME)
    if all(unicodedata.category(c)[0] in _UNSEEN for c in name):
        raise Refusal(RefusalCode.FOLDER_NAME_UNSEEN, "folder_name")
    taken = (*(other.name for other in others), *TITLES.values(), *SHORT_TITLES.values())
    if folded(name) in {folded(one) for one in taken}:
        raise Refusal(RefusalCode.FOLDER_NAME_TAKEN, "folder_name")
    return name
