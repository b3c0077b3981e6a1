"""The situation one is in, on the desk: what one finds and where to begin, then the lesson."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.widgets import Static

from kiosk.glyphs import glyphs_of
from kiosk.screens.guide_view import LIMIT_PASSED
from kiosk.widgets.buttons import KioskButton
from kiosk.widgets.texts import Notice, Title

if TYPE_CHECKING:
    from kiosk.services.situations import SituationProgress


def situation_title(progress: "SituationProgress") -> str:
    """Return the situation's name, once it is solved with the news of it."""
    title = progress.situation.title
    if progress.missed:
        return f"Trop tard\u202f: {title}"
    return f"Situation résolue\u202f: {title}" if progress.solved else title


class SituationCard(VerticalGroup):
    """The name of the situation, one sentence or two, and the first thing to do."""

    def __init__(self, progress: "SituationProgress") -> None:
        super().__init__()
        self._progress = progress

    def compose(self) -> ComposeResult:
        """Name and button in a row; below, what one finds or the lesson."""
        situation, notice = self._progress.situation, Notice(id="situation")
        with HorizontalGroup(classes="row"):
            yield Title(situation_title(self._progress))
            yield Static(classes="spacer")
            if self._progress.missed:
                yield KioskButton("Recommencer", id="start-again", classes="small")
            elif not self._progress.solved:
                yield KioskButton(situation.first_step, id="first-step", classes="small")
        if self._progress.solved:
            notice.say(f"{glyphs_of(self.app).done} {situation.lesson}", "done")
        elif self._progress.missed:
            notice.say(f"{LIMIT_PASSED} La touche F2 montre la sortie.", "warning")
        else:
            notice.say(situation.finds, "hint")
        yield notice
