"""The webmail's door: signing in and out, the password of the user name."""

from kiosk.services.clock import Clock
from kiosk.services.journal import Event, record_once
from kiosk.services.sessions import Closing, Sessions, SignedIn, System
from kiosk.services.store import Store
from kiosk.services.user_accounts import WEBMAIL, UserAccounts


class Webmail:
    """Lets somebody in; from then on a browser is known by its token."""

    def __init__(
        self, store: Store, clock: Clock, *, sessions: Sessions, accounts: UserAccounts
    ) -> None:
        self._store = store
        self._clock = clock
        self._sessions = sessions
        self._accounts = accounts

    def opened(self, workshop_id: str, participant_id: str) -> None:
        """Note that somebody reached the webmail's door."""
        now = self._clock.now(workshop_id)
        with self._store.unit() as unit:
            record_once(unit, participant_id, Event.WEBMAIL_OPENED, at=now)

    def sign_in(self, workshop_id: str, participant_id: str, user_name: str, password: str) -> str:
        """Return the browser's token for the mailbox of a user name.

        Refuses as `UserAccounts.sign_in` does.
        """
        return self._accounts.sign_in(
            WEBMAIL, workshop_id, participant_id, user_name=user_name, password=password
        )

    def sign_out(self, token: str | None) -> None:
        """Close the mailbox of a browser."""
        self._sessions.close(token)

    def is_open(self, token: str | None) -> bool:
        """Say whether a browser is signed in."""
        return self._sessions.is_open(token, System.WEBMAIL)

    def resume(self, token: str | None) -> None:
        """Take a mailbox up at this instant, however long it lay open: a situation starts so."""
        if self.is_open(token):
            self._sessions.renew(token, self._clock.now(self._session(token).workshop_id))

    def why_closed(self, token: str | None) -> Closing | None:
        """Return why a browser was signed out by itself; none where it was not."""
        return self._sessions.why_closed(token)

    def has_first_password(self, token: str | None) -> bool:
        """Say whether the mailbox still opens with the NUMEN."""
        return self._accounts.has_first_password(self._session(token))

    def change_password(
        self, token: str | None, *, current: str, new: str, confirmation: str
    ) -> None:
        """Give the user name a new password, for the webmail and I-Prof.

        Refuses as `UserAccounts.change_password` does, and SIGN_IN_FIRST.
        """
        self._accounts.change_password(
            self._session(token), current=current, new=new, confirmation=confirmation
        )

    def _session(self, token: str | None) -> SignedIn:
        return self._sessions.require(token, System.WEBMAIL)
