"""Loads the choices that the leaflets leave open: delays, limits, how many."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from kiosk.services.content_mail_records import JunkRules
from kiosk.services.content_people import Corps
from kiosk.services.content_reader import Table, read_table
from kiosk.services.tie_breaks import TIE_BREAKS, TieBreak


@dataclass(frozen=True, slots=True)
class Electorate:
    """The simulated colleagues: how many per corps, which share of them votes, and when.

    ``days`` weighs the days of the vote, the first one first.
    """

    sizes: Mapping[Corps, int]
    turnout: Mapping[Corps, float]
    blank_share: float
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SignInRules:
    """How the webmail and I-Prof answer wrong passwords; they and the voter space, want of use."""

    slow_after: int
    slow_seconds: int
    lock_after: int
    lock_minutes: int
    idle_minutes: int


@dataclass(frozen=True, slots=True)
class SituationRules:
    """What making ready a situation takes: simulated time, and the mass of campaign mails."""

    mail_minutes: int
    campaign_mails: int
    campaign_days: int


@dataclass(frozen=True, slots=True)
class Rules:
    """The choices the leaflets leave open."""

    mail_delay_seconds: tuple[int, int]
    return_delay_seconds: int
    reset_link_minutes: int
    renewals_max: int
    correction_days: int
    captcha_tries: int
    quota_megabytes: int
    letter_characters: int
    sign_in: SignInRules
    electorate: Electorate
    situations: SituationRules
    junk: JunkRules
    tie_breaks: tuple[TieBreak, ...]


def load_rules(root: Path) -> Rules:
    """Load ``rules.toml``; a mistake raises ``ContentError``."""
    book = read_table(root, "rules.toml")
    delay = book.integers("mail_delay_seconds", 0)
    if len(delay) != 2 or delay[0] > delay[1]:
        raise book.error("mail_delay_seconds", "deux nombres sont attendus, le plus petit d’abord")
    colleagues = book.table("electorate")
    sizes, turnout = colleagues.table("sizes"), colleagues.table("turnout")
    doors, ready, junk = book.table("sign_in"), book.table("situations"), book.table("junk")
    rules = Rules(
        mail_delay_seconds=(delay[0], delay[1]),
        return_delay_seconds=book.integer("return_delay_seconds", 0),
        reset_link_minutes=book.integer("reset_link_minutes", 1),
        renewals_max=book.integer("renewals_max", 0),
        correction_days=book.integer("correction_days", 0),
        captcha_tries=book.integer("captcha_tries", 1),
        quota_megabytes=book.integer("quota_megabytes", 1),
        letter_characters=book.integer("letter_characters", 1),
        sign_in=_sign_in_rules(doors),
        electorate=Electorate(
            sizes=MappingProxyType({corps: sizes.integer(corps, 1) for corps in Corps}),
            turnout=MappingProxyType({corps: turnout.share(corps) for corps in Corps}),
            blank_share=colleagues.share("blank_share"),
            days=_weights(colleagues),
        ),
        situations=SituationRules(
            mail_minutes=ready.integer("mail_minutes", 1),
            campaign_mails=ready.integer("campaign_mails", 1),
            campaign_days=ready.integer("campaign_days", 1),
        ),
        junk=JunkRules(
            words=junk.texts("words"),
            capitals_share=junk.share("capitals_share"),
            capitals_from=junk.integer("capitals_from", 1),
        ),
        tie_breaks=_tie_breaks(book),
    )
    for table in (sizes, turnout, colleagues, doors, ready, junk, book):
        table.finish()
    return rules


def _weights(colleagues: Table) -> tuple[int, ...]:
    days = colleagues.integers("days", 0)
    if not any(days):
        raise colleagues.error("days", "un jour au moins doit peser plus que zéro")
    return tuple(days)


def _tie_breaks(book: Table) -> tuple[TieBreak, ...]:
    order = book.choices("tie_breaks", TieBreak, TIE_BREAKS)
    if order[-1] is not TieBreak.DRAW:
        reason = "le tirage au sort (draw) doit venir en dernier, car lui seul départage toujours"
        raise book.error("tie_breaks", reason)
    return order


def _sign_in_rules(doors: Table) -> SignInRules:
    slow_after = doors.integer("slow_after", 1)
    return SignInRules(
        slow_after=slow_after,
        slow_seconds=doors.integer("slow_seconds", 1),
        lock_after=doors.integer("lock_after", slow_after + 1),
        lock_minutes=doors.integer("lock_minutes", 1),
        idle_minutes=doors.integer("idle_minutes", 1),
    )
