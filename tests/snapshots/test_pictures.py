"""A picture of every scene at both sizes, of six scenes in the other looks; each one fits.

The sizes and the themes of a scene are drawn in one run: a window made larger, or F7 pressed,
must give what a start at that size and in that theme gives.
"""

from pathlib import Path

import pytest
from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion

from kiosk.app import KioskApp
from kiosk.player.scenes import SIZES, Studio, picture_settings, start_of
from kiosk.player.script import Scene, load_scenes
from kiosk.screens.page import Page
from kiosk.settings import Settings

from ..worlds import Hands, open_cheaply

SCENES = {scene.name: scene for scene in load_scenes()}
OTHER_LOOKS = (
    "welcome",
    "webmail-inbox",
    "account-captcha",
    "polling-ballot",
    "contest-turnout",
    "contest-results",
)
OTHER_THEMES = ("dark", "contrast")
SCROLLS = {"history", "situations", "webmail-inbox", "webmail-message", "assistance"}
"""Pages whose text may be longer than 80×24: what one acts on is in sight all the same."""


class Album:
    """The kept pictures of a test: compares all of them before it says which ones differ."""

    def __init__(self, kept: SnapshotAssertion, folder: Path) -> None:
        self._kept = kept.use_extension(SVGImageExtension)
        self._folder = folder
        self.differing: list[str] = []

    def compare(self, name: str, picture: str) -> None:
        """Compare with the picture kept under this name; one that differs is written to look at."""
        if picture != self._kept(name=name):
            file = self._folder / f"{name}.svg"
            file.write_text(picture, encoding="utf-8")
            self.differing.append(str(file))


@pytest.fixture
def album(snapshot: SnapshotAssertion, tmp_path: Path) -> Album:
    return Album(snapshot, tmp_path)


def _app(tmp_path: Path, scene: Scene, theme: str = "light", glyphs: str = "full") -> KioskApp:
    store = f"sqlite:///{(tmp_path / 'kiosque.db').as_posix()}"
    settings = picture_settings(Settings(theme=theme, glyphs=glyphs), store)
    hands = Hands()
    return KioskApp(
        settings,
        start=start_of(scene),
        open_services=lambda chosen: open_cheaply(chosen, hands),
    )


def _fits(app: KioskApp, scene: Scene) -> None:
    for page in app.screen.query(Page):
        assert scene.name in SCROLLS or page.max_scroll_y == 0, "the page must not scroll"
        assert page.max_scroll_x == 0, "nothing is cut on the right"


@pytest.mark.parametrize("name", SCENES)
async def test_every_screen_looks_as_it_did(name: str, tmp_path: Path, album: Album) -> None:
    scene = SCENES[name]
    async with Studio(_app(tmp_path, scene), scene) as studio:
        for theme in OTHER_THEMES if name in OTHER_LOOKS else ():
            album.compare(theme, await studio.draw(SIZES[0], theme))
        for size in SIZES:
            album.compare("{}x{}".format(*size), await studio.draw(size, "light"))
            _fits(studio.app, scene)
    assert not album.differing


@pytest.mark.parametrize("name", OTHER_LOOKS)
async def test_a_console_font_draws_it_all(name: str, tmp_path: Path, album: Album) -> None:
    scene = SCENES[name]
    async with Studio(_app(tmp_path, scene, "contrast", "console"), scene) as studio:
        album.compare("80x24", await studio.draw(SIZES[0], "contrast"))
        _fits(studio.app, scene)
    assert not album.differing
