"""What the pages inside the polling station have in common."""

from typing import ClassVar

from kiosk.glyphs import glyphs_of
from kiosk.screens.page import Page
from kiosk.services.addresses import PageId
from kiosk.services.ballots import BLANK
from kiosk.services.content import Milestone
from kiosk.services.french import counted, hour, moment
from kiosk.services.polling import BallotPaper
from kiosk.services.rolls import ContestState
from kiosk.widgets.entries import EntryItem, EntryState
from kiosk.widgets.texts import Notice

BLANK_NAME = "Vote blanc"


def entry_left(contest: ContestState, address: str = "") -> EntryItem:
    """Return the entry of a contest left to do; without an address it is only named."""
    detail = f"À voter · {contest.seats} sièges à pourvoir"
    return EntryItem(address, contest.title, detail, EntryState.TO_DO)


def entry_missed(contest: ContestState) -> EntryItem:
    """Return the entry of a contest that can no longer be voted in."""
    return EntryItem("", contest.title, "Vous n’avez pas voté", EntryState.TO_DO)


class PollingPage(Page):
    """A page that only somebody inside the polling station sees."""

    SIGN_IN: ClassVar[PageId | None] = PageId.POLLING_DOOR
    contests: tuple[ContestState, ...] = ()
    is_over = False
    last_hour = ""
    """Until when whoever is inside may finish, once the vote is closed to all others."""

    @property
    def token(self) -> str | None:
        """What the polling station knows this browser by."""
        return self.visit.browser.cookies.polling_station

    @property
    def left(self) -> list[ContestState]:
        """The contests without a ballot."""
        return [contest for contest in self.contests if not contest.voted]

    def read_contests(self) -> None:
        """Read the voter's contests, and whether there is time left; refuses SIGN_IN_FIRST."""
        self.contests = self.visit.services.polling.contests(self.token)
        self.read_limit()

    def read_limit(self) -> None:
        """Read how much time is left."""
        services = self.visit.services
        calendar, now = services.calendar, services.clock.now(self.visit.workshop_id)
        self.is_over = not calendar.allows(Milestone.POLLING_GRACE_ENDS, now)
        if not calendar.allows(Milestone.VOTE_CLOSES, now):
            self.last_hour = hour(calendar.at(Milestone.POLLING_GRACE_ENDS))

    def say_all_done(self) -> Notice:
        """Return the line for whoever has voted everywhere: what comes next, and when."""
        opens = moment(self.visit.services.calendar.at(Milestone.RESULTS_OPEN))
        text = f"Vous avez voté à tous vos scrutins. Les résultats paraissent le {opens}."
        notice = Notice(id="all-done")
        notice.say(f"{glyphs_of(self.app).done} {text}", "done")
        return notice

    def left_in_words(self) -> str:
        """Say how many contests are without a ballot, and whether that can still change."""
        count = counted(len(self.left), "scrutin")
        if self.is_over:
            return f"Le vote est clos\u202f: {count} sans bulletin de vous"
        return f"Il vous reste {count}"

    def limit_in_words(self) -> str:
        """Say until when one may vote."""
        if self.last_hour:
            return f"vote clos, {self.last_hour} au plus tard pour finir"
        return f"clos {moment(self.visit.services.calendar.at(Milestone.VOTE_CLOSES))}"


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
