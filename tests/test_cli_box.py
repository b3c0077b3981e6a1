"""``kiosk box``: a counted box written, checked, and one French sentence for what is none."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from kiosk.bootstrap import open_services
from kiosk.services.box_files import write_box
from kiosk.services.content import Milestone
from kiosk.services.sabotages import Sabotage, Traces, sabotaged, with_contest
from kiosk.settings import Settings

from .command_line import Answer, complaint, kiosk, kiosk_of_its_own
from .counted_boxes import Counted, count_somewhere


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory, content_folder: Path) -> Counted:
    return count_somewhere(tmp_path_factory.mktemp("counted"), content_folder)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, content_folder: Path) -> str:
    """The address of a store with one workshop, at the hour of the results; nobody has looked."""
    return _counted_soon(tmp_path_factory.mktemp("cli") / "kiosk.db", content_folder)


def _counted_soon(file: Path, content: Path) -> str:
    url = f"sqlite:///{file.as_posix()}"
    services = open_services(Settings(store=url, content=str(content), clock_rate=0))
    enrolled = services.workshops.begin_as("fabienne-martin")
    opened = services.calendar.at(Milestone.RESULTS_OPEN)
    services.clock.jump(enrolled.workshop_id, opened)
    services.store.close()
    return url


def _box(*words: str, **environ: str) -> Answer:
    return kiosk("box", *words, **environ)


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_box_goes_round(store: str, content_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "urne.json"
    answer = kiosk_of_its_own(
        "box", "export", str(file), "--store", store, KIOSK_CONTENT=str(content_folder)
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "Urne écrite : 7 scrutins" in spaced(answer.stdout)
    again = _box("export", str(file), "--store", store, KIOSK_CONTENT=str(content_folder))
    assert "contient déjà quelque chose" in complaint(again)
    answer = kiosk_of_its_own("box", "verify", str(file))
    assert (answer.returncode, answer.stderr) == (0, "")
    lines = answer.stdout.splitlines()
    assert [line[0] for line in lines[1:11]] == ["✓"] * 10
    assert "Tout est juste." in lines
    assert max(map(len, lines)) <= 80


def test_members_open_the_envelopes_once_more(counted: Counted, tmp_path: Path) -> None:
    file = tmp_path / "urne.json"
    write_box(counted.document, file)
    first, second, _ = counted.shares
    answer = _box("verify", str(file), "--share", first, "--share", second)
    assert answer.returncode == 0
    assert "✓ Ouverture" in answer.stdout
    assert first not in answer.stdout
    too_few = complaint(_box("verify", str(file), "--share", first))
    assert "il en faut 2, et non 1" in too_few
    mistyped = complaint(_box("verify", str(file), "--share", first, "--share", second[:-1]))
    assert spaced(mistyped).startswith("La 2e part : cette part est mal recopiée.")
    assert second[:8] not in mistyped


@pytest.mark.parametrize(
    ("sabotage", "said"),
    [
        (Sabotage.REMOVE, "Une enveloppe a été retirée de l’urne"),
        (Sabotage.ADD, "Une enveloppe a été ajoutée à l’urne"),
        (Sabotage.ALTER, "Un bulletin a été altéré dans l’urne"),
        (Sabotage.SWAP, "a été remplacé par un autre"),
        (Sabotage.RESULT, "a été modifié : ses bulletins en donnent un autre"),
    ],
)
@pytest.mark.parametrize("traces", Traces)
def test_sabotage_is_named_in_its_own_sentence(
    sabotage: Sabotage, said: str, traces: Traces, counted: Counted, tmp_path: Path
) -> None:
    file = tmp_path / "urne.json"
    write_box(sabotaged(counted.document, sabotage, traces, Random(1)), file)
    answer = _box("verify", str(file))
    assert (answer.returncode, answer.stderr) == (1, "")
    told = spaced(answer.stdout)
    assert said in told
    assert "✗" in told
    assert ("(dépouillement) n’est pas signée" in told) == (traces is Traces.COVERED)


def test_console_with_few_characters_is_told_in_words(counted: Counted, tmp_path: Path) -> None:
    file = tmp_path / "urne.json"
    write_box(sabotaged(counted.document, Sabotage.ADD, Traces.LEFT, Random(1)), file)
    answer = _box("verify", str(file), PYTHONIOENCODING="cp1252")
    assert "NON Émargements" in answer.stdout
    assert "oui Journal" in answer.stdout


def test_what_a_file_says_does_not_drive_the_terminal(counted: Counted, tmp_path: Path) -> None:
    hostile = "\x1b[2J\x1b]0;x\x07\u202e{contest}[/b]"
    contest = counted.document.contests[0]
    first, *others = contest.lists
    lists = (replace(first, name=hostile, votes=first.votes + 1), *others)
    changed = with_contest(counted.document, replace(contest, lists=lists))
    file = tmp_path / "urne.json"
    write_box(replace(changed, academy=hostile), file)
    answer = _box("verify", str(file))
    assert answer.returncode == 1
    assert not set(answer.stdout) & {"\x1b", "\x07", "\u202e"}
    assert "{contest}[/b], " in answer.stdout


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (b"\xff\xff", "ce n’est pas du JSON"),
        (b"[" * 100_000, "ce n’est pas du JSON"),
        (b'{"format": ' + b"1" * 10_000 + b"}", "ce n’est pas du JSON"),
        (b"{}", "n’est pas une urne exportée"),
        (b'{"format": "kiosque-electeur/urne", "version": 9}', "version 1"),
        (b'{"format": "kiosque-electeur/urne", "version": 1, "a": 1}', "« a » n’a rien à y faire"),
        (b'{"format": "kiosque-electeur/urne", "version": 1}', "il y manque « digest »"),
        (
            b'{"format": "kiosque-electeur/urne", "version": 1, "\\u001b[2J": 1}',
            "« [2J » n’a rien à y faire",
        ),
    ],
)
def test_what_is_no_box_is_one_sentence(held: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "urne.json"
    file.write_bytes(held)
    assert said in spaced(complaint(_box("verify", str(file))))


def test_file_that_cannot_be_read_or_written_is_one_sentence(
    store: str, content_folder: Path, tmp_path: Path
) -> None:
    assert "n’existe pas" in complaint(_box("verify", str(tmp_path / "none")))
    assert "ne peut pas être lu" in complaint(_box("verify", str(tmp_path)))
    (tmp_path / "file").touch()
    nowhere = str(tmp_path / "file" / "urne.json")
    answer = _box("export", nowhere, "--store", store, KIOSK_CONTENT=str(content_folder))
    assert f"Le dossier «\u00a0{tmp_path / 'file'}\u00a0» n’existe pas" in complaint(answer)


def test_export_that_makes_no_sense_is_one_sentence(store: str, tmp_path: Path) -> None:
    file = str(tmp_path / "urne.json")
    assert "l’un des deux" in complaint(_box("export", "--store", store))
    both = _box("export", file, "--belenios", str(tmp_path / "b"), "--store", store)
    assert "l’un des deux" in complaint(both)
    empty = f"sqlite:///{(tmp_path / 'empty.db').as_posix()}"
    assert "n’a pas eu lieu" in complaint(_box("export", file, "--store", empty))
    assert "Il manque" in complaint(_box("verify"))


def test_workshop_is_named_by_its_code(store: str, content_folder: Path, tmp_path: Path) -> None:
    first = _box(
        "export", str(tmp_path / "one"), "--store", store, KIOSK_CONTENT=str(content_folder)
    )
    code = first.stdout.split("Atelier ")[1].split(",")[0]
    again = _box(
        "export",
        str(tmp_path / "two"),
        *("--workshop", code, "--store", store),
        KIOSK_CONTENT=str(content_folder),
    )
    assert again.stdout == first.stdout
    answer = _box("export", str(tmp_path / "three"), "--workshop", "zzz", "--store", store)
    assert "Aucun atelier" in complaint(answer)


def test_count_is_exported_for_an_outside_judge(
    judge: Path, content_folder: Path, tmp_path: Path
) -> None:
    content = shutil.copytree(content_folder, tmp_path / "content")
    for contest in (content / "contests").glob("c[ac]p*.toml"):
        contest.unlink()  # the tool takes its time: the two contests of everybody will do
    rules = content / "rules.toml"
    fewer = rules.read_text("utf-8").replace("primary = 20\n", "primary = 3\n")
    rules.write_text(fewer.replace("secondary = 12\n", "secondary = 3\n"), "utf-8")
    store = _counted_soon(tmp_path / "kiosk.db", content)
    folder = tmp_path / "belenios"
    answer = _box("export", "--belenios", str(folder), "--store", store, KIOSK_CONTENT=str(content))
    assert answer.returncode == 0
    assert answer.stdout.startswith("2 archives écrites.")
    for made in folder.iterdir():
        done = subprocess.run(  # noqa: S603 - the tool
            [judge, "election", "verify", "--dir", str(made)], capture_output=True, check=False
        )
        assert done.returncode == 0


def test_file_is_json_that_others_can_read(counted: Counted, tmp_path: Path) -> None:
    file = tmp_path / "urne.json"
    write_box(counted.document, file)
    told = json.loads(file.read_text("utf-8"))
    assert (told["format"], told["version"]) == ("kiosque-electeur/urne", 1)
    contest = told["contests"][0]
    assert contest["envelopes"] == sorted(contest["envelopes"])
    assert contest["ballots"] == sorted(contest["ballots"])
    assert contest["register"] == sorted(contest["register"])
