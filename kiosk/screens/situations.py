"""The situations that can be rehearsed, from the desk."""

from textual.app import ComposeResult

from kiosk.screens.asking import Question
from kiosk.screens.page import Page
from kiosk.services.addresses import PageId
from kiosk.start import Start
from kiosk.widgets.entries import Entries, EntryItem
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.texts import Lead, Title


class SituationsPage(Page):
    """One entry a situation: what one will find; starting one ends the sitting, asked first."""

    TITLE = "Situations"

    def compose(self) -> ComposeResult:
        """The situations, and the way back."""
        situations = self.visit.services.content.situations.values()
        in_order = sorted(situations, key=lambda one: one.at)
        yield Title("S’entraîner sur une situation")
        yield Lead("Chacune est arrivée à de vrais électeurs. À vous de trouver la sortie.")
        yield Entries([EntryItem(one.name, one.title, one.finds) for one in in_order])
        yield Links([LinkItem(self.visit.address_of(PageId.DESK), "Revenir au bureau")])

    def follow(self, key: str) -> None:
        """Ask before the sitting is wiped; the way back is an address."""
        situation = self.visit.services.content.situations.get(key)
        if situation is None:
            self.go_to(key)
            return
        question = Question(
            situation.title,
            f"{situation.finds}\n\nLa séance en cours sera effacée, et une autre commencera.",
            yes="Commencer",
            no="Rester",
        )

        def answered(sure: bool | None) -> None:  # noqa: FBT001 - the window's answer
            if sure:
                persona = "" if situation.persona else self.visit.sitting.persona
                self.post_message(self.SituationWanted(Start(persona=persona, situation=key)))

        self.app.push_screen(question, answered)
