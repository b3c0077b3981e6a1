"""Dates as a French hand types them, turned into instants."""

import re
import unicodedata
from datetime import UTC, datetime

from kiosk.services.form_fields import require_filled
from kiosk.services.french import PARIS
from kiosk.services.refusals import Refusal, RefusalCode

REHEARSED_YEAR = 2014
"""The year of a date typed without one."""

_CENTURY = 2000
_LONGEST_TYPED = 80
_MONTHS = (
    "janvier|janv|jan",
    "fevrier|fevr|fev",
    "mars",
    "avril|avr",
    "mai",
    "juin",
    "juillet|juil",
    "aout",
    "septembre|sept|sep",
    "octobre|oct",
    "novembre|nov",
    "decembre|dec",
)
_NAMED_TIMES = {"midi": (12, 0), "minuit": (0, 0)}

_WEEKDAY = (
    r"(?:le )?(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|lun|mar|mer|jeu|ven|sam|dim)\.?,? )?(?:le )?"
)
_NUMBERS = (
    r"(?P<day>[0-9]{1,2}) ?[/.-] ?(?P<month>[0-9]{1,2})"
    r"(?: ?[/.-] ?(?P<year>[0-9]{4}|[0-9]{2}))?"
)
_ISO = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_WORDS = rf"(?P<day>[0-9]{{1,2}})(?:er)? (?P<name>{'|'.join(_MONTHS)})\.?(?: (?P<year>[0-9]{{4}}))?"
_TIME = (
    r"(?:(?:t|,? (?:a |vers )?)"
    r"(?:(?P<hour>[0-9]{1,2}) ?(?:h(?:eures?)?|:) ?(?P<minute>[0-9]{2})?"
    r"(?: ?(?:min|mn)|:[0-9]{2})?|(?P<named>midi|minuit)))?"
)
_SHAPES = tuple(re.compile(_WEEKDAY + day + _TIME) for day in (_NUMBERS, _ISO, _WORDS))


def parse_instant(text: str, field: str = "instant") -> datetime:
    """Read an instant: “27/11/2014 10:00”, “27/11 10h”, “4 déc. à 16 h 45”, “5/12”.

    Paris time, in 2014 where no year is typed, at midnight where no hour is; the answer is in
    UTC. Refuses FIELD_EMPTY; INSTANT_SHAPE for what is not written as a date of this century;
    INSTANT_IMPOSSIBLE for a day or an hour that does not exist.
    """
    require_filled(text, field)
    folded = _folded(text)
    for shape in _SHAPES:
        if found := shape.fullmatch(folded):
            return _instant(found.groupdict(), field)
    raise Refusal(RefusalCode.INSTANT_SHAPE, field)


def _folded(text: str) -> str:
    """Without accents, capitals or spaces that make no difference; nothing when far too long."""
    if len(text) > _LONGEST_TYPED:
        return ""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def _instant(parts: dict[str, str | None], field: str) -> datetime:
    hour, minute = _NAMED_TIMES.get(parts["named"] or "", (0, 0))
    year = int(parts["year"] or REHEARSED_YEAR)
    try:
        local = datetime(
            year if year >= _CENTURY else year + _CENTURY,
            _month(parts),
            int(parts["day"] or 0),
            int(parts["hour"] or hour),
            int(parts["minute"] or minute),
            tzinfo=PARIS,
        )
    except ValueError:
        raise Refusal(RefusalCode.INSTANT_IMPOSSIBLE, field) from None
    if local.year // 100 != _CENTURY // 100:
        raise Refusal(RefusalCode.INSTANT_SHAPE, field)
    return local.astimezone(UTC)


def _month(parts: dict[str, str | None]) -> int:
    if number := parts.get("month"):
        return int(number)
    name = parts.get("name")
    return next(place for place, names in enumerate(_MONTHS, start=1) if name in names.split("|"))
