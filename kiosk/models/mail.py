"""The professional mailbox, and what is on its way to someone."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from kiosk.models.workshop import new_id


class MailAccount(SQLModel, table=True):
    """The user name's password, shared by the webmail and I-Prof."""

    participant_id: str = Field(primary_key=True, foreign_key="participant.id", ondelete="CASCADE")
    password_hash: str
    password_changed_at: datetime | None = None


class Message(SQLModel, table=True):
    """A mail in a folder: the columns a list shows, and the whole text with its headers."""

    id: str = Field(default_factory=new_id, primary_key=True)
    participant_id: str = Field(foreign_key="participant.id", ondelete="CASCADE", index=True)
    folder: str
    sender: str
    subject: str
    sent_at: datetime
    arrived_at: datetime
    read: bool = False
    size: int
    raw: str


class Delivery(SQLModel, table=True):
    """Something sent but not arrived: due at a simulated instant, delivered once.

    ``kind`` is the folder a mail is filed in, or what sort of paper it is.
    """

    id: str = Field(default_factory=new_id, primary_key=True)
    participant_id: str = Field(foreign_key="participant.id", ondelete="CASCADE", index=True)
    channel: str
    kind: str
    due_at: datetime = Field(index=True)
    title: str
    sender: str
    size: int = 0
    body: str
