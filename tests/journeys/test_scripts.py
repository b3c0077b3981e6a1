"""Every script is played to its end on the real application."""

from dataclasses import replace

import pytest

from kiosk.player import player
from kiosk.player.headless import play_headless
from kiosk.player.script import Step, load_scripts
from kiosk.settings import Settings

SCRIPTS = load_scripts()


@pytest.mark.parametrize("size", [(80, 24), (112, 34)], ids=["80x24", "112x34"])
@pytest.mark.parametrize("name", SCRIPTS)
def test_script_reaches_its_end(name: str, size: tuple[int, int]) -> None:
    told: list[str] = []
    passed = play_headless(SCRIPTS[name], Settings(seed=7), told.append, size=size)
    assert passed, "\n".join(told)
    assert told[-1] == f"{len(SCRIPTS[name].steps)} steps passed"


def test_a_step_that_fails_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(player, "PATIENCE", 0.5)
    script = SCRIPTS["parcours"]
    impossible = Step(say="", act=None, what="", field="", expect="Une phrase jamais écrite")
    told: list[str] = []
    assert not play_headless(replace(script, steps=(impossible,)), Settings(seed=7), told.append)
    assert "ÉCHEC" in told[-1]
