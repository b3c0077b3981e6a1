"""The ballot of a contest, and the candidates of one of its lists."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, HorizontalGroup, VerticalScroll
from textual.widgets import Button

from kiosk.glyphs import glyphs_of
from kiosk.screens.polling.inside import BLANK_NAME, ContestPage
from kiosk.screens.visit import Redirect, Visit
from kiosk.services.addresses import PageId
from kiosk.services.ballots import BLANK
from kiosk.services.polling import BallotPaper, ListOnBallot
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.widgets.ballot_card import BallotCard, BallotCards, BallotOption
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.texts import Lead, Notice, Text, Title


class BallotPage(ContestPage):
    """The lists and the blank vote, as equals; the mark is kept until it is cast or left."""

    _paper: BallotPaper

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._about: ListOnBallot | None = None

    def fetch(self) -> None:
        """Read the ballot paper; refuses as ``PollingStation.ballot``."""
        self._paper = self.read_ballot()
        self.read_limit()

    @property
    def title_text(self) -> str:
        """The contest."""
        return self._paper.title

    def compose(self) -> ComposeResult:
        """What there is to choose from, then the two ways on."""
        paper = self._paper
        yield Title(paper.title)
        limit = self.limit_in_words()
        yield Lead(f"Bureau de vote · scrutin {paper.place} sur {paper.contests} · {limit}")
        options = [
            BallotOption(entry.id, entry.name, f"{len(entry.candidates)} candidats")
            for entry in paper.lists
        ]
        options.append(BallotOption(BLANK, BLANK_NAME, "aucune liste"))
        yield BallotCards(options, chosen=self.choice)
        yield Notice(id="no-choice")
        yield Links(id="candidates")
        with Horizontal(classes="actions"):
            yield KioskButton("Retour", id="back")
            yield KioskButton("Vérifier mon choix", kind=ButtonKind.PRIMARY, id="review")

    def start_focus(self) -> None:
        """Begin on the card that is marked, else on the first."""
        self.query_one(BallotCards).focus_cards()

    async def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The link beneath the cards is about the list that has the focus; none on a blank."""
        if not isinstance(event.widget, BallotCard):
            return
        key = event.widget.option.key
        lists = self._paper.lists
        about = next((entry for entry in lists if entry.id == key), None)
        if about is not self._about:
            self._about = about
            links = []
            if about is not None:
                rank = lists.index(about) + 1
                links = [LinkItem(str(rank), f"Lire les candidats\u202f: {about.name}")]
            await self.query_one("#candidates", Links).show(links)

    def follow(self, key: str) -> None:
        """Read the candidates."""
        self.go_in_contest(PageId.POLLING_LIST, list=key)

    def on_ballot_cards_choice_changed(self, event: BallotCards.ChoiceChanged) -> None:
        """Keep the mark in the browser's memory."""
        event.stop()
        self.choice = event.key
        self.query_one("#no-choice", Notice).clear()

    def on_ballot_cards_chosen_again(self, event: BallotCards.ChosenAgain) -> None:
        """Go on to what comes next: who presses Enter once more means to."""
        event.stop()
        self.query_one("#review").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go and check the choice, where there is one, or back to the contests."""
        event.stop()
        if event.button.id == "back":
            self.go(PageId.POLLING_CONTESTS)
        elif self.choice:
            self.go_in_contest(PageId.POLLING_REVIEW)
        else:
            why = self.sentence(Refusal(RefusalCode.CHOICE_MISSING))
            self.query_one("#no-choice", Notice).say(f"{glyphs_of(self.app).warning} {why}")
            self.query_one(BallotCards).focus_cards()


class CandidatesPage(ContestPage):
    """A list's candidates in order; the history only says that a list was read."""

    TITLE = "Les candidats d’une liste"
    _list: ListOnBallot

    def fetch(self) -> None:
        """Find the list by its rank on the ballot; a wrong one leads back. Refuses as it does."""
        wanted = self.visit.where.params["list"]
        lists = enumerate(self.read_ballot().lists, start=1)
        found = [entry for rank, entry in lists if str(rank) == wanted]
        if not found:
            raise Redirect(self.visit.address_of(PageId.POLLING_BALLOT, contest=self.code.lower()))
        self._list = found[0]

    def compose(self) -> ComposeResult:
        """Name, motto, the candidates in two columns, the two ways on."""
        names = [f"{rank:>2}. {name}" for rank, name in enumerate(self._list.candidates, start=1)]
        half = (len(names) + 1) // 2
        yield Title(self._list.name)
        yield Lead(f"{self._list.motto} · {len(names)} candidats, dans l’ordre de la liste")
        with VerticalScroll(id="candidates", can_focus=False), HorizontalGroup():
            yield Text("\n".join(names[:half]), classes="candidates")
            yield Text("\n".join(names[half:]), classes="candidates")
        with Horizontal(classes="actions"):
            yield KioskButton("Retour au bulletin", id="back")
            yield KioskButton("Choisir cette liste", kind=ButtonKind.PRIMARY, id="choose")

    def start_focus(self) -> None:
        """Begin on the button that changes nothing."""
        self.query_one("#back").focus(scroll_visible=False)

    def action_scroll_down(self) -> None:
        """The arrows bring the rest of a long list, whichever button has the focus."""
        self._names.scroll_down(animate=False)

    def action_scroll_up(self) -> None:
        """The arrows bring the beginning of a long list back."""
        self._names.scroll_up(animate=False)

    def action_page_down(self) -> None:
        """A page further in a long list."""
        self._names.scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        """A page back in a long list."""
        self._names.scroll_page_up(animate=False)

    @property
    def _names(self) -> VerticalScroll:
        return self.query_one("#candidates", VerticalScroll)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Back to the ballot, this list marked on it where that was asked for."""
        event.stop()
        if event.button.id == "choose":
            self.choice = self._list.id
        self.go_in_contest(PageId.POLLING_BALLOT)
