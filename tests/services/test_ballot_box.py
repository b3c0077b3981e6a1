"""What the box promises: once in, nothing says when, from whom, or for whom."""

from collections.abc import Iterator
from pathlib import Path
from random import Random, SystemRandom

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import SealedBox
from sqlalchemy import Connection, delete
from sqlmodel import SQLModel, col, create_engine, func, select

from kiosk.models import BoxTray, Contest, RollSignature
from kiosk.services.ballot_box import TRAY, envelopes_in, fill_box, number_in, put_into_box
from kiosk.services.ballots import BLANK
from kiosk.services.election_keys import box_keys, draw_secret
from kiosk.services.envelopes import ENVELOPE_LENGTH, PLAIN_LENGTH, Sealer, public_keys

from ..worlds import ON_SQLITE, World

CONTEST = "c" * 32
CHOICES = [letter * 32 for letter in "abcd"]
KEYS = box_keys(draw_secret(SystemRandom()), CONTEST)
PUBLIC = public_keys(KEYS)
SEALERS = [Sealer(SystemRandom()), Sealer(Random(1))]


@pytest.mark.parametrize("sealer", SEALERS)
def test_what_is_sealed_is_opened_by_the_library_itself(sealer: Sealer) -> None:
    envelope = sealer.seal(PUBLIC, CONTEST, CHOICES[0])
    ballot = SealedBox(KEYS.envelope).decrypt(envelope)
    assert SealedBox(KEYS.ballot).decrypt(ballot) == f"{CONTEST}:{CHOICES[0]}".encode()


@pytest.mark.parametrize("sealer", SEALERS)
def test_envelopes_are_of_one_length_and_never_alike(sealer: Sealer) -> None:
    sealed = [sealer.seal(PUBLIC, CONTEST, choice) for choice in (*CHOICES, BLANK, BLANK, BLANK)]
    assert {len(one) for one in sealed} == {ENVELOPE_LENGTH}
    assert len(set(sealed)) == len(sealed)


def test_seed_seals_the_same_way_again() -> None:
    first, again = (Sealer(Random(7)).seal(PUBLIC, CONTEST, BLANK) for _ in range(2))
    assert first == again
    assert Sealer(Random(8)).seal(PUBLIC, CONTEST, BLANK) != first


@pytest.mark.parametrize("choice", ["", "Liste Alouette", BLANK[1:], BLANK + "0", "é" * 32])
def test_choice_of_another_length_is_not_sealed(choice: str) -> None:
    with pytest.raises(ValueError, match="fixed length"):
        SEALERS[0].seal(PUBLIC, CONTEST, choice)
    assert len(f"{CONTEST}:{BLANK}") == PLAIN_LENGTH


@pytest.fixture(scope="module")
def boxes() -> Iterator[Connection]:
    """Boxes without an election around them."""
    engine = create_engine("sqlite://")
    BoxTray.__table__.create(engine)  # type: ignore[attr-defined]
    with engine.connect() as connection:
        yield connection


def trays_of(boxes: Connection, box: str) -> list[tuple[object, ...]]:
    """What a box is, byte for byte, in the order in which it lies in the file."""
    rows = select(BoxTray.first, BoxTray.held, BoxTray.envelopes)
    return [tuple(row) for row in boxes.execute(rows.where(BoxTray.contest_id == box))]


def envelopes_for(number: int, chance: Random) -> list[bytes]:
    return [chance.randbytes(ENVELOPE_LENGTH) for _ in range(number)]


@given(number=st.integers(0, 200), by=st.integers(1, 30), seed=st.integers())
def test_box_is_the_same_whatever_the_order_of_arrival(
    boxes: Connection, number: int, by: int, seed: int
) -> None:
    chance = Random(seed)
    envelopes = envelopes_for(number, chance)
    seen = []
    for box in ("one", "another"):
        boxes.execute(delete(BoxTray).where(col(BoxTray.contest_id) == box))
        for at in range(0, number, by):
            put_into_box(boxes, box, envelopes[at : at + by])
        assert envelopes_in(boxes, box) == sorted(envelopes)
        assert number_in(boxes, box) == number
        seen.append(trays_of(boxes, box))
        chance.shuffle(envelopes)
        by = 1
    assert seen[0] == seen[1]


def test_trays_are_as_many_as_the_fullest_asks_for_and_all_of_one_length(
    boxes: Connection,
) -> None:
    for number, expected in ((0, 1), (TRAY, 1), (TRAY + 1, 2), (400, 32)):
        fill_box(boxes, "sized", envelopes_for(number, Random(3)))
        trays = trays_of(boxes, "sized")
        assert len(trays) == expected
        assert {len(bytes(laid)) for *_, laid in trays} == {TRAY * ENVELOPE_LENGTH}  # type: ignore[call-overload]


