"""The election: contests and lists, the roll, the ballot box, and the count.

Roll and ballot box share no key, no time and no order: a ballot's key is random, its
table has no row number, and nothing in it says when it came.
"""

from datetime import datetime
from secrets import token_hex

from sqlmodel import Field, SQLModel, UniqueConstraint

from kiosk.models.workshop import new_id


def random_key() -> str:
    """Return 128 random bits, in hexadecimal, that nothing else of the store knows."""
    return token_hex(16)


class Contest(SQLModel, table=True):
    """A contest of one workshop, with the key pair its ballots are sealed to."""

    __table_args__ = (UniqueConstraint("workshop_id", "code"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    workshop_id: str = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    code: str
    position: int
    title: str
    seats: int
    public_key: bytes
    private_key: bytes = Field(repr=False)


class CandidateList(SQLModel, table=True):
    """A list that stands in a contest; its candidates' names in order, one a line."""

    id: str = Field(default_factory=new_id, primary_key=True)
    contest_id: str = Field(foreign_key="contest.id", ondelete="CASCADE", index=True)
    position: int
    name: str
    motto: str = ""
    weight: int
    candidates: str


class Elector(SQLModel, table=True):
    """Somebody on the rolls: a participant, or one of the simulated electorate."""

    id: str = Field(default_factory=new_id, primary_key=True)
    workshop_id: str = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    corps: str
    participant_id: str | None = Field(
        default=None, foreign_key="participant.id", ondelete="CASCADE", index=True
    )


class RollEntry(SQLModel, table=True):
    """An elector entered on the roll of a contest."""

    contest_id: str = Field(primary_key=True, foreign_key="contest.id", ondelete="CASCADE")
    elector_id: str = Field(
        primary_key=True, foreign_key="elector.id", ondelete="CASCADE", index=True
    )


class RollSignature(SQLModel, table=True):
    """The roll signed: one elector, one contest, once."""

    contest_id: str = Field(primary_key=True, foreign_key="contest.id", ondelete="CASCADE")
    elector_id: str = Field(
        primary_key=True, foreign_key="elector.id", ondelete="CASCADE", index=True
    )


class Ballot(SQLModel, table=True):
    """A sealed ballot in the box."""

    __table_args__ = {"sqlite_with_rowid": False}

    id: str = Field(default_factory=random_key, primary_key=True, repr=False)
    contest_id: str = Field(foreign_key="contest.id", ondelete="CASCADE", index=True)
    sealed: bytes = Field(repr=False)


class ContestCount(SQLModel, table=True):
    """The count of a contest: what the box held besides votes for the lists."""

    contest_id: str = Field(primary_key=True, foreign_key="contest.id", ondelete="CASCADE")
    counted_at: datetime
    blank: int
    invalid: int


class ListCount(SQLModel, table=True):
    """The votes counted for one list."""

    list_id: str = Field(primary_key=True, foreign_key="candidatelist.id", ondelete="CASCADE")
    votes: int
