"""``kiosk minutes`` and ``kiosk journal``: a new file, or one French sentence."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from kiosk.bootstrap import open_services
from kiosk.services.content import Milestone
from kiosk.settings import Settings

from .command_line import complaint, kiosk_of_its_own
from .command_line import kiosk as _kiosk


def _who(code: str) -> str:
    return f"\u00a0: atelier {code}, Fabienne Martin (École Jules-Ferry, Tours)."


def _refused(*words: str, code: int = 2) -> str:
    return complaint(_kiosk(*words), code)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The address of a store with a workshop that was counted, and the workshop's code."""
    url = f"sqlite:///{(tmp_path_factory.mktemp('store') / 'k.db').as_posix()}"
    services = open_services(Settings(seed=7, store=url))
    who = services.workshops.begin_as("fabienne-martin")
    services.clock.jump(who.workshop_id, services.calendar.at(Milestone.RESULTS_OPEN))
    services.secretariat.read(who.workshop_id)
    services.workshops.begin_as("maelle-casteran")
    code = services.joining.workshop(who.workshop_id).code
    services.store.close()
    return url, code


def test_minutes_are_written_as_paper_and_as_text(store: tuple[str, str], tmp_path: Path) -> None:
    url, workshop = store
    paper, text = tmp_path / "pv.PDF", tmp_path / "pv.txt"
    answer = kiosk_of_its_own("minutes", str(paper), "--store", url)
    assert (answer.returncode, answer.stdout) == (0, f"Procès-verbal écrit{_who(workshop)}\n")
    assert workshop in PdfReader(BytesIO(paper.read_bytes())).pages[0].extract_text()
    answer = _kiosk("--store", url, "minutes", str(text), "--workshop", workshop)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert workshop in text.read_text("utf-8-sig")
    assert "contient déjà quelque chose" in _refused("minutes", str(text), "--store", url)


def test_minutes_that_cannot_be_are_one_sentence(store: tuple[str, str], tmp_path: Path) -> None:
    url, _ = store
    for name in ("pv", "pv.doc", ".pdf"):
        assert "finir par .pdf" in _refused("minutes", str(tmp_path / name), "--store", url)
    paper = str(tmp_path / "pv.pdf")
    file = tmp_path / "file"
    file.touch()
    for folder in (file, tmp_path / "mistyped"):
        below = str(folder / "pv.pdf")
        absent = f"Le dossier «\u00a0{folder}\u00a0» n’existe pas"
        assert absent in _refused("minutes", below, "--store", url)
    assert not (tmp_path / "mistyped").exists()
    unknown = _refused("minutes", paper, "--store", url, "--workshop", "aucun")
    assert "Aucun atelier en cours n’a ce code" in unknown
    empty = f"sqlite:///{(tmp_path / 'empty.db').as_posix()}"
    assert "Aucune urne n’a été dépouillée" in _refused("minutes", paper, "--store", empty)
    journal = str(tmp_path / "journal.json")
    assert "aucun atelier" in _refused("journal", journal, "--store", empty)
    assert "finir par .json" in _refused("journal", paper, "--store", url)
    assert "Il manque" in _refused("journal")
    assert not (tmp_path / "pv.pdf").exists()


def test_journal_is_written_and_checked(store: tuple[str, str], tmp_path: Path) -> None:
    url, workshop = store
    file = tmp_path / "journal.json"
    answer = _kiosk("journal", str(file), "--store", url, "--workshop", workshop)
    assert (answer.returncode, answer.stdout) == (0, f"Journal écrit{_who(workshop)}\n")
    answer = _kiosk("journal", "--check", str(file))
    assert (answer.returncode, answer.stderr) == (0, "")
    told = json.loads(file.read_text("utf-8"))
    assert answer.stdout.startswith(
        f"Journal entier et signé, atelier {workshop}, 5\u00a0inscriptions, au "
    )
    assert told["entries"][-1]["digest"] in answer.stdout
    assert len(answer.stdout.splitlines()) == 1
    last = told["entries"].pop()
    file.write_text(json.dumps(told), "utf-8")
    cut = "sa fin a été coupée, à partir de l’inscription n°\u00a05"
    assert cut in _refused("journal", str(file), "--check", code=1)
    told["entries"].append(last)
    told["entries"][3]["detail"]["CTM"]["ballots"] += 1
    file.write_text(json.dumps(told), "utf-8")
    assert "inscription n°\u00a04 ne suit pas" in _refused("journal", str(file), "--check", code=1)
    file.write_text("{}", "utf-8")
    assert "n’est pas un journal" in _refused("journal", "--check", str(file))
    absent = str(tmp_path / "absent.json")
    assert "ne peut pas être lu" in _refused("journal", "--check", absent)
    assert "ne peut pas être lu" in _refused("journal", "--check", str(tmp_path))


def test_without_a_name_the_last_looked_at_is_meant(store: tuple[str, str], tmp_path: Path) -> None:
    url, workshop = store
    file = tmp_path / "journal.json"
    assert _kiosk("journal", str(file), "--store", url).returncode == 0
    assert json.loads(file.read_text("utf-8"))["workshop"] != workshop
    answer = _kiosk("journal", "--check", str(file))
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "entier" not in answer.stdout
    assert "la fin peut avoir été coupée" in answer.stdout
