"""``kiosk results export``: a file, or one French sentence."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli import kiosk
from kiosk.services.content import Milestone

from .worlds import ON_SQLITE, World

pytestmark = ON_SQLITE


def export(world: World, *words: str) -> Result:
    store = ["--store", str(world.settings.store)]
    return CliRunner().invoke(kiosk, ["results", "export", *words, *store], standalone_mode=False)


@pytest.fixture
def counted(world: World) -> World:
    world.at(Milestone.RESULTS_OPEN)
    world.services.results.all(world.workshop_id, world.participant_id)
    return world


def test_results_are_written_and_said_to_be(counted: World, tmp_path: Path) -> None:
    told = export(counted, str(tmp_path / "r.csv"), "--workshop", counted.workshop_id)
    code = counted.services.joining.workshop(counted.workshop_id).code
    school = counted.sheet.school
    said = f"7 scrutins écrits\u00a0: atelier {code}, Fabienne Martin ({school}).\n"
    assert (told.return_value, told.stdout) == (0, said)
    assert (tmp_path / "r.csv").read_bytes().startswith(b"\xef\xbb\xbfScrutin;")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["r.txt"], "Le nom du fichier finit par .csv ou .json."),
        (["r.csv", "--workshop", "abc"], "Aucun atelier en cours n’a ce code."),
        (["nowhere/r.csv"], "Le dossier « "),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    counted: World, tmp_path: Path, words: list[str], said: str
) -> None:
    file, *options = words
    told = export(counted, str(tmp_path / file), *options)
    assert told.return_value == 2
    assert told.stdout == ""
    [sentence] = told.stderr.splitlines()
    assert sentence.replace("\u202f", " ").replace("\u00a0", " ").startswith(said)
    assert not (tmp_path / file).exists()


def test_nothing_counted_is_one_sentence(world: World, tmp_path: Path) -> None:
    told = export(world, str(tmp_path / "r.json"))
    assert told.return_value == 2
    assert told.stderr.startswith("Aucune urne n’a été dépouillée.")
    assert not (tmp_path / "r.json").exists()
