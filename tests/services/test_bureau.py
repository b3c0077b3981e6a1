"""The bureau's day: keys, sealing, turnout, closing, the count and what may be wrong with it."""

import json
from datetime import timedelta

import pytest
from sqlmodel import col, select, update

from kiosk.models import BureauEntry, Contest
from kiosk.services.ballots import BLANK
from kiosk.services.bureau import BureauState
from kiosk.services.bureau_journal import Act, Signing, broken_at, is_signed, signings
from kiosk.services.content import Milestone, Stage
from kiosk.services.count import OPENED_BY, Problem
from kiosk.services.key_shares import BureauSize
from kiosk.services.pockets import Pockets
from kiosk.services.refusals import RefusalCode

from ..worlds import World, refusal_of


def state(world: World) -> BureauState:
    return world.services.bureaus.state(world.workshop_id)


def shares(world: World) -> tuple[str, ...]:
    return world.services.bureaus.simulated_shares(world.workshop_id)


def acts(world: World) -> list[Act]:
    return [entry.act for entry in state(world).journal]


def box_id(world: World, code: str = "CTM") -> str:
    with world.services.store.look() as unit:
        return unit.exec(
            select(Contest.id).where(Contest.workshop_id == world.workshop_id, Contest.code == code)
        ).one()


def test_keys_are_made_and_tried_before_anybody_votes(world: World) -> None:
    bureau = state(world)
    assert acts(world) == [Act.KEYS_MADE, Act.KEYS_TESTED]
    assert [member.role.split()[0] for member in bureau.members] == [
        "présidence",
        "secrétariat",
        "délégation",
    ]
    assert (bureau.needed, bureau.made_by_hand) == (2, False)
    assert all(not member.share for member in bureau.members)


def test_no_two_members_share_a_name_and_a_larger_bureau_begins_with_the_same(
    world: World,
) -> None:
    few = [member.name for member in state(world).members]
    told = world.services.bureaus.make_keys(world.workshop_id, needed=7, members=13)
    names = [member.name for member in told]
    assert names[: len(few)] == few
    for part in zip(*(name.split(" ") for name in names), strict=True):
        assert len(set(part)) == 13


def test_boxes_are_sealed_empty_at_the_opening(world: World) -> None:
    world.at(Milestone.VOTE_OPENS, -1)
    assert Act.BOX_SEALED not in acts(world)
    world.at(Milestone.VOTE_OPENS)
    sealed = state(world).last(Act.BOX_SEALED)
    assert sealed is not None
    assert sealed.at == world.services.calendar.at(Milestone.VOTE_OPENS)
    for figures in sealed.detail.values():
        assert (figures["signatures"], figures["ballots"]) == (0, 0)
        assert figures["registered"] > 0


def test_boxes_are_closed_once_the_last_voter_had_to_be_done(world: World) -> None:
    world.at(Milestone.POLLING_GRACE_ENDS, -1)
    assert Act.BOX_CLOSED not in acts(world)
    world.at(Milestone.POLLING_GRACE_ENDS)
    closed = state(world).last(Act.BOX_CLOSED)
    assert closed is not None
    for figures in closed.detail.values():
        assert figures["signatures"] == figures["ballots"] > 0
    assert acts(world).count(Act.BOX_CLOSED) == 1


def test_turnout_grows_day_by_day_and_never_shrinks(world: World) -> None:
    turnout = world.services.bureaus.turnout
    world.at(Milestone.VOTE_OPENS, -1)
    assert refusal_of(turnout, world.workshop_id).code is RefusalCode.TOO_EARLY
    opened = world.at(Milestone.VOTE_OPENS)
    before = turnout(world.workshop_id)
    assert all(len(contest.days) == 1 and contest.voters > 0 for contest in before)
    for day in range(1, 8):
        world.move_to(opened + timedelta(days=day, hours=3))
        now = turnout(world.workshop_id)
        for earlier, later in zip(before, now, strict=True):
            assert later.days[:-1] == earlier.days, "a day that is over does not change"
            assert later.voters == sum(voters for _, voters in later.days) <= later.registered
        before = now
    assert [len(contest.days) for contest in before] == [8] * len(before)
    assert any(contest.days[-1][1] > contest.days[2][1] for contest in before)


