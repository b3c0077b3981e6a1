"""Somebody who presses anything: no crash, no word left in English, always a way back."""

import random
import re

import pytest

from kiosk.player.player import Player
from kiosk.player.prompt_pilot import running
from kiosk.player.screen_text import screen_lines
from kiosk.screens.sitting import SittingScreen
from kiosk.screens.too_small import WindowTooSmall
from kiosk.start import Start
from kiosk.widgets.links import Link
from tests.conftest import MakeApp

STEPS = 120
KEYS = (
    ["tab"] * 14 + ["enter"] * 9 + ["down"] * 5 + ["up"] * 2 + ["shift+tab"] * 4 + ["space"] * 3
    + ["escape"] * 3 + ["left", "right", "home", "end", "pageup", "pagedown", "backspace", "delete"]
    + ["f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f10", "ctrl+l", "ctrl+r", "ctrl+v"]
    + ["alt+left", "alt+right", "a", "E", "9", "@", "é", "ctrl+a", "ctrl+k"]
)  # fmt: skip
SIZES = ((80, 24), (112, 34), (80, 24), (100, 30), (60, 15), (200, 60))
FOREIGN = re.compile(
    r"\b(None|True|False|Error|Exception|Traceback|undefined|null|Loading|Cancel|Submit|Search|"
    r"Press|Close|Select|Welcome|Yes|datetime|Refusal)\b|\{[a-z_]+\}|<[a-z]+ object|\bMilestone"
)


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_random_walk_ends_where_one_can_go_on(seed: int, make_app: MakeApp) -> None:
    chance = random.Random(seed)
    start = Start(situation=chance.choice(["boite-jamais-ouverte", "compte-active"]))
    app = make_app(start if seed > 1 else Start(situation="jour-du-vote"))
    async with running(app) as pilot:
        player = Player(app)
        for _ in range(STEPS):
            if chance.random() < 0.05:
                await pilot.resize_terminal(*chance.choice(SIZES))
            else:
                await pilot.press(chance.choice(KEYS))
            await player.settle()
            text = "\n".join(screen_lines(app))
            assert app.is_running or app.return_code == 0
            if not app.is_running or not isinstance(app.screen_stack[0], SittingScreen):
                break
            assert not FOREIGN.search(text), text
        if app.is_running and isinstance(app.screen_stack[0], SittingScreen):
            await pilot.resize_terminal(80, 24)
            await player.settle()
            assert not isinstance(app.screen, WindowTooSmall)
            while app.screen is not app.screen_stack[0]:
                await pilot.press("escape")
                await player.settle()
            await pilot.press("f3")
            await player.settle()
            assert any(link.focusable for link in app.screen.query(Link)), "the desk leads on"
