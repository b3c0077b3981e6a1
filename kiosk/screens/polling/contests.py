"""Inside the polling station: the contests done and left to do, and the way out."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button

from kiosk.screens.asking import Question
from kiosk.screens.polling.inside import PollingPage, entry_left, entry_missed
from kiosk.services.addresses import PageId
from kiosk.services.content import Milestone
from kiosk.services.french import listing, moment
from kiosk.services.rolls import ContestState
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.entries import Entries, Entry, EntryItem, EntryState
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.texts import Lead, Title

_RECEIPT_GONE = "Voté · le reçu n’a été montré qu’une fois, et n’est gardé nulle part"


class PollingContestsPage(PollingPage):
    """One entry a contest: a ballot to open, or a receipt to see again."""

    TITLE = "Bureau de vote"

    def fetch(self) -> None:
        """Read the contests; refuses SIGN_IN_FIRST."""
        self.read_contests()

    def compose(self) -> ComposeResult:
        """The contests, and the way out."""
        yield Title(self.TITLE)
        if not self.left:
            yield self.say_all_done()
        elif self.is_over:
            yield Lead(f"{self.left_in_words()}.")
        else:
            yield Lead(f"{self.left_in_words()} sans bulletin.{self._manner()}")
        yield Entries([self._entry(contest) for contest in self.contests])
        with Horizontal(classes="actions"):
            kind = ButtonKind.QUIET if self._can_vote else ButtonKind.PRIMARY
            yield KioskButton("Quitter le bureau de vote", kind=kind, id="leave")
        bureau = self.visit.address_of(PageId.BUREAU)
        yield Links([LinkItem(bureau, "Le bureau de vote électronique", "qui tient les urnes")])

    def _manner(self) -> str:
        if self.last_hour:
            return f" Le vote est clos\u202f: {self.last_hour} au plus tard pour finir."
        return " L’ordre est libre." if len(self.left) > 1 else ""

    @property
    def _can_vote(self) -> bool:
        return bool(self.left) and not self.is_over

    def start_focus(self) -> None:
        """Begin on the first contest left to do, else on the way out."""
        entries = zip(self.query(Entry), self.contests, strict=True)
        first = (entry for entry, contest in entries if self._can_vote and not contest.voted)
        next(first, self.query_one("#leave")).focus(scroll_visible=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Leave; one press asks once."""
        event.stop()
        self.query_one("#leave", KioskButton).hold()
        self.run_worker(self._ask() if self._can_vote else self._leave(), group="leaving")

    async def _leave(self) -> None:
        browser = self.visit.browser
        await self.in_thread(self.visit.services.polling.leave, self.token)
        browser.cookies.polling_station = None
        browser.ballot_choices.clear()
        self.go(PageId.VOTER_SPACE)

    def _answered(self, sure: bool | None) -> None:  # noqa: FBT001 - the window's answer
        if sure:
            self.run_worker(self._leave(), group="leaving")
        else:
            self.query_one("#leave", KioskButton).ready()

    async def _ask(self) -> None:
        titles = listing([contest.title for contest in self.left])
        lines = [
            f"{self.left_in_words()} sans bulletin\u202f: {titles}.",
            "",
            await self.in_thread(self._until_when),
        ]
        if self.visit.browser.ballot_choices:
            lines.append("Un choix qui n’est pas validé sera oublié.")
        question = Question(
            "Quitter le bureau de vote\u202f?", "\n".join(lines), yes="Quitter", no="Rester"
        )
        self.app.push_screen(question, self._answered)

    def _until_when(self) -> str:
        services = self.visit.services
        now = services.clock.now(self.visit.workshop_id)
        if services.calendar.allows(Milestone.VOTE_CLOSES, now):
            closes = moment(services.calendar.at(Milestone.VOTE_CLOSES))
            return f"Vous pourrez revenir jusqu’au {closes}."
        return "Le vote est clos\u202f: une fois dehors, vous ne pourrez plus revenir."

    def _entry(self, contest: ContestState) -> EntryItem:
        code = contest.code.lower()
        if not contest.voted and self.is_over:
            return entry_missed(contest)
        if not contest.voted:
            ballot = self.visit.address_of(PageId.POLLING_BALLOT, contest=code)
            return entry_left(contest, ballot)
        if contest.code not in self.visit.browser.receipts:
            return EntryItem("", contest.title, _RECEIPT_GONE, EntryState.DONE)
        receipt = self.visit.address_of(PageId.POLLING_RECEIPT, contest=code)
        return EntryItem(receipt, contest.title, "Voté · revoir le reçu", EntryState.DONE)
