"""The webmail's door: signing in and out, the password of the user name."""

from sqlmodel import select

from kiosk.models import MailAccount, Participant
from kiosk.services.clock import Clock
from kiosk.services.form_fields import require_filled
from kiosk.services.journal import Event, record, record_once
from kiosk.services.password_hashes import PasswordHashes
from kiosk.services.password_rules import require_same, require_webmail_rule, same
from kiosk.services.refusals import Refusal, RefusalCode, Refusals
from kiosk.services.sessions import Sessions, SignedIn, System
from kiosk.services.store import Store


class Webmail:
    """Lets somebody in; from then on a browser is known by its token."""

    def __init__(
        self, store: Store, clock: Clock, *, sessions: Sessions, hashes: PasswordHashes
    ) -> None:
        self._store = store
        self._clock = clock
        self._sessions = sessions
        self._hashes = hashes

    def opened(self, workshop_id: str, participant_id: str) -> None:
        """Note that somebody reached the webmail's door."""
        now = self._clock.now(workshop_id)
        with self._store.unit() as unit:
            record_once(unit, participant_id, Event.WEBMAIL_OPENED, at=now)

    def sign_in(self, workshop_id: str, participant_id: str, user_name: str, password: str) -> str:
        """Return the browser's token for the mailbox of a user name.

        Refuses FIELD_EMPTY by field; NUMEN_LOWER_CASE for a first password typed in small
        letters (leaflet 000: the NUMEN in capitals); CREDENTIALS_UNKNOWN, which never tells
        whether the user name exists. A refusal is noted for who sits at the terminal.
        """
        Refusals.gather(
            lambda: require_filled(user_name, "user_name"),
            lambda: require_filled(password, "password"),
        )
        now = self._clock.now(workshop_id)
        with self._store.look() as unit:
            owner = unit.exec(
                select(Participant).where(
                    Participant.workshop_id == workshop_id,
                    Participant.user_name == user_name.strip().lower(),
                )
            ).first()
            account = unit.get(MailAccount, owner.id) if owner else None
        refused = self._refusal(account, password)
        with self._store.unit() as unit:
            if refused is not None or owner is None:
                record(unit, participant_id, Event.WEBMAIL_SIGN_IN_REFUSED, at=now)
            else:
                record(unit, owner.id, Event.WEBMAIL_SIGNED_IN, at=now)
        if refused is not None or owner is None:
            raise refused or Refusal(RefusalCode.CREDENTIALS_UNKNOWN, "form")
        return self._sessions.open(workshop_id, owner.id, System.WEBMAIL, now)

    def sign_out(self, token: str | None) -> None:
        """Close the mailbox of a browser."""
        self._sessions.close(token)

    def is_open(self, token: str | None) -> bool:
        """Say whether a browser is signed in."""
        try:
            self._session(token)
        except Refusal:
            return False
        return True

    def has_first_password(self, token: str | None) -> bool:
        """Say whether the mailbox still opens with the NUMEN."""
        session = self._session(token)
        with self._store.look() as unit:
            account = unit.get_one(MailAccount, session.participant_id)
        return account.password_changed_at is None

    def change_password(
        self, token: str | None, *, current: str, new: str, confirmation: str
    ) -> None:
        """Give the user name a new password, for the webmail and I-Prof.

        Refuses PASSWORD_WRONG for the current one, PASSWORD_TOO_WEAK (webmail's own
        rule), PASSWORD_SAME_AS_BEFORE, PASSWORDS_DIFFER, FIELD_EMPTY and SIGN_IN_FIRST.
        """
        session = self._session(token)
        with self._store.look() as unit:
            account = unit.get_one(MailAccount, session.participant_id)
        Refusals.gather(
            lambda: self._require_current(current, account),
            lambda: _require_new(new, current),
            lambda: require_same(new, confirmation),
        )
        digest = self._hashes.hash(new)
        now = self._clock.now(session.workshop_id)
        with self._store.unit() as unit:
            account = unit.get_one(MailAccount, session.participant_id, with_for_update=True)
            account.password_hash = digest
            account.password_changed_at = now
            record(unit, session.participant_id, Event.WEBMAIL_PASSWORD_CHANGED, at=now)

    def _session(self, token: str | None) -> SignedIn:
        return self._sessions.require(token, System.WEBMAIL)

    def _refusal(self, account: MailAccount | None, password: str) -> Refusal | None:
        if account is None:
            self._hashes.burn(password)
            return Refusal(RefusalCode.CREDENTIALS_UNKNOWN, "form")
        first = account.password_changed_at is None
        # A NUMEN copied from a sheet brings spaces along.
        typed = password.strip() if first else password
        if self._hashes.verify(typed, account.password_hash):
            return None
        if first and self._hashes.verify(typed.upper(), account.password_hash):
            return Refusal(RefusalCode.NUMEN_LOWER_CASE, "password")
        return Refusal(RefusalCode.CREDENTIALS_UNKNOWN, "form")

    def _require_current(self, typed: str, account: MailAccount) -> None:
        require_filled(typed, "current")
        current = typed.strip() if account.password_changed_at is None else typed
        if not self._hashes.verify(current, account.password_hash):
            raise Refusal(RefusalCode.PASSWORD_WRONG, "current")


def _require_new(new: str, current: str) -> None:
    require_filled(new, "password")
    require_webmail_rule(new)
    if same(new, current):
        raise Refusal(RefusalCode.PASSWORD_SAME_AS_BEFORE, "password")
