"""Sessions that close by themselves when nobody uses them."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.services.refusals import RefusalCode
from kiosk.services.sessions import Sessions, System

from ..worlds import refusal_of

NOON = datetime(2014, 9, 22, 12, tzinfo=UTC)
IDLE = timedelta(minutes=45)


@pytest.mark.parametrize("system", [System.WEBMAIL, System.IPROF])
@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_system_left_unused_signs_out_by_itself(system: System, seconds: int) -> None:
    sessions = Sessions(IDLE)
    token = sessions.open("w", "p", system, NOON)
    sessions.attend(token, NOON + IDLE + timedelta(seconds=seconds))
    assert sessions.was_left_unused(token) is (seconds >= 0)
    if seconds >= 0:
        assert refusal_of(sessions.require, token, system).code is RefusalCode.SIGN_IN_FIRST
    else:
        assert sessions.require(token, system).participant_id == "p"


@pytest.mark.parametrize("system", [System.VOTER_SPACE, System.POLLING_STATION])
def test_voter_space_and_polling_station_stay_open(system: System) -> None:
    sessions = Sessions(IDLE)
    token = sessions.open("w", "p", system, NOON)
    sessions.attend(token, NOON + timedelta(days=60))
    assert sessions.require(token, system)
    assert not sessions.was_left_unused(token)


def test_each_use_starts_the_time_anew() -> None:
    sessions = Sessions(IDLE)
    token = sessions.open("w", "p", System.WEBMAIL, NOON)
    for times in range(1, 5):
        sessions.attend(token, NOON + times * timedelta(minutes=40))
    assert sessions.require(token, System.WEBMAIL).since == NOON


def test_signing_out_is_not_being_left_unused() -> None:
    sessions = Sessions(IDLE)
    token = sessions.open("w", "p", System.WEBMAIL, NOON)
    sessions.attend(token, NOON + IDLE)
    sessions.close(token)
    assert not sessions.was_left_unused(token)
    other = sessions.open("w", "p", System.WEBMAIL, NOON)
    sessions.attend(other, NOON + IDLE)
    sessions.forget("p")
    assert not sessions.was_left_unused(other)


def test_unknown_tokens_are_no_matter() -> None:
    sessions = Sessions(IDLE)
    for token in (None, "", "nonsense"):
        sessions.attend(token, NOON)
        sessions.renew(token, NOON)
        sessions.close(token)
        assert not sessions.was_left_unused(token)


def test_session_taken_up_again_counts_from_then() -> None:
    sessions = Sessions(IDLE)
    token = sessions.open("w", "p", System.WEBMAIL, NOON)
    later = NOON + timedelta(days=3)
    sessions.renew(token, later)
    sessions.attend(token, later + IDLE - timedelta(seconds=1))
    assert sessions.require(token, System.WEBMAIL)
