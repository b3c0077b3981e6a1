from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.services import french
from kiosk.services.french import PARIS

CLOSE = datetime(2014, 12, 4, 17, 0, tzinfo=PARIS)


def test_a_date_is_written_in_full() -> None:
    assert french.long_date(CLOSE) == "jeudi 4 décembre 2014"


def test_the_first_of_a_month_is_an_ordinal() -> None:
    first = datetime(2014, 11, 1, 9, 5, tzinfo=PARIS)
    assert french.moment(first) == "samedi 1er novembre 2014 à 9\u00a0h\u00a005"
    assert french.short_day(first) == "sam. 1er nov. 2014"


def test_a_day_is_named_without_its_year() -> None:
    assert french.day_and_month(CLOSE) == "4 décembre"
    assert french.day_and_month(datetime(2014, 11, 1, tzinfo=PARIS)) == "1er novembre"


def test_an_hour_without_minutes_shows_none() -> None:
    assert french.moment(CLOSE) == "jeudi 4 décembre 2014 à 17\u00a0h"


def test_midnight_is_hour_zero() -> None:
    midnight = datetime(2014, 12, 4, tzinfo=PARIS)
    assert french.moment(midnight).endswith("à 0\u00a0h")
    assert french.hour(midnight) == "00:00"


def test_short_forms() -> None:
    opening = datetime(2014, 9, 22, 9, 12, tzinfo=PARIS)
    assert french.short_day(opening) == "lun. 22 sept. 2014"
    assert french.short_date(opening) == "22 sept."
    assert french.hour(opening) == "09:12"


@pytest.mark.parametrize(
    ("instant", "shown"),
    [
        (datetime(2014, 10, 25, 23, 30, tzinfo=UTC), "dimanche 26 octobre 2014 à 1\u00a0h\u00a030"),
        (datetime(2014, 10, 26, 0, 30, tzinfo=UTC), "dimanche 26 octobre 2014 à 2\u00a0h\u00a030"),
        (datetime(2014, 10, 26, 1, 30, tzinfo=UTC), "dimanche 26 octobre 2014 à 2\u00a0h\u00a030"),
    ],
)
def test_instants_are_shown_in_paris_across_the_change_of_hour(
    instant: datetime, shown: str
) -> None:
    assert french.moment(instant) == shown


@pytest.mark.parametrize(
    "show", [french.long_date, french.moment, french.short_day, french.short_date, french.hour]
)
def test_an_instant_without_a_zone_is_not_shown(show: object) -> None:
    assert callable(show)
    with pytest.raises(ValueError, match="zone"):
        show(CLOSE.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("share", "shown"), [(0.417, "41,7"), (0, "0,0"), (1, "100,0"), (1 / 3, "33,3")]
)
def test_a_percentage_has_a_comma_and_a_narrow_space(share: float, shown: str) -> None:
    assert french.percent(share) == f"{shown}\u202f%"


@given(st.integers(min_value=0, max_value=10**12))
def test_a_number_loses_no_digit_to_its_groups(count: int) -> None:
    groups = french.number(count).split("\u202f")
    assert int("".join(groups)) == count
    assert all(len(group) == 3 for group in groups[1:])


def test_a_number_is_grouped_by_three() -> None:
    assert french.number(12345) == "12\u202f345"
    assert french.number(999) == "999"


@pytest.mark.parametrize(
    ("duration", "said"),
    [
        (timedelta(0), "0 seconde"),
        (timedelta(seconds=1.9), "1 seconde"),
        (timedelta(seconds=59), "59 secondes"),
        (timedelta(seconds=60), "1 minute"),
        (timedelta(minutes=2), "2 minutes"),
        (timedelta(hours=1, minutes=5, seconds=30), "1 heure 5 minutes"),
        (timedelta(hours=2), "2 heures"),
        (timedelta(days=1, minutes=40), "1 jour"),
        (timedelta(days=7, hours=7), "7 jours 7 heures"),
    ],
)
def test_a_span_is_said_in_its_two_largest_units(duration: timedelta, said: str) -> None:
    assert french.span(duration).replace("\u00a0", " ") == said


def test_a_span_keeps_each_number_by_its_unit() -> None:
    assert french.span(timedelta(minutes=65)) == "1\u00a0heure 5\u00a0minutes"


def test_a_negative_span_cannot_be_said() -> None:
    with pytest.raises(ValueError, match="never negative"):
        french.span(timedelta(seconds=-1))


def test_a_listing_joins_the_last_two_with_a_word() -> None:
    assert french.listing(["a", "b", "c"]) == "a, b et c"
    assert french.listing(["a", "b"]) == "a et b"
    assert french.listing(["a"]) == "a"
    assert french.listing([]) == ""


def test_a_day_in_brief_names_its_weekday() -> None:
    assert french.day_in_brief(date(2014, 11, 27)) == "jeu. 27 nov."
    assert french.day_in_brief(date(2014, 12, 1)) == "lun. 1er déc."
