"""What the pages inside the polling station have in common."""

from typing import ClassVar

from kiosk.screens.page import Page
from kiosk.services.addresses import PageId
from kiosk.services.ballots import BLANK
from kiosk.services.polling import BallotPaper, ContestState
from kiosk.widgets.entries import EntryItem, EntryState

BLANK_NAME = "Vote blanc"


def entry_left(contest: ContestState, address: str = "") -> EntryItem:
    """Return the entry of a contest left to do; without an address it is only named."""
    detail = f"À voter · {contest.seats} sièges à pourvoir"
    return EntryItem(address, contest.title, detail, EntryState.TO_DO)


class PollingPage(Page):
    """A page that only somebody inside the polling station sees."""

    SIGN_IN: ClassVar[PageId | None] = PageId.POLLING_DOOR

    @property
    def token(self) -> str | None:
        """What the polling station knows this browser by."""
        return self.visit.browser.cookies.polling_station

    def contests(self) -> tuple[ContestState, ...]:
        """Read the voter's contests; refuses SIGN_IN_FIRST."""
        return self.visit.services.polling.contests(self.token)


class ContestPage(PollingPage):
    """A page about the contest that its address names, in capitals or not."""

    @property
    def code(self) -> str:
        """The contest's code."""
        return self.visit.where.params["contest"].upper()

    @property
    def choice(self) -> str | None:
        """What is marked on the ballot: in the browser's memory, never in an address."""
        return self.visit.browser.ballot_choices.get(self.code)

    @choice.setter
    def choice(self, key: str) -> None:
        self.visit.browser.ballot_choices[self.code] = key

    def read_ballot(self) -> BallotPaper:
        """Read the ballot paper; a mark for what is not on it is wiped.

        Refuses SIGN_IN_FIRST, CONTEST_NOT_YOURS, ALREADY_VOTED and TOO_LATE.
        """
        paper = self.visit.services.polling.ballot(self.token, self.code)
        if self.choice not in {None, BLANK, *(entry.id for entry in paper.lists)}:
            self.forget_choice()
        return paper

    def forget_choice(self) -> None:
        """Wipe what is marked on the ballot."""
        self.visit.browser.ballot_choices.pop(self.code, None)

    def go_in_contest(self, page: PageId, **params: str) -> None:
        """Ask for another page about the same contest."""
        self.go(page, contest=self.code.lower(), **params)
