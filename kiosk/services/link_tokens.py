"""Mailed links: issued one at a time, known by a digest alone, used once."""

from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from random import Random

from sqlalchemy import update
from sqlmodel import Session, col

from kiosk.models import LinkToken, Participant
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.storable_text import storable


class LinkState(StrEnum):
    """Whether a mailed link still works."""

    GOOD = "good"
    SPENT = "spent"
    VOID = "void"
    OUTDATED = "outdated"
    """The password it was to change has been changed since."""


class LinkPurpose(StrEnum):
    """What a mailed link does."""

    CONFIRM_ACCOUNT = "confirm-account"
    RESET_PASSWORD = "reset-password"  # noqa: S105 - the name of a purpose


class LinkTokens:
    """Works within its caller's unit of work; ``chance`` makes the tokens."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance

    def issue(
        self,
        unit: Session,
        participant_id: str,
        purpose: LinkPurpose,
        *,
        at: datetime,
        request_id: str | None = None,
    ) -> str:
        """Return the token of a new link and void every earlier one of the same purpose."""
        self.retire(unit, participant_id, purpose, LinkState.VOID)
        token = f"{self._chance.getrandbits(80):020x}"
        unit.add(
            LinkToken(
                digest=_digest(token),
                participant_id=participant_id,
                purpose=purpose,
                request_id=request_id,
                state=LinkState.GOOD,
                made_at=at,
            )
        )
        return token

    def retire(
        self, unit: Session, participant_id: str, purpose: LinkPurpose, state: LinkState
    ) -> None:
        """Have somebody's links of a purpose work no more, and say from now on why."""
        unit.execute(
            update(LinkToken)
            .where(
                col(LinkToken.participant_id) == participant_id,
                col(LinkToken.purpose) == purpose,
                col(LinkToken.state) == LinkState.GOOD,
            )
            .values(state=state)
        )

    def require_good(
        self, unit: Session, workshop_id: str, token: str, purpose: LinkPurpose
    ) -> tuple[LinkToken, Participant]:
        """Return the link of a token, held until the unit ends, and whose it is.

        Refuses LINK_UNKNOWN (also of another workshop or purpose), LINK_SPENT, LINK_VOID and
        LINK_OUTDATED.
        """
        link = unit.get(LinkToken, _digest(token), with_for_update=True)
        if link is None or link.purpose != purpose:
            raise Refusal(RefusalCode.LINK_UNKNOWN)
        person = unit.get_one(Participant, link.participant_id, with_for_update=True)
        if person.workshop_id != workshop_id:
            raise Refusal(RefusalCode.LINK_UNKNOWN)
        if link.state == LinkState.SPENT:
            raise Refusal(RefusalCode.LINK_SPENT)
        if link.state == LinkState.VOID:
            raise Refusal(RefusalCode.LINK_VOID)
        if link.state == LinkState.OUTDATED:
            raise Refusal(RefusalCode.LINK_OUTDATED)
        return link, person


def require_young(link: LinkToken, minutes: int, now: datetime) -> None:
    """Refuse LINK_EXPIRED for a link made so many minutes ago, or longer."""
    if now >= link.made_at + timedelta(minutes=minutes):
        raise Refusal(RefusalCode.LINK_EXPIRED, minutes=minutes)


def spend(link: LinkToken) -> None:
    """Note that a link was used: it works once."""
    link.state = LinkState.SPENT


def _digest(token: str) -> str:
    return blake2b(storable(token).encode(), digest_size=20).hexdigest()
