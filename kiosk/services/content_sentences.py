"""Loads the guide's steps, the sentences of refusals and the situations."""

import re
from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from types import MappingProxyType

from kiosk.services.content_reader import Table, names_in, read_table
from kiosk.services.content_records import (
    GuideStep,
    Milestone,
    MinutesWords,
    Preparation,
    Situation,
    Stage,
    StepNeeds,
)
from kiosk.services.pages import PageId
from kiosk.services.refusals import RefusalCode

EVENT = re.compile(r"[A-Z][A-Za-z]+")


def load_guide(folder: Path) -> tuple[GuideStep, ...]:
    """Load the guide's steps in order; a mistake raises ``ContentError``."""
    book = read_table(folder, "guide.toml")
    steps: dict[str, GuideStep] = {}
    for row in book.tables("step"):
        step = _step(row)
        if step.id in steps:
            raise row.error("id", f"«\u00a0{step.id}\u00a0» est déjà pris")
        if step.after and step.after not in steps:
            raise row.error("after", f"aucune étape «\u00a0{step.after}\u00a0» avant celle-ci")
        steps[step.id] = step
    book.finish()
    return tuple(steps.values())


def _step(row: Table) -> GuideStep:
    waits_for = row.choice("waits_for", Milestone) if row.has("waits_for") else None
    step = GuideStep(
        id=row.text("id"),
        title=row.text("title"),
        events=_events(row, "events"),
        needs=row.choice("needs", StepNeeds),
        hint=row.text("hint"),
        short_hint=row.text("short_hint"),
        waits_for=waits_for,
        waiting_hint=row.text("waiting_hint") if waits_for else "",
        waiting_short_hint=row.text("waiting_short_hint") if waits_for else "",
        until=row.choice("until", Milestone) if row.has("until") else None,
        after=row.text("after") if row.has("after") else "",
    )
    row.finish()
    return step


def _events(row: Table, key: str) -> tuple[str, ...]:
    events = row.texts(key)
    for event in events:
        if not EVENT.fullmatch(event.partition("/")[0]):
            raise row.error(key, f"nom d’événement mal écrit «\u00a0{event}\u00a0»")
    return events


def load_sentences(
    folder: Path,
) -> tuple[Mapping[RefusalCode, str], Mapping[str, str], Mapping[str, str]]:
    """Load the sentences of refusals, of password rules, and the names of fields."""
    book = read_table(folder, "refusals.toml")
    rows = book.table("refusals")
    refusals: dict[RefusalCode, str] = {}
    for key in rows.keys():  # noqa: SIM118 - a checked table, not a mapping
        if key not in RefusalCode.__members__:
            raise rows.error(key, "refus inconnu")
        sentence = rows.text(key)
        _check_placeholders(rows, key, sentence)
        refusals[RefusalCode[key]] = sentence
    rule_lines = book.table("rule_lines").sentences()
    fields = book.table("fields").sentences()
    book.finish()
    return MappingProxyType(refusals), rule_lines, fields


def _check_placeholders(rows: Table, key: str, sentence: str) -> None:
    try:
        names = [name for _, name, _, _ in Formatter().parse(sentence) if name is not None]
    except ValueError:
        raise rows.error(key, "accolade sans sa paire") from None
    for name in names:
        if not name.isidentifier():
            raise rows.error(key, "une accolade doit contenir un nom simple")


def load_minutes_words(folder: Path) -> MinutesWords:
    """Load what the minutes say of what is wrong."""
    book = read_table(folder, "minutes.toml")
    words = MinutesWords(
        problems=book.table("problems").sentences(),
        reasons=book.table("reasons").sentences(),
        faults=book.table("faults").sentences(),
    )
    book.finish()
    return words


def load_situations(folder: Path) -> Mapping[str, Situation]:
    """Load the situations to rehearse, by file name; a mistake raises ``ContentError``."""
    situations: dict[str, Situation] = {}
    for name in names_in(folder, "situations", ".toml"):
        page = read_table(folder, name)
        stem = Path(name).stem
        situations[stem] = Situation(
            name=stem,
            title=page.text("title"),
            finds=page.text("finds"),
            first_step=page.text("first_step"),
            opens=page.choice("opens", PageId),
            at=page.instant("at"),
            stage=page.choice("stage", Stage),
            persona=page.text("persona", ""),
            prepared=page.choices("prepared", Preparation, ()),
            solved_by=_events(page, "solved_by"),
            if_believed=_events(page, "if_believed") if page.has("if_believed") else (),
            until=page.choice("until", Milestone) if page.has("until") else None,
            way_out=page.text("way_out"),
            lesson=page.text("lesson"),
            source=page.text("source"),
        )
        page.finish()
    return MappingProxyType(situations)
