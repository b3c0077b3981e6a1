"""The bureau of a workshop's polling station: its members, and the journal of what it did."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class Bureau(SQLModel, table=True):
    """Who opens the boxes: so many members of all there are; no share and no private key."""

    workshop_id: str = Field(primary_key=True, foreign_key="workshop.id", ondelete="CASCADE")
    needed: int
    verify_key: bytes
    """Whoever has it checks what the bureau signed."""
    made_by_hand: bool = False
    """The shares are in people's hands, not in the simulated members' pockets."""
    days_voted: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """On how many days of the vote the simulated colleagues have voted so far."""


class Trustee(SQLModel, table=True):
    """A member of the bureau, who holds one share of its key."""

    workshop_id: str = Field(primary_key=True, foreign_key="workshop.id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    name: str
    role: str


class BureauEntry(SQLModel, table=True):
    """An entry of the bureau's journal, chained to the one before it by a digest."""

    workshop_id: str = Field(primary_key=True, foreign_key="workshop.id", ondelete="CASCADE")
    number: int = Field(primary_key=True)
    at: datetime
    act: str
    detail: str
    """Figures and digests, as JSON in one canonical form."""
    digest: str
    signature: bytes | None = None
    """The bureau's, where its key was there."""
