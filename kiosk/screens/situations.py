"""The situations that can be rehearsed, from the desk."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from kiosk.screens.asking import Question
from kiosk.screens.page import Page
from kiosk.screens.visit import Visit
from kiosk.services.addresses import PageId
from kiosk.start import Start
from kiosk.widgets.entries import Entries, EntryItem
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.texts import Lead, Title

if TYPE_CHECKING:
    from kiosk.services.content import Situation
    from kiosk.services.sittings import Pulse

_ALONE = "La séance en cours sera effacée, et une autre commencera."
_SHARED = (
    "Vous quitterez l’atelier, que vos collègues gardent\u202f: votre séance sera effacée, et une"
    " autre commencera, où vous serez seul."
)


class SituationsPage(Page):
    """One entry a situation: what one will find; starting one ends the sitting, asked first."""

    TITLE = "Situations"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._people = 1

    def fetch(self) -> None:
        """Count who is in the workshop."""
        self._people = len(self.visit.services.joining.workshop(self.visit.workshop_id).people)

    def compose(self) -> ComposeResult:
        """The situations, and the way back."""
        situations = self.visit.services.content.situations.values()
        in_order = sorted(situations, key=lambda one: one.at)
        yield Title("S’entraîner sur une situation")
        yield Lead("Chacune est arrivée à de vrais électeurs. À vous de trouver la sortie.")
        yield Entries([EntryItem(one.name, one.title, one.finds) for one in in_order])
        yield Links([LinkItem(self.visit.address_of(PageId.DESK), "Revenir au bureau")])

    def beat(self, pulse: "Pulse") -> None:
        """Take note of who joins and who leaves."""
        self._people = pulse.people

    def follow(self, key: str) -> None:
        """Ask before the sitting is wiped; the way back is an address."""
        situation = self.visit.services.content.situations.get(key)
        if situation is None:
            self.go_to(key)
            return
        ask_to_begin(self, situation, self._people)


def ask_to_begin(page: Page, situation: "Situation", people: int) -> None:
    """Ask, on a page, before a situation begins: the sitting is wiped for it."""
    question = Question(
        situation.title,
        f"{situation.finds}\n\n{_SHARED if people > 1 else _ALONE}",
        yes="Commencer",
        no="Rester",
    )

    def answered(sure: bool | None) -> None:  # noqa: FBT001 - the window's answer
        if sure:
            persona = "" if situation.persona else page.visit.sitting.persona
            start = Start(persona=persona, situation=situation.name)
            page.post_message(page.SituationWanted(start))

    page.app.push_screen(question, answered)
