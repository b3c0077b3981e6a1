"""Pictures of every screen: each scene is started, played to its place, and drawn."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from kiosk.app import KioskApp
from kiosk.player.player import Player
from kiosk.player.screen_text import screen_lines
from kiosk.player.script import Scene
from kiosk.screens.base import Ending
from kiosk.settings import Settings
from kiosk.start import Start

SIZES = ((80, 24), (112, 34))
SEED = 2014
_LOOKS = 4
Tell = Callable[[str], None]


def picture_settings(settings: Settings, store: str) -> Settings:
    """Return the settings that make the same picture on any machine: seed, stopped clock."""
    seed = SEED if settings.seed is None else settings.seed
    return replace(settings, store=store, seed=seed, pulse_seconds=0, clock_rate=0, motion=False)


def start_of(scene: Scene) -> Start:
    """Return where a scene begins."""
    return Start(persona=scene.persona, stage=scene.stage, address=scene.address, at=scene.at)


async def set_up(app: KioskApp, pilot: Pilot[Ending], scene: Scene) -> None:
    """Bring a running application to the screen of the scene, its cursor still."""
    await app.services_ready()
    player = Player(app, pilot)
    for number, step in enumerate(scene.steps, start=1):
        await player.play(number, step)
    await _stand_still(app, player)


async def _stand_still(app: KioskApp, player: Player) -> None:
    """Wait until a few looks at the screen in a row show the same: a layout may be under way."""
    seen, same = "", 0
    while same < _LOOKS:
        await player.settle()
        drawn = "\n".join(screen_lines(app))
        same = same + 1 if drawn == seen else 0
        seen = drawn


def draw_all(scenes: tuple[Scene, ...], folder: Path, settings: Settings, tell: Tell) -> int:
    """Write an SVG of every scene at both sizes and return how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = 0
    for scene in scenes:
        for size in SIZES:
            file = folder / f"{scene.name}-{size[0]}x{size[1]}.svg"
            file.write_text(_draw(scene, settings, size), encoding="utf-8")
            tell(str(file))
            drawn += 1
    return drawn


def _draw(scene: Scene, settings: Settings, size: tuple[int, int]) -> str:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        store = f"sqlite:///{(Path(folder) / 'kiosque.db').as_posix()}"
        app = KioskApp(picture_settings(settings, store), start=start_of(scene))
        try:
            return asyncio.run(_picture(app, scene, size))
        finally:
            if app.services is not None:
                app.services.store.close()


async def _picture(app: KioskApp, scene: Scene, size: tuple[int, int]) -> str:
    async with app.run_test(size=size) as pilot:
        await set_up(app, pilot, scene)
        return app.export_screenshot(title=scene.name)
