"""Sessions that close by themselves: nobody uses them, or their password was changed."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.services.refusals import RefusalCode
from kiosk.services.sessions import Closing, Sessions, System

from ..worlds import refusal_of

NOON = datetime(2014, 9, 22, 12, tzinfo=UTC)
IDLE = timedelta(minutes=45)


class Passwords:
    """The digest that opens everything, and may be replaced."""

    def __init__(self) -> None:
        self.digest = "first"

    def __call__(self, _participant: str, _system: System) -> str:
        return self.digest


@pytest.fixture
def passwords() -> Passwords:
    return Passwords()


@pytest.fixture
def sessions(passwords: Passwords) -> Sessions:
    return Sessions(IDLE, passwords)


def opened(sessions: Sessions, system: System = System.WEBMAIL) -> str:
    return sessions.open("w", "p", system, NOON, opened_with="first")


@pytest.mark.parametrize("system", [System.WEBMAIL, System.IPROF, System.VOTER_SPACE])
@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_system_left_unused_signs_out_by_itself(
    sessions: Sessions, system: System, seconds: int
) -> None:
    token = opened(sessions, system)
    assert sessions.is_unused(token, NOON + IDLE + timedelta(seconds=seconds)) is (seconds >= 0)
    assert sessions.require(token, system), "looking closes nothing"
    sessions.attend(token, NOON + IDLE + timedelta(seconds=seconds))
    if seconds >= 0:
        assert refusal_of(sessions.require, token, system).code is RefusalCode.SIGN_IN_FIRST
        assert sessions.why_closed(token) is Closing.UNUSED
    else:
        assert sessions.require(token, system).participant_id == "p"
        assert sessions.why_closed(token) is None


def test_polling_station_stays_open(sessions: Sessions) -> None:
    token = opened(sessions, System.POLLING_STATION)
    later = NOON + timedelta(days=60)
    assert not sessions.is_unused(token, later)
    sessions.attend(token, later)
    assert sessions.require(token, System.POLLING_STATION)
    assert sessions.why_closed(token) is None


def test_each_use_starts_the_time_anew(sessions: Sessions) -> None:
    token = opened(sessions)
    for times in range(1, 5):
        sessions.attend(token, NOON + times * timedelta(minutes=40))
    assert sessions.require(token, System.WEBMAIL).since == NOON


def test_signing_out_is_not_being_left_unused(sessions: Sessions) -> None:
    token = opened(sessions)
    sessions.attend(token, NOON + IDLE)
    sessions.close(token)
    assert sessions.why_closed(token) is None
    other = opened(sessions)
    sessions.attend(other, NOON + IDLE)
    sessions.forget("p")
    assert sessions.why_closed(other) is None


def test_unknown_tokens_are_no_matter(sessions: Sessions) -> None:
    for token in (None, "", "nonsense"):
        sessions.attend(token, NOON)
        sessions.renew(token, NOON)
        sessions.close(token)
        assert not sessions.is_unused(token, NOON)
        assert sessions.why_closed(token) is None


def test_session_taken_up_again_counts_from_then(sessions: Sessions) -> None:
    token = opened(sessions)
    later = NOON + timedelta(days=3)
    sessions.renew(token, later)
    sessions.attend(token, later + IDLE - timedelta(seconds=1))
    assert sessions.require(token, System.WEBMAIL)


@pytest.mark.parametrize("system", System)
def test_changed_password_closes_what_the_one_before_opened(
    sessions: Sessions, passwords: Passwords, system: System
) -> None:
    inside, elsewhere = opened(sessions, system), opened(sessions, system)
    sessions.accept(sessions.require(inside, system), "second")
    assert sessions.is_open(inside, system), "the change is about to be made"
    passwords.digest = "second"
    assert sessions.require(inside, system)
    assert sessions.why_closed(inside) is None
    assert refusal_of(sessions.require, elsewhere, system).code is RefusalCode.SIGN_IN_FIRST
    assert not sessions.is_open(elsewhere, system)
    assert sessions.why_closed(elsewhere) is Closing.PASSWORD
    sessions.close(elsewhere)
    assert sessions.why_closed(elsewhere) is None


def test_session_opened_while_its_password_was_changed_is_closed(
    sessions: Sessions, passwords: Passwords
) -> None:
    passwords.digest = "second"
    token = opened(sessions)
    assert refusal_of(sessions.require, token, System.WEBMAIL).code is RefusalCode.SIGN_IN_FIRST


def test_neither_token_nor_digest_is_in_a_repr(sessions: Sessions) -> None:
    token = opened(sessions)
    said = repr(sessions.require(token, System.WEBMAIL))
    assert token not in said
    assert "first" not in said
