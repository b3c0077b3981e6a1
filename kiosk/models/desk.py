"""What lies on the desk: papers and text messages received, and the notebook."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from kiosk.models.workshop import new_id


class DeskItem(SQLModel, table=True):
    """A paper in the pigeonhole, a text message, or a mail in the personal mailbox."""

    id: str = Field(default_factory=new_id, primary_key=True)
    participant_id: str = Field(foreign_key="participant.id", ondelete="CASCADE", index=True)
    channel: str
    kind: str
    sender: str
    title: str = Field(repr=False)
    body: str = Field(repr=False)
    arrived_at: datetime
    read: bool = False


class Note(SQLModel, table=True):
    """The notebook of one participant, wiped with the sitting."""

    participant_id: str = Field(primary_key=True, foreign_key="participant.id", ondelete="CASCADE")
    text: str = Field(default="", repr=False)
