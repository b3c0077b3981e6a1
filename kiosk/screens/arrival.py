"""Where an address leads: its page, fetched, past the doors and refusals on the way."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.screens.refused import RefusedPage
from kiosk.screens.registry import page_class
from kiosk.screens.visit import Redirect, Sitting, Visit
from kiosk.services.refusals import Refusal, RefusalCode

if TYPE_CHECKING:
    from kiosk.screens.page import Page
    from kiosk.services.addresses import Resolved
    from kiosk.services.container import Services

_MOST_REDIRECTS = 5


@dataclass(frozen=True)
class Arrival:
    """A page ready to be drawn, where it is, and where one had asked to go."""

    page: "Page"
    where: "Resolved"
    asked: "Resolved"


async def arrive(services: "Services", sitting: Sitting, address: str) -> Arrival:
    """Fetch the page an address leads to; a page that refuses shows its refusal."""
    book = services.address_books[sitting.who.academy_id]
    asked = where = book.resolve(address)
    for _ in range(_MOST_REDIRECTS):
        visit = Visit(services, sitting, where)
        page: Page = (await asyncio.to_thread(page_class, where.page))(visit)
        try:
            await asyncio.to_thread(_fetch, visit, page)
            break
        except Redirect as redirect:
            where = book.resolve(redirect.address)
        except Refusal as refusal:
            if refusal.code is RefusalCode.TOO_LATE:
                who = visit.workshop_id, visit.participant_id
                await asyncio.to_thread(services.sittings.came_too_late, *who)
            if refusal.code is RefusalCode.SIGN_IN_FIRST and page.SIGN_IN is not None:
                where = book.resolve(book.of(page.SIGN_IN))
            else:
                page = RefusedPage(visit, refusal)
                break
    return Arrival(page, where, asked)


def _fetch(visit: Visit, page: "Page") -> None:
    """Fetch a page, which counts as a use of what it stands behind."""
    visit.attend(page.SIGN_IN or visit.where.page)
    page.fetch()
