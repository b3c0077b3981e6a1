from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.services.french import long_date, moment, short_day
from kiosk.services.french_instants import parse_instant
from kiosk.services.refusals import Refusal, RefusalCode

from ..worlds import refusal_of

PARIS = ZoneInfo("Europe/Paris")
VOTE_OPENS = datetime(2014, 11, 27, 9, tzinfo=UTC)
LAST_RESEND = datetime(2014, 12, 4, 15, 45, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    [
        "27/11/2014 10:00",
        "27/11 10h",
        " 27.11.14  10 h 00 ",
        "27-11 à 10 heures",
        "2014-11-27T10:00",
        "2014-11-27 10:00:00",
        "27 novembre 2014 à 10 h",
        "Jeudi 27 Novembre à 10h",
        "le jeu. 27 nov. vers 10 h",
    ],
)
def test_every_way_of_writing_an_instant_means_the_same(typed: str) -> None:
    assert parse_instant(typed) == VOTE_OPENS


@pytest.mark.parametrize("typed", ["4 déc. à 16 h 45", "4 DÉCEMBRE 16h45", "04/12/2014 16:45"])
def test_minutes_and_accents_are_read(typed: str) -> None:
    assert parse_instant(typed) == LAST_RESEND


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("5/12", (12, 5, 0, 0)),
        ("1er novembre", (11, 1, 0, 0)),
        ("5 décembre à midi", (12, 5, 12, 0)),
        ("5/12 minuit", (12, 5, 0, 0)),
        ("27/10 à 11 h 59", (10, 27, 11, 59)),
    ],
)
def test_year_and_hour_may_be_left_out(typed: str, parts: tuple[int, int, int, int]) -> None:
    month, day, hour, minute = parts
    assert parse_instant(typed) == datetime(2014, month, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", RefusalCode.FIELD_EMPTY),
        ("   ", RefusalCode.FIELD_EMPTY),
        ("demain", RefusalCode.INSTANT_SHAPE),
        ("1/1/1999", RefusalCode.INSTANT_SHAPE),
        ("x" * 99, RefusalCode.INSTANT_SHAPE),
        ("31/02", RefusalCode.INSTANT_IMPOSSIBLE),
        ("00/12", RefusalCode.INSTANT_IMPOSSIBLE),
        ("27/13", RefusalCode.INSTANT_IMPOSSIBLE),
        ("27/11 24:00", RefusalCode.INSTANT_IMPOSSIBLE),
        ("27/11 10:60", RefusalCode.INSTANT_IMPOSSIBLE),
    ],
)
def test_what_is_no_date_is_refused(typed: str, code: RefusalCode) -> None:
    refusal = refusal_of(parse_instant, typed)
    assert refusal.code is code
    assert refusal.field == "instant"
    assert refusal_of(parse_instant, typed, "at").field == "at"


@given(typed=st.text(max_size=90))
def test_whatever_is_typed_is_an_instant_or_a_refusal(typed: str) -> None:
    with suppress(Refusal):
        assert parse_instant(typed).utcoffset() is not None


@given(minutes=st.integers(0, 100 * 1440))
def test_dates_the_kiosk_shows_can_be_typed_back(minutes: int) -> None:
    instant = datetime(2014, 9, 22, 7, tzinfo=UTC) + timedelta(minutes=minutes)
    read = parse_instant(moment(instant))
    # An hour of the night of 26 October is written the same twice.
    assert instant - read in (timedelta(0), timedelta(hours=1))
    for shown in (long_date(instant), short_day(instant)):
        day = parse_instant(shown).astimezone(PARIS)
        assert day.date() == instant.astimezone(PARIS).date()
