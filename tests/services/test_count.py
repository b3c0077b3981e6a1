"""The count: enough right shares, at the hour, the same again, and what may be wrong with a box."""

import json

import pytest
from sqlmodel import col, select

from kiosk.models import BureauEntry, RollSignature
from kiosk.services.ballot_box import envelopes_in, fill_box
from kiosk.services.bureau_journal import Act, canonical, chained
from kiosk.services.ceremony import opening_secret
from kiosk.services.content import Milestone, Stage
from kiosk.services.count import Problem
from kiosk.services.counting import InvalidReason
from kiosk.services.election_keys import signing_key
from kiosk.services.refusals import RefusalCode

from ..worlds import World, refusal_of
from .test_bureau import acts, box_id, shares


def test_nobody_counts_before_the_boxes_are_closed(world: World) -> None:
    world.reach(Stage.VOTED)
    count, held = world.services.count, world.services.pockets.shares(world.workshop_id)
    world.at(Milestone.POLLING_GRACE_ENDS, -1)
    for ask in (
        lambda: count.count(world.workshop_id, held),
        lambda: world.services.bureaus.simulated_shares(world.workshop_id),
    ):
        assert refusal_of(ask).code is RefusalCode.TOO_EARLY
    assert not count.is_counted(world.workshop_id)
    world.at(Milestone.POLLING_GRACE_ENDS)
    assert count.count(world.workshop_id, held)


def test_count_wants_enough_right_shares(world: World) -> None:
    world.at(Milestone.POLLING_GRACE_ENDS)
    first, second, _ = shares(world)
    count = world.services.count.count
    assert refusal_of(count, world.workshop_id, [first]).code is RefusalCode.SHARES_MISSING
    twice = refusal_of(count, world.workshop_id, [first, first])
    assert twice.code is RefusalCode.SHARE_TWICE
    neighbour = world.services.workshops.begin_as("maelle-casteran")
    theirs = world.services.pockets.shares(neighbour.workshop_id)
    foreign = refusal_of(count, world.workshop_id, theirs[:2])
    assert foreign.code is RefusalCode.SHARE_OF_ANOTHER_KEY
    assert not world.services.count.is_counted(world.workshop_id)
    assert count(world.workshop_id, [second, first])


def told_otherwise(world: World, series: object, *, signed: bool) -> None:
    """Have the journal tell another number for the shares; none, as an older one, if empty."""
    held = world.services.pockets.shares(world.workshop_id)
    with world.services.store.unit() as unit:
        key = signing_key(opening_secret(unit, world.workshop_id, held))
        before = ""
        of_workshop = select(BureauEntry).where(BureauEntry.workshop_id == world.workshop_id)
        for entry in unit.exec(of_workshop.order_by(col(BureauEntry.number))).all():
            detail = json.loads(entry.detail)
            if entry.act == Act.KEYS_MADE:
                del detail["series"]
                detail |= {"series": series} if series is not None else {}
            entry.detail = canonical(detail)
            entry.digest = chained(before, entry.number, entry.at, entry.act, detail)
            if signed:
                entry.signature = key.sign(entry.digest.encode()).signature
            before = entry.digest


def neighbours_shares(world: World) -> tuple[str, ...]:
    neighbour = world.services.workshops.begin_as("maelle-casteran")
    return world.services.pockets.shares(neighbour.workshop_id)


def test_share_of_another_ceremony_is_known_though_it_is_given_first(world: World) -> None:
    require, own = world.services.count.require_share, shares_at_the_close(world)
    foreign = refusal_of(require, world.workshop_id, neighbours_shares(world)[0])
    assert foreign.code is RefusalCode.SHARE_OF_ANOTHER_CEREMONY
    assert foreign.field == "share-1"
    assert require(world.workshop_id, own[2]) == 2
    twice = refusal_of(require, world.workshop_id, own[2], own[2:])
    assert (twice.code, twice.field) == (RefusalCode.SHARE_TWICE, "share-2")


def test_shares_of_an_earlier_ceremony_of_the_same_bureau_are_known(world: World) -> None:
    old = world.services.pockets.shares(world.workshop_id)
    made = world.services.bureaus.make_keys(world.workshop_id, needed=2, members=3)
    require = world.services.count.require_share
    refusal = refusal_of(require, world.workshop_id, old[0])
    assert refusal.code is RefusalCode.SHARE_OF_ANOTHER_CEREMONY
    assert require(world.workshop_id, made[1].share) == 1


