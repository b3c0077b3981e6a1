"""Wrong tries at a door: three in a row slow the next ones down, five close it for a while.

They are counted by user name, whether it exists or not: what is answered tells nothing of it.
"""

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete
from sqlmodel import Session, col

from kiosk.models import Workshop, WrongTries
from kiosk.services.content import SignInRules
from kiosk.services.refusals import Refusal, RefusalCode

_SECOND = timedelta(seconds=1)


class Door(StrEnum):
    """What is tried: the password of the webmail and of I-Prof, or the NUMEN when it is lost."""

    PASSWORD = "password"  # noqa: S105 - the name of a door
    NUMEN = "numen"


class TryCounter:
    """Counts within the caller's unit of work; the figures are the content's."""

    def __init__(self, rules: SignInRules) -> None:
        self._rules = rules

    def require(
        self, unit: Session, workshop_id: str, door: Door, name: str, now: datetime
    ) -> None:
        """Refuse SIGN_IN_LOCKED or SIGN_IN_SLOWED, with until when, while a name must wait."""
        tries = self._counting(unit, workshop_id, door, name, now)
        if tries is None or tries.wrong < self._rules.slow_after:
            return
        if tries.wrong >= self._rules.lock_after:
            until = self._locked_until(tries)
            raise Refusal(RefusalCode.SIGN_IN_LOCKED, "form", until=until)
        left = tries.last_at + timedelta(seconds=self._rules.slow_seconds) - now
        if left > timedelta(0):
            seconds = -(-left // _SECOND)
            raise Refusal(RefusalCode.SIGN_IN_SLOWED, "form", seconds=seconds)

    def wrong(
        self, unit: Session, workshop_id: str, door: Door, name: str, now: datetime
    ) -> Refusal | None:
        """Count a wrong try; return SIGN_IN_LOCKED when it is the one that closes the door."""
        tries = self._counting(unit, workshop_id, door, name, now)
        already = tries.wrong if tries is not None else 0
        row = WrongTries(
            workshop_id=workshop_id,
            door=door,
            name_digest=_digest(workshop_id, name),
            wrong=already + 1,
            last_at=now,
        )
        unit.merge(row)
        if row.wrong < self._rules.lock_after:
            return None
        return Refusal(RefusalCode.SIGN_IN_LOCKED, "form", until=self._locked_until(row))

    def clear(self, unit: Session, workshop_id: str, name: str, *doors: Door) -> None:
        """Forget the wrong tries of a name at some doors: the right word was given."""
        for door in doors:
            tries = unit.get(WrongTries, (workshop_id, door, _digest(workshop_id, name)))
            if tries is not None:
                unit.delete(tries)

    def _counting(
        self, unit: Session, workshop_id: str, door: Door, name: str, now: datetime
    ) -> WrongTries | None:
        """Return the tries that still count: they are forgotten as long after as a lock lasts."""
        tries = unit.get(WrongTries, (workshop_id, door, _digest(workshop_id, name)))
        return tries if tries is not None and now < self._locked_until(tries) else None

    def _locked_until(self, tries: WrongTries) -> datetime:
        # Rounded up to the minute: the hour that is said is the hour that counts.
        until = tries.last_at + timedelta(minutes=self._rules.lock_minutes)
        rest = timedelta(seconds=until.second, microseconds=until.microsecond)
        return until + (timedelta(minutes=1) - rest if rest else rest)


def forget_tries(unit: Session, workshop_id: str, name: str) -> None:
    """Forget the wrong tries of a name at every door: nobody bears it any more."""
    digest = _digest(workshop_id, name)
    unit.execute(delete(WrongTries).where(col(WrongTries.name_digest) == digest))


def one_at_a_time(unit: Session, workshop_id: str) -> None:
    """Hold the other terminals of a workshop back until the unit's end."""
    unit.get_one(Workshop, workshop_id, with_for_update=True)


def _digest(workshop_id: str, name: str) -> str:
    return hashlib.sha256(f"{workshop_id}:{name}".encode("utf-8", "replace")).hexdigest()
