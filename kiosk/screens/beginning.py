"""A sitting begun by options: somebody, somewhere, at an instant, in a situation."""

from typing import TYPE_CHECKING

from kiosk.screens.visit import Sitting
from kiosk.services.browser import Browser, Cookies
from kiosk.services.content import Stage

if TYPE_CHECKING:
    from kiosk.services.container import Services
    from kiosk.start import Start


def begin_sitting(services: "Services", start: "Start") -> Sitting:
    """Make the workshop a direct start asks for; runs in a thread."""
    content = services.content
    persona = start.persona or content.personas[0].id
    situation = content.situations[start.situation] if start.situation else None
    at = start.at or (situation.at if situation else content.calendar.start)
    stage = start.stage or (situation.stage if situation else Stage.FRESH)
    if stage is Stage.FRESH:
        who = services.workshops.begin_as(persona, at=at, seed=services.seed)
        cookies = Cookies()
    else:
        who = services.workshops.begin_as(persona, seed=services.seed)
        cookies = services.stages.reach(who, stage, at)
    return Sitting(who, Browser(cookies=cookies))
