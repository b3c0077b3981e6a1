"""Moving messages: to the trash and back, to the junk and back, from folder to folder.

A message is in one folder at a time, and only emptying the trash deletes it: moving neither loses
nor doubles one. What is asked of a message that is gone is left out.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, case, delete, or_, update
from sqlmodel import Session, col, func, select

from kiosk.models import LearntSender, Message, Participant
from kiosk.services.clock import Clock
from kiosk.services.journal import Event, record
from kiosk.services.letters import sender_address
from kiosk.services.mail_folders import own_folders
from kiosk.services.postman import Folder
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.sessions import Sessions, SignedIn, System
from kiosk.services.store import Store

_AT_ONCE = 500
_WRITTEN = (Folder.SENT, Folder.DRAFTS)


class MailFiling:
    """Files messages elsewhere; every call takes the browser's token and tells how many moved."""

    def __init__(self, store: Store, clock: Clock, *, sessions: Sessions) -> None:
        self._store = store
        self._clock = clock
        self._sessions = sessions

    def delete(self, token: str | None, messages: Iterable[str]) -> int:
        """Move messages to the trash, where they still take room; refuses SIGN_IN_FIRST."""
        session = self._session(token)
        with self._filing(session) as unit:
            return _file(
                unit,
                _chosen(session, messages, col(Message.folder) != Folder.TRASH),
                folder=Folder.TRASH.value,
                origin=col(Message.folder),
            )

    def restore(self, token: str | None, messages: Iterable[str]) -> int:
        """Move messages of the trash back to where they were; refuses SIGN_IN_FIRST.

        Where their folder is no more, they go to the inbox.
        """
        session = self._session(token)
        with self._filing(session) as unit:
            own = [folder.id for folder in own_folders(unit, session.participant_id)]
            known = [*(folder.value for folder in Folder if folder is not Folder.TRASH), *own]
            origin = col(Message.origin)
            return _file(
                unit,
                _chosen(session, messages, col(Message.folder) == Folder.TRASH),
                folder=case((origin.in_(known), origin), else_=Folder.INBOX.value),
                origin="",
            )

    def empty_trash(self, token: str | None) -> int:
        """Delete for good what is in the trash, which frees its room; refuses SIGN_IN_FIRST."""
        session = self._session(token)
        owner = session.participant_id
        now = self._clock.now(session.workshop_id)
        in_trash = (col(Message.participant_id) == owner, col(Message.folder) == Folder.TRASH)
        with self._filing(session) as unit:
            number = unit.exec(select(func.count()).select_from(Message).where(*in_trash)).one()
            if number:
                unit.execute(delete(Message).where(*in_trash))
                record(unit, owner, Event.TRASH_EMPTIED, at=now)
        return number

    def erase(self, token: str | None, messages: Iterable[str]) -> int:
        """Delete for good some of what is in the trash; refuses SIGN_IN_FIRST."""
        session = self._session(token)
        number = 0
        with self._filing(session) as unit:
            for which in _chosen(session, messages, col(Message.folder) == Folder.TRASH):
                done = unit.execute(delete(Message).where(which))
                number += cast("CursorResult[Any]", done).rowcount
        return number

    def move(self, token: str | None, messages: Iterable[str], folder: str) -> int:
        """Move messages to the inbox or to a folder of one's own; a draft stays where it is.

        Refuses FOLDER_GONE and SIGN_IN_FIRST.
        """
        session = self._session(token)
        draft = or_(col(Message.folder) == Folder.DRAFTS, col(Message.origin) == Folder.DRAFTS)
        with self._filing(session) as unit:
            own = {one.id for one in own_folders(unit, session.participant_id)}
            if folder not in own | {Folder.INBOX.value}:
                raise Refusal(RefusalCode.FOLDER_GONE)
            which = ~draft & (col(Message.folder) != folder)
            return _file(unit, _chosen(session, messages, which), folder=folder, origin="")

    def mark_unread(self, token: str | None, messages: Iterable[str]) -> int:
        """Show messages as unread again; what one wrote stays read. Refuses SIGN_IN_FIRST."""
        session = self._session(token)
        which = col(Message.read) & col(Message.folder).not_in((*_WRITTEN, Folder.TRASH))
        with self._filing(session) as unit:
            return _file(unit, _chosen(session, messages, which), read=False)

    def not_junk(self, token: str | None, messages: Iterable[str]) -> int:
        """Move messages of the junk to the inbox, where their senders' mail goes from then on.

        Refuses SIGN_IN_FIRST.
        """
        which = col(Message.folder) == Folder.JUNK
        return self._sort_out(token, messages, which, Folder.INBOX, Event.SENDER_TRUSTED)

    def junk(self, token: str | None, messages: Iterable[str]) -> int:
        """Move messages to the junk, where their senders' mail goes from then on.

        What one wrote oneself stays where it is. Refuses SIGN_IN_FIRST.
        """
        which = col(Message.folder).not_in((*_WRITTEN, Folder.TRASH, Folder.JUNK))
        return self._sort_out(token, messages, which, Folder.JUNK, Event.SENDER_DISTRUSTED)

    def _sort_out(
        self,
        token: str | None,
        messages: Iterable[str],
        which: ColumnElement[bool],
        folder: Folder,
        event: Event,
    ) -> int:
        session = self._session(token)
        owner, now = session.participant_id, self._clock.now(session.workshop_id)
        chosen = list(_chosen(session, messages, which))
        with self._filing(session) as unit:
            number = 0
            for some in chosen:
                found = unit.exec(select(Message.raw).where(some)).all()
                for address in sorted({sender_address(raw) for raw in found} - {""}):
                    unit.merge(
                        LearntSender(participant_id=owner, address=address, folder=folder.value)
                    )
                    record(unit, owner, event, at=now, subject=address)
                number += _file(unit, [some], folder=folder.value, origin="")
        return number

    @contextmanager
    def _filing(self, session: SignedIn) -> Iterator[Session]:
        """Yield a unit of work; two terminals that file in one mailbox wait for each other."""
        with self._store.unit() as unit:
            unit.get_one(Participant, session.participant_id, with_for_update=True)
            yield unit

    def _session(self, token: str | None) -> SignedIn:
        return self._sessions.require(token, System.WEBMAIL)


def _chosen(
    session: SignedIn, messages: Iterable[str], which: ColumnElement[bool]
) -> Iterator[ColumnElement[bool]]:
    """Yield conditions that find the chosen messages of a mailbox, some hundreds at a time."""
    ids = list(dict.fromkeys(messages))
    for start in range(0, len(ids), _AT_ONCE):
        yield and_(
            col(Message.participant_id) == session.participant_id,
            col(Message.id).in_(ids[start : start + _AT_ONCE]),
            which,
        )


def _file(unit: Session, chosen: Iterable[ColumnElement[bool]], **values: object) -> int:
    """Change where the messages are, and return how many did."""
    number = 0
    for some in chosen:
        result = unit.execute(
            update(Message)
            .where(some)
            .values(**values)
            .execution_options(synchronize_session=False)
        )
        number += cast("CursorResult[Any]", result).rowcount
    return number
