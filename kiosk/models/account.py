"""The voter account: the request, the mailed links, the account, the identifier, personal data."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from kiosk.models.workshop import new_id


class AccountRequest(SQLModel, table=True):
    """A form filled in: a password chosen, waiting for the image, then for the mailed link."""

    id: str = Field(default_factory=new_id, primary_key=True)
    participant_id: str = Field(foreign_key="participant.id", ondelete="CASCADE", index=True)
    password_hash: str = Field(repr=False)
    state: str
    made_at: datetime


class LinkToken(SQLModel, table=True):
    """A mailed link, known only by the digest of its random token; used once."""

    digest: str = Field(primary_key=True, repr=False)
    participant_id: str = Field(foreign_key="participant.id", ondelete="CASCADE", index=True)
    purpose: str
    request_id: str | None = None
    state: str
    made_at: datetime


class VoterAccount(SQLModel, table=True):
    """A confirmed account of the voter space and its one password."""

    participant_id: str = Field(primary_key=True, foreign_key="participant.id", ondelete="CASCADE")
    password_hash: str = Field(repr=False)
    confirmed_at: datetime


class ContactDetails(SQLModel, table=True):
    """How somebody may be reached besides the professional mail, as they filled it in."""

    participant_id: str = Field(primary_key=True, foreign_key="participant.id", ondelete="CASCADE")
    postal_address: str = Field(default="", repr=False)
    mobile: str = Field(default="", repr=False)
    personal_mail: str = Field(default="", repr=False)


class CorrectionRequest(SQLModel, table=True):
    """What somebody says is wrong about them; the last of several has the highest rank."""

    participant_id: str = Field(primary_key=True, foreign_key="participant.id", ondelete="CASCADE")
    rank: int = Field(primary_key=True)
    subject: str
    wanted: str = Field(repr=False)
    asked_at: datetime


class VoterIdentifier(SQLModel, table=True):
    """An identifier made for somebody: the last one counts, earlier ones are revoked."""

    participant_id: str = Field(primary_key=True, foreign_key="participant.id", ondelete="CASCADE")
    rank: int = Field(primary_key=True)
    digest: str = Field(repr=False)
    made_at: datetime
