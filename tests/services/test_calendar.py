from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.services.calendar import Calendar
from kiosk.services.content import Milestone, MilestoneKind, Stage, load_content
from kiosk.services.refusals import Refusal, RefusalCode

from ..worlds import PASSWORD, World, refusal_of

CALENDAR = Calendar(load_content().calendar.milestones)
EDGES = (-1, 0, 1)


def test_instants_are_those_of_the_mission_facts() -> None:
    facts = {
        Milestone.ACCOUNTS_OPEN: (9, 22, 7, 0),
        Milestone.ROLLS_CLOSE: (10, 27, 11, 0),
        Milestone.NOTICES_ARRIVE: (11, 4, 7, 0),
        Milestone.NEW_IDENTIFIER_ENDS: (11, 26, 8, 0),
        Milestone.VOTE_OPENS: (11, 27, 9, 0),
        Milestone.ACCOUNTS_CLOSE: (12, 4, 15, 0),
        Milestone.RESEND_IDENTIFIER_ENDS: (12, 4, 15, 45),
        Milestone.VOTE_CLOSES: (12, 4, 16, 0),
        Milestone.POLLING_GRACE_ENDS: (12, 4, 16, 20),
        Milestone.RESULTS_OPEN: (12, 5, 8, 0),
    }
    found = {milestone: CALENDAR.at(milestone) for milestone in Milestone}
    utc = {key: datetime(2014, *parts, tzinfo=UTC) for key, parts in facts.items()}
    assert found == utc


@pytest.mark.parametrize("milestone", Milestone)
def test_every_limit_changes_at_its_own_second(milestone: Milestone) -> None:
    opens = CALENDAR.entry(milestone).kind is MilestoneKind.FROM
    for offset in EDGES:
        now = CALENDAR.at(milestone) + timedelta(seconds=offset)
        allowed = (offset >= 0) is opens
        assert CALENDAR.allows(milestone, now) is allowed
        if allowed:
            CALENDAR.require(milestone, now)
        else:
            refusal = refusal_of(CALENDAR.require, milestone, now)
            assert refusal.code is (RefusalCode.TOO_EARLY if opens else RefusalCode.TOO_LATE)
            assert refusal.data["milestone"] == milestone
            assert refusal.data["at"] == CALENDAR.at(milestone)


def test_shown_milestones_are_in_order_and_leave_the_grace_out() -> None:
    shown = CALENDAR.shown()
    assert [entry.at for entry in shown] == sorted(entry.at for entry in shown)
    assert {entry.key for entry in shown} == set(Milestone) - {Milestone.POLLING_GRACE_ENDS}


def test_next_milestone_is_the_first_still_to_come() -> None:
    opens = CALENDAR.at(Milestone.VOTE_OPENS)
    before = CALENDAR.next(opens - timedelta(seconds=1))
    after = CALENDAR.next(opens)
    assert before is not None
    assert before.key is Milestone.VOTE_OPENS
    assert after is not None
    assert after.key is Milestone.ACCOUNTS_CLOSE
    assert CALENDAR.next(CALENDAR.at(Milestone.RESULTS_OPEN)) is None


def outcome(call: Callable[[], object]) -> RefusalCode | None:
    try:
        call()
    except Refusal as refusal:
        return refusal.code
    return None


def outcomes(
    world: World, milestone: Milestone, call: Callable[[], object]
) -> list[RefusalCode | None]:
    """What a call answers a second before a milestone, at it, and a second after."""
    found = []
    for offset in EDGES:
        world.at(milestone, offset)
        found.append(outcome(call))
    return found


FORM_OPENS = [RefusalCode.TOO_EARLY, None, None]
FORM_CLOSES = [None, RefusalCode.TOO_LATE, RefusalCode.TOO_LATE]


def early(world: World) -> World:
    """The same person in a workshop that begins before the voter space opens."""
    at = world.services.calendar.at(Milestone.ACCOUNTS_OPEN) - timedelta(hours=1)
    world.who = world.services.workshops.begin_as("fabienne-martin", at=at)
    return world


def open_form(world: World) -> None:
    world.services.account_requests.open_form(world.workshop_id, world.participant_id)


def fill_form(world: World) -> str:
    return world.services.account_requests.fill_form(
        world.workshop_id,
        world.participant_id,
        address=world.sheet.address,
        password=PASSWORD,
        confirmation=PASSWORD,
    )


def test_account_form_opens_on_the_second(world: World) -> None:
    early(world)
    assert outcomes(world, Milestone.ACCOUNTS_OPEN, lambda: open_form(world)) == FORM_OPENS


def test_account_request_is_taken_from_the_second(world: World) -> None:
    early(world)
    assert outcomes(world, Milestone.ACCOUNTS_OPEN, lambda: fill_form(world)) == FORM_OPENS


