"""The bureau's own page: who sits there, what was done and when, what can be done by hand."""

from datetime import datetime

from textual.app import ComposeResult
from textual.containers import VerticalGroup, VerticalScroll

from kiosk.glyphs import glyphs_of
from kiosk.screens.bureau.story import Step, story
from kiosk.screens.page import Page
from kiosk.services.addresses import PageId
from kiosk.services.bureau import BureauState
from kiosk.services.bureau_journal import Act
from kiosk.services.content import Milestone
from kiosk.widgets.links import Link, LinkItem, Links
from kiosk.widgets.more_below import MoreBelow
from kiosk.widgets.named_rows import NamedRows
from kiosk.widgets.texts import Lead, OneLine, Text, Title

_IN_SIGHT = 3
"""Members shown without scrolling."""
_BY_ITSELF = "Ici, des membres simulés s’en chargent\u202f; vous pouvez le refaire à la main."
_BY_HAND = "Les clés ont été faites à la main\u202f: leurs parts ne sont que sur papier."


class BureauPage(Page):
    """Members, story, ways on; each thing done leads to its entry in the journal."""

    TITLE = "Le bureau de vote électronique"
    _state: BureauState
    _now: datetime

    def fetch(self) -> None:
        """Read the bureau and the clock; what is due by now is done first."""
        services = self.visit.services
        services.count.count_if_due(self.visit.workshop_id)
        self._state = services.bureaus.state(self.visit.workshop_id)
        self._now = services.clock.now(self.visit.workshop_id)

    def compose(self) -> ComposeResult:
        """Members, what was done, what may be done by hand."""
        state = self._state
        yield Title(self.TITLE)
        yield Lead(
            f"Il faut les parts de {state.needed} membres sur {len(state.members)}"
            " pour ouvrir les urnes."
        )
        with VerticalScroll(
            id="bureau-members", can_focus=len(state.members) > _IN_SIGHT
        ) as members:
            yield NamedRows((member.name, member.role) for member in state.members)
        yield MoreBelow(members, "membre")
        yield Text(_BY_HAND if state.made_by_hand else _BY_ITSELF, classes="muted")
        with VerticalGroup(id="bureau-story"):
            for step in self._steps():
                yield self._line(step)
        yield Links(self._ways_on())

    def start_focus(self) -> None:
        """Begin on what is to be done here."""
        self.query(Links).last(Links).query(Link).first().focus(scroll_visible=False)

    def on_link_followed(self, event: Link.Followed) -> None:
        """Open the entry of a step."""
        event.stop()
        self.follow(event.link.item.key)

    def _steps(self) -> tuple[Step, ...]:
        calendar = self.visit.services.calendar
        opens, closes = (
            calendar.at(Milestone.VOTE_OPENS),
            calendar.at(Milestone.POLLING_GRACE_ENDS),
        )
        return story(self._state, self._now, opens, closes)

    def _line(self, step: Step) -> Link | OneLine:
        glyphs = glyphs_of(self.app)
        if step.entry is None:
            mark = glyphs.done if step.is_over else glyphs.pending
            return OneLine(f"  {mark} {step.title}  {step.told}", classes="muted")
        address = self.visit.address_of(PageId.BUREAU_ENTRY, entry=str(step.entry.number))
        item = LinkItem(address, f"{glyphs.done} {step.title}", step.told)
        return Link(item, shorter=step.shorter)

    def _ways_on(self) -> list[LinkItem]:
        calendar, now = self.visit.services.calendar, self._now
        is_counted = self._state.last(Act.BOX_COUNTED) is not None
        ways: list[tuple[PageId, str, str]] = []
        if not calendar.allows(Milestone.VOTE_OPENS, now):
            until = "jusqu’à l’ouverture du vote"
            ways.append((PageId.KEY_CEREMONY, "Refaire la cérémonie des clés", until))
        elif not calendar.allows(Milestone.POLLING_GRACE_ENDS, now):
            label = "Recompter à la main" if is_counted else "Dépouiller à la main"
            ways.append((PageId.HAND_COUNT, label, "avec les parts des membres"))
        if is_counted:
            ways.append((PageId.COUNT_REPORT, "Lire le rapport du dépouillement", ""))
            ways.append((PageId.MINUTES, "Le procès-verbal", "ce que le bureau a signé"))
        ways.append((PageId.BUREAU_JOURNAL, "Le journal du bureau", "tout ce qui a été fait"))
        ways.append((PageId.TURNOUT, "La participation et le registre public", "jour par jour"))
        ways.append((PageId.LINKING, "Mettre le vote à l’épreuve", "rapprocher, saboter"))
        return [LinkItem(self.visit.address_of(page), *words) for page, *words in ways]
