"""Every script is played to its end on the real application."""

from dataclasses import replace

import pytest

from kiosk.player import player
from kiosk.player.headless import play_headless
from kiosk.player.script import Step, load_scripts
from kiosk.services.container import Services
from kiosk.services.content import load_content
from kiosk.settings import Settings

from ..worlds import Hands, open_cheaply

SCRIPTS = load_scripts()


SITUATIONS = load_content().situations
SOLVED = "Situation résolue"


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_reaches_its_end(name: str) -> None:
    _play(name, (80, 24))


def test_the_whole_journey_reaches_its_end_in_a_large_window() -> None:
    _play("parcours", (112, 34))


def _play(name: str, size: tuple[int, int]) -> None:
    told: list[str] = []
    # The whole journey with everything in earnest, the situations with digests that cost nothing.
    opener = None if name == "parcours" else _open
    settings = Settings(seed=7)
    passed = play_headless(SCRIPTS[name], settings, told.append, size=size, open_services=opener)
    assert passed, "\n".join(told)
    assert told[-1] == f"{len(SCRIPTS[name].steps)} steps passed"
    assert "{" not in "\n".join(told)


def _open(settings: Settings) -> Services:
    return open_cheaply(settings, Hands())


@pytest.mark.parametrize("name", SITUATIONS)
def test_situation_has_a_script_to_its_way_out_and_one_by_the_usual_wrong_move(name: str) -> None:
    for script in (SCRIPTS[name], SCRIPTS[f"{name}-faux-pas"]):
        assert script.situation == name
        assert script.steps[-1].expect == SOLVED


def test_a_step_that_fails_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(player, "PATIENCE", 0.5)
    script = SCRIPTS["parcours"]
    impossible = Step(say="", act=None, what="", field="", expect="Une phrase jamais écrite")
    told: list[str] = []
    assert not play_headless(replace(script, steps=(impossible,)), Settings(seed=7), told.append)
    assert "ÉCHEC" in told[-1]