def test_own_vote_shows_in_the_turnout_of_its_day(world: World) -> None:
    token = world.in_polling_station().polling_station
    before = world.services.bureaus.turnout(world.workshop_id)[0]
    world.services.polling.cast(token, "CTM", BLANK)
    after = world.services.bureaus.turnout(world.workshop_id)[0]
    assert after.days == ((before.days[0][0], before.days[0][1] + 1),)


def test_turnout_of_one_contest_is_found_by_its_code(world: World) -> None:
    bureaus = world.services.bureaus
    world.at(Milestone.VOTE_OPENS, -1)
    refusal = refusal_of(bureaus.turnout_in, world.workshop_id, "CTM")
    assert refusal.code is RefusalCode.TOO_EARLY
    world.at(Milestone.VOTE_OPENS)
    assert bureaus.turnout_in(world.workshop_id, "ctm") == bureaus.turnout(world.workshop_id)[0]
    refusal = refusal_of(bureaus.turnout_in, world.workshop_id, "ZZZ")
    assert refusal.code is RefusalCode.CONTEST_UNKNOWN
    assert len(bureaus.days()) == 8


def test_store_holds_no_key_while_the_vote_is_open(world: World) -> None:
    world.reach(Stage.VOTED)
    secret = world.services.pockets.shares(world.workshop_id)
    with world.services.store.look() as unit:
        for contest in unit.exec(select(Contest)).all():
            assert contest.model_dump().keys() >= {"envelope_key", "ballot_key"}
        written = json.dumps(
            [
                row.model_dump(mode="json", exclude={"signature"})
                for row in unit.exec(select(BureauEntry)).all()
            ]
        )
    for share in secret:
        assert share not in written
        assert share.replace("-", "") not in written


def test_journal_is_chained_and_signed_where_the_key_was(world: World) -> None:
    world.at(Milestone.RESULTS_OPEN)
    world.services.results.all(world.workshop_id, world.participant_id)
    journal = state(world).journal
    assert broken_at(journal) is None
    key = bytes.fromhex(journal[0].detail["bureau"])
    assert [entry.act for entry in journal if is_signed(entry, key)] == [
        Act.KEYS_MADE,
        Act.KEYS_TESTED,
        Act.BOX_COUNTED,
    ]


@pytest.mark.parametrize("number", [1, 3, 5])
def test_changed_entry_breaks_the_chain_there(world: World, number: int) -> None:
    world.at(Milestone.RESULTS_OPEN)
    world.services.results.all(world.workshop_id, world.participant_id)
    with world.services.store.unit() as unit:
        unit.execute(
            update(BureauEntry)
            .where(col(BureauEntry.number) == number)
            .values(at=col(BureauEntry.at) + timedelta(seconds=1))
            if world.services.store.dialect == "postgresql"
            else update(BureauEntry).where(col(BureauEntry.number) == number).values(detail="{}")
        )
    assert broken_at(state(world).journal) == number


def test_dropped_entry_breaks_the_chain(world: World) -> None:
    world.at(Milestone.RESULTS_OPEN)
    journal = state(world).journal
    assert broken_at((*journal[:1], *journal[2:])) == 2
    assert broken_at(journal[1:]) == 1


def test_keys_made_by_hand_are_told_once_and_kept_nowhere(world: World) -> None:
    told = world.services.bureaus.make_keys(world.workshop_id, needed=3, members=5)
    assert len({member.share for member in told}) == 5
    bureau = state(world)
    assert (bureau.needed, bureau.made_by_hand, len(bureau.members)) == (3, True, 5)
    assert world.services.pockets.shares(world.workshop_id) == ()
    world.reach(Stage.VOTED)
    world.at(Milestone.RESULTS_OPEN)
    waiting = refusal_of(world.services.results.all, world.workshop_id, world.participant_id)
    assert waiting.code is RefusalCode.COUNT_WAITS
    given = [member.share for member in told[1:4]]
    reports = world.services.count.count(world.workshop_id, given)
    assert all(report.problems == () for report in reports)
    assert world.services.results.all(world.workshop_id, world.participant_id)


def test_keys_are_no_longer_made_once_the_vote_is_open(world: World) -> None:
    world.at(Milestone.VOTE_OPENS, -1)
    make = world.services.bureaus.make_keys
    assert make(world.workshop_id, needed=2, members=3)
    world.at(Milestone.VOTE_OPENS)
    refusal = refusal_of(make, world.workshop_id, needed=2, members=3)
    assert refusal.code is RefusalCode.BUREAU_SEALED
    small = refusal_of(make, world.workshop_id, needed=1, members=3)
    assert small.code is RefusalCode.BUREAU_SIZE


