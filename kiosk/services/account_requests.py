"""The request for a voter account: form, image, mailed link (leaflet 000, steps 2 to 6)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from random import Random

from sqlalchemy import update
from sqlmodel import Session, col

from kiosk.models import AccountRequest, LinkToken, Participant, VoterAccount, Workshop
from kiosk.services.addresses import AddressBook, PageId
from kiosk.services.calendar import Calendar
from kiosk.services.captchas import Captchas
from kiosk.services.clock import Clock
from kiosk.services.content import Content, MailTrigger, Milestone
from kiosk.services.form_fields import require_filled, require_own_address
from kiosk.services.journal import Event, record, record_once
from kiosk.services.mail_rounds import mail_values
from kiosk.services.password_hashes import PasswordHashes
from kiosk.services.password_rules import require_same, require_voter_rule
from kiosk.services.postman import Postman
from kiosk.services.refusals import Refusal, RefusalCode, Refusals
from kiosk.services.store import Store


class RequestState(StrEnum):
    """How far a request for an account has come."""

    AWAITING_IMAGE = "awaiting-image"
    AWAITING_LINK = "awaiting-link"
    CONFIRMED = "confirmed"
    VOID = "void"


class LinkState(StrEnum):
    """Whether a mailed link still works."""

    GOOD = "good"
    SPENT = "spent"
    VOID = "void"


class LinkPurpose(StrEnum):
    """What a mailed link does."""

    CONFIRM_ACCOUNT = "confirm-account"


@dataclass(frozen=True)
class RequestView:
    """A request as the portal's pages show it."""

    id: str
    address: str
    made_at: datetime
    state: RequestState


