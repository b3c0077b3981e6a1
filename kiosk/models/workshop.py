"""The workshop, the unit of isolation, and the people who take part in it."""

from datetime import datetime
from uuid import uuid4

from sqlmodel import Field, SQLModel, UniqueConstraint


def new_id() -> str:
    """Return a random row key that tells neither order nor time."""
    return uuid4().hex


class Workshop(SQLModel, table=True):
    """One rehearsal: an academy, a clock, people, an election.

    The clock is the quadruple (simulated, real, rate, paused): every terminal
    works out the same instant from it.
    """

    id: str = Field(default_factory=new_id, primary_key=True)
    code: str = Field(default="", unique=True, index=True, sa_column_kwargs={"server_default": ""})
    """By which another terminal joins it."""
    academy: str
    seed: int
    simulated_at: datetime
    real_at: datetime
    rate: float = 1.0
    paused: bool = False
    seen_at: datetime


class Participant(SQLModel, table=True):
    """A person who rehearses, with what the sheet on the desk says of them."""

    __table_args__ = (
        UniqueConstraint("workshop_id", "user_name"),
        UniqueConstraint("workshop_id", "address"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    workshop_id: str = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    first_name: str
    last_name: str
    corps: str
    grade: str
    school: str
    roll_school: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """Another school, where the electoral roll is wrong."""
    homonym: int = 0
    user_name: str
    address: str
    numen: str = Field(repr=False)
    mobile: str = Field(default="", repr=False)
    personal_mail: str = Field(default="", repr=False)
