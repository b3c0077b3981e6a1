"""A sitting begun: whose it is, and the browser as it was set up for them."""

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.screens.visit import Sitting
from kiosk.services.addresses import PageId
from kiosk.services.browser import Bookmark, Browser, Cookies
from kiosk.services.content import Stage

if TYPE_CHECKING:
    from kiosk.services.container import Services
    from kiosk.services.workshops import Enrolment
    from kiosk.start import Start


def begin_sitting(services: "Services", start: "Start") -> Sitting:
    """Make the workshop a direct start asks for; runs in a thread."""
    content = services.content
    situation = content.situations[start.situation] if start.situation else None
    persona = start.persona or (situation.persona if situation else "") or content.personas[0].id
    at = start.at or content.calendar.start
    if situation is not None:
        situation = replace(situation, at=start.at or situation.at)
        who = services.workshops.begin_as(persona, seed=services.seed)
        cookies = services.preparations.prepare(who, situation)
    elif start.stage in {None, Stage.FRESH}:
        who = services.workshops.begin_as(persona, at=at, seed=services.seed)
        cookies = Cookies()
    else:
        who = services.workshops.begin_as(persona, seed=services.seed)
        cookies = services.stages.reach(who, start.stage, at)
    return new_sitting(services, who, persona, cookies)


def new_sitting(
    services: "Services", who: "Enrolment", persona: str = "", cookies: Cookies | None = None
) -> Sitting:
    """Return the sitting of somebody enrolled; the academy's sites are its first bookmarks."""
    book = services.address_books[who.academy_id]
    bookmarks = [
        Bookmark(site.base, site.title)
        for site in services.content.academies[who.academy_id].systems.values()
        if book.resolve(site.base).page is not PageId.NOT_FOUND
    ]
    browser = Browser(bookmarks=bookmarks, cookies=cookies or Cookies())
    return Sitting(who, browser, persona)
