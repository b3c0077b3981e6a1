"""What the box promises: once in, nothing says when, from whom, or for whom."""

from pathlib import Path
from random import Random, SystemRandom

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import SealedBox
from sqlmodel import SQLModel, col, func, select

from kiosk.models import BallotBox, Contest, RollSignature
from kiosk.services.ballot_box import envelopes_in, put_into_box, shaken
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


@given(
    envelopes=st.lists(st.binary(min_size=ENVELOPE_LENGTH, max_size=ENVELOPE_LENGTH), max_size=12),
    order=st.randoms(use_true_random=False),
)
def test_box_is_the_same_whatever_the_order_of_arrival(
    envelopes: list[bytes], order: Random
) -> None:
    boxes = set()
    for _ in range(2):
        held = b""
        for envelope in envelopes:
            held = shaken(held, [envelope])
        boxes.add(held)
        order.shuffle(envelopes)
    assert boxes == {shaken(b"", envelopes)}


def test_box_and_roll_have_nothing_in_common_but_the_contest(world: World) -> None:
    services, token = world.services, world.in_polling_station().polling_station
    services.polling.cast(token, "CTM", BLANK)
    with services.store.look() as unit:
        contest = unit.exec(select(Contest.id).where(Contest.code == "CTM")).one()
        box = unit.get_one(BallotBox, contest)
        assert box.model_dump().keys() == {"contest_id", "envelopes"}, "no voter, time or order"
        signature = unit.exec(select(RollSignature)).first()
        assert signature is not None
        assert signature.model_dump().keys() == {"contest_id", "elector_id", "day"}
        held = set(envelopes_in(box))
        for table in SQLModel.metadata.sorted_tables:
            if table.name == "ballotbox":
                continue
            for row in unit.execute(table.select()).all():
                assert not held & {value for value in row if isinstance(value, bytes)}


def test_no_ballot_lies_alone_in_its_box(world: World) -> None:
    services, token = world.services, world.in_polling_station().polling_station
    own = [state.code for state in services.polling.contests(token)]
    for code in own:
        services.polling.cast(token, code, BLANK)
    with services.store.look() as unit:
        boxes = {
            box.contest_id: len(envelopes_in(box)) for box in unit.exec(select(BallotBox)).all()
        }
        mine = unit.exec(select(Contest.id).where(col(Contest.code).in_(own))).all()
        rolls = unit.exec(
            select(RollSignature.contest_id, func.count()).group_by(RollSignature.contest_id)
        ).all()
    assert boxes == dict(rolls)
    assert all(boxes[contest] > 1 for contest in mine)


def test_box_is_sorted_by_what_its_envelopes_look_like(world: World) -> None:
    services, token = world.services, world.in_polling_station().polling_station
    services.polling.cast(token, "CTM", BLANK)
    with services.store.unit() as unit:
        contest = unit.exec(select(Contest.id).where(Contest.code == "CTM")).one()
        put_into_box(unit, contest, [b"\0" * ENVELOPE_LENGTH])
        held = envelopes_in(unit.get_one(BallotBox, contest))
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
