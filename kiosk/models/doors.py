"""What the doors of the academy's systems remember, and what I-Prof keeps."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class WrongTries(SQLModel, table=True):
    """Wrong tries in a row at a door, for a user name that exists or not.

    The user name is kept as a digest: a secret is easily typed in the wrong field.
    """

    workshop_id: str = Field(primary_key=True, foreign_key="workshop.id", ondelete="CASCADE")
    door: str = Field(primary_key=True)
    name_digest: str = Field(primary_key=True, repr=False)
    wrong: int
    last_at: datetime


class CareerPaper(SQLModel, table=True):
    """The CV somebody completed in I-Prof."""

    participant_id: str = Field(primary_key=True, foreign_key="participant.id", ondelete="CASCADE")
    studies: str = Field(default="", repr=False)
    experience: str = Field(default="", repr=False)
    languages: str = Field(default="", repr=False)
    updated_at: datetime
