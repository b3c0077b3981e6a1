"""A sitting begun: whose it is, and the browser as it was set up for them."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.screens.base import Ending
from kiosk.screens.sentences import sentence
from kiosk.screens.visit import Sitting
from kiosk.services.addresses import PageId
from kiosk.services.browser import Bookmark, Browser, Cookies
from kiosk.services.content import Stage
from kiosk.services.refusals import Refusal
from kiosk.start import Start

if TYPE_CHECKING:
    from kiosk.app import KioskApp
    from kiosk.services.container import Services
    from kiosk.services.enrolling import Enrolment


async def take_up(kiosk: "KioskApp") -> Sitting | None:
    """Return the sitting of an application, begun where there is none yet.

    A workshop that lets nobody in sends back to the welcome screen, which says why.
    """
    if kiosk.sitting is not None:
        return kiosk.sitting
    services, start = await kiosk.services_ready(), kiosk.start
    try:
        return await asyncio.to_thread(begin_sitting, services, start)
    except Refusal as refusal:
        refused = sentence(refusal, services.content)
        kiosk.next_start = Start(join=start.join, refused=refused, address=start.address)
        kiosk.exit(Ending.NEXT)
        return None


def begin_sitting(services: "Services", start: Start) -> Sitting:
    """Make the workshop a direct start asks for, or enter it; runs in a thread.

    Refuses as ``Joining.join_as``.
    """
    content = services.content
    if start.join:
        who = services.joining.join_as(start.join, start.persona)
        return new_sitting(services, who, start.persona)
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
