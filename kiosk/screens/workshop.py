"""The workshop, on the desk: its code for a colleague at another terminal, and who is there."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalGroup, VerticalScroll

from kiosk.glyphs import glyphs_of
from kiosk.screens.link_columns import aligned
from kiosk.screens.page import Page
from kiosk.screens.visit import Visit
from kiosk.services.addresses import PageId
from kiosk.services.content import Milestone
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.more_below import MoreBelow
from kiosk.widgets.named_rows import NamedRows
from kiosk.widgets.texts import Lead, Notice, Text, Title

if TYPE_CHECKING:
    from kiosk.services.joining import SharedWorkshop
    from kiosk.services.sittings import Pulse

_WHAT = "À plusieurs, chacun à son poste\u202f: mêmes dates, même urne, du courrier."
_CLOSED = "Le vote est clos\u202f: personne ne peut plus entrer dans cet atelier."
_FEW = 5
"""People that have room in any window."""
_CLOCK = "L’horloge est commune\u202f: qui l’avance l’avance pour tous."


class WorkshopPage(Page):
    """How a colleague comes in, who has come in already."""

    TITLE = "Atelier"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._workshop: SharedWorkshop

    def fetch(self) -> None:
        """Read the code and who is there."""
        self._workshop = self.visit.services.joining.workshop(self.visit.workshop_id)

    def compose(self) -> ComposeResult:
        """The code and where it is typed, the people, what they share."""
        workshop = self._workshop
        yield Title("Inviter un collègue dans votre atelier")
        yield Lead(_WHAT)
        invitation = VerticalGroup(classes="card")
        invitation.border_title = "Pour entrer"
        with invitation:
            if workshop.open:
                yield NamedRows(_ways_in(workshop.code))
            else:
                yield Text(_CLOSED)
        people = VerticalGroup(classes="card", id="in-workshop")
        people.border_title = _count(len(workshop.people))
        with people, VerticalScroll(id="present", can_focus=len(workshop.people) > _FEW) as rows:
            for item in aligned(
                (LinkItem(one.address, one.name, one.address) for one in workshop.people),
                glyphs_of(self.app).ellipsis,
            ):
                yield Text(f"{item.label}  {item.description}", classes="person")
        yield MoreBelow(rows, "nom")
        clock = Notice(id="common-clock")
        clock.say(_CLOCK, "hint")
        yield clock
        address_of = self.visit.address_of
        yield Links(
            (
                LinkItem(address_of(PageId.CALENDAR), "Ouvrir le calendrier"),
                LinkItem(address_of(PageId.DESK), "Revenir au bureau"),
            )
        )

    def beat(self, pulse: "Pulse") -> None:
        """Show at once who comes and goes, and that nobody comes any more."""
        is_open = self.visit.services.calendar.allows(Milestone.VOTE_CLOSES, pulse.now)
        if (pulse.people, is_open) != (len(self._workshop.people), self._workshop.open):
            self.go(PageId.WORKSHOP)


def _ways_in(code: str) -> list[tuple[str, str]]:
    return [
        ("Le code", code),
        ("Sur l’autre poste", "à l’accueil, «\u00a0Rejoindre un atelier\u00a0», le code"),
        ("Ou au départ", f"kiosk --join {code}"),
        ("À savoir", "les postes ouvrent la même base (--store)"),
    ]


def _count(people: int) -> str:
    return "Dans l’atelier\u202f: vous seul" if people == 1 else f"Dans l’atelier\u202f: {people}"
