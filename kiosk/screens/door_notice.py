"""Why somebody stands at a door again without having signed out."""

from textual.app import ComposeResult

from kiosk.glyphs import glyphs_of
from kiosk.screens.page import Page
from kiosk.services.french import counted
from kiosk.services.sessions import Closing
from kiosk.widgets.texts import Notice

PASSWORD_CHANGED = "Le mot de passe a été changé\u202f: entrez avec le nouveau."  # noqa: S105 - a sentence


def door_notice(door: Page, closing: Closing | None, left_unused: str = "") -> ComposeResult:
    """Say it where there is something to say; ``left_unused`` begins its sentence."""
    if closing is None:
        return
    said = PASSWORD_CHANGED
    if closing is Closing.UNUSED:
        minutes = door.visit.services.content.rules.sign_in.idle_minutes
        said = (
            f"{left_unused} après {counted(minutes, 'minute')} sans servir."
            " L’heure avancée au calendrier compte aussi, même par un collègue."
        )
    notice = Notice(id="why-closed")
    notice.say(f"{glyphs_of(door.app).warning} {said}", "warning")
    yield notice
