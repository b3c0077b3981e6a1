"""The results in a file: every figure, readable by a French spreadsheet and by a program."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from kiosk.models import CandidateList, Contest
from kiosk.services.content import Milestone, Stage
from kiosk.services.refusals import RefusalCode
from kiosk.services.results import ContestResult
from kiosk.services.results_export import write_results

from ..worlds import World, refusal_of


def counted(world: World) -> str:
    world.at(Milestone.RESULTS_OPEN)
    world.services.results.all(world.workshop_id, world.participant_id)
    return world.workshop_id


def counted_results(world: World) -> tuple[ContestResult, ...]:
    with world.services.store.look() as unit:
        return world.services.results.counted(unit, world.workshop_id)


def export(world: World, file: Path) -> None:
    services, workshop = world.services, world.workshop_id
    results = counted_results(world)
    write_results(file, code_of(world), results, services.bureaus.turnout(workshop))


def code_of(world: World) -> str:
    return world.services.joining.workshop(world.workshop_id).code


def rows_of(file: Path) -> Iterator[dict[str, str]]:
    text = file.read_bytes().decode("utf-8")
    assert text.startswith("\ufeff"), "else Excel takes it for another encoding"
    return csv.DictReader(text.removeprefix("\ufeff").splitlines(), delimiter=";")


@pytest.fixture
def voted(world: World) -> World:
    """A world in which everybody has voted and the boxes are counted."""
    world.reach(Stage.VOTED)
    counted(world)
    return world


def test_table_tells_what_the_results_say(voted: World, tmp_path: Path) -> None:
    export(voted, tmp_path / "r.csv")
    rows = list(rows_of(tmp_path / "r.csv"))
    assert {row["Atelier"] for row in rows} == {code_of(voted)}
    ids = voted.workshop_id, voted.participant_id
    for result in voted.services.results.all(*ids):
        own = [row for row in rows if row["Scrutin"] == result.code]
        sums = {row["Libellé"]: int(row["Nombre"]) for row in own if row["Rubrique"] == "Totaux"}
        assert sums == {
            "Inscrits": result.registered,
            "Votants": result.voters,
            "Blancs": result.blank,
            "Nuls": result.invalid,
            "Voix aux listes": result.valid,
        }
        lists = [row for row in own if row["Rubrique"] == "Liste"]
        assert [(row["Libellé"], int(row["Nombre"]), int(row["Sièges"])) for row in lists] == [
            (entry.name, entry.votes, entry.seats) for entry in result.lists
        ]
        for row, entry in zip(lists, result.lists, strict=True):
            assert float(row["Part (%)"].replace(",", ".")) == pytest.approx(
                float(entry.share) * 100, abs=0.005
            )
        days = [int(row["Nombre"]) for row in own if row["Rubrique"] == "Jour"]
        assert (len(days), sum(days)) == (8, result.voters)
    assert {row["Libellé"] for row in rows if row["Rubrique"] == "Jour"} >= {
        "27/11/2014",
        "04/12/2014",
    }


def test_json_tells_the_same(voted: World, tmp_path: Path) -> None:
    export(voted, tmp_path / "r.JSON")
    told = json.loads((tmp_path / "r.JSON").read_text("utf-8"))
    assert told["workshop"] == code_of(voted)
    results = counted_results(voted)
    for held, result in zip(told["contests"], results, strict=True):
        for key in ("code", "title", "seats", "registered", "voters", "blank", "invalid", "valid"):
            assert held[key] == getattr(result, key)
        assert [entry["name"] for entry in held["lists"]] == [e.name for e in result.lists]
        assert sum(entry["seats"] for entry in held["lists"]) == result.seats
        assert held["days"][-1] == {
            "day": "2014-12-04",
            "voters": held["days"][-1]["voters"],
            "voters_by_then": result.voters,
        }


def test_name_that_a_spreadsheet_would_calculate_is_only_text(voted: World, tmp_path: Path) -> None:
    with voted.services.store.unit() as unit:
        entry = unit.exec(select(CandidateList).join(Contest).where(Contest.code == "CTM")).first()
        assert entry is not None
        entry.name = '=1+1;"x"'
    export(voted, tmp_path / "r.csv")
    names = {row["Libellé"] for row in rows_of(tmp_path / "r.csv") if row["Scrutin"] == "CTM"}
    assert '\'=1+1;"x"' in names


def test_file_that_is_there_is_left_as_it_is(voted: World, tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_text("mine")
    assert refusal_of(export, voted, file).code is RefusalCode.FILE_EXISTS
    assert file.read_text() == "mine"


@pytest.mark.parametrize("name", ["r.xlsx", "r", "r.csv.txt"])
def test_other_kinds_of_file_are_refused(voted: World, tmp_path: Path, name: str) -> None:
    assert refusal_of(export, voted, tmp_path / name).code is RefusalCode.RESULTS_FILE_KIND
    assert not (tmp_path / name).exists()
