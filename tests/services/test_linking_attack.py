"""Roll and box, attacked by all a store gives away: no better than chance, unless the box leaks."""

from collections import Counter
from datetime import date, timedelta
from math import comb
from random import Random

import pytest
from sqlalchemy import text, update
from sqlmodel import Session, col, select

from kiosk.models import BoxTray, Contest, Elector, RollEntry, RollSignature
from kiosk.services.ballot_box import fill_box, put_into_box
from kiosk.services.ballots import BLANK
from kiosk.services.ceremony import sealing_keys
from kiosk.services.content import Milestone
from kiosk.services.envelopes import Sealer
from kiosk.services.linking_attack import METHODS, Method, guess
from kiosk.services.refusals import RefusalCode
from kiosk.services.rolls import sign_roll
from kiosk.services.store import Store
from kiosk.services.store_traces import read_traces

from ..worlds import ON_SQLITE, World, refusal_of

ROUNDS = 3
UNLIKELY = 1e-4
FIRST_DAY = date(2014, 11, 27)
Truth = dict[str, bytes]


def contest_of(unit: Session, world: World, code: str = "CTM") -> Contest:
    return unit.exec(
        select(Contest).where(Contest.workshop_id == world.workshop_id, Contest.code == code)
    ).one()


def everybody_votes(world: World, seed: int) -> tuple[str, Truth]:
    """Everybody on the roll of a contest votes, one after the other; return who cast what."""
    store, chance = world.services.store, Random(seed)
    with store.unit() as unit:
        contest = contest_of(unit, world)
        for entry in unit.exec(
            select(RollSignature).where(RollSignature.contest_id == contest.id)
        ).all():
            unit.delete(entry)
        fill_box(unit.connection(), contest.id, [])
        electors = list(
            unit.exec(
                select(RollEntry.elector_id)
                .where(RollEntry.contest_id == contest.id)
                .order_by(col(RollEntry.elector_id))
            ).all()
        )
    chance.shuffle(electors)
    sealer, keys = Sealer(chance), sealing_keys(contest)
    truth = {}
    for place, elector in enumerate(electors):
        truth[elector] = sealer.seal(keys, contest.id, BLANK)
        day = FIRST_DAY + timedelta(place * 8 // len(electors))
        cast(store, contest.id, elector, day, truth[elector])
        store.empty_log()
    return contest.id, truth


def cast(store: Store, contest_id: str, elector: str, day: date, envelope: bytes) -> None:
    """Sign and put in, as the polling station does."""
    with store.act() as writing:
        sign_roll(writing, contest_id, elector, day)
        put_into_box(writing, contest_id, [envelope])


def hits(store: Store, contest_id: str, truth: Truth) -> Counter[Method]:
    """How many envelopes each method finds."""
    [traces] = read_traces(store, [contest_id])
    found: Counter[Method] = Counter(dict.fromkeys(METHODS[store.dialect], 0))
    for method in found:
        for elector, envelope in truth.items():
            taken = guess(method, traces, elector)
            assert taken is not None
            found[method] += taken.envelope == envelope
    return found


def most_by_chance(voters: int, rounds: int = 1) -> int:
    """The most that a method finds by chance, one out of so many each time (binomial)."""
    tries, share, left, most = voters * rounds, 1 / voters, 1.0, -1
    while left > UNLIKELY:
        most += 1
        left -= comb(tries, most) * share**most * (1 - share) ** (tries - most)
    return most


def test_bound_is_that_of_the_binomial_law() -> None:
    assert most_by_chance(40) == 6
    assert most_by_chance(40, ROUNDS) == 11
    assert most_by_chance(1) == 1


def test_no_method_does_better_than_chance(world: World) -> None:
    found: Counter[Method] = Counter()
    voters = 0
    for seed in range(ROUNDS):
        contest_id, truth = everybody_votes(world, seed)
        voters = len(truth)
        found.update(hits(world.services.store, contest_id, truth))
    assert voters * ROUNDS > 100
    assert set(found) == set(METHODS[world.services.store.dialect])
    for method, times in found.items():
        assert times <= most_by_chance(voters, ROUNDS), method


@pytest.fixture
def box_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """A box that is not shaken: the last envelope lies on top."""

    monkeypatch.setattr("kiosk.services.ballot_box.TRAY", 200)
    monkeypatch.setattr("kiosk.services.ballot_box.shaken", list)


@pytest.mark.usefixtures("box_in_order")
def test_box_in_the_order_of_the_votes_is_caught_by_the_days(world: World) -> None:
    found: Counter[Method] = Counter()
    voters = 0
    for seed in range(ROUNDS):
        contest_id, truth = everybody_votes(world, seed)
        voters = len(truth)
        found.update(hits(world.services.store, contest_id, truth))
    assert found[Method.DAY] > most_by_chance(voters, ROUNDS)
    if world.services.store.dialect == "postgresql":
        assert found[Method.TRANSACTION] == voters * ROUNDS


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_trays_written_alone_would_be_matched_by_the_transactions(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.services.ballot_box.TRAY", 1)
    contest_id, truth = everybody_votes(world, seed=0)
    before = hits(world.services.store, contest_id, truth)
    assert before[Method.TRANSACTION] <= most_by_chance(len(truth))
    for elector, envelope in truth.items():
        with world.services.store.act() as writing:
            trays = writing.execute(select(BoxTray.first, BoxTray.envelopes)).all()
            [first] = [first for first, laid in trays if envelope in laid]
            # Each written again as it is: a row tells which transaction wrote it last.
            for column, key in ((RollSignature.elector_id, elector), (BoxTray.first, first)):
                own = col(column) == key
                writing.execute(update(own.left.table).where(own).values({own.left: key}))
    found = hits(world.services.store, contest_id, truth)
    assert found[Method.TRANSACTION] > most_by_chance(len(truth))


@ON_SQLITE
@pytest.mark.usefixtures("box_in_order")
def test_box_and_roll_in_the_order_of_the_votes_are_matched_whole(world: World) -> None:
    with world.services.store.unit() as unit:
        unit.execute(text("ALTER TABLE rollsignature RENAME TO before"))
        unit.execute(text("CREATE TABLE rollsignature (contest_id, elector_id, day DATE)"))
    contest_id, truth = everybody_votes(world, seed=0)
    found = hits(world.services.store, contest_id, truth)
    for method in (Method.ORDER, Method.ROW_NUMBER, Method.PLACE):
        assert found[method] == len(truth)
    assert found[Method.SIZE] <= most_by_chance(len(truth))


@ON_SQLITE
def test_log_left_behind_tells_the_last_ballot(world: World) -> None:
    contest_id, truth = everybody_votes(world, seed=0)
    store, late = world.services.store, "z" * 32
    with store.unit() as unit:
        contest = contest_of(unit, world)
        unit.add(Elector(id=late, workshop_id=world.workshop_id, corps="primary"))
    store.empty_log()
    envelope = Sealer(Random(9)).seal(sealing_keys(contest), contest_id, BLANK)
    cast(store, contest_id, late, FIRST_DAY, envelope)
    [traces] = read_traces(store, [contest_id])
    taken = guess(Method.LAST_WRITTEN, traces, late)
    assert taken is not None
    assert (taken.envelope, taken.candidates) == (envelope, 1)
    store.empty_log()
    [traces] = read_traces(store, [contest_id])
    taken = guess(Method.LAST_WRITTEN, traces, late)
    assert taken is not None
    assert taken.candidates == len(truth) + 1


@ON_SQLITE
def test_every_signature_and_envelope_is_found_in_the_file(world: World) -> None:
    contest_id, truth = everybody_votes(world, seed=0)
    [traces] = read_traces(world.services.store, [contest_id])
    assert len({one.place for one in traces.signatures}) == len(truth)
    assert len({one.place for one in traces.envelopes}) == len(truth)
    assert all(one.place for one in traces.signatures)
    assert all(one.place for one in traces.envelopes)


def test_attack_tells_what_it_took_for_ones_own_ballot(world: World) -> None:
    services, token = world.services, world.in_polling_station().polling_station
    receipts = {
        state.code: services.polling.cast(token, state.code, BLANK).code
        for state in services.polling.contests(token)[:2]
    }
    attacks = services.linking_attack.try_all(world.workshop_id, world.participant_id, receipts)
    assert [attack.code for attack in attacks] == list(receipts)
    for attack in attacks:
        box = services.register.box(world.workshop_id, attack.code)
        assert attack.envelopes == len(box.receipts)
        assert [one.method for one in attack.attempts] == list(METHODS[services.store.dialect])
        for attempt in attack.attempts:
            assert attempt.guessed in box.receipts
            assert attempt.hit == (attempt.guessed == receipts[attack.code])
            assert 1 <= attempt.candidates <= attack.envelopes
        assert attack.hits == sum(attempt.hit for attempt in attack.attempts)


@ON_SQLITE
def test_colleagues_who_vote_later_part_no_earlier_ballot_from_theirs(world: World) -> None:
    services, token = world.services, world.in_polling_station().polling_station
    receipt = services.polling.cast(token, "CTM", BLANK).code
    ids = world.workshop_id, world.participant_id
    for milestone in (Milestone.VOTE_CLOSES, Milestone.RESULTS_OPEN):
        world.at(milestone)
        if milestone is Milestone.RESULTS_OPEN:
            services.results.all(*ids)
        attack = services.linking_attack.try_on(*ids, "CTM", receipt)
        last = next(one for one in attack.attempts if one.method is Method.LAST_WRITTEN)
        assert last.candidates == attack.envelopes > 2


def test_attack_writes_nothing(world: World) -> None:
    services, token = world.services, world.in_polling_station().polling_station
    receipts = {"CTM": services.polling.cast(token, "CTM", BLANK).code}

    def held() -> list[object]:
        with services.store.look() as unit:
            return [
                *unit.exec(select(BoxTray.envelopes)).all(),
                *unit.exec(select(RollSignature)).all(),
            ]

    before = held()
    services.linking_attack.try_all(world.workshop_id, world.participant_id, receipts)
    assert held() == before


def test_ballot_taken_away_is_hit_by_nobody(world: World) -> None:
    services, token = world.services, world.in_polling_station().polling_station
    receipt = services.polling.cast(token, "CTM", BLANK).code
    with services.store.unit() as unit:
        fill_box(unit.connection(), contest_of(unit, world).id, [])
    attack = services.linking_attack.try_on(world.workshop_id, world.participant_id, "CTM", receipt)
    assert (attack.envelopes, attack.attempts, attack.hits) == (0, (), 0)


def test_attack_wants_the_vote_to_be_open_and_a_contest_there_is(world: World) -> None:
    attack = world.services.linking_attack
    ids = world.workshop_id, world.participant_id
    world.at(Milestone.VOTE_OPENS, -1)
    assert refusal_of(attack.try_all, *ids, {}).code is RefusalCode.TOO_EARLY
    world.at(Milestone.VOTE_OPENS)
    assert attack.try_all(*ids, {}) == ()
    assert refusal_of(attack.try_on, *ids, "ZZZ", "").code is RefusalCode.CONTEST_UNKNOWN


def test_receipts_are_not_told_by_a_repr(world: World) -> None:
    services, token = world.services, world.in_polling_station().polling_station
    receipt = services.polling.cast(token, "CTM", BLANK).code
    ids = world.workshop_id, world.participant_id
    said = repr(services.linking_attack.try_on(*ids, "CTM", receipt))
    box = services.register.box(world.workshop_id, "CTM")
    said += repr(box) + repr(services.register.find(world.workshop_id, receipt))
    assert not any(one in said for one in box.receipts)
