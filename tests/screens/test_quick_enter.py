"""Enter pressed again and again while a page rebuilds itself: the bar above it is left alone."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from kiosk.player.prompt_pilot import PATIENCE, key_event
from kiosk.services.addresses import PageId
from kiosk.services.browser import Browser
from kiosk.services.content import Milestone

from ..conftest import MakeApp
from .bureau_visits import Member, at_bureau


async def with_a_share(member: Member) -> None:
    await member.fill(**{"share-1": member.simulated()[0]})
    member.page.query_one("#send").focus()


async def with_a_size(member: Member) -> None:
    member.page.query_one("#send").focus()


async def with_a_sabotage(member: Member) -> None:
    member.page.query_one("#sabotages Link").focus()


async def press_enter_until(member: Member, drawn: str) -> None:
    """Press Enter each time the one before has been handed on, until something is drawn."""
    async with asyncio.timeout(PATIENCE):
        while not member.page.query(drawn):
            if not member.app.message_queue_size:
                member.app.post_message(key_event("enter"))
            await asyncio.sleep(0)
    await member.player.settle()


@pytest.mark.parametrize(
    ("page", "milestone", "prepare", "drawn"),
    [
        (PageId.HAND_COUNT, Milestone.POLLING_GRACE_ENDS, with_a_share, "#share-2"),
        (PageId.KEY_CEREMONY, None, with_a_size, "TurnCard"),
        (PageId.SABOTAGE, Milestone.RESULTS_OPEN, with_a_sabotage, "#verdict"),
    ],
    ids=["count by hand", "key ceremony", "sabotage"],
)
async def test_star_is_not_pushed_by_an_enter_too_many(
    make_app: MakeApp,
    monkeypatch: pytest.MonkeyPatch,
    page: PageId,
    milestone: Milestone | None,
    prepare: Callable[[Member], Awaitable[None]],
    drawn: str,
) -> None:
    pushed: list[str] = []

    def toggled(browser: Browser, address: str, title: str) -> None:
        del browser, title
        pushed.append(address)

    monkeypatch.setattr(Browser, "toggle_bookmark", toggled)
    async with at_bureau(make_app, page, milestone=milestone) as member:
        await prepare(member)
        await member.player.settle()
        await press_enter_until(member, drawn)
        assert member.page.has_focus_within, "the page takes the focus again"
        assert pushed == []
        assert member.sees("☆")
