"""What a page knows of the visit it is drawn for."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.services.addresses import AddressBook, PageId, Resolved
from kiosk.services.browser import Browser
from kiosk.services.note_draft import NoteDraft
from kiosk.services.sessions import System

if TYPE_CHECKING:
    from kiosk.services.container import Services
    from kiosk.services.content import Academy
    from kiosk.services.enrolling import Enrolment


@dataclass(frozen=True)
class Sitting:
    """One person at the terminal: who it is, the browser and the notebook as they left them."""

    who: "Enrolment"
    browser: Browser
    persona: str = ""
    """Whose place it is, where somebody is lent; empty under one's own name."""
    note: NoteDraft = field(default_factory=NoteDraft)
    drafts: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)
    """What was typed in a form that was left before it was sent; never a password."""


@dataclass(frozen=True)
class Visit:
    """A page being opened: by whom, where, with which parameters of the address."""

    services: "Services"
    sitting: Sitting
    where: Resolved

    @property
    def workshop_id(self) -> str:
        """The workshop of the sitting."""
        return self.sitting.who.workshop_id

    @property
    def participant_id(self) -> str:
        """The person at the terminal."""
        return self.sitting.who.participant_id

    @property
    def academy(self) -> "Academy":
        """The academy of the sitting, with its own wording."""
        return self.services.content.academies[self.sitting.who.academy_id]

    @property
    def book(self) -> AddressBook:
        """The addresses of the academy."""
        return self.services.address_books[self.sitting.who.academy_id]

    @property
    def browser(self) -> Browser:
        """The sitting's browser."""
        return self.sitting.browser

    def attend(self, door: PageId | None) -> None:
        """Note that what lies behind a door is used; left unused too long, it is closed."""
        if token := self._token_behind(door):
            sessions, now = self.services.sessions, self.services.clock.now(self.workshop_id)
            if self._keeps_voter_space(door):
                sessions.renew(self.browser.cookies.voter_space, now)
            sessions.attend(token, now)

    def has_closed(self, door: PageId, at: datetime) -> bool:
        """Say whether what lies behind a door was left unused, or lost its password, by then."""
        token, sessions = self._token_behind(door), self.services.sessions
        if sessions.is_unused(token, at) and not self._keeps_voter_space(door):
            return True
        return sessions.why_closed(token) is not None

    def _keeps_voter_space(self, door: PageId | None) -> bool:
        """Say whether the voter space is in use by what is done in the polling station.

        One is in the station by way of the space: no ballot, however long it takes, closes it.
        """
        station = self.browser.cookies.polling_station
        if door is PageId.POLLING_DOOR:
            return self.services.sessions.is_open(station, System.POLLING_STATION)
        return door is PageId.VOTER_SIGN_IN and self.services.polling.is_voting(station)

    def _token_behind(self, door: PageId | None) -> str | None:
        cookies = self.browser.cookies
        tokens = {
            PageId.WEBMAIL_SIGN_IN: cookies.webmail,
            PageId.IPROF_SIGN_IN: cookies.iprof,
            PageId.VOTER_SIGN_IN: cookies.voter_space,
            PageId.POLLING_DOOR: cookies.polling_station,
        }
        return tokens.get(door) if door is not None else None

    def address_of(self, page: PageId, **params: str) -> str:
        """Return the address of a page in this academy."""
        return self.book.of(page, **params)


class Redirect(Exception):  # noqa: N818 - an ordinary answer of a site, not an error
    """A page sends its visitor to another one."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address