class AccountRequests:
    """From the empty form to the confirmed account (leaflet 000: steps 2 to 6)."""

    def __init__(
        self,
        store: Store,
        content: Content,
        calendar: Calendar,
        clock: Clock,
        *,
        captchas: Captchas,
        postman: Postman,
        hashes: PasswordHashes,
        chance: Random,
    ) -> None:
        self._store = store
        self._content = content
        self._calendar = calendar
        self._clock = clock
        self._captchas = captchas
        self._postman = postman
        self._hashes = hashes
        self._chance = chance

    def open_form(self, workshop_id: str, participant_id: str) -> None:
        """Note that the form was opened; refuses TOO_EARLY and TOO_LATE."""
        now = self._open_now(workshop_id)
        with self._store.unit() as unit:
            record_once(unit, participant_id, Event.ACCOUNT_FORM_OPENED, at=now)

    def check_form(
        self, participant_id: str, *, address: str, password: str, confirmation: str
    ) -> None:
        """Check what the form holds so far and keep none of it; refuses its fields as fill_form."""
        with self._store.look() as unit:
            person = unit.get_one(Participant, participant_id)
            workshop = unit.get_one(Workshop, person.workshop_id)
        domain = self._content.academies[workshop.academy].domain
        Refusals.gather(
            lambda: require_own_address(address, person.address, domain),
            lambda: _require_password(password),
            lambda: require_same(password, confirmation),
        )

    def fill_form(
        self,
        workshop_id: str,
        participant_id: str,
        *,
        address: str,
        password: str,
        confirmation: str,
    ) -> str:
        """Keep the form until the image is copied, and return the request's id.

        Refuses, all fields at once, FIELD_EMPTY, ADDRESS_SHAPE, ADDRESS_NOT_PROFESSIONAL,
        ADDRESS_NOT_YOURS, PASSWORD_TOO_WEAK, PASSWORDS_DIFFER; then ACCOUNT_EXISTS, TOO_EARLY
        and TOO_LATE.
        """
        now = self._open_now(workshop_id)
        self.check_form(
            participant_id, address=address, password=password, confirmation=confirmation
        )
        with self._store.look() as unit:
            if unit.get(VoterAccount, participant_id) is not None:
                raise Refusal(RefusalCode.ACCOUNT_EXISTS, "address")
        digest = self._hashes.hash(password)
        with self._store.unit() as unit:
            request = AccountRequest(
                participant_id=participant_id,
                password_hash=digest,
                state=RequestState.AWAITING_IMAGE,
                made_at=now,
            )
            unit.add(request)
            record(unit, participant_id, Event.VOTER_PASSWORD_CHOSEN, at=now)
        return request.id

    def request(self, request_id: str | None) -> RequestView:
        """Return a request of this browser; refuses REQUEST_MISSING where there is none."""
        with self._store.look() as unit:
            request = unit.get(AccountRequest, request_id) if request_id else None
            if request is None:
                raise Refusal(RefusalCode.REQUEST_MISSING)
            person = unit.get_one(Participant, request.participant_id)
        return RequestView(request.id, person.address, request.made_at, RequestState(request.state))

    def copy_image(self, request_id: str | None, challenge_id: str, answer: str) -> None:
        """Check what was read on the image, then send the confirmation mail.

        Refuses CAPTCHA_MISSING, CAPTCHA_WRONG, CAPTCHA_WRONG_TOO_OFTEN, then as
        ``send_confirmation``.
        """
        self._passing_captcha(
            request_id, lambda: self._captchas.require(challenge_id, answer, "answer")
        )

    def answer_question(self, request_id: str | None, challenge_id: str, answer: str) -> None:
        """Check the answer to the question asked instead of the image; refuses as the image."""
        self._passing_captcha(
            request_id, lambda: self._captchas.require_question(challenge_id, answer, "answer")
        )

    def send_confirmation(self, request_id: str | None) -> None:
        """Send the confirmation mail and void any earlier link.

        Refuses REQUEST_MISSING, ACCOUNT_EXISTS, TOO_EARLY and TOO_LATE.
        """
        view = self.request(request_id)
        with self._store.unit() as unit:
            request = unit.get_one(AccountRequest, view.id, with_for_update=True)
            person = unit.get_one(Participant, request.participant_id, with_for_update=True)
            now = self._open_now(person.workshop_id)
            if request.state != RequestState.AWAITING_IMAGE:
                return
            if unit.get(VoterAccount, person.id) is not None:
                raise Refusal(RefusalCode.ACCOUNT_EXISTS, "form")
            self._void_earlier(unit, person.id)
            request.state = RequestState.AWAITING_LINK
            token = f"{self._chance.getrandbits(80):020x}"
            unit.add(
                LinkToken(
                    digest=_digest(token),
                    participant_id=person.id,
                    purpose=LinkPurpose.CONFIRM_ACCOUNT,
                    request_id=request.id,
                    state=LinkState.GOOD,
                    made_at=now,
                )
            )
            self._mail(unit, person, MailTrigger.ACCOUNT_REQUESTED, now, token)
            record(unit, person.id, Event.ACCOUNT_REQUESTED, at=now)

    def confirm(self, workshop_id: str, token: str) -> None:
        """Make the account of a mailed link; its password is the request's.

        Refuses LINK_UNKNOWN, LINK_VOID (a newer request was made), LINK_SPENT and TOO_LATE
        (the link works until accounts close, mission facts, calendar).
        """
        with self._store.unit() as unit:
            link = unit.get(LinkToken, _digest(token), with_for_update=True)
            person = None
            if link is not None:
                person = unit.get(Participant, link.participant_id, with_for_update=True)
            if link is None or person is None or person.workshop_id != workshop_id:
                raise Refusal(RefusalCode.LINK_UNKNOWN)
            if link.state == LinkState.SPENT:
                raise Refusal(RefusalCode.LINK_SPENT)
            if link.state == LinkState.VOID:
                raise Refusal(RefusalCode.LINK_VOID)
            if unit.get(VoterAccount, person.id) is not None:
                raise Refusal(RefusalCode.LINK_SPENT)
            now = self._open_now(workshop_id)
            request = unit.get_one(AccountRequest, link.request_id)
            link.state = LinkState.SPENT
            request.state = RequestState.CONFIRMED
            account = VoterAccount(
                participant_id=person.id, password_hash=request.password_hash, confirmed_at=now
            )
            unit.add(account)
            self._mail(unit, person, MailTrigger.ACCOUNT_CONFIRMED, now, "")
            record(unit, person.id, Event.ACCOUNT_CONFIRMED, at=now)

    def _open_now(self, workshop_id: str) -> datetime:
        now = self._clock.now(workshop_id)
        self._calendar.require(Milestone.ACCOUNTS_OPEN, now)
        self._calendar.require(Milestone.ACCOUNTS_CLOSE, now)
        return now

    def _passing_captcha(self, request_id: str | None, check: Callable[[], None]) -> None:
        view = self.request(request_id)
        try:
            check()
        except Refusal as refusal:
            if refusal.code is RefusalCode.CAPTCHA_MISSING:
                raise
            with self._store.unit() as unit:
                request = unit.get_one(AccountRequest, view.id)
                person = unit.get_one(Participant, request.participant_id)
                now = self._clock.now(person.workshop_id)
                record(unit, person.id, Event.CAPTCHA_REFUSED, at=now)
            raise
        self.send_confirmation(view.id)

    def _void_earlier(self, unit: Session, participant_id: str) -> None:
        unit.execute(
            update(LinkToken)
            .where(
                col(LinkToken.participant_id) == participant_id,
                col(LinkToken.purpose) == LinkPurpose.CONFIRM_ACCOUNT,
                col(LinkToken.state) == LinkState.GOOD,
            )
            .values(state=LinkState.VOID)
        )
        unit.execute(
            update(AccountRequest)
            .where(
                col(AccountRequest.participant_id) == participant_id,
                col(AccountRequest.state) == RequestState.AWAITING_LINK,
            )
            .values(state=RequestState.VOID)
        )

    def _mail(
        self, unit: Session, person: Participant, trigger: MailTrigger, now: datetime, token: str
    ) -> None:
        workshop = unit.get_one(Workshop, person.workshop_id)
        academy = self._content.academies[workshop.academy]
        link = AddressBook(academy).of(PageId.ACCOUNT_CONFIRM, token=token) if token else ""
        delay = self._chance.randint(*self._content.rules.mail_delay_seconds)
        template = next(mail for mail in self._content.mails if mail.trigger is trigger)
        self._postman.send_mail(
            unit,
            person,
            template,
            due_at=now + timedelta(seconds=delay),
            values={**mail_values(academy), "link": link},
        )


def _require_password(password: str) -> None:
    require_filled(password, "password")
    require_voter_rule(password)


def _digest(token: str) -> str:
    return blake2b(token.encode(), digest_size=20).hexdigest()
