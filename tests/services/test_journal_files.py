"""The bureau's journal as a file: what is written can be checked, what was changed is found."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import SigningKey, VerifyKey

from kiosk.services.content import Milestone
from kiosk.services.journal_check import End, Fault, FaultKind, end_of, first_fault_of_file
from kiosk.services.journal_files import JournalFile, read_journal
from kiosk.services.new_files import write_new
from kiosk.services.refusals import RefusalCode

from ..worlds import ON_SQLITE, World, refusal_of

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def told(world: World) -> dict[str, Any]:
    """The journal of a count, as its file says it."""
    world.at(Milestone.RESULTS_OPEN)
    world.services.secretariat.read(world.workshop_id)
    journal: dict[str, Any] = json.loads(world.services.secretariat.journal())
    return journal


def read_again(told: object, folder: Path) -> JournalFile:
    file = folder / "journal.json"
    file.write_text(json.dumps(told), "utf-8")
    return read_journal(file)


def fault_of(told: object, folder: Path) -> Fault | None:
    return first_fault_of_file(read_again(told, folder))


def test_file_is_checked_as_it_says_itself(told: dict[str, Any]) -> None:
    before = ""
    for entry in told["entries"]:
        fields = [before, entry["number"], entry["at"], entry["act"], entry["detail"]]
        text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        before = sha256(text.encode()).hexdigest()
        assert entry["digest"] == before
        if entry["signature"]:
            key = VerifyKey(bytes.fromhex(told["verify_key"]))
            key.verify(before.encode(), bytes.fromhex(entry["signature"]))
    assert [bool(entry["signature"]) for entry in told["entries"]] == [1, 1, 0, 0, 1]


def test_written_journal_is_whole(world: World, told: dict[str, Any], tmp_path: Path) -> None:
    assert fault_of(told, tmp_path) is None
    assert end_of(read_again(told, tmp_path)) is End.SIGNED
    assert told["closing"]["entries"] == 5
    assert told["closing"]["at"] == world.now.isoformat()
    file = tmp_path / "written.json"
    file.write_bytes(world.services.secretariat.journal())
    state = world.services.bureaus.state(world.workshop_id)
    assert read_journal(file).entries == state.journal


def test_keys_made_anew_sign_what_follows_them(world: World, tmp_path: Path) -> None:
    shares = [
        one.share
        for one in world.services.bureaus.make_keys(world.workshop_id, needed=2, members=3)
    ]
    world.at(Milestone.RESULTS_OPEN)
    world.services.count.count(world.workshop_id, shares)
    told = json.loads(world.services.secretariat.journal())
    assert len(told["entries"]) == 7
    assert fault_of(told, tmp_path) is None
    assert end_of(read_again(told, tmp_path)) is End.AT_COUNT, "people keep their shares"
    told["verify_key"] = told["entries"][0]["detail"]["bureau"]
    assert fault_of(told, tmp_path) == Fault(FaultKind.OTHER_KEY, 3)


def _entry(place: int, **fields: object) -> Change:
    return lambda told: told["entries"][place - 1].update(fields)


def _closing(**fields: object) -> Change:
    return lambda told: told["closing"].update(fields)


def _swap(told: dict[str, Any]) -> None:
    told["entries"][2], told["entries"][3] = told["entries"][3], told["entries"][2]


@ON_SQLITE
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (_entry(1, at="2014-09-22T07:00:01+00:00"), (FaultKind.BROKEN, 1)),
        (_entry(2, number=3), (FaultKind.BROKEN, 2)),
        (_entry(3, detail={}), (FaultKind.BROKEN, 3)),
        (_entry(4, digest="0" * 64), (FaultKind.BROKEN, 4)),
        (_entry(5, act="BoxClosed"), (FaultKind.BROKEN, 5)),
        (_entry(5, act="Inconnu"), (FaultKind.BROKEN, 5)),
        (_entry(4, at="hier"), (FaultKind.BROKEN, 4)),
        (_entry(4, at="2014-12-04T17:20:00"), (FaultKind.BROKEN, 4)),
        (_entry(4, at=12), (FaultKind.BROKEN, 4)),
        (_entry(4, detail={"CTM": "\ud800"}), (FaultKind.BROKEN, 4)),
        (lambda told: told["entries"][1].pop("digest"), (FaultKind.BROKEN, 2)),
        (lambda told: told["entries"].__setitem__(1, "rien"), (FaultKind.BROKEN, 2)),
        (lambda told: told["entries"].pop(2), (FaultKind.BROKEN, 3)),
        (lambda told: told["entries"].pop(0), (FaultKind.BROKEN, 1)),
        (lambda told: told["entries"].insert(1, told["entries"][1]), (FaultKind.BROKEN, 3)),
        (_swap, (FaultKind.BROKEN, 3)),
        (_entry(2, signature=None), (FaultKind.UNSIGNED, 2)),
        (_entry(5, signature=""), (FaultKind.UNSIGNED, 5)),
        (_entry(5, signature="00" * 64), (FaultKind.NOT_OF_BUREAU, 5)),
        (_entry(5, signature="00"), (FaultKind.NOT_OF_BUREAU, 5)),
        (_entry(4, signature="00" * 64), (FaultKind.NOT_OF_BUREAU, 4)),
        (lambda told: told.update(verify_key="00" * 32), (FaultKind.OTHER_KEY, 1)),
        (lambda told: told.update(entries=[]), (FaultKind.NO_KEYS, 1)),
        (lambda told: told["entries"].pop(), (FaultKind.CUT, 5)),
        (lambda told: told.update(entries=told["entries"][:1]), (FaultKind.CUT, 2)),
        (lambda told: told.pop("closing"), (FaultKind.CLOSING_MISSING, 6)),
        (lambda told: told.update(closing=[]), (FaultKind.CLOSING_MISSING, 6)),
        (_closing(entries="5"), (FaultKind.CLOSING_MISSING, 6)),
        (_closing(at="2014-12-04T17:20:00"), (FaultKind.CLOSING_MISSING, 6)),
        (_closing(last_digest="\ud800"), (FaultKind.CLOSING_MISSING, 6)),
        (_closing(entries=4), (FaultKind.CLOSING_CHANGED, 6)),
        (_closing(at="2014-12-31T17:20:00+00:00"), (FaultKind.CLOSING_CHANGED, 6)),
        (_closing(digest="0" * 64), (FaultKind.CLOSING_CHANGED, 6)),
        (lambda told: told.update(workshop="abc-def"), (FaultKind.CLOSING_CHANGED, 6)),
        (lambda told: told.update(workshop=None), (FaultKind.CLOSING_CHANGED, 6)),
        (lambda told: told.update(academy="Brume"), (FaultKind.CLOSING_CHANGED, 6)),
        (_closing(signature="00" * 64), (FaultKind.CLOSING_NOT_OF_BUREAU, 6)),
        (_closing(signature="00"), (FaultKind.CLOSING_NOT_OF_BUREAU, 6)),
    ],
)
def test_first_entry_that_is_wrong_is_named(
    told: dict[str, Any], tmp_path: Path, change: Change, fault: tuple[FaultKind, int]
) -> None:
    change(told)
    assert fault_of(told, tmp_path) == Fault(*fault)


@ON_SQLITE
def test_chain_made_anew_is_not_signed_by_the_bureau(told: dict[str, Any], tmp_path: Path) -> None:
    told["entries"][4]["detail"]["CTM"]["blank"] += 1
    _chain_anew(told)
    assert fault_of(told, tmp_path) == Fault(FaultKind.NOT_OF_BUREAU, 5)
    forger = SigningKey.generate()
    told["entries"][4]["signature"] = forger.sign(
        told["entries"][4]["digest"].encode()
    ).signature.hex()
    assert fault_of(told, tmp_path) == Fault(FaultKind.NOT_OF_BUREAU, 5)
    told["verify_key"] = bytes(forger.verify_key).hex()
    assert fault_of(told, tmp_path) == Fault(FaultKind.NOT_OF_BUREAU, 5)


@ON_SQLITE
@pytest.mark.parametrize("left", range(1, 5))
def test_journal_cut_by_somebody_clever_is_not_said_to_be_whole(
    told: dict[str, Any], tmp_path: Path, left: int
) -> None:
    told["entries"] = told["entries"][:left]
    _close_anew(told)
    assert fault_of(told, tmp_path) == Fault(FaultKind.CLOSING_NOT_OF_BUREAU, left + 1)
    told["closing"]["signature"] = None
    assert fault_of(told, tmp_path) is None
    assert end_of(read_again(told, tmp_path)) is End.OPEN


@ON_SQLITE
def test_count_made_again_cannot_be_cut_off_unseen(world: World, tmp_path: Path) -> None:
    world.at(Milestone.RESULTS_OPEN)
    world.services.secretariat.read(world.workshop_id)
    shares = world.services.pockets.shares(world.workshop_id)
    world.services.count.count(world.workshop_id, shares)
    told = json.loads(world.services.secretariat.journal())
    told["entries"].pop()
    assert fault_of(told, tmp_path) == Fault(FaultKind.CUT, 6)
    _close_anew(told)
    told["closing"]["signature"] = None
    assert end_of(read_again(told, tmp_path)) is End.AT_COUNT


@ON_SQLITE
def test_entry_added_at_the_end_is_not_in_the_last_line(
    told: dict[str, Any], tmp_path: Path
) -> None:
    told["entries"].append({**told["entries"][3], "number": 6})
    _chain_anew(told)
    assert fault_of(told, tmp_path) == Fault(FaultKind.OTHER_END, 7)


def test_nobody_signs_the_end_while_the_key_is_nowhere(world: World, tmp_path: Path) -> None:
    for milestone in (Milestone.VOTE_OPENS, Milestone.POLLING_GRACE_ENDS):
        world.at(milestone)
        told = json.loads(world.services.secretariat.journal())
        assert told["closing"]["signature"] is None
        assert fault_of(told, tmp_path) is None
        assert end_of(read_again(told, tmp_path)) is End.OPEN


def test_shares_that_are_gone_leave_the_end_unsigned(
    world: World, told: dict[str, Any], tmp_path: Path
) -> None:
    world.services.pockets.empty(world.workshop_id)
    told = json.loads(world.services.secretariat.journal())
    assert fault_of(told, tmp_path) is None
    assert end_of(read_again(told, tmp_path)) is End.AT_COUNT


def _close_anew(told: dict[str, Any]) -> None:
    closing = told["closing"]
    closing["entries"] = len(told["entries"])
    closing["last_digest"] = told["entries"][-1]["digest"]
    fields = [closing[name] for name in ("last_digest", "entries", "at")]
    fields += [told["academy"], told["workshop"]]
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    closing["digest"] = sha256(text.encode()).hexdigest()


def _chain_anew(told: dict[str, Any]) -> None:
    before = ""
    for entry in told["entries"]:
        fields = [before, entry["number"], entry["at"], entry["act"], entry["detail"]]
        text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        before = entry["digest"] = sha256(text.encode()).hexdigest()


@ON_SQLITE
def test_entry_before_any_key_is_not_believed(told: dict[str, Any], tmp_path: Path) -> None:
    told["entries"] = told["entries"][2:3]
    told["entries"][0]["number"] = 1
    _chain_anew(told)
    assert fault_of(told, tmp_path) == Fault(FaultKind.NO_KEYS, 1)


def test_field_that_no_journal_has_is_refused(told: dict[str, Any], tmp_path: Path) -> None:
    told["remark"] = "vu"
    assert refusal_of(read_again, told, tmp_path).code is RefusalCode.JOURNAL_UNREADABLE


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"format": "kiosque-electeur-journal-2"}',
        b'{"format": "kiosque-electeur-journal-2", "verify_key": 1, "entries": []}',
        b'{"format": "kiosque-electeur-journal-2", "verify_key": "zz", "entries": []}',
        b'{"format": "kiosque-electeur-journal-2", "verify_key": "", "entries": 3}',
    ],
)
def test_what_is_no_journal_is_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "other.json"
    file.write_bytes(data)
    assert refusal_of(read_journal, file).code is RefusalCode.JOURNAL_UNREADABLE


def test_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "below" / "new.txt"
    absent = refusal_of(write_new, file, b"first")
    assert absent.code is RefusalCode.FOLDER_ABSENT
    assert absent.data == {"folder": str(file.parent)}
    assert not file.parent.exists(), "a folder whose name is mistyped is not made"
    file.parent.mkdir()
    write_new(file, b"first")
    assert refusal_of(write_new, file, b"second").code is RefusalCode.FILE_EXISTS
    assert refusal_of(write_new, tmp_path, b"second").code is RefusalCode.FILE_EXISTS
    assert file.read_bytes() == b"first"

    def full(*_: object) -> None:
        raise OSError("full")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="full"):
        write_new(tmp_path / "below" / "other.txt", b"second")
    assert [one.name for one in file.parent.iterdir()] == ["new.txt"]