def test_account_form_closes_on_the_second(world: World) -> None:
    assert outcomes(world, Milestone.ACCOUNTS_CLOSE, lambda: open_form(world)) == FORM_CLOSES


def test_account_request_is_refused_from_the_second(world: World) -> None:
    assert outcomes(world, Milestone.ACCOUNTS_CLOSE, lambda: fill_form(world)) == FORM_CLOSES


@pytest.mark.parametrize(("offset", "expected"), list(zip(EDGES, FORM_CLOSES, strict=True)))
def test_image_copied_at_the_close(world: World, offset: int, expected: RefusalCode | None) -> None:
    requests = world.services.account_requests
    request = fill_form(world)
    world.at(Milestone.ACCOUNTS_CLOSE, offset)
    assert outcome(lambda: requests.send_confirmation(request)) is expected


@pytest.mark.parametrize(("offset", "expected"), list(zip(EDGES, FORM_CLOSES, strict=True)))
def test_mailed_link_followed_at_the_close(
    world: World, offset: int, expected: RefusalCode | None
) -> None:
    cookies = world.reach(Stage.ACCOUNT_REQUESTED)
    [token] = world.links(cookies.webmail)
    world.at(Milestone.ACCOUNTS_CLOSE, offset)
    requests = world.services.account_requests
    assert outcome(lambda: requests.confirm(world.workshop_id, token)) is expected


def test_polling_station_opens_on_the_second(world: World) -> None:
    cookies = world.reach(Stage.NOTICE_READ)
    identifier = world.identifier
    enter = world.services.polling.enter

    def try_to_enter() -> str:
        return enter(cookies.voter_space, identifier=identifier, password=PASSWORD)

    assert outcomes(world, Milestone.VOTE_OPENS, try_to_enter) == FORM_OPENS
    assert outcomes(world, Milestone.VOTE_CLOSES, try_to_enter) == FORM_CLOSES


def test_polling_station_says_itself_whether_it_is_open(world: World) -> None:
    def ask() -> None:
        world.services.polling.require_open(world.workshop_id)

    assert outcomes(world, Milestone.VOTE_OPENS, ask) == FORM_OPENS
    assert outcomes(world, Milestone.VOTE_CLOSES, ask) == FORM_CLOSES


def test_whoever_is_inside_has_twenty_minutes_after_the_close(world: World) -> None:
    cookies = world.in_polling_station()
    token, polling = cookies.polling_station, world.services.polling
    codes = [contest.code for contest in polling.contests(token)]
    for code, offset in zip(codes, (-1, 0, 1), strict=False):
        world.at(Milestone.VOTE_CLOSES, offset)
        polling.cast(token, code, polling.ballot(token, code).lists[0].id)
    last = codes[3]
    choice = polling.ballot(token, last).lists[0].id
    world.at(Milestone.POLLING_GRACE_ENDS, -1)
    polling.ballot(token, last)
    for offset in (0, 1):
        world.at(Milestone.POLLING_GRACE_ENDS, offset)
        assert outcome(lambda: polling.ballot(token, last)) is RefusalCode.TOO_LATE
        assert outcome(lambda: polling.cast(token, last, choice)) is RefusalCode.TOO_LATE
    assert not polling.contests(token)[3].voted


def test_ballot_is_taken_in_the_last_second_of_the_grace(world: World) -> None:
    cookies = world.in_polling_station()
    token, polling = cookies.polling_station, world.services.polling
    world.at(Milestone.POLLING_GRACE_ENDS, -1)
    paper = polling.ballot(token, "CTM")
    assert polling.cast(token, "CTM", paper.lists[0].id).contest == paper.title


def test_results_are_read_from_the_second(world: World) -> None:
    def read() -> None:
        world.services.results.all(world.workshop_id, world.participant_id)

    assert outcomes(world, Milestone.RESULTS_OPEN, read) == FORM_OPENS


def test_notice_arrives_on_the_second(world: World) -> None:
    found = []
    for offset in EDGES:
        world.at(Milestone.NOTICES_ARRIVE, offset)
        world.look()
        found.append(len(world.services.desk.pigeonhole(world.participant_id).papers))
    assert found == [0, 1, 1]


def test_voter_space_tells_what_is_open(world: World) -> None:
    cookies = world.reach(Stage.ACCOUNT_CONFIRMED)
    spaces = world.services.voter_spaces
    seen = []
    for milestone in (Milestone.VOTE_OPENS, Milestone.VOTE_CLOSES, Milestone.RESULTS_OPEN):
        for offset in EDGES:
            world.at(milestone, offset)
            space = spaces.space(cookies.voter_space)
            seen.append((space.vote_is_open, space.vote_is_over, space.results_are_open))
    before, opened, over = (False, False, False), (True, False, False), (False, True, False)
    published = (False, True, True)
    assert seen == [before, opened, opened, opened, over, over, over, published, published]
