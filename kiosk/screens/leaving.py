"""The end of a sitting: asked first, then nothing of it is left."""

import asyncio
from typing import TYPE_CHECKING

from kiosk.screens.asking import Question
from kiosk.screens.base import Ending

if TYPE_CHECKING:
    from kiosk.app import KioskApp
    from kiosk.screens.visit import Sitting
    from kiosk.services.container import Services


def ending_question() -> Question:
    """Return the window that asks before everything is wiped."""
    return Question(
        "Terminer la séance\u202f?",
        "Tout ce que vous avez fait ici sera effacé\u202f: messages, comptes, votes, notes."
        " La personne suivante ne verra rien de vous.",
        yes="Terminer et effacer",
        no="Continuer",
    )


async def end_sitting(app: "KioskApp", ending: Ending) -> None:
    """Wipe the sitting of an application and close it; a second call finds nothing to wipe."""
    sitting, app.sitting = app.sitting, None
    if sitting is not None and app.services is not None:
        await wipe_sitting(app.services, sitting)
    app.exit(ending)


async def wipe_sitting(services: "Services", sitting: "Sitting") -> None:
    """Sign out everywhere and wipe the workshop."""
    services.sessions.forget(sitting.who.participant_id)
    services.lost_passwords.forget(sitting.who.workshop_id)
    await asyncio.to_thread(services.workshops.wipe, sitting.who.workshop_id)
