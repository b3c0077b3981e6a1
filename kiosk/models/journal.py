"""The journal: facts in the past tense, no secret and no choice of ballot."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class JournalEntry(SQLModel, table=True):
    """Something that happened to a participant at a simulated instant."""

    id: int | None = Field(default=None, primary_key=True)
    participant_id: str = Field(foreign_key="participant.id", ondelete="CASCADE", index=True)
    at: datetime
    event: str
    subject: str = ""
