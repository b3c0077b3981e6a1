"""The request for a voter account: form, image, mailed link (leaflet 000, steps 2 to 6)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import update
from sqlmodel import Session, col, select

from kiosk.models import AccountRequest, Participant, VoterAccount, Workshop
from kiosk.services.addresses import PageId
from kiosk.services.calendar import Calendar
from kiosk.services.captchas import Captchas
from kiosk.services.clock import Clock
from kiosk.services.content import Content, MailTrigger, Milestone
from kiosk.services.form_fields import (
    require_filled,
    require_own_address,
    require_professional,
)
from kiosk.services.journal import Event, record, record_once
from kiosk.services.link_tokens import LinkPurpose, LinkTokens, spend
from kiosk.services.password_hashes import PasswordHashes
from kiosk.services.password_rules import require_same, require_voter_rule
from kiosk.services.refusals import Refusal, RefusalCode, Refusals
from kiosk.services.service_mails import ServiceMails
from kiosk.services.storable_text import storable
from kiosk.services.store import Store


class RequestState(StrEnum):
    """How far a request for an account has come."""

    AWAITING_IMAGE = "awaiting-image"
    AWAITING_LINK = "awaiting-link"
    CONFIRMED = "confirmed"
    VOID = "void"


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
        links: LinkTokens,
        mails: ServiceMails,
        hashes: PasswordHashes,
    ) -> None:
        self._store = store
        self._content = content
        self._calendar = calendar
        self._clock = clock
        self._captchas = captchas
        self._links = links
        self._mails = mails
        self._hashes = hashes

    def require_open(self, workshop_id: str) -> None:
        """Refuse TOO_EARLY and TOO_LATE while accounts cannot be created."""
        self._open_now(workshop_id)

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
        domain = self._domain(person.workshop_id)
        Refusals.gather(
            lambda: require_own_address(address, person.address, domain),
            lambda: require_new(password),
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
            _void_earlier(unit, person.id)
            request.state = RequestState.AWAITING_LINK
            self._mail_link(unit, person, request, now)
            record(unit, person.id, Event.ACCOUNT_REQUESTED, at=now)

    def mail_again(self, workshop_id: str, participant_id: str, address: str) -> None:
        """Send the confirmation mail of a request not yet confirmed again; the older link is void.

        Refuses TOO_EARLY and TOO_LATE, then the field “address” as ``require_professional``.
        Never tells whether the address has a request.
        """
        now = self._open_now(workshop_id)
        require_professional(address, self._domain(workshop_id))
        with self._store.unit() as unit:
            record(unit, participant_id, Event.CONFIRMATION_ASKED_AGAIN, at=now)
            person = owner_of(unit, workshop_id, address)
            if person is None or unit.get(VoterAccount, person.id) is not None:
                return
            unit.get_one(Participant, person.id, with_for_update=True)
            if (request := pending_request(unit, person.id)) is not None:
                self._mail_link(unit, person, request, now)

    def confirm(self, workshop_id: str, token: str) -> None:
        """Make the account of a mailed link; its password is the request's.

        Refuses LINK_UNKNOWN, LINK_VOID (a newer request was made), LINK_SPENT and TOO_LATE
        (the link works until accounts close, mission facts, calendar).
        """
        with self._store.unit() as unit:
            link, person = self._links.require_good(
                unit, workshop_id, token, LinkPurpose.CONFIRM_ACCOUNT
            )
            if unit.get(VoterAccount, person.id) is not None:
                raise Refusal(RefusalCode.LINK_SPENT)
            now = self._open_now(workshop_id)
            request = unit.get_one(AccountRequest, link.request_id)
            spend(link)
            request.state = RequestState.CONFIRMED
            account = VoterAccount(
                participant_id=person.id, password_hash=request.password_hash, confirmed_at=now
            )
            unit.add(account)
            self._mails.mail(unit, person, MailTrigger.ACCOUNT_CONFIRMED, at=now)
            record(unit, person.id, Event.ACCOUNT_CONFIRMED, at=now)

    def _open_now(self, workshop_id: str) -> datetime:
        now = self._clock.now(workshop_id)
        self._calendar.require(Milestone.ACCOUNTS_OPEN, now)
        self._calendar.require(Milestone.ACCOUNTS_CLOSE, now)
        return now

    def _domain(self, workshop_id: str) -> str:
        with self._store.look() as unit:
            workshop = unit.get_one(Workshop, workshop_id)
        return self._content.academies[workshop.academy].domain

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

    def _mail_link(
        self, unit: Session, person: Participant, request: AccountRequest, now: datetime
    ) -> None:
        token = self._links.issue(
            unit, person.id, LinkPurpose.CONFIRM_ACCOUNT, at=now, request_id=request.id
        )
        self._mails.mail_link(
            unit,
            person,
            MailTrigger.ACCOUNT_REQUESTED,
            at=now,
            page=PageId.ACCOUNT_CONFIRM,
            token=token,
        )


def owner_of(unit: Session, workshop_id: str, address: str) -> Participant | None:
    """Return whose professional address was typed, in a workshop."""
    return unit.exec(
        select(Participant).where(
            Participant.workshop_id == workshop_id,
            Participant.address == storable(address).strip().lower(),
        )
    ).first()


def pending_request(unit: Session, participant_id: str) -> AccountRequest | None:
    """Return the request that waits for its mailed link to be followed."""
    return unit.exec(
        select(AccountRequest).where(
            AccountRequest.participant_id == participant_id,
            AccountRequest.state == RequestState.AWAITING_LINK,
        )
    ).first()


def _void_earlier(unit: Session, participant_id: str) -> None:
    unit.execute(
        update(AccountRequest)
        .where(
            col(AccountRequest.participant_id) == participant_id,
            col(AccountRequest.state) == RequestState.AWAITING_LINK,
        )
        .values(state=RequestState.VOID)
    )


def require_new(password: str) -> None:
    """Refuse FIELD_EMPTY and PASSWORD_TOO_WEAK for a new password of the voter space."""
    require_filled(password, "password")
    require_voter_rule(password)
