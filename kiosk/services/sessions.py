"""Who is signed in where: what a browser's cookie stands for, kept in memory only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from secrets import token_urlsafe

from kiosk.services.refusals import Refusal, RefusalCode


class System(StrEnum):
    """The systems one signs in to."""

    WEBMAIL = "webmail"
    VOTER_SPACE = "voter-space"
    POLLING_STATION = "polling-station"


@dataclass(frozen=True)
class SignedIn:
    """An open session of one participant in one system."""

    workshop_id: str
    participant_id: str
    system: System
    since: datetime


class Sessions:
    """The open sessions, by the random token a browser holds."""

    def __init__(self) -> None:
        self._open: dict[str, SignedIn] = {}

    def open(self, workshop_id: str, participant_id: str, system: System, at: datetime) -> str:
        """Open a session and return its token."""
        token = token_urlsafe(24)
        self._open[token] = SignedIn(workshop_id, participant_id, system, at)
        return token

    def require(self, token: str | None, system: System) -> SignedIn:
        """Return the session of a token; refuses SIGN_IN_FIRST where there is none."""
        signed_in = self._open.get(token or "")
        if signed_in is None or signed_in.system is not system:
            raise Refusal(RefusalCode.SIGN_IN_FIRST, system=system.value)
        return signed_in

    def close(self, token: str | None) -> None:
        """Close a session; an unknown token is no matter."""
        self._open.pop(token or "", None)

    def forget(self, participant_id: str) -> None:
        """Close every session of a participant."""
        self._open = {
            token: signed_in
            for token, signed_in in self._open.items()
            if signed_in.participant_id != participant_id
        }
