"""The turnout: every contest, then one of them day by day; no result before the count."""

from datetime import datetime
from itertools import accumulate

from textual.app import ComposeResult

from kiosk.screens.page import Page
from kiosk.screens.visit import Visit
from kiosk.services.addresses import PageId
from kiosk.services.bureau import BureauState, Turnout
from kiosk.services.content import Milestone
from kiosk.services.french import day_in_brief, moment, number, percent
from kiosk.widgets.entries import Entries, EntryItem
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.texts import Lead, Notice, Title
from kiosk.widgets.turnout_bars import TurnoutBars, TurnoutRow


class _TurnoutPage(Page):
    """What both have in common: the hour, and why there is no partial result."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._now: datetime
        self._bureau: BureauState

    def fetch(self) -> None:
        """Read the hour and the bureau."""
        visit = self.visit
        self._now = visit.services.clock.now(visit.workshop_id)
        self._bureau = visit.services.bureaus.state(visit.workshop_id)

    @property
    def is_final(self) -> bool:
        """Whether nobody can still be voting."""
        return not self.visit.services.calendar.allows(Milestone.POLLING_GRACE_ENDS, self._now)

    @property
    def results_are_open(self) -> bool:
        """Whether there is more to read than the turnout."""
        return self.visit.services.calendar.allows(Milestone.RESULTS_OPEN, self._now)

    def no_partial_result(self) -> Notice:
        """Return the line that says why only the turnout is known."""
        members, needed = len(self._bureau.members), self._bureau.needed
        shared = f"la clé des urnes est partagée entre les {members} membres du bureau"
        if self.is_final:
            text = f"Pour dépouiller il faut {needed} personnes\u202f: {shared}."
        else:
            text = (
                f"Aucun résultat partiel\u202f: {shared}. Il en faut {needed} pour dépouiller,"
                " après la clôture."
            )
        notice = Notice(id="no-partial-result")
        notice.say(text, "hint")
        return notice


class TurnoutPage(_TurnoutPage):
    """The contests with their turnout."""

    TITLE = "Participation"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._contests: tuple[Turnout, ...] = ()

    def fetch(self) -> None:
        """Read the turnout; refuses TOO_EARLY."""
        visit = self.visit
        self._contests = visit.services.bureaus.turnout(visit.workshop_id)
        super().fetch()

    def compose(self) -> ComposeResult:
        """Until when, why no more than that, the contests."""
        yield Title(self.TITLE)
        yield Lead(
            "Participation définitive\u202f: le vote est clos."
            if self.is_final
            else f"Émargements à cet instant, {moment(self._now)}."
        )
        yield self.no_partial_result()
        yield Entries([self._entry(contest) for contest in self._contests])
        items = [LinkItem(self.visit.address_of(PageId.REGISTER), "Registre des urnes")]
        if self.results_are_open:
            results = self.visit.address_of(PageId.RESULTS)
            items.append(LinkItem(results, "Résultats des scrutins"))
        yield Links(items)

    def _entry(self, contest: Turnout) -> EntryItem:
        address = self.visit.address_of(PageId.CONTEST_TURNOUT, contest=contest.code.lower())
        return EntryItem(address, contest.title, _in_words(contest))


class ContestTurnoutPage(_TurnoutPage):
    """One contest, day by day, in bars and in figures."""

    _contest: Turnout
    _rows: tuple[TurnoutRow, ...]

    def fetch(self) -> None:
        """Read the turnout; refuses TOO_EARLY and CONTEST_UNKNOWN."""
        visit, bureaus = self.visit, self.visit.services.bureaus
        self._contest = bureaus.turnout_in(visit.workshop_id, visit.where.params["contest"])
        coming = bureaus.days()[len(self._contest.days) :]
        self._rows = (
            *_rows(self._contest),
            *(TurnoutRow(day_in_brief(day)) for day in coming),
        )
        super().fetch()

    @property
    def title_text(self) -> str:
        """The turnout of which contest."""
        return f"Participation · {self._contest.title}"

    def compose(self) -> ComposeResult:
        """The sum, the days, why there is no more, the ways on."""
        contest = self._contest.code.lower()
        yield Title(self.title_text)
        yield Lead(f"{_in_words(self._contest)}{'' if self.is_final else ', à cet instant'}")
        yield TurnoutBars(self._rows)
        yield self.no_partial_result()
        register = self.visit.address_of(PageId.CONTEST_REGISTER, contest=contest)
        items = [LinkItem(register, "Registre de cette urne", "les reçus de ses enveloppes")]
        if self.results_are_open:
            results = self.visit.address_of(PageId.CONTEST_RESULTS, contest=contest)
            items.append(LinkItem(results, "Résultats de ce scrutin"))
        every = self.visit.address_of(PageId.TURNOUT)
        yield Links([*items, LinkItem(every, "Participation à tous les scrutins")])


def _rows(contest: Turnout) -> tuple[TurnoutRow, ...]:
    registered = contest.registered or 1
    by_then = accumulate(voters for _, voters in contest.days)
    return tuple(
        TurnoutRow(day_in_brief(day), voters, voters / registered, in_all, in_all / registered)
        for (day, voters), in_all in zip(contest.days, by_then, strict=True)
    )


def _in_words(contest: Turnout) -> str:
    share = percent(contest.voters / (contest.registered or 1))
    voters = f"{number(contest.voters)} votant{'s' if contest.voters > 1 else ''}"
    return f"Participation {share} · {voters} sur {number(contest.registered)} inscrits"
