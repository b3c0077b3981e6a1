"""The counted box taken out of the store: of which workshop, when, and what it says."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.services.box_checks import check_box
from kiosk.services.box_examination import examine
from kiosk.services.box_faults import Check
from kiosk.services.box_reading import read_box
from kiosk.services.bureau_journal import Act
from kiosk.services.content import Milestone, Stage
from kiosk.services.refusals import RefusalCode

from ..worlds import ON_SQLITE, World, refusal_of


def test_box_of_the_workshop_is_exported_and_passes_its_checks(
    world: World, tmp_path: Path
) -> None:
    world.reach(Stage.VOTED)
    world.at(Milestone.RESULTS_OPEN)
    results = world.services.results.all(world.workshop_id, world.participant_id)
    file = tmp_path / "urne.json"
    document = world.services.box_files.export(world.workshop_id, file)
    assert read_box(file) == document
    assert examine(document).findings == ()
    told = {
        contest.code: {entry.name: (entry.votes, entry.seats) for entry in contest.lists}
        for contest in document.contests
    }
    assert told == {
        result.code: {entry.name: (entry.votes, entry.seats) for entry in result.lists}
        for result in results
    }
    by_code = {result.code: result for result in results}
    for contest in document.contests:
        result = by_code[contest.code]
        assert contest.blank == result.blank
        assert contest.registered == result.registered
        assert contest.signatures == result.voters == len(contest.envelopes)


@pytest.mark.parametrize("again", [0, 2])
def test_counts_made_again_pass_their_checks_too(world: World, again: int) -> None:
    world.at(Milestone.RESULTS_OPEN)
    for _ in range(again):
        world.services.count.count(
            world.workshop_id, world.services.pockets.shares(world.workshop_id)
        )
    assert examine(world.services.box_files.document(world.workshop_id)).findings == ()


def test_keys_made_by_hand_pass_their_checks(world: World) -> None:
    told = world.services.bureaus.make_keys(world.workshop_id, needed=3, members=5)
    world.reach(Stage.VOTED)
    world.at(Milestone.RESULTS_OPEN)
    files, workshop_id = world.services.box_files, world.workshop_id
    assert refusal_of(files.document, workshop_id).code is RefusalCode.COUNT_WAITS
    assert refusal_of(files.chosen).code is RefusalCode.BOX_NOT_COUNTED
    shares = [member.share for member in told[:3]]
    world.services.count.count(workshop_id, shares)
    document = files.document(workshop_id)
    assert [entry.act for entry in document.journal].count(Act.KEYS_MADE) == 2
    assert examine(document, shares).findings == ()


def test_nothing_is_exported_before_the_hour_of_the_results(world: World, tmp_path: Path) -> None:
    world.at(Milestone.RESULTS_OPEN, -1)
    files, file = world.services.box_files, tmp_path / "urne.json"
    assert refusal_of(files.chosen).code is RefusalCode.BOX_NOT_COUNTED
    early = refusal_of(files.export, world.workshop_id, file)
    assert early.code is RefusalCode.COUNT_NOT_DUE
    assert not file.exists()
    assert not world.services.count.is_counted(world.workshop_id)
    world.at(Milestone.RESULTS_OPEN)
    assert files.chosen().id == world.workshop_id


def test_file_that_is_there_is_left_as_it_is(world: World, tmp_path: Path) -> None:
    world.at(Milestone.RESULTS_OPEN)
    file = tmp_path / "urne.json"
    file.write_text("mine")
    files = world.services.box_files
    assert refusal_of(files.export, world.workshop_id, file).code is RefusalCode.FILE_EXISTS
    assert refusal_of(files.export, world.workshop_id, tmp_path).code is RefusalCode.FILE_EXISTS
    assert file.read_text() == "mine"


def test_last_counted_workshop_is_taken_unless_one_is_named(world: World) -> None:
    services, files = world.services, world.services.box_files
    opened = services.calendar.at(Milestone.RESULTS_OPEN)
    later = services.workshops.begin_as("maelle-casteran", seed=2)
    uncounted = services.workshops.begin_as("loic-beranger", seed=3)
    world.move_to(opened)
    services.count.count_by_itself(world.workshop_id)
    services.clock.jump(later.workshop_id, opened + timedelta(days=1))
    services.count.count_by_itself(later.workshop_id)
    assert {one.id for one in files.workshops()} == {later.workshop_id, world.workshop_id}
    world.hands.advance(3600)
    world.look()
    assert files.chosen().id == world.workshop_id, "the one last looked at"
    code = services.joining.workshop(later.workshop_id).code
    assert files.chosen(f" {code.upper()} ").academy == "académie de Toulouse"
    assert refusal_of(files.chosen, "zzz-zzz").code is RefusalCode.WORKSHOP_UNKNOWN
    not_yet = refusal_of(files.chosen, uncounted.workshop_id)
    assert not_yet.code is RefusalCode.BOX_NOT_COUNTED
    services.clock.jump(uncounted.workshop_id, opened)
    assert files.chosen(uncounted.workshop_id).id == uncounted.workshop_id


@ON_SQLITE
def test_counts_are_told_to_an_outside_judge_in_the_order_of_the_ballot(world: World) -> None:
    world.at(Milestone.RESULTS_OPEN)
    document = world.services.box_files.document(world.workshop_id)
    judged = world.services.box_files.judged(world.workshop_id)
    for contest, told in zip(document.contests, judged, strict=True):
        assert told.code == contest.code
        assert told.lists == tuple(entry.name for entry in contest.lists)
        assert told.votes == tuple(entry.votes for entry in contest.lists)
        assert (told.blank, told.registered) == (contest.blank, contest.registered)


@ON_SQLITE
def test_checks_of_an_exported_box_need_no_store(world: World, tmp_path: Path) -> None:
    world.at(Milestone.RESULTS_OPEN)
    file = tmp_path / "urne.json"
    shares = world.services.pockets.shares(world.workshop_id)
    world.services.box_files.export(world.workshop_id, file)
    world.services.workshops.leave(world.workshop_id, world.participant_id)
    checks = check_box(read_box(file), shares)
    assert [one.check for one in checks] == list(Check)
    assert not any(one.faults for one in checks)
