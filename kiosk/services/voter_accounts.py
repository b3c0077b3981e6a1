"""Signing in to the voter space with the professional address and the voter password."""

from sqlmodel import Session

from kiosk.models import AccountRequest, VoterAccount
from kiosk.services.account_requests import owner_of, pending_request
from kiosk.services.clock import Clock
from kiosk.services.form_fields import require_filled
from kiosk.services.journal import Event, record
from kiosk.services.password_hashes import PasswordHashes
from kiosk.services.refusals import Refusal, RefusalCode, Refusals
from kiosk.services.sessions import Closing, Sessions, System
from kiosk.services.store import Store


class VoterAccounts:
    """Signing in to the voter space."""

    def __init__(
        self, store: Store, clock: Clock, *, sessions: Sessions, hashes: PasswordHashes
    ) -> None:
        self._store = store
        self._clock = clock
        self._sessions = sessions
        self._hashes = hashes

    def sign_in(self, workshop_id: str, participant_id: str, address: str, password: str) -> str:
        """Return the browser's token for the voter space of the address.

        Refuses FIELD_EMPTY by field, VOTER_NOT_CONFIRMED (the right password of a request not
        yet confirmed) and VOTER_CREDENTIALS_UNKNOWN, which never tells which of the two is
        wrong. A refusal is noted for ``participant_id``, who sits at the terminal.
        """
        Refusals.gather(
            lambda: require_filled(address, "address"),
            lambda: require_filled(password, "password"),
        )
        now = self._clock.now(workshop_id)
        with self._store.look() as unit:
            person = owner_of(unit, workshop_id, address)
            held = _held(unit, person.id) if person else None
        refused = self._refusal(held, password)
        with self._store.unit() as unit:
            if refused is not None or person is None or held is None:
                record(unit, participant_id, Event.VOTER_SIGN_IN_REFUSED, at=now)
            else:
                record(unit, person.id, Event.VOTER_SPACE_ENTERED, at=now)
        if refused is not None or person is None or held is None:
            raise refused or Refusal(RefusalCode.VOTER_CREDENTIALS_UNKNOWN, "form")
        return self._sessions.open(
            workshop_id, person.id, System.VOTER_SPACE, now, opened_with=held.password_hash
        )

    def _refusal(self, held: VoterAccount | AccountRequest | None, password: str) -> Refusal | None:
        if not self._hashes.verify(password, held.password_hash if held else None):
            return Refusal(RefusalCode.VOTER_CREDENTIALS_UNKNOWN, "form")
        confirmed = isinstance(held, VoterAccount)
        return None if confirmed else Refusal(RefusalCode.VOTER_NOT_CONFIRMED, "form")

    def sign_out(self, token: str | None) -> None:
        """Close the voter space of a browser."""
        self._sessions.close(token)

    def resume(self, token: str | None) -> None:
        """Take a voter space up at this instant, however long it lay open: a situation starts so.

        Nothing happens to one that is closed.
        """
        if self._sessions.is_open(token, System.VOTER_SPACE):
            session = self._sessions.require(token, System.VOTER_SPACE)
            self._sessions.renew(token, self._clock.now(session.workshop_id))

    def why_closed(self, token: str | None) -> Closing | None:
        """Return why the voter space of a browser closed by itself; none where it did not."""
        return self._sessions.why_closed(token)


def _held(unit: Session, participant_id: str) -> VoterAccount | AccountRequest | None:
    return unit.get(VoterAccount, participant_id) or pending_request(unit, participant_id)
