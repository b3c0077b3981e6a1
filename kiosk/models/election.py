"""The election: contests and lists, the roll, the ballot box, and the count.

Roll and ballot box share no key, no time and no order: what a box looks like says neither when a
ballot came nor with which signature. The keys that open it are nowhere in the store.
"""

from datetime import date, datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from kiosk.models.workshop import new_id


class Contest(SQLModel, table=True):
    """A contest of one workshop, with the public keys its ballots are sealed to."""

    __table_args__ = (UniqueConstraint("workshop_id", "code"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    workshop_id: str = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    code: str
    position: int
    title: str
    seats: int
    envelope_key: bytes
    ballot_key: bytes


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
    """The roll signed: one elector, one contest, once, on a day."""

    __table_args__ = {"sqlite_with_rowid": False}

    contest_id: str = Field(primary_key=True, foreign_key="contest.id", ondelete="CASCADE")
    elector_id: str = Field(
        primary_key=True, foreign_key="elector.id", ondelete="CASCADE", index=True
    )
    day: date


class BoxTray(SQLModel, table=True):
    """A tray of a contest's ballot box: so many outer envelopes, sorted by their own bytes.

    All trays of a box are of one length, filled up with zeros; ``first`` is the least that the
    first bytes of an envelope in it may be.
    """

    contest_id: str = Field(primary_key=True, foreign_key="contest.id", ondelete="CASCADE")
    first: int = Field(primary_key=True)
    held: int
    envelopes: bytes = Field(repr=False)


class ContestCount(SQLModel, table=True):
    """The count of a contest, with what lets anybody count again.

    The opened ballots lie in no order that the box knew; the key that opens them does not open
    the outer envelopes, whose key is forgotten after the count.
    """

    contest_id: str = Field(primary_key=True, foreign_key="contest.id", ondelete="CASCADE")
    counted_at: datetime
    blank: int
    ballots: bytes = Field(repr=False)
    """The sealed ballots that the envelopes held, end to end, sorted by their own bytes."""
    opening_key: bytes = Field(repr=False)


class ListCount(SQLModel, table=True):
    """The votes counted for one list."""

    list_id: str = Field(primary_key=True, foreign_key="candidatelist.id", ondelete="CASCADE")
    votes: int


class InvalidBallot(SQLModel, table=True):
    """An envelope or a ballot that says nothing valid, kept and listed with the reason."""

    contest_id: str = Field(primary_key=True, foreign_key="contest.id", ondelete="CASCADE")
    digest: str = Field(primary_key=True)
    reason: str
    copies: int
