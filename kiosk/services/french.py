"""Dates, numbers and lists as a French reader expects them; instants are shown in Paris time."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
"""The zone of everything shown; instants are kept in UTC."""

NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_SHORT_MONTHS = (
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)


def long_date(instant: datetime) -> str:
    """Name the day in full: “jeudi 4 décembre 2014”; a naive instant is a ValueError."""
    local = _in_paris(instant)
    return f"{_DAYS[local.weekday()]} {day_and_month(instant)} {local.year}"


def day_and_month(instant: datetime) -> str:
    """Name the day of a year that is known: “4 décembre”."""
    local = _in_paris(instant)
    return f"{_ordinal(local.day)} {_MONTHS[local.month - 1]}"


def moment(instant: datetime) -> str:
    """Name the day and the time: “samedi 1er novembre 2014 à 9 h 05”, “… à 17 h” on the hour."""
    local = _in_paris(instant)
    time = f"{local.hour}{NO_BREAK}h"
    if local.minute:
        time += f"{NO_BREAK}{local.minute:02}"
    return f"{long_date(instant)} à {time}"


def short_day(instant: datetime) -> str:
    """Name the day in little room: “lun. 22 sept. 2014”."""
    local = _in_paris(instant)
    return f"{_DAYS[local.weekday()][:3]}. {short_date(instant)} {local.year}"


def short_date(instant: datetime) -> str:
    """Name the day without its year: “22 sept.”."""
    local = _in_paris(instant)
    return f"{_ordinal(local.day)} {_SHORT_MONTHS[local.month - 1]}"


def day_in_brief(day: date) -> str:
    """Name a day of a year that is known, in little room: “jeu. 27 nov.”."""
    return f"{_DAYS[day.weekday()][:3]}. {_ordinal(day.day)} {_SHORT_MONTHS[day.month - 1]}"


def hour(instant: datetime) -> str:
    """Tell the time as a clock does: “09:12”."""
    return _in_paris(instant).strftime("%H:%M")


def percent(share: float) -> str:
    """Write a share of one as a percentage with one decimal: 0.417 is “41,7 %”."""
    return f"{share * 100:.1f}".replace(".", ",") + f"{NARROW_NO_BREAK}%"


def number(count: int) -> str:
    """Write a whole number in groups of three: “12 345”."""
    return f"{count:,}".replace(",", NARROW_NO_BREAK)


def span(duration: timedelta) -> str:
    """Say how long, in the two largest units: “1 heure 5 minutes”.

    Seconds are said below a minute only. A negative duration is a ValueError.
    """
    if duration < timedelta(0):
        msg = f"a span is never negative: {duration}"
        raise ValueError(msg)
    seconds = duration // timedelta(seconds=1)
    if seconds < 60:
        return counted(seconds, "seconde")
    counts = {
        "jour": seconds // 86400,
        "heure": seconds // 3600 % 24,
        "minute": seconds // 60 % 60,
    }
    largest = next(index for index, count in enumerate(counts.values()) if count)
    two_units = list(counts.items())[largest : largest + 2]
    return " ".join(counted(count, unit) for unit, count in two_units if count)


def counted(count: int, noun: str) -> str:
    """Write a number and its noun, in the plural from two on: “3 scrutins”."""
    return f"{count}{NO_BREAK}{noun}{'s' if count > 1 else ''}"


def listing(words: Sequence[str]) -> str:
    """Join words as in a sentence: “a, b et c”; nothing gives an empty text."""
    *others, last = words or [""]
    return f"{', '.join(others)} et {last}" if others else last


def _in_paris(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        msg = "an instant without a zone cannot be shown"
        raise ValueError(msg)
    return instant.astimezone(PARIS)


def _ordinal(day: int) -> str:
    return "1er" if day == 1 else str(day)
