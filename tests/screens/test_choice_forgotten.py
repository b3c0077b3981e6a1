"""What somebody chose: once cast, the real screens keep nothing of it; a crash tells nothing."""

import gc
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import pytest

from kiosk.crash_log import LOG_NAME
from kiosk.screens.polling.review import ReviewPage
from kiosk.services.addresses import PageId
from kiosk.services.browser import Browser
from kiosk.services.content import Content

from ..conftest import MakeApp
from .voter import Voter, inside

CODE = "CTM"
_APART = (type, ModuleType, FunctionType, Content)
"""What belongs to no sitting: code, and the texts that say the lists of every contest."""


def texts_within(roots: Iterable[object]) -> Iterator[str]:
    """Every text that one comes to from some objects, by whatever they hold."""
    seen: dict[int, object] = {}
    waiting = list(roots)
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, _APART):
            continue
        seen[id(one)] = one
        if isinstance(one, str):
            yield one
        waiting += gc.get_referents(one)


def where_it_is_said(voter: Voter, secrets: tuple[str, ...]) -> list[str]:
    """What of an application, its sitting and its services says one of these."""
    roots = (voter.app, voter.sitting, voter.services)
    return [text for text in texts_within(roots) if any(secret in text for secret in secrets)]


async def mark(voter: Voter) -> tuple[str, str]:
    """Choose a list, up to the last look at it, and return its key and its name."""
    chosen = voter.services.polling.ballot(voter.token, CODE).lists[2]
    await voter.mark_and_review(CODE.lower(), chosen.name)
    return chosen.id, chosen.name


async def test_nothing_that_the_application_holds_says_what_was_cast(make_app: MakeApp) -> None:
    async with inside(make_app) as voter:
        said = await mark(voter)
        assert where_it_is_said(voter, said), "it is there as long as it can be changed"
        await voter.choose("Valider mon vote")
        assert voter.is_on(PageId.POLLING_RECEIPT)
        assert where_it_is_said(voter, said) == []
        await voter.choose("Mes scrutins")
        assert where_it_is_said(voter, said) == []


async def test_what_one_sees_and_pastes_after_the_vote_does_not_say_it(make_app: MakeApp) -> None:
    async with inside(make_app) as voter:
        list_id, name = await mark(voter)
        await voter.choose("Valider mon vote")
        browser: Browser = voter.sitting.browser
        told: list[Any] = [voter.lines(), voter.app.clipboard, browser.receipts, browser._trail]
        told += [browser.visited, browser.bookmarks, browser.cookies, browser, voter.sitting]
        told += [voter.journal, voter.app, list(voter.app.screen.walk_children())]
        for page in (PageId.HISTORY, PageId.BROWSER_HOME, PageId.POLLING_CONTESTS):
            await voter.open(page)
            told.append(voter.lines())
        for text in map(repr, told):
            assert list_id not in text
            assert name not in text


async def test_crash_on_the_last_look_tells_nothing_of_the_choice(
    make_app: MakeApp,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("platformdirs.user_log_path", lambda *_args, **_kwargs: tmp_path)
    said: tuple[str, ...] = ()

    def broken(page: ReviewPage, choice: str | None) -> None:
        raise RuntimeError(f"{page._paper} {choice}")

    monkeypatch.setattr(ReviewPage, "_cast_and_keep_receipt", broken)
    with pytest.raises(Exception, match="RuntimeError"):  # noqa: PT012 - it comes on leaving
        async with inside(make_app) as voter:
            said = await mark(voter)
            app = voter.app
            await voter.choose("Valider mon vote")
    assert app.crashed
    log = (tmp_path / LOG_NAME).read_text("utf-8")
    assert "RuntimeError" in log
    told = capsys.readouterr()
    for secret in said:
        assert secret not in log + told.out + told.err
