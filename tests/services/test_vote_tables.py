from pathlib import Path

import pytest

from kiosk.services.refusals import RefusalCode
from kiosk.services.vote_tables import LONGEST_FILE, MOST_LISTS, VoteTable, read_vote_table

from ..worlds import refusal_of


def written(folder: Path, text: str | bytes) -> Path:
    file = folder / "table.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


TABLE = "liste;voix\nÉlan;1 234\nPrès des écoles;56\n"


@pytest.mark.parametrize(
    "text",
    [
        TABLE,
        TABLE.encode("cp1252"),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("utf-16"),
        TABLE.replace("\n", "\r\n"),
        TABLE.replace(";", ","),
        TABLE.replace(";", "\t"),
        TABLE.replace("1 234", '"1 234"'),
        TABLE.replace("1 234", "1\u202f234"),
        TABLE.replace("1 234", "1\u00a0234").encode("latin-1"),
        TABLE.replace("1 234", "  1234 "),
        TABLE.replace("liste;voix", " LISTE ; Votes "),
        "sep=;\n" + TABLE,
        "\n" + TABLE + "\n;;\n",
        "part;voix;liste\n95%;1234;Élan\n5%;56;Près des écoles\n",
    ],
)
def test_table_is_read_however_it_was_saved(tmp_path: Path, text: str | bytes) -> None:
    table = read_vote_table(written(tmp_path, text))
    assert table == VoteTable({"Élan": 1234, "Près des écoles": 56}, {}, ())


def test_candidates_and_draw_are_read_where_they_are_told(tmp_path: Path) -> None:
    text = "list,votes,candidates,draw\nA,5,30,2\nB,5,30,1\nC,5,,\n"
    table = read_vote_table(written(tmp_path, text))
    assert table == VoteTable({"A": 5, "B": 5, "C": 5}, {"A": 30, "B": 30}, ("B", "A"))


def test_a_name_cannot_drive_the_terminal(tmp_path: Path) -> None:
    text = 'list,votes\n"\x1b[31mA\u202e\nB",5\n'
    assert list(read_vote_table(written(tmp_path, text)).votes) == ["[31mA B"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", RefusalCode.TABLE_EMPTY, None),
        (" \n\n", RefusalCode.TABLE_EMPTY, None),
        ("\ufeff", RefusalCode.TABLE_EMPTY, None),
        ("liste;voix\n", RefusalCode.TABLE_EMPTY, None),
        ("FSU;12\n", RefusalCode.TABLE_COLUMN_MISSING, None),
        ("liste;nombre\nA;1\n", RefusalCode.TABLE_COLUMN_MISSING, None),
        ("voix\n1\n", RefusalCode.TABLE_COLUMN_MISSING, None),
        ("liste;voix;votes\nA;1;2\n", RefusalCode.TABLE_COLUMN_TWICE, None),
        ("liste;voix\n;12\n", RefusalCode.TABLE_NAME_MISSING, 2),
        ("liste;voix\nA;1\n\nTotal;1\n", RefusalCode.TABLE_NOT_A_LIST, 4),
        ("liste;voix\nA;1\na ;2\n", RefusalCode.TABLE_LIST_TWICE, 3),
        ("liste;voix\nA\n", RefusalCode.TABLE_NUMBER_MISSING, 2),
        ("liste;voix\nA; \n", RefusalCode.TABLE_NUMBER_MISSING, 2),
        ("liste;voix\nA;-5\n", RefusalCode.TABLE_NEGATIVE, 2),
        ("liste;voix\nA;\u22125\n", RefusalCode.TABLE_NEGATIVE, 2),
        ("liste;voix\nA;douze\n", RefusalCode.TABLE_NUMBER_SHAPE, 2),
        ("liste;voix\nA;12,5\n", RefusalCode.TABLE_NUMBER_SHAPE, 2),
        ("liste;voix\nA;1_000\n", RefusalCode.TABLE_NUMBER_SHAPE, 2),
        ("liste;voix\nA;12 34\n", RefusalCode.TABLE_NUMBER_SHAPE, 2),
        ("liste;voix\nA;\u0663\n", RefusalCode.TABLE_NUMBER_SHAPE, 2),
        ("liste;voix\nA;9e9\n", RefusalCode.TABLE_NUMBER_SHAPE, 2),
        (f"liste;voix\nA;{'9' * 5000}\n", RefusalCode.TABLE_NUMBER_LARGE, 2),
        ("liste;voix;candidats\nA;1;x\n", RefusalCode.TABLE_NUMBER_SHAPE, 2),
        ("liste;voix;tirage\nA;1;1\nB;1;1\n", RefusalCode.TABLE_DRAW_TWICE, None),
        (b"PK\x03\x04\0\0", RefusalCode.TABLE_NOT_TEXT, None),
        (f"liste;voix\n{'x' * 200_000};1\n", RefusalCode.TABLE_NOT_TEXT, None),
        (b"x" * (LONGEST_FILE + 1), RefusalCode.TABLE_TOO_LONG, None),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(
    tmp_path: Path, text: str | bytes, code: RefusalCode, line: int | None
) -> None:
    refusal = refusal_of(read_vote_table, written(tmp_path, text))
    assert (refusal.code, refusal.data.get("line")) == (code, line)


def test_too_many_lists_are_refused(tmp_path: Path) -> None:
    rows = "".join(f"L{rank};1\n" for rank in range(MOST_LISTS + 1))
    kept = "liste;voix\n" + rows.rpartition("L")[0]
    assert len(read_vote_table(written(tmp_path, kept)).votes) == MOST_LISTS
    refusal = refusal_of(read_vote_table, written(tmp_path, "liste;voix\n" + rows))
    assert refusal.code is RefusalCode.TABLE_TOO_LONG


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    assert refusal_of(read_vote_table, tmp_path / "no.csv").code is RefusalCode.TABLE_ABSENT
    below = written(tmp_path, TABLE) / "below.csv"
    assert refusal_of(read_vote_table, below).code is RefusalCode.TABLE_ABSENT
    assert refusal_of(read_vote_table, tmp_path).code is RefusalCode.TABLE_UNREADABLE
