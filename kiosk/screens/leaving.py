"""The end of a sitting: asked first, then nothing of it is left."""

import asyncio
from typing import TYPE_CHECKING

from kiosk.screens.asking import Question
from kiosk.screens.base import Ending

if TYPE_CHECKING:
    from kiosk.app import KioskApp
    from kiosk.screens.visit import Sitting
    from kiosk.services.container import Services


_ALONE = (
    "Tout ce que vous avez fait ici sera effacé\u202f: messages, comptes, votes, notes."
    " La personne suivante ne verra rien de vous."
)
_AMONG_OTHERS = (
    "Tout ce qui est à vous sera effacé\u202f: messages, comptes, notes. L’atelier continue"
    " sans vous\u202f: les autres gardent les messages reçus de vous, et l’urne vos bulletins."
)


def ending_question(people: int) -> Question:
    """Return the window that asks before everything is wiped; ``people`` are in the workshop."""
    return Question(
        "Terminer la séance\u202f?",
        _AMONG_OTHERS if people > 1 else _ALONE,
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
    """Sign out everywhere and leave the workshop, which goes with its last participant."""
    who = sitting.who
    services.sessions.forget(who.participant_id)
    services.lost_passwords.forget(who.workshop_id)
    await asyncio.to_thread(services.workshops.leave, who.workshop_id, who.participant_id)
