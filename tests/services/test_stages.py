from datetime import timedelta

import pytest

from kiosk.services.ballots import BLANK
from kiosk.services.content import Milestone, Stage
from kiosk.services.journal import Event
from kiosk.services.postman import Folder
from kiosk.services.refusals import RefusalCode

from ..worlds import ON_SQLITE, PASSWORD, World, refusal_of

REACHED = {
    Stage.FRESH: {Event.SITTING_BEGAN},
    Stage.WEBMAIL_OPEN: {Event.WEBMAIL_OPENED, Event.WEBMAIL_SIGNED_IN},
    Stage.ACCOUNT_REQUESTED: {
        Event.ACCOUNT_FORM_OPENED,
        Event.VOTER_PASSWORD_CHOSEN,
        Event.ACCOUNT_REQUESTED,
    },
    Stage.ACCOUNT_CONFIRMED: {
        Event.MESSAGE_READ,
        Event.ACCOUNT_CONFIRMED,
        Event.VOTER_SPACE_ENTERED,
    },
    Stage.NOTICE_READ: {Event.NOTICE_READ},
    Stage.VOTED: {Event.POLLING_STATION_ENTERED, Event.BALLOT_CAST, Event.VOTED_EVERYWHERE},
}


@pytest.mark.parametrize("stage", Stage)
def test_stage_holds_the_steps_up_to_it_and_no_other(world: World, stage: Stage) -> None:
    world.reach(stage)
    order = list(Stage)
    expected = set().union(*(REACHED[step] for step in order[: order.index(stage) + 1]))
    assert set(world.events()) == expected


def test_stage_leaves_the_clock_where_it_is_asked_to(world: World) -> None:
    at = world.services.calendar.at(Milestone.VOTE_OPENS) + timedelta(minutes=5)
    world.reach(Stage.NOTICE_READ, at)
    assert world.now == at


def test_instant_the_steps_have_passed_is_left_behind(world: World) -> None:
    world.reach(Stage.NOTICE_READ, world.services.content.calendar.start)
    assert world.now == world.services.calendar.at(Milestone.NOTICES_ARRIVE)


def test_browser_is_signed_in_where_the_stage_says(world: World) -> None:
    services, cookies = world.services, world.reach(Stage.VOTED)
    assert services.mailboxes.open_folder(cookies.webmail, Folder.INBOX).messages
    assert services.voter_spaces.space(cookies.voter_space).name == "Fabienne Martin"
    contests = services.polling.contests(cookies.polling_station)
    assert all(contest.voted for contest in contests)
    assert services.account_requests.request(cookies.account_request).address
    token = cookies.polling_station
    assert refusal_of(services.polling.cast, token, "CTM", BLANK).code is RefusalCode.ALREADY_VOTED


def test_password_that_was_lent_is_in_the_notebook_and_works(world: World) -> None:
    world.reach(Stage.ACCOUNT_CONFIRMED)
    assert PASSWORD in world.services.desk.note(world.participant_id)
    assert world.services.voter_accounts.sign_in(
        world.workshop_id, world.participant_id, world.sheet.address, PASSWORD
    )


@ON_SQLITE
def test_every_persona_can_be_carried_to_the_end(world: World) -> None:
    services = world.services
    for persona in services.content.personas:
        who = services.workshops.begin_as(persona.id)
        services.stages.reach(who, Stage.VOTED, services.calendar.at(Milestone.RESULTS_OPEN))
        guide = services.sittings.pulse(who.workshop_id, who.participant_id).guide
        assert [step.done for step in guide.steps] == [True] * 10 + [False]
        services.results.all(who.workshop_id, who.participant_id)
        assert services.sittings.pulse(who.workshop_id, who.participant_id).guide.current is None


@ON_SQLITE
def test_every_situation_can_be_reached(world: World) -> None:
    services = world.services
    for situation in services.content.situations.values():
        world.who = services.workshops.begin_as("fabienne-martin")
        world.reach(situation.stage, situation.at)
        assert world.now == situation.at
