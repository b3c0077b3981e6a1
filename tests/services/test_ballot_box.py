from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, text
from sqlmodel import SQLModel, select

from kiosk.models import Ballot, Contest, RollSignature
from kiosk.services.ballot_box import count, make_key_pair, seal
from kiosk.services.ballots import BLANK
from kiosk.services.content import Milestone

from ..worlds import ON_SQLITE, World

CONTEST, OTHER = uuid4().hex, uuid4().hex
LISTS = sorted(uuid4().hex for _ in range(4))
KEYS = make_key_pair()


def box(*choices: str, contest: str = CONTEST) -> list[Ballot]:
    return [Ballot(contest_id=CONTEST, sealed=seal(KEYS.public, contest, c)) for c in choices]


@given(choices=st.lists(st.sampled_from([*LISTS, BLANK]), max_size=30))
def test_count_finds_what_was_put_in(choices: list[str]) -> None:
    tally = count(KEYS.private, CONTEST, box(*choices), set(LISTS))
    assert tally.votes == {entry: choices.count(entry) for entry in LISTS}
    assert tally.blank == choices.count(BLANK)
    assert tally.invalid == 0


def test_ballot_moved_from_another_contest_is_invalid() -> None:
    tally = count(KEYS.private, CONTEST, box(LISTS[0], BLANK, contest=OTHER), set(LISTS))
    assert (sum(tally.votes.values()), tally.blank, tally.invalid) == (0, 0, 2)


def test_ballot_sealed_to_another_key_is_invalid() -> None:
    foreign = Ballot(contest_id=CONTEST, sealed=seal(make_key_pair().public, CONTEST, LISTS[0]))
    tally = count(KEYS.private, CONTEST, [foreign], set(LISTS))
    assert (sum(tally.votes.values()), tally.invalid) == (0, 1)


def test_ballot_for_a_list_that_does_not_stand_is_invalid() -> None:
    tally = count(KEYS.private, CONTEST, box(uuid4().hex), set(LISTS))
    assert (sum(tally.votes.values()), tally.invalid) == (0, 1)


@given(damaged=st.binary(max_size=200))
def test_damaged_ballot_is_invalid_and_stops_no_count(damaged: bytes) -> None:
    ballots = [Ballot(contest_id=CONTEST, sealed=damaged), *box(BLANK)]
    tally = count(KEYS.private, CONTEST, ballots, set(LISTS))
    assert (tally.blank, tally.invalid) == (1, 1)


def test_sealed_ballots_are_of_one_length_and_never_alike() -> None:
    sealed = [ballot.sealed for ballot in box(*LISTS, BLANK, BLANK, BLANK)]
    assert len({len(one) for one in sealed}) == 1
    assert len(set(sealed)) == len(sealed)


@pytest.mark.parametrize("choice", ["", "Liste Alouette", BLANK[1:], BLANK + "0", "é" * 32])
def test_choice_of_another_length_is_not_sealed(choice: str) -> None:
    with pytest.raises(ValueError, match="fixed length"):
        seal(KEYS.public, CONTEST, choice)


def test_ballot_moved_between_the_boxes_of_a_store_counts_for_nobody(world: World) -> None:
    services, token = world.services, world.in_polling_station().polling_station
    receipts = {
        code: services.polling.cast(token, code, services.polling.ballot(token, code).lists[0].id)
        for code in ("CTM", "CTA")
    }
    with services.store.unit() as unit:
        target = unit.exec(select(Contest.id).where(Contest.code == "CTA")).one()
        unit.get_one(Ballot, receipts["CTM"].code).contest_id = target
    world.at(Milestone.RESULTS_OPEN)
    results = {r.code: r for r in services.results.all(world.workshop_id, world.participant_id)}
    assert results["CTA"].invalid == 1
    assert results["CTM"].invalid == 0
    assert results["CTA"].valid + results["CTA"].blank == results["CTA"].voters
    assert results["CTM"].valid + results["CTM"].blank == results["CTM"].voters - 1


def test_box_and_roll_have_nothing_in_common_but_the_contest(world: World) -> None:
    services, token = world.services, world.in_polling_station().polling_station
    receipt = services.polling.cast(token, "CTM", BLANK)
    with services.store.look() as unit:
        ballot = unit.get_one(Ballot, receipt.code)
        kept = ballot.model_dump()
        assert kept.keys() == {"id", "contest_id", "sealed"}, "no voter, no time, no order"
        for table in SQLModel.metadata.sorted_tables:
            if table.name == "ballot":
                continue
            for row in unit.execute(table.select()).all():
                assert ballot.id not in row
                assert ballot.sealed not in row


@ON_SQLITE
def test_box_keeps_no_order_of_arrival(world: World) -> None:
    with world.services.store.look() as unit:
        made = unit.execute(text("SELECT sql FROM sqlite_master WHERE name = 'ballot'")).scalar()
    assert "WITHOUT ROWID" in str(made)


def test_no_ballot_lies_alone_in_its_box(world: World) -> None:
    services, token = world.services, world.in_polling_station().polling_station
    for state in services.polling.contests(token):
        services.polling.cast(token, state.code, BLANK)
    with services.store.look() as unit:
        boxes = unit.exec(select(Ballot.contest_id, func.count()).group_by(Ballot.contest_id)).all()
        rolls = unit.exec(
            select(RollSignature.contest_id, func.count()).group_by(RollSignature.contest_id)
        ).all()
    assert sorted(boxes) == sorted(rolls)
    assert all(held > 1 for _, held in boxes)


def test_rows_written_with_a_signature_are_the_whole_box(world: World) -> None:
    if world.services.store.dialect == "sqlite":
        pytest.skip("rows bear their transaction in PostgreSQL only")
    services, token = world.services, world.in_polling_station().polling_station
    services.polling.cast(token, "CTM", BLANK)
    joined = text(
        "SELECT count(*) FROM ballot b JOIN rollsignature s ON b.xmin::text = s.xmin::text"
        " JOIN elector e ON e.id = s.elector_id WHERE e.participant_id IS NOT NULL"
    )
    with services.store.look() as unit:
        written = unit.execute(joined).scalar_one()
        held = unit.exec(select(func.count()).select_from(Ballot)).one()
    assert written == held > 1


@ON_SQLITE
def test_a_page_of_the_file_does_not_show_the_last_ballot(world: World, tmp_path: Path) -> None:
    services, token = world.services, world.in_polling_station().polling_station
    last = []
    for state in services.polling.contests(token):
        receipt = services.polling.cast(token, state.code, BLANK)
        services.store.forget_deleted()
        with services.store.look() as unit:
            own = unit.get_one(Ballot, receipt.code)
            box = unit.exec(select(Ballot.id).where(Ballot.contest_id == own.contest_id)).all()
        raw = (tmp_path / "kiosk.db").read_bytes()
        places = sorted(box, key=lambda key: raw.find(f"{key}{own.contest_id}".encode()))
        last.append(receipt.code in (places[0], places[-1]))
    assert not all(last)


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
