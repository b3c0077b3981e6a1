"""Nothing leaves the application: no key, no link, no crash page."""

import asyncio
import webbrowser
from pathlib import Path

import pytest
from textual.screen import Screen

from kiosk.app import KioskApp
from kiosk.crash_log import LOG_NAME
from kiosk.player.prompt_pilot import running
from kiosk.screens.asking import HelpWindow
from kiosk.screens.page import Page
from kiosk.screens.sitting import SittingScreen
from kiosk.screens.welcome import WelcomeScreen
from kiosk.services.addresses import PageId
from kiosk.start import Start
from kiosk.widgets.fields import Field
from tests.conftest import MakeApp

SIGN_IN = "webmail.ac-orleans-tours.fr"
WAYS_OUT = (
    "ctrl+p", "ctrl+c", "ctrl+z", "ctrl+s", "ctrl+d", "ctrl+x", "ctrl+o", "ctrl+n", "ctrl+w",
    "ctrl+backslash", "f9", "f11", "f12", "escape", "ctrl+f4", "alt+f4", "ctrl+up", "super+c",
)  # fmt: skip


def _screens(app: KioskApp) -> list[type[Screen[object]]]:
    return [type(screen) for screen in app.screen_stack]


@pytest.mark.parametrize("key", WAYS_OUT)
async def test_key_leads_nowhere(key: str, make_app: MakeApp) -> None:
    app = make_app(Start(persona="fabienne-martin", address=SIGN_IN))
    async with running(app) as pilot:
        before = _screens(app)
        await pilot.press(key)
        assert app.is_running
        assert _screens(app) == before == [SittingScreen]


async def test_ctrl_q_closes_the_welcome_screen_of_a_kiosk_of_ones_own(make_app: MakeApp) -> None:
    app = make_app(Start())
    async with running(app) as pilot:
        assert isinstance(app.screen, WelcomeScreen)
        await pilot.press("ctrl+q")
        await pilot.pause()
    assert app.return_code == 0


async def test_ctrl_q_does_nothing_on_a_shared_terminal(make_app: MakeApp) -> None:
    app = make_app(Start(), kiosk=True)
    async with running(app) as pilot:
        await pilot.press("ctrl+q")
        assert app.is_running
        assert isinstance(app.screen, WelcomeScreen)


async def test_no_link_opens_a_real_browser(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda url, *_a, **_k: opened.append(url))
    app = make_app(Start())
    async with running(app):
        app.open_url("https://www.example.org/")
        app.deliver_text  # noqa: B018 - it exists, and nothing of ours calls it
    assert not opened


async def test_crash_tells_nothing_that_was_typed(
    make_app: MakeApp,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(
        "platformdirs.user_log_path", lambda *_args, **_kwargs: tmp_path, raising=True
    )
    app = make_app(Start(persona="fabienne-martin", address=SIGN_IN))

    def broken(page: Page) -> None:
        secret = page.query_one("#password", Field).value
        raise RuntimeError(secret)

    async def crash() -> None:
        async with running(app) as pilot:
            page = app.screen.query_one(Page)
            page.query_one("#password", Field).value = "MonSecret2014"
            page.call_later(broken, page)
            await pilot.pause()

    with pytest.raises(RuntimeError):
        await crash()
    assert app.crashed
    log = (tmp_path / LOG_NAME).read_text("utf-8")
    told = capsys.readouterr()
    assert "RuntimeError" in log
    assert "MonSecret2014" not in log + told.out + told.err


async def test_after_a_crash_the_sitting_can_be_taken_up(make_app: MakeApp) -> None:
    app = make_app(Start(persona="fabienne-martin"))
    async with running(app) as pilot:
        sitting = app.sitting
    again = make_app(Start(after_crash=True, resume=sitting), services=app.services)
    async with running(again) as pilot:
        assert isinstance(again.screen, WelcomeScreen)
        await pilot.press("enter")
        assert isinstance(again.screen, SittingScreen)
        assert again.sitting is sitting


@pytest.mark.parametrize("turns", range(12))
async def test_leaving_while_a_page_is_on_its_way_is_no_crash(
    turns: int, make_app: MakeApp
) -> None:
    app = make_app(Start(persona="fabienne-martin", address=SIGN_IN))
    async with running(app):
        app.screen.query_one(Page).go(PageId.BROWSER_HOME)
        for _ in range(turns):
            await asyncio.sleep(0)
        app.exit()
    assert not app.crashed


async def test_the_look_changes_inside_a_window_too(make_app: MakeApp) -> None:
    app = make_app(Start(persona="fabienne-martin", address=SIGN_IN))
    async with running(app) as pilot:
        await pilot.press("f1")
        assert isinstance(app.screen, HelpWindow)
        before = app.theme
        await pilot.press("f7")
        assert app.theme != before
        assert isinstance(app.screen, HelpWindow)
