"""The command line: one French sentence and exit 2 for what makes no sense."""

from pathlib import Path

import pytest

from kiosk import __version__
from kiosk.bootstrap import open_services
from kiosk.settings import Settings

from .command_line import complaint, kiosk, kiosk_of_its_own


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--as", "personne"], "fabienne-martin"),
        (["--situation", "aucune"], "jour-du-vote"),
        (["--theme", "rose"], "light, dark, contrast"),
        (["--at", "demain"], "2014-11-27T10:00"),
        (["--at", "2013-01-01"], "du 22 septembre au 31 décembre 2014"),
        (["--seed", "x"], "--seed"),
        (["--at"], "--at : il manque une valeur"),
        (["pages", "toulouse"], "Il manque --academy"),
        (["--inconnue"], "--inconnue"),
        (["danser"], "kiosk --help"),
        (["shots"], "kiosk --help"),
        (["demo", "--script", "autre"], "parcours"),
        ([], "terminal"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(words: list[str], said: str) -> None:
    assert said in complaint(kiosk(*words))


def test_version_is_said() -> None:
    assert kiosk_of_its_own("--version").stdout.strip() == __version__


def test_help_names_every_command() -> None:
    told = kiosk("--help").stdout
    assert all(
        word in told
        for word in (
            "demo",
            "shots",
            "doctor",
            "seats",
            "minutes",
            "journal",
            "--open",
            "--situation",
        )
    )


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["scripts"], "parcours"),
        (["situations"], "jour-du-vote\tChaque scrutin a son bulletin"),
        (["pages", "--academy", "orleans-tours"], "https://convergence.ac-orleans-tours.fr/\tLa"),
        (["pages", "--academy", "toulouse"], "https://messagerie.ac-toulouse.fr/\tLa porte"),
    ],
)
def test_what_there_is_to_play_and_to_open_is_listed(words: list[str], line: str) -> None:
    told = kiosk_of_its_own(*words)
    assert told.returncode == 0
    assert f"\n{line}" in f"\n{told.stdout}"


def test_mailbox_is_carried_out_and_in(tmp_path: Path) -> None:
    store, file = f"sqlite:///{(tmp_path / 'k.db').as_posix()}", tmp_path / "boite.mbox"
    services = open_services(Settings(seed=7, store=store))
    who = services.workshops.begin_as("fabienne-martin")
    address = services.workshops.sheet(who.participant_id).address
    services.store.close()
    told = kiosk_of_its_own("--store", store, "mail", "export", address, str(file))
    written = told.stdout.split()[0]
    assert (told.returncode, told.stdout) == (0, f"{written} messages écrits\n")
    told = kiosk_of_its_own("mail", "import", address, str(file), "--store", store)
    assert told.stdout == f"{written} messages ajoutés\n"
    told = kiosk("--store", store, "mail", "export", "personne@ac-x.fr", str(file))
    assert (told.returncode, told.stdout) == (2, "")
    assert (
        told.stderr == "Aucune séance de cette base n’a cette adresse. Vérifiez-la sur la fiche.\n"
    )
    for absent in ("absent.eml", "absent.mbox"):
        told = kiosk("--store", store, "mail", "import", address, str(tmp_path / absent))
        assert (told.returncode, told.stdout) == (2, "")
        assert len(told.stderr.splitlines()) == 1
        assert told.stderr.startswith("Ce fichier ne peut pas être lu")


@pytest.mark.parametrize("words", [(), ("mail",), ("mail", "import"), ("demo",)])
def test_help_is_in_french_whatever_it_is_asked_of(words: tuple[str, ...]) -> None:
    told = kiosk(*words, "--help")
    assert told.returncode == 0
    assert told.stdout.startswith("Kiosque électeur : ")
    assert "Usage" not in told.stdout


def test_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    answer = kiosk_of_its_own("shots", str(file / "pictures"))
    assert answer.returncode == 2
    assert "dossier" in answer.stderr
