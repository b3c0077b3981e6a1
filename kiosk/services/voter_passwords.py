"""The voter password: lost and chosen anew by a mailed link, or changed in the voter space."""

from kiosk.models import Participant, VoterAccount, Workshop
from kiosk.services.account_requests import owner_of, require_new
from kiosk.services.addresses import PageId
from kiosk.services.calendar import Calendar
from kiosk.services.clock import Clock
from kiosk.services.content import Content, MailTrigger, Milestone
from kiosk.services.form_fields import require_filled, require_professional
from kiosk.services.journal import Event, record
from kiosk.services.link_tokens import LinkPurpose, LinkState, LinkTokens, require_young, spend
from kiosk.services.password_hashes import PasswordHashes
from kiosk.services.password_rules import require_same, same
from kiosk.services.refusals import Refusal, RefusalCode, Refusals
from kiosk.services.service_mails import ServiceMails
from kiosk.services.sessions import Sessions, System
from kiosk.services.store import Store


class VoterPasswords:
    """Gives an account another password (leaflet 000: lost password, a mail is sent).

    Every session that the password of before opened is closed, on any terminal, but the voter
    space from which it was changed. The polling station is closed too, even in that browser:
    its door asks for this password, and a ballot is for good; whoever has a right to be there
    comes in again with the new one and has lost nothing, since a ballot not yet validated is
    not cast.
    """

    def __init__(
        self,
        store: Store,
        content: Content,
        calendar: Calendar,
        clock: Clock,
        *,
        sessions: Sessions,
        links: LinkTokens,
        mails: ServiceMails,
        hashes: PasswordHashes,
    ) -> None:
        self._store = store
        self._content = content
        self._calendar = calendar
        self._clock = clock
        self._sessions = sessions
        self._links = links
        self._mails = mails
        self._hashes = hashes

    def require_open(self, workshop_id: str) -> None:
        """Refuse TOO_EARLY before the voter space opens; it never closes."""
        self._calendar.require(Milestone.ACCOUNTS_OPEN, self._clock.now(workshop_id))

    def mail_link(self, workshop_id: str, participant_id: str, address: str) -> None:
        """Mail a link to whoever has an account at the address; an earlier link is void.

        Refuses the field “address” as ``require_professional``, and TOO_EARLY. Never tells
        whether the address has an account. Noted for who sits at the terminal.
        """
        self.require_open(workshop_id)
        now = self._clock.now(workshop_id)
        with self._store.look() as unit:
            workshop = unit.get_one(Workshop, workshop_id)
        require_professional(address, self._content.academies[workshop.academy].domain)
        with self._store.unit() as unit:
            record(unit, participant_id, Event.VOTER_PASSWORD_LOST, at=now)
            person = owner_of(unit, workshop_id, address)
            if person is None or unit.get(VoterAccount, person.id) is None:
                return
            unit.get_one(Participant, person.id, with_for_update=True)
            token = self._links.issue(unit, person.id, LinkPurpose.RESET_PASSWORD, at=now)
            self._mails.mail_link(
                unit,
                person,
                MailTrigger.PASSWORD_LOST,
                at=now,
                page=PageId.VOTER_PASSWORD_RESET,
                token=token,
            )

    def require_link(self, workshop_id: str, token: str) -> None:
        """Refuse a mailed link that does not work, and use up nothing.

        LINK_UNKNOWN, LINK_SPENT, LINK_VOID (a newer one was asked for), LINK_OUTDATED (the password
        was changed since), LINK_EXPIRED.
        """
        now = self._clock.now(workshop_id)
        with self._store.look() as unit:
            link, _ = self._links.require_good(unit, workshop_id, token, LinkPurpose.RESET_PASSWORD)
        require_young(link, self._content.rules.reset_link_minutes, now)

    def choose(self, workshop_id: str, token: str, *, password: str, confirmation: str) -> None:
        """Give the account of a mailed link its new password, and use the link up.

        Refuses as ``require_link``, then by field FIELD_EMPTY, PASSWORD_TOO_WEAK (voter rule)
        and PASSWORDS_DIFFER.
        """
        self.require_link(workshop_id, token)
        Refusals.gather(
            lambda: require_new(password),
            lambda: require_same(password, confirmation),
        )
        digest = self._hashes.hash(password)
        with self._store.unit() as unit:
            link, person = self._links.require_good(
                unit, workshop_id, token, LinkPurpose.RESET_PASSWORD
            )
            now = self._clock.now(workshop_id)
            require_young(link, self._content.rules.reset_link_minutes, now)
            spend(link)
            account = unit.get_one(VoterAccount, person.id, with_for_update=True)
            account.password_hash = digest
            record(unit, person.id, Event.VOTER_PASSWORD_CHANGED, at=now)

    def change(self, token: str | None, *, current: str, new: str, confirmation: str) -> None:
        """Change the password of whoever is in the voter space (leaflet 000: the space).

        A link mailed before to choose a new one works no more.
        Refuses SIGN_IN_FIRST, then by field VOTER_PASSWORD_WRONG for the current one,
        FIELD_EMPTY, PASSWORD_TOO_WEAK, PASSWORD_SAME_AS_BEFORE and PASSWORDS_DIFFER.
        """
        session = self._sessions.require(token, System.VOTER_SPACE)
        with self._store.look() as unit:
            account = unit.get_one(VoterAccount, session.participant_id)
        Refusals.gather(
            lambda: self._require_current(current, account),
            lambda: _require_other(new, current),
            lambda: require_same(new, confirmation),
        )
        digest = self._hashes.hash(new)
        self._sessions.accept(session, digest)
        now = self._clock.now(session.workshop_id)
        with self._store.unit() as unit:
            person = unit.get_one(Participant, session.participant_id, with_for_update=True)
            self._links.retire(unit, person.id, LinkPurpose.RESET_PASSWORD, LinkState.OUTDATED)
            account = unit.get_one(VoterAccount, session.participant_id, with_for_update=True)
            account.password_hash = digest
            record(unit, session.participant_id, Event.VOTER_PASSWORD_CHANGED, at=now)

    def _require_current(self, typed: str, account: VoterAccount) -> None:
        require_filled(typed, "current")
        if not self._hashes.verify(typed, account.password_hash):
            raise Refusal(RefusalCode.VOTER_PASSWORD_WRONG, "current")


def _require_other(new: str, current: str) -> None:
    require_new(new)
    if same(new, current):
        raise Refusal(RefusalCode.PASSWORD_SAME_AS_BEFORE, "password")
