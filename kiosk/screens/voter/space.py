"""The voter space: who one is, what comes next and when, one's contests."""

from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from kiosk.glyphs import Glyphs, glyphs_of
from kiosk.screens.page import Page
from kiosk.screens.visit import Visit
from kiosk.screens.voter.tabs import SpaceTabs
from kiosk.services.addresses import PageId
from kiosk.services.content import Contest, ContestLevel, Milestone
from kiosk.services.french import moment
from kiosk.services.rolls import ContestState
from kiosk.services.voter_space import VoterSpace
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.texts import Lead, Notice, Subtitle, Text, Title

_LEVELS = {
    ContestLevel.NATIONAL: "national",
    ContestLevel.ACADEMY: "dans l’académie",
    ContestLevel.DEPARTMENT: "dans le département",
}


class _SpacePage(Page):
    """A page of the voter space, with what the service says of it at this instant."""

    SIGN_IN = PageId.VOTER_SIGN_IN

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._space: VoterSpace | None = None
        self._now: datetime | None = None

    def fetch(self) -> None:
        """Read the space; refuses SIGN_IN_FIRST."""
        self._now = self.visit.services.clock.now(self.visit.workshop_id)
        self._space = self.visit.services.voter_spaces.space(self.visit.browser.cookies.voter_space)

    @property
    def space(self) -> VoterSpace:
        """What the service says."""
        assert self._space is not None  # noqa: S101 - fetched before it is drawn
        return self._space

    @property
    def has_voted_everywhere(self) -> bool:
        """Whether no contest is left to vote in."""
        return all(contest.voted for contest in self.space.contests)

    def _state(self, contest: ContestState) -> str:
        if contest.voted:
            return "vous avez voté"
        if self.space.vote_is_open:
            return "à voter maintenant"
        return "vous n’avez pas voté" if self.space.vote_is_over else "pas encore ouvert"


class VoterSpacePage(_SpacePage):
    """Name, what comes next, the contests, and the one thing to do now."""

    TITLE = "Mon espace électeur"

    def compose(self) -> ComposeResult:
        """Who, what next, contests, ways on."""
        space, glyphs = self.space, glyphs_of(self.app)
        with Horizontal(classes="row"):
            yield Title(self.TITLE)
            yield Static(classes="spacer")
            yield KioskButton("Se déconnecter", id="sign-out", classes="small")
        yield SpaceTabs(self.visit)
        yield Text(f"{space.name} · {space.address}")
        yield Lead(f"{_capital(space.grade)} · {space.school}")
        notice = Notice(id="next")
        notice.say(*self._next_thing(glyphs))
        yield notice
        yield Subtitle("Mes scrutins")
        for contest in space.contests:
            mark = glyphs.check_on if contest.voted else glyphs.check_off
            with Horizontal(classes="contest-row"):
                yield Text(mark, classes="contest-mark")
                yield Text(contest.title)
                yield Text(self._state(contest), classes="contest-state")
        if space.vote_is_open and not self.has_voted_everywhere:
            with Horizontal(classes="actions"):
                yield KioskButton("Entrer au bureau de vote", kind=ButtonKind.PRIMARY, id="enter")
        elif space.results_are_open:
            with Horizontal(classes="actions"):
                yield KioskButton("Lire les résultats", kind=ButtonKind.PRIMARY, id="results")
        contests = self.visit.address_of(PageId.VOTER_CONTESTS)
        items = [LinkItem(contests, "Mes scrutins en détail", "sièges, dates, état")]
        if space.vote_is_over and not (space.results_are_open or self.has_voted_everywhere):
            door = self.visit.address_of(PageId.POLLING_DOOR)
            items.insert(0, LinkItem(door, "Entrer au bureau de vote", "le vote est clos"))
        if space.vote_is_open or space.vote_is_over:
            turnout = self.visit.address_of(PageId.TURNOUT)
            items.append(LinkItem(turnout, "Participation", "combien ont voté, jour par jour"))
        yield Links(items, classes="spaced")

    def start_focus(self) -> None:
        """Begin on the primary action, or on the link when there is none."""
        for selector in (".primary", "Link"):
            for widget in self.query(selector):
                widget.focus(scroll_visible=False)
                return

    def _next_thing(self, glyphs: Glyphs) -> tuple[str, str]:
        """Say what comes next by its date, and how the sentence is to look."""
        assert self._now is not None  # noqa: S101 - fetched before it is drawn
        space = self.space
        opens, closes = moment(space.vote_opens_at), moment(space.vote_closes_at)
        results = moment(space.results_open_at)
        if space.results_are_open:
            return "Les résultats sont publiés.", "hint"
        if space.vote_is_over:
            return f"Le vote est clos. Les résultats paraissent le {results}.", "hint"
        if space.vote_is_open and self.has_voted_everywhere:
            done = f"{glyphs.done} Vous avez voté à tous vos scrutins."
            return f"{done} Résultats le {results}.", "done"
        if space.vote_is_open:
            return f"Le vote est ouvert, jusqu’au {closes}. Ayez la notice sous les yeux.", "hint"
        if self.visit.services.calendar.allows(Milestone.NOTICES_ARRIVE, self._now):
            return (
                "Votre notice est arrivée au casier (F5)\u202f: elle porte votre identifiant."
                f" Le vote ouvre le {opens}.",
                "hint",
            )
        arrives = moment(space.notice_arrives_at)
        return (
            f"Votre notice de vote, avec votre identifiant, arrive le {arrives}."
            f" Le vote ouvre le {opens}.",
            "hint",
        )

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go in, read the results, or sign out."""
        event.stop()
        cookies = self.visit.browser.cookies
        if event.button.id == "enter":
            self.go(PageId.POLLING_DOOR)
        elif event.button.id == "results":
            self.go(PageId.RESULTS)
        else:
            # Whoever leaves the space leaves the polling station, which is entered from it.
            self.visit.services.voter_accounts.sign_out(cookies.voter_space)
            self.visit.services.polling.leave(cookies.polling_station)
            self.visit.browser.ballot_choices.clear()
            cookies.voter_space = cookies.polling_station = None
            self.go(PageId.PORTAL_HOME)


class VoterContestsPage(_SpacePage):
    """The contests one by one: what each is for, its seats, its dates, where one stands."""

    TITLE = "Mes scrutins"

    def compose(self) -> ComposeResult:
        """A card a contest, two by two."""
        space = self.space
        opens, closes = moment(space.vote_opens_at), moment(space.vote_closes_at)
        yield Title(self.TITLE)
        yield Lead(f"Vote du {opens} au {closes}.")
        with Horizontal(classes="columns contests"):
            for contest in space.contests:
                yield from self._card(contest)
        yield Links([LinkItem(self.visit.address_of(PageId.VOTER_SPACE), "Revenir à mon espace")])

    def _card(self, contest: ContestState) -> ComposeResult:
        glyphs = glyphs_of(self.app)
        about = self._about(contest.code)
        mark = glyphs.check_on if contest.voted else glyphs.check_off
        with Vertical(classes="card"):
            yield Subtitle(contest.title)
            if about is not None:
                yield Text(about.about)
                yield Text(f"{contest.seats} sièges, {_LEVELS[about.level]}", classes="muted")
            yield Text(f"{mark} {_capital(self._state(contest))}")

    def _about(self, code: str) -> Contest | None:
        contests = self.visit.services.content.contests
        return next((contest for contest in contests if contest.code == code), None)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
