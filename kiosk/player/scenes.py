"""Pictures of every screen: each scene is started, played to its place, and drawn."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from kiosk.app import KioskApp
from kiosk.player.player import Player
from kiosk.player.prompt_pilot import running
from kiosk.player.script import Scene
from kiosk.settings import Settings
from kiosk.start import Start
from kiosk.theme import THEMES, first_theme

SIZES = ((80, 24), (112, 34))
SEED = 2014
Tell = Callable[[str], None]


def picture_settings(settings: Settings, store: str) -> Settings:
    """Return the settings that make the same picture on any machine: seed, stopped clock."""
    seed = SEED if settings.seed is None else settings.seed
    return replace(settings, store=store, seed=seed, pulse_seconds=0, clock_rate=0, motion=False)


def start_of(scene: Scene) -> Start:
    """Return where a scene begins."""
    return Start(
        persona=scene.persona,
        situation=scene.situation,
        stage=scene.stage,
        address=scene.address,
        at=scene.at,
    )


class Studio:
    """One run of the application, brought to a scene and drawn at any size, in any theme."""

    def __init__(self, app: KioskApp, scene: Scene) -> None:
        self.app = app
        self._scene = scene
        self._run = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self._pilot = await self._run.enter_async_context(running(self.app, SIZES[0]))
        player = Player(self.app)
        await self.app.services_ready()
        for number, step in enumerate(self._scene.steps, start=1):
            await player.play(number, step)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            await self._run.__aexit__(kind, failure, trace)
        finally:
            if self.app.services is not None:
                self.app.services.store.close()

    async def draw(self, size: tuple[int, int], theme: str | None = None) -> str:
        """Return the scene as an SVG, its cursor still."""
        await self._pilot.resize_terminal(*size)
        for _ in THEMES:
            if theme is None or self.app.theme == first_theme(theme, self.app.glyphs):
                break
            await self._pilot.press("f7")
        return self.app.export_screenshot(title=self._scene.name, simplify=True)


def draw_all(scenes: tuple[Scene, ...], folder: Path, settings: Settings, tell: Tell) -> int:
    """Write an SVG of every scene at both sizes and return how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = 0
    for scene in scenes:
        for size, picture in zip(SIZES, asyncio.run(_pictures(scene, settings)), strict=True):
            file = folder / f"{scene.name}-{size[0]}x{size[1]}.svg"
            file.write_text(picture, encoding="utf-8")
            tell(str(file))
            drawn += 1
    return drawn


async def _pictures(scene: Scene, settings: Settings) -> list[str]:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        store = f"sqlite:///{(Path(folder) / 'kiosque.db').as_posix()}"
        app = KioskApp(picture_settings(settings, store), start=start_of(scene))
        async with Studio(app, scene) as studio:
            return [await studio.draw(size) for size in SIZES]
