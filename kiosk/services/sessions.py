"""Who is signed in where: what a browser's cookie stands for, kept in memory only."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from secrets import token_urlsafe

from kiosk.services.refusals import Refusal, RefusalCode


class System(StrEnum):
    """The systems one signs in to."""

    WEBMAIL = "webmail"
    IPROF = "iprof"
    VOTER_SPACE = "voter-space"
    POLLING_STATION = "polling-station"


class Closing(StrEnum):
    """Why a session closed without being signed out of."""

    UNUSED = "unused"
    PASSWORD = "password"  # noqa: S105 - it was changed elsewhere


CLOSES_UNUSED = frozenset({System.WEBMAIL, System.IPROF, System.VOTER_SPACE})
"""The systems that sign out by themselves; the polling station, with its own limits, does not."""

PasswordOf = Callable[[str, System], str]
"""Returns the digest of the password that opens a system to a participant; empty without one."""


@dataclass(frozen=True)
class SignedIn:
    """An open session of one participant in one system, and when it was last used.

    ``opened_with`` are the digests of the password that opened it, and of the one it was changed
    to from inside.
    """

    workshop_id: str
    participant_id: str
    system: System
    since: datetime
    used_at: datetime
    token: str = field(repr=False)
    opened_with: frozenset[str] = field(repr=False)


class Sessions:
    """The open sessions, by the random token a browser holds.

    ``idle`` is the simulated time after which a system that nobody uses signs out by itself. A
    session ends with the password that opened it, whichever terminal changed it.
    """

    def __init__(self, idle: timedelta, password_of: PasswordOf) -> None:
        self._idle = idle
        self._password_of = password_of
        self._open: dict[str, SignedIn] = {}
        self._left_unused: dict[str, SignedIn] = {}

    def open(
        self,
        workshop_id: str,
        participant_id: str,
        system: System,
        at: datetime,
        *,
        opened_with: str,
    ) -> str:
        """Open a session and return its token; ``opened_with`` is the digest of its password."""
        token = token_urlsafe(24)
        self._open[token] = SignedIn(
            workshop_id,
            participant_id,
            system,
            since=at,
            used_at=at,
            token=token,
            opened_with=frozenset({opened_with}),
        )
        return token

    def accept(self, session: SignedIn, digest: str) -> None:
        """Have a session outlive the change of its password that is about to be made from it."""
        signed_in = self._open.get(session.token)
        if signed_in is not None:
            digests = signed_in.opened_with | {digest}
            self._open[session.token] = replace(signed_in, opened_with=digests)

    def require(self, token: str | None, system: System) -> SignedIn:
        """Return the session of a token; refuses SIGN_IN_FIRST where there is none."""
        signed_in = self._open.get(token or "")
        if (
            signed_in is None
            or signed_in.system is not system
            or not self._is_still_good(signed_in)
        ):
            raise Refusal(RefusalCode.SIGN_IN_FIRST, system=system.value)
        return signed_in

    def attend(self, token: str | None, at: datetime) -> None:
        """Note that a browser uses a session at an instant; one left unused is closed instead.

        The clock moved forward counts as time without use.
        """
        signed_in = self._open.get(token or "")
        if token is None or signed_in is None:
            return
        if _is_left(signed_in, at, self._idle):
            self._left_unused[token] = self._open.pop(token)
        else:
            self._open[token] = replace(signed_in, used_at=max(at, signed_in.used_at))

    def is_unused(self, token: str | None, at: datetime) -> bool:
        """Say whether an open session has been left unused too long, and close nothing."""
        signed_in = self._open.get(token or "")
        return signed_in is not None and _is_left(signed_in, at, self._idle)

    def renew(self, token: str | None, at: datetime) -> None:
        """Take a session as used at an instant, however long it lay unused."""
        signed_in = self._open.get(token or "")
        if token is not None and signed_in is not None:
            self._open[token] = replace(signed_in, used_at=at)

    def why_closed(self, token: str | None) -> Closing | None:
        """Return why a session closed by itself; none for one that is open or was signed out of."""
        if token in self._left_unused:
            return Closing.UNUSED
        signed_in = self._open.get(token or "")
        if signed_in is not None and not self._is_still_good(signed_in):
            return Closing.PASSWORD
        return None

    def is_open(self, token: str | None, system: System) -> bool:
        """Say whether a browser is signed in to a system."""
        try:
            self.require(token, system)
        except Refusal:
            return False
        return True

    def close(self, token: str | None) -> None:
        """Close a session; an unknown token is no matter."""
        self._open.pop(token or "", None)
        self._left_unused.pop(token or "", None)

    def forget(self, participant_id: str) -> None:
        """Close every session of a participant."""
        self._open = _without(participant_id, self._open)
        self._left_unused = _without(participant_id, self._left_unused)

    def _is_still_good(self, signed_in: SignedIn) -> bool:
        password = self._password_of(signed_in.participant_id, signed_in.system)
        return password in signed_in.opened_with


def _is_left(signed_in: SignedIn, at: datetime, idle: timedelta) -> bool:
    return signed_in.system in CLOSES_UNUSED and at - signed_in.used_at >= idle


def _without(participant_id: str, sessions: dict[str, SignedIn]) -> dict[str, SignedIn]:
    return {
        token: signed_in
        for token, signed_in in sessions.items()
        if signed_in.participant_id != participant_id
    }
