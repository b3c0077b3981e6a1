"""The passwords as the store keeps them: what tells a session that its own is no more."""

from sqlmodel import select

from kiosk.models import MailAccount, VoterAccount
from kiosk.services.sessions import CLOSES_UNUSED, System
from kiosk.services.store import Store


def password_of(store: Store, participant_id: str, system: System) -> str:
    """Return the digest of the password that opens a system to somebody; empty without one."""
    account = MailAccount if system in CLOSES_UNUSED else VoterAccount
    kept = select(account.password_hash).where(account.participant_id == participant_id)
    with store.look() as unit:
        return unit.exec(kept).first() or ""
