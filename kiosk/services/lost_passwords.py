"""The webmail's password, lost: user name, NUMEN, a new password, and one is let back in.

Leaflet 000: “SOS mot de passe” after the user name, with the NUMEN; leaflet 004: “Mot de passe
oublié ?”. A request lives in memory only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from secrets import compare_digest, token_urlsafe

from kiosk.services.clock import Clock
from kiosk.services.content import SignInRules
from kiosk.services.form_fields import require_filled
from kiosk.services.journal import Event, record
from kiosk.services.password_hashes import PasswordHashes
from kiosk.services.password_rules import require_same
from kiosk.services.refusals import Refusal, RefusalCode, Refusals
from kiosk.services.sessions import Sessions, System
from kiosk.services.store import Store
from kiosk.services.user_accounts import known_as, owner_of, put_password, require_new
from kiosk.services.wrong_tries import Door, TryCounter, one_at_a_time


@dataclass(frozen=True)
class Recovery:
    """A request under way: for which user name, and whose it is once the NUMEN has proved it."""

    workshop_id: str
    user_name: str = field(repr=False)
    since: datetime
    owner_id: str = field(default="", repr=False)

    @property
    def is_proved(self) -> bool:
        """Whether the NUMEN was given."""
        return bool(self.owner_id)


class LostPasswords:
    """Gives a new password to who knows the user name and its NUMEN."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        sessions: Sessions,
        hashes: PasswordHashes,
        tries: TryCounter,
        rules: SignInRules,
    ) -> None:
        self._store = store
        self._clock = clock
        self._sessions = sessions
        self._hashes = hashes
        self._tries = tries
        self._lasts = timedelta(minutes=rules.idle_minutes)
        self._requests: dict[str, Recovery] = {}

    def begin(self, workshop_id: str, participant_id: str, user_name: str) -> str:
        """Return the token of a request for a user name, which may be nobody's.

        Refuses FIELD_EMPTY.
        """
        require_filled(user_name, "user_name")
        now = self._clock.now(workshop_id)
        with self._store.unit() as unit:
            record(unit, participant_id, Event.WEBMAIL_PASSWORD_LOST, at=now)
        token = token_urlsafe(24)
        self._requests[token] = Recovery(workshop_id, known_as(user_name), now)
        return token

    def request(self, token: str | None) -> Recovery:
        """Return a request under way; refuses RECOVERY_GONE when it is unknown or too old."""
        request = self._requests.get(token or "")
        if request is None or self._clock.now(request.workshop_id) - request.since >= self._lasts:
            self._requests.pop(token or "", None)
            raise Refusal(RefusalCode.RECOVERY_GONE)
        return request

    def forget(self, workshop_id: str) -> None:
        """Drop every request of a workshop."""
        self._requests = {
            token: request
            for token, request in self._requests.items()
            if request.workshop_id != workshop_id
        }

    def prove(self, token: str | None, numen: str) -> None:
        """Check the NUMEN of the request's user name.

        Refuses FIELD_EMPTY; NUMEN_LOWER_CASE for the right one in small letters; NUMEN_UNKNOWN,
        SIGN_IN_SLOWED and SIGN_IN_LOCKED, which never tell whether the user name exists;
        RECOVERY_GONE.
        """
        request = self.request(token)
        require_filled(numen, "numen")
        workshop_id, name, typed = request.workshop_id, request.user_name, numen.strip()
        now = self._clock.now(workshop_id)
        with self._store.unit() as unit:
            one_at_a_time(unit, workshop_id)
            self._tries.require(unit, workshop_id, Door.NUMEN, name, now)
            owner = owner_of(unit, workshop_id, name)
            refused = _refusal(typed, owner.numen if owner else "")
            if refused is not None:
                refused = self._tries.wrong(unit, workshop_id, Door.NUMEN, name, now) or refused
            elif owner is not None:
                self._tries.clear(unit, workshop_id, name, Door.NUMEN, Door.PASSWORD)
        if refused is not None or owner is None:
            raise refused or Refusal(RefusalCode.NUMEN_UNKNOWN, "numen")
        self._requests[token or ""] = replace(request, owner_id=owner.id)

    def choose(self, token: str | None, *, new: str, confirmation: str) -> str:
        """Set the new password and return the browser's token for the mailbox; once a request.

        The sessions that the password of before opened are closed, on any terminal.
        Refuses FIELD_EMPTY, PASSWORD_TOO_WEAK (webmail's own rule), PASSWORDS_DIFFER and, before
        the NUMEN was given, RECOVERY_GONE.
        """
        request = self.request(token)
        if not request.is_proved:
            raise Refusal(RefusalCode.RECOVERY_GONE)
        Refusals.gather(
            lambda: require_new(new),
            lambda: require_same(new, confirmation),
        )
        digest = self._hashes.hash(new)
        now = self._clock.now(request.workshop_id)
        with self._used_up(token or ""), self._store.unit() as unit:
            put_password(unit, request.owner_id, digest, at=now)
            record(unit, request.owner_id, Event.WEBMAIL_SIGNED_IN, at=now)
        return self._sessions.open(
            request.workshop_id, request.owner_id, System.WEBMAIL, now, opened_with=digest
        )

    @contextmanager
    def _used_up(self, token: str) -> Iterator[None]:
        """Take a request for oneself; what fails gives it back. Refuses RECOVERY_GONE."""
        request = self._requests.pop(token, None)
        if request is None:
            raise Refusal(RefusalCode.RECOVERY_GONE)
        try:
            yield
        except BaseException:
            self._requests[token] = request
            raise


def _refusal(typed: str, numen: str) -> Refusal | None:
    if _is_same(typed, numen):
        return None
    if _is_same(typed.upper(), numen):
        return Refusal(RefusalCode.NUMEN_LOWER_CASE, "numen")
    return Refusal(RefusalCode.NUMEN_UNKNOWN, "numen")


def _is_same(typed: str, numen: str) -> bool:
    return compare_digest(typed.encode("utf-8", "replace"), numen.encode())
