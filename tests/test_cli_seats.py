"""``kiosk seats``: the seats of any table, and one French sentence for what is no table."""

import json
from pathlib import Path

import pytest

from .command_line import Answer, kiosk, kiosk_of_its_own

PUBLISHED = Path(__file__).parent / "data" / "published_results.json"
TABLES = json.loads(PUBLISHED.read_text(encoding="utf-8"))["tables"]
SMALL = "liste;voix\nA;50\nB;30\n"


def _seats(*words: str, **environ: str) -> Answer:
    return kiosk("seats", *words, **environ)


def _file(folder: Path, text: str | bytes = SMALL) -> str:
    file = folder / "table.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(file)


def _published(folder: Path, table: dict[str, dict[str, int]]) -> str:
    """The table as a French Excel exports it."""
    votes = {name: f"{count:,}".replace(",", "\u00a0") for name, count in table["votes"].items()}
    rows = [f"{name};{count}" for name, count in votes.items()]
    return _file(folder, "\r\n".join(["Liste;Voix", *rows, ""]).encode("cp1252"))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table["id"])
def test_published_tables_are_found_again(tmp_path: Path, table: dict[str, dict[str, int]]) -> None:
    answer = _seats(_published(tmp_path, table), "--seats", str(table["seats"]), "--json")
    assert (answer.returncode, answer.stderr) == (0, "")
    told = json.loads(answer.stdout)
    assert set(told) == {"seats", "margins"}
    assert {name: n for name, n in told["seats"].items() if n} == table["published_seats"]
    assert set(told["seats"]) == set(told["margins"]) == set(table["votes"])


def test_margins_are_told_in_a_table_that_is_aligned(tmp_path: Path) -> None:
    answer = _seats(_published(tmp_path, TABLES[0]), "--seats", "15")
    lines = answer.stdout.replace("\u00a0", " ").splitlines()
    assert lines[:3] == [
        "Sièges à pourvoir : 15",
        "Voix valables : 349 339",
        "Quotient : 23 289,27 voix par siège",
    ]
    rows = lines[4:17]
    assert rows[0].split() == ["Liste", "Voix", "Part", "Quotient", "Moyenne", "Sièges", "Manque"]
    assert {len(row) for row in rows} == {len(rows[0])}
    assert max(map(len, lines)) <= 80
    for name, figures in (
        ("FSU", "6 1 7 2 880"),
        ("FNEC-FP-FO", "1 0 1 954"),
        ("Sgen-CFDT", "1 0 1 1 292"),
        ("CSEN-FGAF", "0 0 0 1 615"),
    ):
        (row,) = (row for row in rows if row.startswith(name))
        assert " ".join(row.split()).endswith(figures)


def test_valid_votes_of_lists_left_out_set_the_quotient(tmp_path: Path) -> None:
    answer = _seats(_file(tmp_path), "--seats", "4", "--valid", "1 000")
    assert "Voix valables : 1 000" in answer.stdout.replace("\u00a0", " ")
    assert "Quotient : 250,00" in answer.stdout.replace("\u00a0", " ")
    answer = _seats(_file(tmp_path), "--seats", "4", "--valid", "1000", "--json")
    # 120 ÷ 4 meets 30 ÷ 1, and the list with more votes passes
    assert json.loads(answer.stdout) == {"seats": {"A": 3, "B": 1}, "margins": {"A": 70, "B": 4}}


def test_list_that_has_every_seat_has_no_margin(tmp_path: Path) -> None:
    words = (_file(tmp_path, "liste;voix\nA;5\n"), "--seats", "2")
    assert json.loads(_seats(*words, "--json").stdout)["margins"] == {"A": None}
    assert _seats(*words).stdout.splitlines()[5].endswith("–")


def test_candidates_then_a_draw_part_a_tie(tmp_path: Path) -> None:
    tied = "liste;voix\nA;50\nB;50\n"
    answer = _seats(_file(tmp_path, tied), "--seats", "1")
    assert answer.returncode == 2
    assert "A et B" in answer.stderr
    for heading, first, second in (("candidats", 2, 3), ("tirage", 2, 1)):
        text = f"liste;voix;{heading}\nA;50;{first}\nB;50;{second}\n"
        told = json.loads(_seats(_file(tmp_path, text), "--seats", "1", "--json").stdout)
        assert told == {"seats": {"A": 0, "B": 1}, "margins": {"A": 1, "B": None}}


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_names_that_the_output_cannot_write_do_not_stop_it(tmp_path: Path, encoding: str) -> None:
    words = (_file(tmp_path, "liste;voix\nÉlan 漢字;50000\n"), "--seats", "2")
    answer = kiosk_of_its_own("seats", *words, PYTHONIOENCODING=encoding)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "lan ??" in answer.stdout
    told = json.loads(_seats(*words, "--json", PYTHONIOENCODING=encoding).stdout)
    assert told["seats"] == {"Élan 漢字": 2}


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        (SMALL, [], "Il manque --seats"),
        (SMALL, ["--seats"], "--seats : il manque une valeur"),
        (SMALL, ["--seats", "0"], "de 1 à 1\u202f000"),
        (SMALL, ["--seats", "-3"], "de 1 à 1\u202f000"),
        (SMALL, ["--seats", "1e3"], "de 1 à 1\u202f000"),
        (SMALL, ["--seats", "9" * 5000], "de 1 à 1\u202f000"),
        (SMALL, ["--seats", "4", "--valid", "79"], "(79) sont moins nombreuses"),
        (SMALL, ["--seats", "4", "--valid", "x"], "--valid"),
        ("", ["--seats", "4"], "aucune liste"),
        ("A;1\n", ["--seats", "4"], "«\u00a0liste\u00a0»"),
        ("liste;voix\nA;-1\n", ["--seats", "4"], "Ligne 2, colonne «\u00a0voix\u00a0»"),
        ("liste;voix\nA;un\n", ["--seats", "4"], "il y a «\u00a0un\u00a0»"),
        ("liste;voix\nA;1\nA;2\n", ["--seats", "4"], "déjà dans le tableau"),
        (b"\x89PNG\r\n\x1a\n\0\0", ["--seats", "4"], "n’est pas un tableau CSV"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(
    tmp_path: Path, text: str | bytes, words: list[str], said: str
) -> None:
    answer = _seats(_file(tmp_path, text), *words)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert said in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1


def test_missing_file_is_one_sentence(tmp_path: Path) -> None:
    for file in (tmp_path / "absent.csv", tmp_path):
        answer = _seats(str(file), "--seats", "4")
        assert (answer.returncode, answer.stdout) == (2, "")
        assert answer.stderr.startswith("Ce fichier n")
        assert len(answer.stderr.splitlines()) == 1
