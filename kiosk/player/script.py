"""A script is data: what is said, done and expected, step after step."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from kiosk.services.content import OUR_CONTENT, Stage
from kiosk.services.content_reader import Table, names_in, read_table


class Act(StrEnum):
    """What a step does; the word is its key in the file."""

    OPEN = "open"
    """Type an address into the address bar and press Enter."""
    TYPE = "type"
    """Type a text into the field named by ``in``."""
    PRESS = "press"
    """Press keys, separated by spaces."""
    CHOOSE = "choose"
    """Go to the button, link, card or line that says this, and press Enter."""
    ANSWER = "answer"
    """Answer the question asked instead of the image, having read it on the screen."""
    JUMP = "jump"
    """Move the clock on the calendar page to an instant, typed as a teacher would."""


@dataclass(frozen=True)
class Step:
    """One step: a caption, an act with its object, and a text then to be seen."""

    say: str
    act: Act | None
    what: str
    field: str
    expect: str


@dataclass(frozen=True)
class Script:
    """A walk through the kiosk, begun on the welcome screen or by a direct start."""

    name: str
    title: str
    persona: str
    situation: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Scene:
    """A screen to take a picture of: where it starts, and what is done before the picture."""

    name: str
    persona: str
    situation: str
    stage: Stage | None
    at: datetime | None
    address: str
    steps: tuple[Step, ...]


def load_scripts(folder: Path | None = None) -> dict[str, Script]:
    """Load ``content/scripts``; a mistake raises ContentError.

    A script may follow another one, before it in the folder, but for its first steps.
    """
    root = folder or OUR_CONTENT
    scripts: dict[str, Script] = {}
    for name in sorted(names_in(root, "scripts", ".toml"), key=lambda name: Path(name).stem):
        table = read_table(root, name)
        stem = Path(name).stem
        follows = table.text("follows", "")
        if follows and follows not in scripts:
            raise table.error("follows", f"aucun scénario «\u00a0{follows}\u00a0» avant celui-ci")
        begun = scripts[follows].steps[table.integer("skip", 0, 0) :] if follows else ()
        scripts[stem] = Script(
            name=stem,
            title=table.text("title"),
            persona=table.text("persona", ""),
            situation=table.text("situation", ""),
            steps=begun + (_steps(table) if table.has("step") or not follows else ()),
        )
        table.finish()
    return scripts


def load_scenes(folder: Path | None = None) -> tuple[Scene, ...]:
    """Load ``content/scenes.toml``; a mistake raises ContentError."""
    table = read_table(folder or OUR_CONTENT, "scenes.toml")
    scenes = []
    for row in table.tables("scene"):
        scene = Scene(
            name=row.text("name"),
            persona=row.text("persona", ""),
            situation=row.text("situation", ""),
            stage=row.choice("stage", Stage) if row.has("stage") else None,
            at=row.instant("at") if row.has("at") else None,
            address=row.text("address", ""),
            steps=_steps(row) if row.has("step") else (),
        )
        row.finish()
        scenes.append(scene)
    table.finish()
    return tuple(scenes)


def _steps(table: Table) -> tuple[Step, ...]:
    return tuple(_step(row) for row in table.tables("step"))


def _step(row: Table) -> Step:
    acts = [act for act in Act if row.has(act.value)]
    if len(acts) > 1:
        raise row.error(acts[1].value, "une étape ne fait qu’une chose")
    act = acts[0] if acts else None
    step = Step(
        say=row.text("say", ""),
        act=act,
        what=row.text(act.value, "") if act else "",
        field=row.text("in") if act is Act.TYPE else "",
        expect=row.text("expect", ""),
    )
    row.finish()
    return step
