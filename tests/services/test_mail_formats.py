from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.services.mail_formats import Carried, read_messages, unpacked, write_messages

LINES = st.one_of(
    st.sampled_from(
        ["", "From here", ">From", ">From here", ">>From x", "From ", "X-Kiosk-Size: 1"]
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
)
TEXTS = st.lists(LINES, min_size=1, max_size=8).map(lambda lines: "\n".join(lines) + "\n")


@st.composite
def carried(draw: st.DrawFn) -> Carried:
    raw = draw(TEXTS)
    room = draw(st.integers(0, 20_000_000))
    return Carried(
        raw, draw(st.sampled_from(["inbox", "drafts", '"Été"'])), len(raw.encode()) + room
    )


@pytest.mark.parametrize("name", ["boite.mbox", "lettres"])
@given(st.lists(carried(), min_size=1, max_size=4))
def test_messages_come_back_as_they_were(name: str, messages: list[Carried]) -> None:
    with TemporaryDirectory() as folder:
        write_messages(Path(folder) / name, messages)
        assert [unpacked(data) for data in read_messages(Path(folder) / name)] == messages


def test_message_from_elsewhere_says_neither_folder_nor_size() -> None:
    assert unpacked(b"Subject: a\r\n\r\nb\0\rc") == Carried("Subject: a\n\nb\nc", "", 15)


def test_character_set_of_a_file_is_the_one_it_names_if_it_is_usual() -> None:
    for charset, said in (("iso-8859-15", "€"), ("utf-7", "¤"), ("unicode_escape", "¤")):
        data = f"Content-Type: text/plain; charset={charset}\n\n".encode() + b"\xa4"
        assert unpacked(data).raw.endswith(said)


def test_words_are_in_no_repr() -> None:
    assert "secret" not in repr(Carried("secret", "inbox", 6))
