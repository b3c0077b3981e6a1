"""The user name and its password: one account, which opens the webmail and I-Prof."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from kiosk.models import MailAccount, Participant
from kiosk.services.clock import Clock
from kiosk.services.form_fields import require_filled
from kiosk.services.journal import Event, record
from kiosk.services.password_hashes import PasswordHashes
from kiosk.services.password_rules import require_same, require_webmail_rule, same
from kiosk.services.refusals import Refusal, RefusalCode, Refusals
from kiosk.services.sessions import Sessions, SignedIn, System
from kiosk.services.storable_text import storable
from kiosk.services.store import Store
from kiosk.services.wrong_tries import Door, TryCounter, one_at_a_time


@dataclass(frozen=True)
class Entrance:
    """A system that the account opens, and what the journal says of its door."""

    system: System
    signed_in: Event
    refused: Event


WEBMAIL = Entrance(System.WEBMAIL, Event.WEBMAIL_SIGNED_IN, Event.WEBMAIL_SIGN_IN_REFUSED)
IPROF = Entrance(System.IPROF, Event.IPROF_SIGNED_IN, Event.IPROF_SIGN_IN_REFUSED)


class UserAccounts:
    """Checks and changes the password of a user name; the systems' doors ask it."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        sessions: Sessions,
        hashes: PasswordHashes,
        tries: TryCounter,
    ) -> None:
        self._store = store
        self._clock = clock
        self._sessions = sessions
        self._hashes = hashes
        self._tries = tries

    def sign_in(
        self,
        entrance: Entrance,
        workshop_id: str,
        participant_id: str,
        *,
        user_name: str,
        password: str,
    ) -> str:
        """Return the browser's token for a system that the user name opens.

        Refuses FIELD_EMPTY by field; NUMEN_LOWER_CASE for a first password typed in small
        letters (leaflet 000: the NUMEN in capitals); CREDENTIALS_UNKNOWN, SIGN_IN_SLOWED and
        SIGN_IN_LOCKED, which never tell whether the user name exists. A refusal is noted for
        who sits at the terminal.
        """
        Refusals.gather(
            lambda: require_filled(user_name, "user_name"),
            lambda: require_filled(password, "password"),
        )
        now = self._clock.now(workshop_id)
        name = known_as(user_name)
        with self._store.look() as unit:
            self._tries.require(unit, workshop_id, Door.PASSWORD, name, now)
            owner = owner_of(unit, workshop_id, name)
            account = unit.get(MailAccount, owner.id) if owner else None
        refused = self._refusal(account, password)
        with self._store.unit() as unit:
            one_at_a_time(unit, workshop_id)
            self._tries.require(unit, workshop_id, Door.PASSWORD, name, now)
            if refused is not None or owner is None or account is None:
                closed = self._tries.wrong(unit, workshop_id, Door.PASSWORD, name, now)
                refused = closed or refused
                record(unit, participant_id, entrance.refused, at=now)
            else:
                self._tries.clear(unit, workshop_id, name, Door.PASSWORD)
                record(unit, owner.id, entrance.signed_in, at=now)
        if refused is not None or owner is None or account is None:
            raise refused or Refusal(RefusalCode.CREDENTIALS_UNKNOWN, "form")
        return self._sessions.open(
            workshop_id, owner.id, entrance.system, now, opened_with=account.password_hash
        )

    def has_first_password(self, session: SignedIn) -> bool:
        """Say whether the account still opens with the NUMEN."""
        with self._store.look() as unit:
            account = unit.get_one(MailAccount, session.participant_id)
        return account.password_changed_at is None

    def change_password(
        self, session: SignedIn, *, current: str, new: str, confirmation: str
    ) -> None:
        """Give the user name a new password, for the webmail and I-Prof.

        This session stays open; every other one of the account, on any terminal, is closed.
        Refuses PASSWORD_WRONG for the current one, PASSWORD_TOO_WEAK (webmail's own
        rule), PASSWORD_SAME_AS_BEFORE, PASSWORDS_DIFFER and FIELD_EMPTY.
        """
        with self._store.look() as unit:
            account = unit.get_one(MailAccount, session.participant_id)
        Refusals.gather(
            lambda: self._require_current(current, account),
            lambda: _require_other(new, current),
            lambda: require_same(new, confirmation),
        )
        digest = self._hashes.hash(new)
        self._sessions.accept(session, digest)
        now = self._clock.now(session.workshop_id)
        with self._store.unit() as unit:
            put_password(unit, session.participant_id, digest, at=now)

    def set_password(self, workshop_id: str, participant_id: str, new: str) -> None:
        """Replace the password of an account, which was checked before."""
        digest = self._hashes.hash(new)
        now = self._clock.now(workshop_id)
        with self._store.unit() as unit:
            put_password(unit, participant_id, digest, at=now)

    def _refusal(self, account: MailAccount | None, password: str) -> Refusal | None:
        """Check a password; it costs the same whether the account exists, and was ever changed."""
        digest = account.password_hash if account else None
        first = account is not None and account.password_changed_at is None
        # A NUMEN copied from a sheet brings spaces along.
        typed = password.strip() if first else password
        right = self._hashes.verify(typed, digest)
        right_in_capitals = self._hashes.verify(typed.upper(), digest)
        if right:
            return None
        if first and right_in_capitals:
            return Refusal(RefusalCode.NUMEN_LOWER_CASE, "password")
        return Refusal(RefusalCode.CREDENTIALS_UNKNOWN, "form")

    def _require_current(self, typed: str, account: MailAccount) -> None:
        require_filled(typed, "current")
        current = typed.strip() if account.password_changed_at is None else typed
        if not self._hashes.verify(current, account.password_hash):
            raise Refusal(RefusalCode.PASSWORD_WRONG, "current")


def known_as(user_name: str) -> str:
    """Return a user name as it is known, however it was typed."""
    return storable(user_name).strip().lower()


def owner_of(unit: Session, workshop_id: str, name: str) -> Participant | None:
    """Return whose user name it is in a workshop, if anybody's."""
    return unit.exec(
        select(Participant).where(
            Participant.workshop_id == workshop_id, Participant.user_name == name
        )
    ).first()


def put_password(unit: Session, participant_id: str, digest: str, *, at: datetime) -> None:
    """Replace the password of an account, within the caller's unit of work."""
    account = unit.get_one(MailAccount, participant_id, with_for_update=True)
    account.password_hash = digest
    account.password_changed_at = at
    record(unit, participant_id, Event.WEBMAIL_PASSWORD_CHANGED, at=at)


def require_new(new: str) -> None:
    """Refuse FIELD_EMPTY and PASSWORD_TOO_WEAK for a new password of the webmail."""
    require_filled(new, "password")
    require_webmail_rule(new)


def _require_other(new: str, current: str) -> None:
    require_new(new)
    if same(new, current):
        raise Refusal(RefusalCode.PASSWORD_SAME_AS_BEFORE, "password")