def test_ballot_changes_its_tray_and_no_other(boxes: Connection) -> None:
    chance = Random(4)
    fill_box(boxes, "full", envelopes_for(400, chance))
    before = trays_of(boxes, "full")
    put_into_box(boxes, "full", envelopes_for(1, chance))
    after = trays_of(boxes, "full")
    assert len(set(before) ^ set(after)) == 2
    assert [tray[0] for tray in before] == [tray[0] for tray in after]


def test_envelopes_that_begin_alike_find_room_all_the_same(boxes: Connection) -> None:
    alike = [b"\7" * 8 + one for one in (bytes([n]) * (ENVELOPE_LENGTH - 8) for n in range(90))]
    for envelope in alike:
        put_into_box(boxes, "alike", [envelope])
    put_into_box(boxes, "alike", [alike[0]])
    assert envelopes_in(boxes, "alike") == sorted([*alike, alike[0]])


def test_box_and_roll_have_nothing_in_common_but_the_contest(world: World) -> None:
    services, token = world.services, world.in_polling_station().polling_station
    services.polling.cast(token, "CTM", BLANK)
    with services.store.look() as unit:
        contest = unit.exec(select(Contest.id).where(Contest.code == "CTM")).one()
        tray = unit.exec(select(BoxTray).where(BoxTray.contest_id == contest)).first()
        assert tray is not None
        assert tray.model_dump().keys() == {"contest_id", "first", "held", "envelopes"}
        signature = unit.exec(select(RollSignature)).first()
        assert signature is not None
        assert signature.model_dump().keys() == {"contest_id", "elector_id", "day"}
        held = set(envelopes_in(unit.connection(), contest))
        for table in SQLModel.metadata.sorted_tables:
            if table.name == "boxtray":
                continue
            for row in unit.execute(table.select()).all():
                assert not held & {value for value in row if isinstance(value, bytes)}


def test_no_ballot_lies_alone_in_its_box(world: World) -> None:
    services, token = world.services, world.in_polling_station().polling_station
    own = [state.code for state in services.polling.contests(token)]
    for code in own:
        services.polling.cast(token, code, BLANK)
    with services.store.look() as unit:
        held = unit.exec(
            select(BoxTray.contest_id, func.sum(BoxTray.held)).group_by(BoxTray.contest_id)
        ).all()
        mine = unit.exec(select(Contest.id).where(col(Contest.code).in_(own))).all()
        rolls = unit.exec(
            select(RollSignature.contest_id, func.count()).group_by(RollSignature.contest_id)
        ).all()
    assert dict(held) == dict(rolls)
    assert all(dict(held)[contest] > 1 for contest in mine)


def test_box_is_sorted_by_what_its_envelopes_look_like(world: World) -> None:
    services, token = world.services, world.in_polling_station().polling_station
    services.polling.cast(token, "CTM", BLANK)
    with services.store.unit() as unit:
        contest = unit.exec(select(Contest.id).where(Contest.code == "CTM")).one()
        put_into_box(unit.connection(), contest, [b"\0" * ENVELOPE_LENGTH])
        held = envelopes_in(unit.connection(), contest)
    assert held == sorted(held)
    assert held[0] == b"\0" * ENVELOPE_LENGTH


@ON_SQLITE
def test_plain_ballot_is_nowhere_in_the_files(world: World, tmp_path: Path) -> None:
    services, token = world.services, world.in_polling_station().polling_station
    chosen = {}
    for state in services.polling.contests(token):
        choice = services.polling.ballot(token, state.code).lists[1].id
        services.polling.cast(token, state.code, choice)
        chosen[state.code] = choice
    with services.store.look() as unit:
        ids = {contest.code: contest.id for contest in unit.exec(select(Contest)).all()}
    files = sorted(tmp_path.glob("kiosk.db*"))
    assert len(files) == 3, "the file, its log and the log's index"
    written = b"".join(file.read_bytes() for file in files)
    for code, choice in chosen.items():
        assert ids[code].encode() in written
        assert choice.encode() in written, "as a list one can choose"
        assert f"{ids[code]}:{choice}".encode() not in written
        assert f":{choice}".encode() not in written
    services.store.close()
    merged = (tmp_path / "kiosk.db").read_bytes()
    times = {code: merged.count(choice.encode()) for code, choice in chosen.items()}
    assert set(times.values()) == {2}, "its row and the key of its row"
