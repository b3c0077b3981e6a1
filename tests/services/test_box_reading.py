"""A counted box is read from a file that anybody may have written."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.services.box_document import BoxDocument, plain
from kiosk.services.box_examination import examine
from kiosk.services.box_files import write_box
from kiosk.services.box_reading import LONGEST_FILE, read_box, read_box_bytes
from kiosk.services.refusals import Refusal, RefusalCode

from ..counted_boxes import Counted, count_somewhere, written
from ..worlds import refusal_of

JSON = RefusalCode.BOX_FILE_NOT_JSON
FORMAT = RefusalCode.BOX_FILE_OTHER_FORMAT
VERSION = RefusalCode.BOX_FILE_OTHER_VERSION
SHAPE = RefusalCode.BOX_FILE_SHAPE
MISSING = RefusalCode.BOX_FILE_FIELD_MISSING


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory, content_folder: Path) -> Counted:
    return count_somewhere(tmp_path_factory.mktemp("counted"), content_folder)


@pytest.fixture(scope="module")
def data(counted: Counted) -> bytes:
    return written(counted.document)


def places(told: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place of a document that holds one thing."""
    inner = told.items() if isinstance(told, dict) else enumerate(told)
    for name, one in inner:
        if isinstance(one, dict | list) and one:
            yield from places(one, (*path, name))
        else:
            yield (*path, name)


def put(told: Any, path: tuple[str | int, ...], value: object) -> Any:
    """The document with something else in a place."""
    copy = json.loads(json.dumps(told))
    at = copy
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = value
    return copy


def is_harmless(document: BoxDocument, changed: bytes) -> bool:
    """Say whether a changed file is refused, found out, or says the very same."""
    try:
        read = read_box_bytes(changed)
    except Refusal as refusal:
        return refusal.code.name.startswith("BOX_FILE_")
    return read == document or bool(examine(read).findings)


def test_what_is_written_is_read_again(counted: Counted, tmp_path: Path) -> None:
    file = tmp_path / "urne.json"
    write_box(counted.document, file)
    assert read_box(file) == counted.document
    assert [one.name for one in tmp_path.iterdir()] == ["urne.json"]


@given(place=st.integers(0), byte=st.integers(0, 255))
def test_any_byte_changed_is_refused_found_or_harmless(
    counted: Counted, data: bytes, place: int, byte: int
) -> None:
    at = place % len(data)
    changed = data[:at] + bytes([byte]) + data[at + 1 :]
    assert is_harmless(counted.document, changed)


@given(start=st.integers(0), length=st.integers(1, 400))
def test_any_piece_lost_is_refused_found_or_harmless(
    counted: Counted, data: bytes, start: int, length: int
) -> None:
    at = start % len(data)
    assert is_harmless(counted.document, data[:at] + data[at + length :])


@given(draw=st.data())
def test_any_field_changed_is_refused_or_found(counted: Counted, draw: st.DataObject) -> None:
    told = plain(counted.document)
    path = draw.draw(st.sampled_from(sorted(places(told), key=str)))
    value = draw.draw(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=True)
        | st.text(max_size=70)
        | st.text("0123456789abcdef", min_size=32, max_size=64)
        | st.lists(st.integers(), max_size=2)
        | st.dictionaries(st.text(max_size=3), st.integers(), max_size=2)
    )
    changed = put(told, path, value)
    assume(changed != json.loads(json.dumps(told)))
    assert is_harmless(counted.document, json.dumps(changed).encode())


def test_any_field_missing_or_more_is_refused_by_its_name(counted: Counted) -> None:
    told = plain(counted.document)
    for name in told.keys() - {"format", "version"}:
        less = {key: value for key, value in told.items() if key != name}
        refused = refusal_of(read_box_bytes, json.dumps(less).encode())
        assert (refused.code, refused.data) == (MISSING, {"place": name})
    for code, name in ((FORMAT, "format"), (VERSION, "version")):
        less = {key: value for key, value in told.items() if key != name}
        assert refusal_of(read_box_bytes, json.dumps(less).encode()).code is code
    for path in (("secret",), ("contests", 1, "secret"), ("journal", 0, "x" * 1_000)):
        refused = refusal_of(read_box_bytes, json.dumps(put(told, path, "y")).encode())
        assert refused.code is RefusalCode.BOX_FILE_FIELD_UNKNOWN
        place = str(refused.data["place"])
        assert place.startswith(str(path[0]))
        assert place.endswith(str(path[-1])[:40])
        assert len(place) <= 60


