"""What lies on the desk: the pigeonhole, the telephone, the personal mail, the notebook."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, select

from kiosk.models import DeskItem, Note, Participant
from kiosk.services.calendar import Calendar
from kiosk.services.clock import Clock
from kiosk.services.content import Milestone
from kiosk.services.journal import Event, record_once
from kiosk.services.postman import Channel, PaperKind
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.storable_text import kept
from kiosk.services.store import Store

NOTE_LENGTH = 4000
"""Characters a notebook keeps."""


@dataclass(frozen=True)
class Item:
    """A paper, a text message or a personal mail received; ``body`` is what it says."""

    id: str
    channel: Channel
    kind: str
    sender: str
    title: str
    body: str = field(repr=False)
    arrived_at: datetime
    read: bool


@dataclass(frozen=True)
class Pigeonhole:
    """The papers received, and when the notice comes where it is not there yet."""

    papers: tuple[Item, ...]
    notice_due_at: datetime | None


@dataclass(frozen=True)
class Notice:
    """The paper notice: to whom and where it was brought, and the identifier it carries."""

    name: str
    place: str
    identifier: str = field(repr=False)
    arrived_at: datetime
    by_post: bool


class Desk:
    """Reads what has arrived on a participant's desk, keeps what one notes."""

    def __init__(self, store: Store, calendar: Calendar, clock: Clock) -> None:
        self._store = store
        self._calendar = calendar
        self._clock = clock

    def telephone(self, participant_id: str) -> tuple[Item, ...]:
        """Return the text messages received, newest first."""
        return self._items(participant_id, Channel.SMS)

    def read_texts(self, participant_id: str) -> tuple[Item, ...]:
        """Return the text messages received, newest first, and note that they were read."""
        texts = self.telephone(participant_id)
        if not all(text.read for text in texts):
            with self._store.unit() as unit:
                unit.execute(
                    update(DeskItem)
                    .where(
                        col(DeskItem.participant_id) == participant_id,
                        col(DeskItem.id).in_([text.id for text in texts]),
                    )
                    .values(read=True)
                )
        return texts

    def personal_mails(self, participant_id: str) -> tuple[Item, ...]:
        """Return the mails of the personal mailbox, newest first."""
        return self._items(participant_id, Channel.PERSONAL_MAIL)

    def read_personal_mail(self, participant_id: str, item_id: str) -> Item:
        """Return a personal mail and note that it was read; refuses MESSAGE_GONE."""
        with self._store.unit() as unit:
            item = unit.get(DeskItem, item_id)
            if (
                item is None
                or item.participant_id != participant_id
                or item.channel != Channel.PERSONAL_MAIL
            ):
                raise Refusal(RefusalCode.MESSAGE_GONE)
            item.read = True
            return _item(item)

    def pigeonhole(self, participant_id: str) -> Pigeonhole:
        """Return the papers received, newest first."""
        papers = self._items(participant_id, Channel.PAPER)
        received = (*papers, *self._items(participant_id, Channel.LOST))
        has_notice = any(paper.kind in set(PaperKind) for paper in received)
        due = None if has_notice else self._calendar.at(Milestone.NOTICES_ARRIVE)
        return Pigeonhole(papers, due)

    def read_notice(self, workshop_id: str, participant_id: str, item_id: str) -> Notice:
        """Return a notice and note that it was read; refuses PAPER_GONE."""
        now = self._clock.now(workshop_id)
        with self._store.unit() as unit:
            item = unit.get(DeskItem, item_id)
            if (
                item is None
                or item.participant_id != participant_id
                or item.kind not in set(PaperKind)
            ):
                raise Refusal(RefusalCode.PAPER_GONE)
            item.read = True
            record_once(unit, participant_id, Event.NOTICE_READ, at=now)
            person = unit.get_one(Participant, participant_id)
        return Notice(
            name=f"{person.first_name} {person.last_name}",
            place=item.sender,
            identifier=item.body,
            arrived_at=item.arrived_at,
            by_post=item.kind == PaperKind.POSTED_NOTICE,
        )

    def note(self, participant_id: str) -> str:
        """Return what the notebook says."""
        with self._store.look() as unit:
            note = unit.get(Note, participant_id)
        return note.text if note else ""

    def write_note(self, participant_id: str, text: str) -> None:
        """Keep what the notebook says, up to ``NOTE_LENGTH`` characters, without any real NUMEN.

        For somebody whose sitting was wiped in the meantime, nothing is kept.
        """
        with self._store.unit() as unit:
            # Held so that two terminals do not both find an empty notebook.
            if unit.get(Participant, participant_id, with_for_update=True) is None:
                return
            unit.merge(Note(participant_id=participant_id, text=kept(text)[:NOTE_LENGTH]))

    def _items(self, participant_id: str, channel: Channel) -> tuple[Item, ...]:
        with self._store.look() as unit:
            items = unit.exec(
                select(DeskItem)
                .where(DeskItem.participant_id == participant_id, DeskItem.channel == channel)
                .order_by(col(DeskItem.arrived_at).desc())
            ).all()
        return tuple(_item(item) for item in items)


def _item(item: DeskItem) -> Item:
    return Item(
        item.id,
        Channel(item.channel),
        item.kind,
        item.sender,
        item.title,
        item.body,
        item.arrived_at,
        item.read,
    )
