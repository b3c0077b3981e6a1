"""The passwords as the store keeps them: what tells a session that its own is no more."""

from sqlalchemy import bindparam
from sqlmodel import select

from kiosk.models import MailAccount, VoterAccount
from kiosk.services.sessions import System
from kiosk.services.store import Store

_ACADEMY_SYSTEMS = frozenset({System.WEBMAIL, System.IPROF})
"""What the mail account's password opens; the voter account's opens the others."""

_KEPT = {
    account: select(account.password_hash).where(
        account.participant_id == bindparam("participant_id")
    )
    for account in (MailAccount, VoterAccount)
}


def password_of(store: Store, participant_id: str, system: System) -> str:
    """Return the digest of the password that opens a system to somebody; empty without one."""
    account = MailAccount if system in _ACADEMY_SYSTEMS else VoterAccount
    with store.glance() as reading:
        kept = reading.execute(_KEPT[account], {"participant_id": participant_id})
        return kept.scalar() or ""