@pytest.mark.parametrize(
    ("held", "code"),
    [
        (b"", JSON),
        (b"\xff\xfe{}", JSON),
        ("é".encode("latin-1"), JSON),
        (b"not json", JSON),
        (b"{" * 200_000, JSON),
        (b"[" * 200_000 + b"]" * 200_000, JSON),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, JSON),
        (b'{"version": ' + b"9" * 100_000 + b"}", JSON),
        (b'{"version": 1e999}', JSON),
        (b'{"version": NaN}', JSON),
        (b'{"version": 1, "version": 1}', JSON),
        (b"[]", FORMAT),
        (b"null", FORMAT),
        (b'"text"', FORMAT),
        (b"{}", FORMAT),
        (b'{"format": ["kiosque-electeur/urne"]}', FORMAT),
        (b'{"format": "kiosque-electeur/urne"}', VERSION),
        (b'{"format": "kiosque-electeur/urne", "version": 2}', VERSION),
        (b'{"format": "kiosque-electeur/urne", "version": true}', VERSION),
        (b'{"format": "kiosque-electeur/urne", "version": 1}', MISSING),
    ],
    ids=lambda held: repr(held[:24]) if isinstance(held, bytes) else None,
)
def test_what_is_no_box_is_refused(held: bytes, code: RefusalCode) -> None:
    assert refusal_of(read_box_bytes, held).code is code


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("academy",), "\ud800"),
        (("academy",), "x" * 10_000),
        (("bureau", "needed"), 1),
        (("bureau", "members"), []),
        (("bureau", "verify_key"), "00"),
        (("contests",), []),
        (("contests", 0, "seats"), 1_001),
        (("contests", 0, "seats"), -1),
        (("contests", 0, "registered"), 10**11),
        (("contests", 0, "id"), "AB" * 16),
        (("contests", 0, "envelopes"), ["zz"]),
        (("contests", 0, "envelopes"), ["00" * 500]),
        (("contests", 0, "tie_breaks"), ["chance"]),
        (("contests", 0, "invalid"), [{"digest": "00" * 32, "reason": "dislike"}]),
        (("contests", 0, "lists", 0, "candidates"), "one"),
        (("journal", 0, "at"), "0001-01-01T00:00:00+23:00"),
        (("journal", 0, "at"), "2014-11-27T09:00:00"),
        (("journal", 0, "at"), "yesterday"),
        (("journal", 0, "act"), "Danced"),
        (("journal", 0, "signature"), "00" * 63),
        (("journal", 0, "detail"), []),
        (("journal", 0, "detail"), {"a": {"b": {"c": {"d": {"e": 1}}}}}),
        (("journal", 0, "detail"), {"a": "\udfff"}),
    ],
    ids=str,
)
def test_field_of_another_shape_is_named(
    path: tuple[str | int, ...], value: object, counted: Counted
) -> None:
    held = json.dumps(put(plain(counted.document), path, value)).encode()
    refusal = refusal_of(read_box_bytes, held)
    assert refusal.code is SHAPE
    assert str(refusal.data["place"]).startswith(str(path[0]))


def test_two_contests_of_one_code_are_refused(counted: Counted) -> None:
    told = plain(counted.document)
    told["contests"] = told["contests"][:1] * 2
    assert refusal_of(read_box_bytes, json.dumps(told).encode()).code is SHAPE


def test_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    assert refusal_of(read_box, tmp_path / "none").code is RefusalCode.BOX_FILE_ABSENT
    assert refusal_of(read_box, tmp_path).code is RefusalCode.BOX_FILE_UNREADABLE
    large = tmp_path / "large"
    with large.open("wb") as stream:
        stream.truncate(LONGEST_FILE + 1)
    assert refusal_of(read_box, large).code is RefusalCode.BOX_FILE_TOO_LONG


def test_nothing_that_opens_an_envelope_or_names_an_elector_is_written(
    counted: Counted, data: bytes
) -> None:
    from kiosk.services.election_keys import box_keys  # noqa: PLC0415 - the members' alone
    from kiosk.services.key_shares import combine  # noqa: PLC0415 - the members' alone

    text = data.decode()
    secret = combine(counted.shares[:2], 2)
    assert secret.hex() not in text
    for share in counted.shares:
        assert share not in text
    for contest in counted.document.contests:
        keys = box_keys(secret, contest.id)
        assert bytes(keys.envelope).hex() not in text
        assert bytes(keys.ballot).hex() in text
    assert "elector" not in text.replace("kiosque-electeur", "")
