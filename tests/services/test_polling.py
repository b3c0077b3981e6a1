from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from random import Random
from threading import Barrier
from typing import Any

import pytest
from sqlmodel import Session, col, func, select

from kiosk.models import Contest, Elector, RollSignature, VoterIdentifier
from kiosk.services.ballot_box import envelopes_in, number_in
from kiosk.services.ballots import BLANK
from kiosk.services.content import Milestone, Stage
from kiosk.services.identifiers import make_identifier
from kiosk.services.journal import Event
from kiosk.services.polling import BallotPaper, Receipt
from kiosk.services.receipts import receipt_of
from kiosk.services.refusals import Refusal, RefusalCode

from ..worlds import CHEAP, PASSWORD, World, refusal_of, refusals_of


def at_the_door(world: World) -> str | None:
    """Reach the opening of the vote and return the voter space's token."""
    cookies = world.reach(Stage.NOTICE_READ)
    world.at(Milestone.VOTE_OPENS)
    return cookies.voter_space


def enter(world: World, voter_space: str | None, identifier: str, password: str) -> str:
    return world.services.polling.enter(voter_space, identifier=identifier, password=password)


def written(unit: Session, world: World, code: str) -> tuple[int, int]:
    """How many signatures and ballots a contest holds besides those of simulated colleagues."""
    contest = unit.exec(
        select(Contest.id).where(Contest.workshop_id == world.workshop_id, Contest.code == code)
    ).one()
    signed = (
        select(func.count())
        .select_from(RollSignature)
        .join(Elector, col(Elector.id) == col(RollSignature.elector_id))
        .where(col(RollSignature.contest_id) == contest)
    )
    colleagues = unit.exec(signed.where(col(Elector.participant_id).is_(None))).one()
    return (
        unit.exec(signed.where(col(Elector.participant_id).is_not(None))).one(),
        number_in(unit.connection(), contest) - colleagues,
    )


def renew_identifier(world: World) -> str:
    """Issue a second identifier, which revokes the one on the notice."""
    identifier = make_identifier(Random(5))
    with world.services.store.unit() as unit:
        unit.add(
            VoterIdentifier(
                participant_id=world.participant_id,
                rank=2,
                digest=CHEAP.hash(identifier),
                made_at=datetime(2014, 11, 20, tzinfo=UTC),
            )
        )
    return identifier


@pytest.mark.parametrize(
    ("old", "new"),
    [("-", ""), ("-", " "), ("-", "\u2013"), ("-", " \u2014 "), ("-", "\u2212"), ("-", "-\u00a0")],
)
def test_identifier_is_taken_however_it_is_spaced(world: World, old: str, new: str) -> None:
    door = at_the_door(world)
    typed = f"  {world.identifier.upper().replace(old, new)} "
    assert enter(world, door, typed, PASSWORD)
    assert world.events()[-1] is Event.POLLING_STATION_ENTERED


def test_wrong_password_and_wrong_identifier_are_not_told_apart(world: World) -> None:
    door = at_the_door(world)
    other = make_identifier(Random(6))
    wrong = [
        refusal_of(enter, world, door, world.identifier, "Autrement2014"),
        refusal_of(enter, world, door, other, PASSWORD),
        refusal_of(enter, world, door, world.identifier, world.sheet.numen),
    ]
    assert {refusal.code for refusal in wrong} == {RefusalCode.POLLING_CREDENTIALS_UNKNOWN}
    assert {refusal.field for refusal in wrong} == {"form"}
    assert [refusal.data for refusal in wrong] == [{}] * 3
    assert world.events()[-3:] == [Event.POLLING_STATION_REFUSED] * 3


def test_identifier_of_the_wrong_shape_is_refused_with_the_other_field(world: World) -> None:
    door = at_the_door(world)
    assert refusals_of(lambda: enter(world, door, "abcd-2345", "")) == {
        "identifier": "identifier_shape",
        "password": "field_empty",
    }
    assert refusals_of(lambda: enter(world, door, "  ", PASSWORD)) == {"identifier": "field_empty"}


