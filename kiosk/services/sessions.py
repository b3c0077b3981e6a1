"""Who is signed in where: what a browser's cookie stands for, kept in memory only."""

from dataclasses import dataclass, replace
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


CLOSES_UNUSED = frozenset({System.WEBMAIL, System.IPROF})
"""The academy's systems, which sign out by themselves; the voter space never does."""


@dataclass(frozen=True)
class SignedIn:
    """An open session of one participant in one system, and when it was last used."""

    workshop_id: str
    participant_id: str
    system: System
    since: datetime
    used_at: datetime


class Sessions:
    """The open sessions, by the random token a browser holds.

    ``idle`` is the simulated time after which the academy's systems sign out by themselves.
    """

    def __init__(self, idle: timedelta) -> None:
        self._idle = idle
        self._open: dict[str, SignedIn] = {}
        self._left_unused: dict[str, SignedIn] = {}

    def open(self, workshop_id: str, participant_id: str, system: System, at: datetime) -> str:
        """Open a session and return its token."""
        token = token_urlsafe(24)
        self._open[token] = SignedIn(workshop_id, participant_id, system, at, at)
        return token

    def require(self, token: str | None, system: System) -> SignedIn:
        """Return the session of a token; refuses SIGN_IN_FIRST where there is none."""
        signed_in = self._open.get(token or "")
        if signed_in is None or signed_in.system is not system:
            raise Refusal(RefusalCode.SIGN_IN_FIRST, system=system.value)
        return signed_in

    def attend(self, token: str | None, at: datetime) -> None:
        """Note that a browser uses a session at an instant; one left unused is closed instead.

        The clock moved forward counts as time without use.
        """
        signed_in = self._open.get(token or "")
        if token is None or signed_in is None:
            return
        if signed_in.system in CLOSES_UNUSED and at - signed_in.used_at >= self._idle:
            self._left_unused[token] = self._open.pop(token)
        else:
            self._open[token] = replace(signed_in, used_at=max(at, signed_in.used_at))

    def renew(self, token: str | None, at: datetime) -> None:
        """Take a session as used at an instant, however long it lay unused."""
        signed_in = self._open.get(token or "")
        if token is not None and signed_in is not None:
            self._open[token] = replace(signed_in, used_at=at)

    def was_left_unused(self, token: str | None) -> bool:
        """Say whether a session was closed because nobody used it."""
        return token in self._left_unused

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


def _without(participant_id: str, sessions: dict[str, SignedIn]) -> dict[str, SignedIn]:
    return {
        token: signed_in
        for token, signed_in in sessions.items()
        if signed_in.participant_id != participant_id
    }
