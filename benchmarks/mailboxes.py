"""A mailbox of 5,000 messages against one of 50: opening it, scrolling, opening a search.

The same kiosk in the same run, without a terminal: the small mailbox stands in the column “bare”,
the large one in the column “kiosk”.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from benchmarks.contestants import PERSONA, WEBMAIL
from benchmarks.figures import Figure, in_ms, middle, table
from kiosk.app import KioskApp
from kiosk.models import Message
from kiosk.player.player import Player
from kiosk.player.prompt_pilot import running
from kiosk.screens.base import Ending
from kiosk.screens.page import Page
from kiosk.services.addresses import PageId
from kiosk.services.container import Services
from kiosk.services.content import Stage
from kiosk.services.mail_words import words_of
from kiosk.settings import Settings
from kiosk.start import Start

REPEATS = 10
"""Times each thing is done in each mailbox."""

SMALL, LARGE = 50, 5_000
TARGET = 2.0
_SUBJECTS = ("Promotion", "Réunion", "Stage", "Inspection", "Circulaire", "Conseil", "Sortie")
_SEARCHED = "reunion 15"


@dataclass
class _Mailbox:
    """Somebody before a mailbox of so many messages."""

    app: KioskApp
    pilot: Pilot[Ending]
    player: Player

    @property
    def services(self) -> Services:
        assert self.app.services is not None  # noqa: S101 - open before anything is measured
        return self.app.services

    @property
    def token(self) -> str | None:
        return self.app.sitting.browser.cookies.webmail if self.app.sitting else None

    async def visit(self, page: PageId, **params: str) -> None:
        self.app.screen.query_one(Page).go(page, **params)
        await self.player.settle()

    async def open_inbox(self) -> None:
        await self.visit(PageId.WEBMAIL_INBOX, folder="inbox")

    async def scroll(self) -> None:
        await self.pilot.press("pagedown")
        await self.player.settle()

    async def search(self) -> None:
        await asyncio.to_thread(self.services.mailboxes.search, self.token, _SEARCHED)


def measure(repeats: int = REPEATS) -> list[Figure]:
    """Do each thing in both mailboxes, and return the middle of its times."""
    asyncio.run(_times(SMALL, 1))  # the first sitting of a process imports what the others need
    small, large = (asyncio.run(_times(number, repeats)) for number in (SMALL, LARGE))
    return [
        Figure(
            f"{LARGE} messages: {what}",
            middle(in_ms(small[what])),
            middle(in_ms(large[what])),
            target=TARGET,
        )
        for what in small
    ]


async def _times(number: int, repeats: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {"open the inbox": [], "scroll a page": [], "search": []}
    async with _before_mailbox(number) as mailbox:
        for turn in range(repeats + 1):
            await mailbox.visit(PageId.DESK)
            taken = (
                await _timed(mailbox.open_inbox),
                await _timed(mailbox.scroll),
                await _timed(mailbox.search),
            )
            if turn:  # the first time round finds caches empty
                for what, seconds in zip(times, taken, strict=True):
                    times[what].append(seconds)
    return times


async def _timed(act: Callable[[], Awaitable[None]]) -> float:
    started = time.perf_counter()
    await act()
    return time.perf_counter() - started


@asynccontextmanager
async def _before_mailbox(number: int) -> AsyncIterator[_Mailbox]:
    with TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as folder:
        store = f"sqlite:///{(Path(folder) / 'kiosque.db').as_posix()}"
        settings = Settings(seed=7, store=store, pulse_seconds=0, motion=False)
        start = Start(persona=PERSONA, stage=Stage.WEBMAIL_OPEN, address=WEBMAIL)
        app = KioskApp(settings, start=start)
        async with running(app) as pilot:
            mailbox = _Mailbox(app, pilot, Player(app))
            _fill(mailbox, number)
            yield mailbox
        mailbox.services.store.close()


def _fill(mailbox: _Mailbox, number: int) -> None:
    """Copy the newest message with other subjects until the inbox holds so many more."""
    services = mailbox.services
    newest = services.mailboxes.open_folder(mailbox.token, "inbox").order[0]
    with services.store.unit() as unit:
        model = unit.get_one(Message, newest)
        shared = model.model_dump(exclude={"id", "subject", "arrived_at", "words"})
        for n in range(number):
            subject = f"{_SUBJECTS[n % len(_SUBJECTS)]} {n}"
            unit.add(
                Message(
                    id=f"m{n:06}",
                    subject=subject,
                    arrived_at=model.arrived_at - timedelta(minutes=n + 1),
                    words=words_of(subject),
                    **shared,
                )
            )


if __name__ == "__main__":
    print(table(measure()))