def test_identifier_that_was_replaced_is_refused_as_such(world: World) -> None:
    door, stolen = at_the_door(world), world.identifier
    renewed = renew_identifier(world)
    refusal = refusal_of(enter, world, door, stolen, PASSWORD)
    assert refusal.code is RefusalCode.IDENTIFIER_REVOKED
    assert refusal.field == "identifier"
    assert enter(world, door, renewed, PASSWORD)


def test_identifier_of_somebody_else_does_not_open(world: World) -> None:
    door, services = at_the_door(world), world.services
    other = services.workshops.begin_as("maelle-casteran", at=world.now)
    services.sittings.pulse(other.workshop_id, other.participant_id)
    theirs = services.desk.pigeonhole(other.participant_id).papers[0].body
    refusal = refusal_of(enter, world, door, theirs, PASSWORD)
    assert refusal.code is RefusalCode.POLLING_CREDENTIALS_UNKNOWN


def test_polling_station_is_entered_from_the_voter_space(world: World) -> None:
    at_the_door(world)
    webmail = world.sign_in_to_webmail()
    for token in (None, "nonsense", webmail):
        refusal = refusal_of(enter, world, token, world.identifier, PASSWORD)
        assert refusal.code is RefusalCode.SIGN_IN_FIRST
        assert refusal.data == {"system": "voter-space"}


def test_every_call_inside_asks_for_the_station_s_token(world: World) -> None:
    cookies, polling = world.in_polling_station(), world.services.polling
    for token in (None, cookies.voter_space):
        for call in (polling.contests,):
            assert refusal_of(call, token).code is RefusalCode.SIGN_IN_FIRST
        assert refusal_of(polling.ballot, token, "CTM").code is RefusalCode.SIGN_IN_FIRST
        assert refusal_of(polling.cast, token, "CTM", BLANK).code is RefusalCode.SIGN_IN_FIRST
    polling.leave(cookies.polling_station)
    left = refusal_of(polling.contests, cookies.polling_station)
    assert left.code is RefusalCode.SIGN_IN_FIRST


def test_ballot_shows_the_lists_in_order(world: World) -> None:
    token, polling = world.in_polling_station().polling_station, world.services.polling
    paper = polling.ballot(token, "CAPD")
    contest = next(c for c in world.services.content.contests if c.code == "CAPD")
    assert [entry.name for entry in paper.lists] == [entry.name for entry in contest.lists]
    assert [len(entry.candidates) for entry in paper.lists] == [14, 14, 14, 12]
    assert (paper.place, paper.contests, paper.seats) == (4, 4, 7)


@pytest.mark.parametrize("code", ["CAPA", "CCP", "", "unknown"])
def test_contest_on_whose_roll_one_does_not_stand_is_refused(world: World, code: str) -> None:
    token, polling = world.in_polling_station().polling_station, world.services.polling
    assert refusal_of(polling.ballot, token, code).code is RefusalCode.CONTEST_NOT_YOURS
    assert refusal_of(polling.cast, token, code, BLANK).code is RefusalCode.CONTEST_NOT_YOURS


def test_choice_must_be_on_the_ballot(world: World) -> None:
    token, polling = world.in_polling_station().polling_station, world.services.polling
    elsewhere = polling.ballot(token, "CTA").lists[0].id
    name = polling.ballot(token, "CTM").lists[0].name
    for choice in (elsewhere, name, "1" * 32, BLANK + "0"):
        refusal = refusal_of(polling.cast, token, "CTM", choice)
        assert refusal.code is RefusalCode.CHOICE_UNKNOWN
    for nothing in (None, ""):
        assert refusal_of(polling.cast, token, "CTM", nothing).code is RefusalCode.CHOICE_MISSING
    with world.services.store.look() as unit:
        assert written(unit, world, "CTM") == (0, 0)


