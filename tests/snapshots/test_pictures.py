"""A picture of every scene at both sizes, of five scenes in the other looks; each one fits."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from kiosk.app import KioskApp
from kiosk.bootstrap import open_services
from kiosk.player.scenes import SIZES, picture_settings, set_up, start_of
from kiosk.player.script import Scene, load_scenes
from kiosk.screens.base import Ending
from kiosk.screens.page import Page
from kiosk.services.password_hashes import PasswordHashes
from kiosk.settings import Settings

SCENES = {scene.name: scene for scene in load_scenes()}
OTHER_LOOKS = ("welcome", "webmail-inbox", "account-captcha", "polling-ballot", "contest-results")
SCROLLS = {"history", "webmail-inbox", "webmail-message", "assistance"}
"""Pages whose text may be longer than 80×24: what one acts on is in sight all the same."""

Compare = Callable[..., bool]


def _app(tmp_path: Path, scene: Scene, theme: str = "light", glyphs: str = "full") -> KioskApp:
    store = f"sqlite:///{(tmp_path / 'kiosque.db').as_posix()}"
    settings = picture_settings(Settings(theme=theme, glyphs=glyphs), store)
    cheap = PasswordHashes(1, 8, 1)
    return KioskApp(
        settings,
        start=start_of(scene),
        open_services=lambda chosen: open_services(chosen, hashes=cheap),
    )


def _played(app: KioskApp, scene: Scene) -> Callable[[Pilot[Ending]], Awaitable[None]]:
    async def play(pilot: Pilot[Any]) -> None:
        await set_up(app, pilot, scene)
        for page in app.screen.query(Page):
            assert scene.name in SCROLLS or page.max_scroll_y == 0, "the page must not scroll"
            assert page.max_scroll_x == 0, "nothing is cut on the right"

    return play


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SCENES)
def test_every_screen_looks_as_it_did(
    name: str, size: tuple[int, int], tmp_path: Path, snap_compare: Compare
) -> None:
    scene = SCENES[name]
    app = _app(tmp_path, scene)
    assert snap_compare(app, terminal_size=size, run_before=_played(app, scene))


@pytest.mark.parametrize("theme", ["dark", "contrast"])
@pytest.mark.parametrize("name", OTHER_LOOKS)
def test_the_other_looks_look_as_they_did(
    name: str, theme: str, tmp_path: Path, snap_compare: Compare
) -> None:
    scene = SCENES[name]
    app = _app(tmp_path, scene, theme)
    assert snap_compare(app, terminal_size=SIZES[0], run_before=_played(app, scene))


@pytest.mark.parametrize("name", OTHER_LOOKS)
def test_a_console_font_draws_it_all(name: str, tmp_path: Path, snap_compare: Compare) -> None:
    scene = SCENES[name]
    app = _app(tmp_path, scene, "contrast", "console")
    assert snap_compare(app, terminal_size=SIZES[0], run_before=_played(app, scene))
