"""The end of a sitting: asked first, then nothing of it is left."""

import asyncio
from typing import TYPE_CHECKING

from kiosk.screens.asking import Question

if TYPE_CHECKING:
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


async def wipe_sitting(services: "Services", sitting: "Sitting") -> None:
    """Sign out everywhere and wipe the workshop."""
    services.sessions.forget(sitting.who.participant_id)
    await asyncio.to_thread(services.workshops.wipe, sitting.who.workshop_id)
