"""An identifier lost or known to somebody else: sent again, or replaced by a new one.

Leaflet 000, “L’identifiant”: by SMS or personal mail, once that datum has been filled in. A new
identifier goes the same ways: a paper would come after the opening of the vote.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from random import Random

from sqlmodel import Session, col, func, select

from kiosk.models import Delivery, DeskItem, Participant, VoterIdentifier
from kiosk.services.calendar import Calendar
from kiosk.services.clock import Clock
from kiosk.services.contacts import contact_of
from kiosk.services.content import Milestone
from kiosk.services.identifiers import make_identifier
from kiosk.services.journal import Event, record
from kiosk.services.password_hashes import PasswordHashes
from kiosk.services.postman import Channel, PaperKind, Parcel
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.service_mails import ServiceMails
from kiosk.services.sessions import Sessions, SignedIn, System
from kiosk.services.store import Store


class IdentifierWish(StrEnum):
    """What is wanted; the value is the kind of what then arrives."""

    AGAIN = "identifier-again"
    NEW = "identifier-new"


_LIMITS = {
    IdentifierWish.AGAIN: Milestone.RESEND_IDENTIFIER_ENDS,
    IdentifierWish.NEW: Milestone.NEW_IDENTIFIER_ENDS,
}
_EVENTS = {
    IdentifierWish.AGAIN: Event.IDENTIFIER_SENT_AGAIN,
    IdentifierWish.NEW: Event.IDENTIFIER_RENEWED,
}
_CARRIERS = (PaperKind.NOTICE, PaperKind.POSTED_NOTICE, *IdentifierWish)


@dataclass(frozen=True)
class IdentifierOptions:
    """By which ways an identifier may be sent, and how many new ones were asked for."""

    mobile: str = field(repr=False)
    personal_mail: str = field(repr=False)
    until: datetime
    renewals: int
    renewals_max: int


class IdentifierRequests:
    """Sends identifiers to whoever is in the voter space."""

    def __init__(
        self,
        store: Store,
        calendar: Calendar,
        clock: Clock,
        *,
        sessions: Sessions,
        mails: ServiceMails,
        hashes: PasswordHashes,
        chance: Random,
        renewals_max: int,
    ) -> None:
        self._store = store
        self._calendar = calendar
        self._clock = clock
        self._sessions = sessions
        self._mails = mails
        self._hashes = hashes
        self._chance = chance
        self._renewals_max = renewals_max

    def options(self, token: str | None, wish: IdentifierWish) -> IdentifierOptions:
        """Return how a wish can be met.

        Refuses SIGN_IN_FIRST; TOO_EARLY until the notices arrive; TOO_LATE from the wish's own
        limit on (mission facts, calendar); RENEWALS_SPENT once no new identifier is left.
        """
        session = self._session(token)
        self._require_time(session.workshop_id, wish)
        with self._store.look() as unit:
            contact = contact_of(unit, session.participant_id)
            renewals = len(_issued(unit, session.participant_id)) - 1
        if wish is IdentifierWish.NEW and renewals >= self._renewals_max:
            raise Refusal(RefusalCode.RENEWALS_SPENT, most=self._renewals_max)
        return IdentifierOptions(
            mobile=contact.mobile,
            personal_mail=contact.personal_mail,
            until=self._calendar.at(_LIMITS[wish]),
            renewals=renewals,
            renewals_max=self._renewals_max,
        )

    def send(self, token: str | None, wish: IdentifierWish, channel: Channel) -> None:
        """Send the identifier again, or a new one that takes its place at once.

        All that is sent arrives, in the order it was asked for: the last received is the good one.
        ``channel`` is SMS or PERSONAL_MAIL. Refuses as ``options``, then MOBILE_MISSING or
        PERSONAL_MAIL_MISSING where that datum was not filled in.
        """
        options = self.options(token, wish)
        if channel is Channel.SMS and not options.mobile:
            raise Refusal(RefusalCode.MOBILE_MISSING, "form")
        if channel is Channel.PERSONAL_MAIL and not options.personal_mail:
            raise Refusal(RefusalCode.PERSONAL_MAIL_MISSING, "form")
        session = self._session(token)
        made = make_identifier(self._chance) if wish is IdentifierWish.NEW else ""
        digest = self._hashes.hash(made) if made else ""
        with self._store.unit() as unit:
            # Held until the end: two terminals renew one after the other.
            person = unit.get_one(Participant, session.participant_id, with_for_update=True)
            now = self._require_time(session.workshop_id, wish)
            if made:
                self._renew(unit, person.id, digest, now)
            parcel = Parcel(
                channel=channel,
                kind=wish,
                sender="Espace électeur",
                title="Votre identifiant de vote",
                body=made or self._current(unit, person.id),
            )
            self._mails.send(unit, person, parcel, at=now, after=_last_due(unit, person.id))
            record(unit, person.id, _EVENTS[wish], at=now)

    def _session(self, token: str | None) -> SignedIn:
        return self._sessions.require(token, System.VOTER_SPACE)

    def _require_time(self, workshop_id: str, wish: IdentifierWish) -> datetime:
        now = self._clock.now(workshop_id)
        self._calendar.require(Milestone.NOTICES_ARRIVE, now)
        self._calendar.require(_LIMITS[wish], now)
        return now

    def _renew(self, unit: Session, participant_id: str, digest: str, now: datetime) -> None:
        issued = _issued(unit, participant_id)
        if len(issued) - 1 >= self._renewals_max:
            raise Refusal(RefusalCode.RENEWALS_SPENT, most=self._renewals_max)
        unit.add(
            VoterIdentifier(
                participant_id=participant_id,
                rank=issued[0].rank + 1,
                digest=digest,
                made_at=now,
            )
        )

    def _current(self, unit: Session, participant_id: str) -> str:
        """Find the identifier on what carries it: the store itself knows a digest only."""
        digest = _issued(unit, participant_id)[0].digest
        carried = [
            body
            for table in (Delivery, DeskItem)
            for body in unit.exec(
                select(table.body).where(
                    table.participant_id == participant_id, col(table.kind).in_(_CARRIERS)
                )
            )
        ]
        return next(body for body in carried if self._hashes.verify(body, digest))


def _issued(unit: Session, participant_id: str) -> list[VoterIdentifier]:
    """Return the identifiers made for somebody, the one that counts first."""
    return list(
        unit.exec(
            select(VoterIdentifier)
            .where(VoterIdentifier.participant_id == participant_id)
            .order_by(col(VoterIdentifier.rank).desc())
        )
    )


def _last_due(unit: Session, participant_id: str) -> datetime | None:
    """Return when the last of the identifiers still on their way arrives."""
    return unit.exec(
        select(func.max(Delivery.due_at)).where(
            Delivery.participant_id == participant_id,
            col(Delivery.kind).in_(list(IdentifierWish)),
        )
    ).one()
