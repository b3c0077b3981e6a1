"""The professional mailbox, and what is on its way to someone."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel, UniqueConstraint

from kiosk.models.workshop import new_id

_EMPTY = {"server_default": ""}


class MailAccount(SQLModel, table=True):
    """The user name's password, shared by the webmail and I-Prof."""

    participant_id: str = Field(primary_key=True, foreign_key="participant.id", ondelete="CASCADE")
    password_hash: str = Field(repr=False)
    password_changed_at: datetime | None = None


class Message(SQLModel, table=True):
    """A mail in a folder: the columns a list shows, and the whole text with its headers.

    ``folder`` is one of those every mailbox has, or the id of one's own. ``origin`` is where a
    message in the trash came from. ``words`` is what a search looks through, folded: SQLite has
    its full-text table kept by triggers, PostgreSQL its index.
    """

    __table_args__ = (
        Index("ix_message_order", "participant_id", "folder", "arrived_at", "id"),
        Index("ix_message_room", "participant_id", "folder", "read", "size"),
        Index(
            "ix_message_words",
            text("to_tsvector('simple'::regconfig, words)"),
            postgresql_using="gin",
        ).ddl_if(dialect="postgresql"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    participant_id: str = Field(foreign_key="participant.id", ondelete="CASCADE", index=True)
    folder: str
    sender: str
    subject: str = Field(repr=False)
    sent_at: datetime
    arrived_at: datetime
    read: bool = False
    size: int
    raw: str = Field(repr=False)
    origin: str = Field(default="", sa_column_kwargs=_EMPTY)
    words: str = Field(default="", sa_column_kwargs=_EMPTY, repr=False)


class MailFolder(SQLModel, table=True):
    """A folder of one's own."""

    __table_args__ = (UniqueConstraint("participant_id", "name"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    participant_id: str = Field(foreign_key="participant.id", ondelete="CASCADE", index=True)
    name: str = Field(repr=False)


class LearntSender(SQLModel, table=True):
    """Where the junk filter files a sender's mail, learnt from its reader."""

    participant_id: str = Field(primary_key=True, foreign_key="participant.id", ondelete="CASCADE")
    address: str = Field(primary_key=True)
    folder: str


class Delivery(SQLModel, table=True):
    """Something sent but not arrived: due at a simulated instant, delivered once.

    ``kind`` is the folder a mail is filed in, or what sort of paper it is. ``sent_by`` is the
    participant who wrote a mail, who is told when it comes back.
    """

    id: str = Field(default_factory=new_id, primary_key=True)
    participant_id: str = Field(foreign_key="participant.id", ondelete="CASCADE", index=True)
    channel: str
    kind: str
    due_at: datetime = Field(index=True)
    title: str = Field(repr=False)
    sender: str
    size: int = 0
    body: str = Field(repr=False)
    sent_by: str = Field(default="", sa_column_kwargs=_EMPTY)