@pytest.mark.parametrize(
    ("series", "signed"), [(None, True), (1, False), ("[b]", True)], ids=["older", "forged", "text"]
)
def test_journal_that_does_not_tell_the_ceremony_turns_no_good_share_away(
    world: World,
    series: object,
    signed: bool,  # noqa: FBT001 - what a case is about
) -> None:
    own = shares_at_the_close(world)
    told_otherwise(world, series, signed=signed)
    require, foreign = world.services.count.require_share, neighbours_shares(world)
    assert require(world.workshop_id, own[0]) == 0
    assert require(world.workshop_id, foreign[0]) == 0, "nothing tells yet that it is foreign"
    refusal = refusal_of(require, world.workshop_id, own[0], foreign[:1])
    assert refusal.code is RefusalCode.SHARE_OF_ANOTHER_KEY
    assert world.services.count.count(world.workshop_id, own)


def shares_at_the_close(world: World) -> tuple[str, ...]:
    world.at(Milestone.POLLING_GRACE_ENDS)
    return shares(world)


def test_honest_count_finds_no_problem_and_the_same_again(world: World) -> None:
    world.reach(Stage.VOTED)
    world.at(Milestone.POLLING_GRACE_ENDS)
    held = shares(world)
    first = world.services.count.count(world.workshop_id, held[:2])
    again = world.services.count.count(world.workshop_id, held[1:])
    assert first == again == world.services.count.reports(world.workshop_id)
    for report in first:
        assert report.problems == ()
        assert report.signatures == report.envelopes > 0
        assert report.digest == report.digest_at_close
    assert acts(world)[-2:] == [Act.BOX_COUNTED, Act.COUNTED_AGAIN]


def test_ballot_more_than_signatures_is_reported(world: World) -> None:
    world.at(Milestone.POLLING_GRACE_ENDS)
    held, contest = shares(world), box_id(world)
    with world.services.store.unit() as unit:
        envelopes = envelopes_in(unit.connection(), contest)
        fill_box(unit.connection(), contest, [*envelopes, envelopes[0]])
    report = world.services.count.count(world.workshop_id, held[:2])[0]
    assert report.problems == (
        Problem.SIGNATURES_DIFFER,
        Problem.BOX_CHANGED,
        Problem.INVALID_BALLOTS,
    )
    assert [one.reason for one in report.invalid] == [InvalidReason.ENVELOPE_TWICE]


def test_ballot_taken_away_after_the_count_changes_the_next_one(world: World) -> None:
    world.at(Milestone.POLLING_GRACE_ENDS)
    held, contest = shares(world), box_id(world)
    world.services.count.count(world.workshop_id, held)
    with world.services.store.unit() as unit:
        envelopes = envelopes_in(unit.connection(), contest)
        fill_box(unit.connection(), contest, envelopes[1:])
    report = world.services.count.count(world.workshop_id, held)[0]
    assert set(report.problems) == {
        Problem.SIGNATURES_DIFFER,
        Problem.BOX_CHANGED,
        Problem.COUNT_CHANGED,
    }


def test_signature_taken_away_is_reported(world: World) -> None:
    world.at(Milestone.POLLING_GRACE_ENDS)
    held, contest = shares(world), box_id(world)
    with world.services.store.unit() as unit:
        signed = unit.exec(select(RollSignature).where(RollSignature.contest_id == contest)).first()
        unit.delete(signed)
    report = world.services.count.count(world.workshop_id, held)[0]
    assert report.problems == (Problem.SIGNATURES_DIFFER,)


def test_simulated_members_count_by_themselves_when_the_results_are_due(world: World) -> None:
    count = world.services.count
    world.at(Milestone.RESULTS_OPEN, -1)
    count.count_if_due(world.workshop_id)
    assert not count.is_counted(world.workshop_id)
    world.at(Milestone.RESULTS_OPEN)
    count.count_if_due(world.workshop_id)
    assert count.is_counted(world.workshop_id)


def test_where_people_hold_the_shares_nothing_is_counted_without_them(world: World) -> None:
    world.services.bureaus.make_keys(world.workshop_id, needed=2, members=2)
    world.at(Milestone.RESULTS_OPEN)
    world.services.count.count_if_due(world.workshop_id)
    assert not world.services.count.is_counted(world.workshop_id)