def test_keys_drawn_change_nothing_before_they_are_taken(world: World) -> None:
    bureaus, before = world.services.bureaus, state(world)
    ceremony = bureaus.draw_keys(world.workshop_id, BureauSize(2, 4))
    assert state(world) == before
    bureaus.take_keys(world.workshop_id, ceremony)
    after = state(world)
    assert [(one.name, one.role) for one in after.members] == [
        (one.name, one.role) for one in ceremony.members
    ]
    bureaus.take_keys(world.workshop_id, ceremony)
    assert state(world) == after, "a second time changes nothing"


def test_keys_drawn_before_another_ceremony_ended_are_not_taken(world: World) -> None:
    bureaus = world.services.bureaus
    first, late = (bureaus.draw_keys(world.workshop_id, BureauSize(2, 3)) for _ in range(2))
    bureaus.take_keys(world.workshop_id, first)
    after = state(world)
    refusal = refusal_of(bureaus.take_keys, world.workshop_id, late)
    assert refusal.code is RefusalCode.CEREMONY_OVERTAKEN
    bureaus.take_keys(world.workshop_id, first)
    assert state(world) == after


def test_drawn_keys_are_not_taken_once_the_vote_is_open(world: World) -> None:
    bureaus = world.services.bureaus
    ceremony = bureaus.draw_keys(world.workshop_id, BureauSize(2, 3))
    world.at(Milestone.VOTE_OPENS)
    refusal = refusal_of(bureaus.take_keys, world.workshop_id, ceremony)
    assert refusal.code is RefusalCode.BUREAU_SEALED
    world.at(Milestone.RESULTS_OPEN)
    assert world.services.results.all(world.workshop_id, world.participant_id)


def test_ceremony_cut_short_leaves_the_old_keys_or_the_new(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_args: object, **_named: object) -> None:
        raise KeyboardInterrupt

    make = world.services.bureaus.make_keys
    with monkeypatch.context() as patch:
        patch.setattr("kiosk.services.ceremony._try_keys", killed)
        with pytest.raises(KeyboardInterrupt):
            make(world.workshop_id, needed=2, members=3)
    assert not state(world).made_by_hand
    assert len(world.services.pockets.shares(world.workshop_id)) == 3
    with monkeypatch.context() as patch:
        patch.setattr(Pockets, "empty", killed)
        with pytest.raises(KeyboardInterrupt):
            make(world.workshop_id, needed=2, members=3)
    assert state(world).made_by_hand
    world.at(Milestone.RESULTS_OPEN)
    assert shares(world) == (), "what is left in a pocket is of the old key"
    waiting = refusal_of(world.services.results.all, world.workshop_id, world.participant_id)
    assert waiting.code is RefusalCode.COUNT_WAITS


def test_journal_tells_whose_shares_opened_the_boxes(world: World) -> None:
    world.at(Milestone.POLLING_GRACE_ENDS)
    first, _, third = shares(world)
    world.services.count.count(world.workshop_id, [third, first])
    counted = state(world).last(Act.BOX_COUNTED)
    assert counted is not None
    assert counted.detail[OPENED_BY] == [2, 0]


def test_signatures_of_an_earlier_ceremony_still_hold(world: World) -> None:
    world.services.bureaus.make_keys(world.workshop_id, needed=2, members=3)
    world.at(Milestone.POLLING_GRACE_ENDS)
    signed, unsigned = Signing.SIGNED, Signing.UNSIGNED
    journal = state(world).journal
    assert signings(journal) == (*[signed] * 4, unsigned, unsigned)
    assert signings(journal[1:])[0] is Signing.WRONG, "nothing tells the key any more"


def test_report_stands_though_the_journal_was_changed(world: World) -> None:
    world.at(Milestone.POLLING_GRACE_ENDS)
    world.services.count.count(world.workshop_id, shares(world))
    with world.services.store.unit() as unit:
        unit.execute(
            update(BureauEntry).where(col(BureauEntry.act) == Act.BOX_CLOSED).values(detail="{}")
        )
    for report in world.services.count.reports(world.workshop_id):
        assert report.problems == (Problem.BOX_CHANGED,)


def test_wiped_workshop_leaves_no_share(world: World) -> None:
    assert world.services.pockets.shares(world.workshop_id)
    world.services.workshops.leave(world.workshop_id, world.participant_id)
    assert world.services.pockets.shares(world.workshop_id) == ()
