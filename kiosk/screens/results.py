"""The results: every contest, then one of them with its votes and seats."""

from textual.app import ComposeResult

from kiosk.screens.page import Page
from kiosk.screens.visit import Visit
from kiosk.services.addresses import PageId
from kiosk.services.french import number, percent
from kiosk.services.results import ContestResult
from kiosk.widgets.entries import Entries, EntryItem
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.result_bars import ResultBars, ResultRow
from kiosk.widgets.texts import Lead, Subtitle, Text, Title


class ResultsPage(Page):
    """The contests with their turnout, one's own first."""

    TITLE = "Résultats"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._results: tuple[ContestResult, ...] = ()

    def fetch(self) -> None:
        """Read the results; refuses TOO_EARLY."""
        visit = self.visit
        self._results = visit.services.results.all(visit.workshop_id, visit.participant_id)

    def compose(self) -> ComposeResult:
        """Two columns of entries, one above the other."""
        yield Title(self.TITLE)
        yield Lead("Les voix de vos collègues sont simulées.")
        for heading, yours in (("Vos scrutins", True), ("Les autres scrutins", False)):
            results = [result for result in self._results if result.yours is yours]
            if results:
                yield Subtitle(heading)
                yield Entries([self._entry(result) for result in results])
        space = self.visit.address_of(PageId.VOTER_SPACE)
        bureau = self.visit.address_of(PageId.BUREAU)
        yield Links(
            [
                LinkItem(bureau, "Le bureau de vote électronique", "dépouillement, procès-verbal"),
                LinkItem(space, "Revenir à l’espace électeur"),
            ]
        )

    def _entry(self, result: ContestResult) -> EntryItem:
        page = PageId.CONTEST_RESULTS
        address = self.visit.address_of(page, contest=result.code.lower())
        return EntryItem(address, result.title, _turnout(result))


class OneResultPage(Page):
    """A page about the result of the contest that its address names."""

    _result: ContestResult

    def fetch(self) -> None:
        """Read the result; refuses TOO_EARLY and CONTEST_UNKNOWN."""
        visit = self.visit
        self._result = visit.services.results.one(
            visit.workshop_id, visit.participant_id, visit.where.params["contest"]
        )


class ContestResultsPage(OneResultPage):
    """One contest: turnout, each list's votes and seats, and the sums."""

    @property
    def title_text(self) -> str:
        """Results of which contest."""
        return f"Résultats · {self._result.title}"

    def compose(self) -> ComposeResult:
        """Turnout, bars, sums, the way back."""
        result = self._result
        yield Title(self.title_text)
        yield Lead(_turnout(result))
        yield ResultBars(
            tuple(
                ResultRow(entry.name, entry.votes, float(entry.share), entry.seats)
                for entry in result.lists
            )
        )
        given = sum(entry.seats for entry in result.lists)
        yield Text(
            f"Votants\u202f: {number(result.voters)}, dont {_counted(result.valid, 'voix', 'voix')}"
            f" aux listes, {_counted(result.blank, 'blanc')} et {_counted(result.invalid, 'nul')}."
            f"\nSièges à pourvoir\u202f: {result.seats}\u202f; sièges attribués\u202f: {given}."
            " Voix simulées, blancs à part.",
            id="sums",
        )
        back = self.visit.address_of(PageId.RESULTS)
        turnout = self.visit.address_of(PageId.CONTEST_TURNOUT, contest=result.code.lower())
        how = self.visit.address_of(PageId.SEAT_CALCULATION, contest=result.code.lower())
        yield Links(
            [
                LinkItem(how, "Voir le calcul", "d’où viennent les sièges, et à combien de voix"),
                LinkItem(back, "Tous les résultats"),
                LinkItem(turnout, "Participation jour par jour"),
            ]
        )


def _turnout(result: ContestResult) -> str:
    return " · ".join(
        (
            f"Participation {percent(float(result.turnout))}",
            _counted(result.registered, "inscrit"),
            _counted(result.voters, "votant"),
            _counted(result.blank, "blanc"),
        )
    )


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{number(count)} {one if count < 2 else many or f'{one}s'}"