def test_receipt_names_the_contest_and_what_is_left_but_not_the_choice(world: World) -> None:
    token, polling = world.in_polling_station().polling_station, world.services.polling
    paper = polling.ballot(token, "CTM")
    chosen = paper.lists[2]
    receipt = polling.cast(token, "CTM", chosen.id)
    assert receipt.contest == paper.title
    assert receipt.left == tuple(state.title for state in polling.contests(token)[1:])
    for telling in (chosen.id, chosen.name, chosen.motto):
        assert telling not in repr(receipt)
    with world.services.store.look() as unit:
        contest = unit.exec(select(Contest.id).where(Contest.code == "CTM")).one()
        held = [receipt_of(envelope) for envelope in envelopes_in(unit.connection(), contest)]
    assert held.count(receipt.code) == 1, "the receipt finds the ballot in the box"
    assert [state.voted for state in polling.contests(token)] == [True, False, False, False]


def test_one_votes_once_in_a_contest(world: World) -> None:
    token, polling = world.in_polling_station().polling_station, world.services.polling
    paper = polling.ballot(token, "CTM")
    polling.cast(token, "CTM", BLANK)
    for refusal in (
        refusal_of(polling.cast, token, "CTM", paper.lists[0].id),
        refusal_of(polling.ballot, token, "CTM"),
    ):
        assert refusal.code is RefusalCode.ALREADY_VOTED
        assert refusal.data == {"contest": paper.title}
    with world.services.store.look() as unit:
        assert written(unit, world, "CTM") == (1, 1)
    assert world.events().count(Event.BALLOT_CAST) == 1


def test_two_terminals_casting_at_once_leave_one_ballot(world: World) -> None:
    mine = world.in_polling_station()
    other = world.another_terminal()
    space = other.voter_accounts.sign_in(
        world.workshop_id, world.participant_id, world.sheet.address, PASSWORD
    )
    theirs = other.polling.enter(space, identifier=world.identifier, password=PASSWORD)
    stations = [(world.services.polling, mine.polling_station), (other.polling, theirs)]
    codes = [state.code for state in other.polling.contests(theirs)]
    start = Barrier(4)

    def cast(number: int, code: str) -> Receipt | RefusalCode:
        polling, token = stations[number % 2]
        start.wait()
        try:
            return polling.cast(token, code, BLANK)
        except Refusal as refusal:
            return refusal.code

    for code in codes:
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(cast, range(4), [code] * 4))
        assert sum(isinstance(answer, Receipt) for answer in answers) == 1
        assert answers.count(RefusalCode.ALREADY_VOTED) == 3
        with other.store.look() as unit:
            assert written(unit, world, code) == (1, 1)


def test_only_the_voter_has_signed_the_roll(world: World) -> None:
    token, polling = world.in_polling_station().polling_station, world.services.polling
    polling.cast(token, "CTM", BLANK)
    with world.services.store.look() as unit:
        signed = unit.exec(
            select(Elector.participant_id)
            .join(RollSignature, col(RollSignature.elector_id) == col(Elector.id))
            .where(col(Elector.participant_id).is_not(None))
        ).all()
    assert signed == [world.participant_id]


def test_ballot_is_not_taken_once_the_clock_is_past_the_grace(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, polling = world.in_polling_station().polling_station, world.services.polling
    seen = polling._paper

    def then_somebody_jumps(*asked: Any) -> BallotPaper:
        paper = seen(*asked)
        world.at(Milestone.RESULTS_OPEN)
        world.services.results.all(world.workshop_id, world.participant_id)
        return paper

    monkeypatch.setattr(polling, "_paper", then_somebody_jumps)
    assert refusal_of(polling.cast, token, "CTM", BLANK).code is RefusalCode.TOO_LATE


def test_receipt_is_given_even_when_the_sitting_ends_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, polling = world.in_polling_station().polling_station, world.services.polling
    forget = world.services.store.empty_log

    def then_it_ends() -> None:
        forget()
        world.services.sessions.forget(world.participant_id)

    monkeypatch.setattr(world.services.store, "empty_log", then_it_ends)
    assert len(polling.cast(token, "CTM", BLANK).left) == 3
