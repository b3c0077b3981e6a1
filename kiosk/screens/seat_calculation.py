"""How a contest's seats were shared out: quotient, highest averages, and what was missing."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from kiosk.glyphs import Glyphs, glyphs_of
from kiosk.screens.results import OneResultPage
from kiosk.services.addresses import PageId
from kiosk.services.decimals import decimal, places_apart
from kiosk.services.french import listing, number
from kiosk.services.seat_calculation import AverageStep, ListSeats, SeatCalculation
from kiosk.services.tie_breaks import TieBreak
from kiosk.widgets.foreign_text import in_column, shortened
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.more_below import MoreBelow
from kiosk.widgets.texts import Subtitle, Text, Title

_LONGEST_NAME = 24
_LONGEST_SAID = 32
_PARTED_BY = {
    TieBreak.VOTES: "elle a le plus de voix",
    TieBreak.CANDIDATES: "elle a le plus de candidats",
    TieBreak.DRAW: "le tirage au sort l’a désignée",
}
_UNCHANGED = "Chaque fois, les autres listes gardent leurs voix."


class SeatCalculationPage(OneResultPage):
    """The calculation in the order it is made; it scrolls, and says how much is left to read."""

    @property
    def title_text(self) -> str:
        """The calculation of which contest."""
        return f"Calcul des sièges · {self._result.title}"

    def compose(self) -> ComposeResult:
        """The steps, what is below them, the way back."""
        yield Title(self.title_text)
        with VerticalScroll(id="calculation") as steps:
            glyphs = glyphs_of(self.app)
            for heading, lines in _parts(self._result.calculation, glyphs):
                yield Subtitle(heading)
                yield Text("\n".join(lines))
        yield MoreBelow(steps, "ligne")
        back = self.visit.address_of(PageId.CONTEST_RESULTS, contest=self._result.code.lower())
        yield Links([LinkItem(back, "Revenir aux résultats de ce scrutin")])

    def start_focus(self) -> None:
        """Begin in the calculation: the arrows go through it."""
        self.query_one("#calculation").focus(scroll_visible=False)


def _parts(told: SeatCalculation, glyphs: Glyphs) -> Iterator[tuple[str, list[str]]]:
    if not told.valid:
        yield "Aucune voix", ["Aucune liste n’a de voix\u202f: aucun siège n’est attribué."]
        return
    yield (
        "Le quotient",
        [
            f"{_votes(told.valid)} valables ÷ {_seats(told.seats)}"
            f" = {decimal(told.quotient)} voix par siège."
        ],
    )
    yield "Un siège par quotient entier", [*_quotients(told, glyphs), *_left(told)]
    for step in told.steps:
        winner = _said(step.winner, glyphs)
        heading = f"{_rank(step.number)} siège, à la plus forte moyenne\u202f: {winner}"
        yield heading, [*_averages(step, glyphs), *_tie(step, glyphs)]
    yield "Pour un siège de plus", [*_short(told.lists, glyphs), _UNCHANGED]


def _quotients(told: SeatCalculation, glyphs: Glyphs) -> Iterator[str]:
    names = in_column((entry.name for entry in told.lists), _LONGEST_NAME, glyphs.ellipsis)
    quotient = decimal(told.quotient)
    width = len(number(told.lists[0].votes))
    for name, entry in zip(names, told.lists, strict=True):
        parts = entry.votes / told.quotient
        # 5,999 must not be written 6,00 beside five seats
        places = places_apart([parts, Fraction(entry.whole + 1)])
        yield (
            f"  {name}  {number(entry.votes):>{width}} ÷ {quotient} = {decimal(parts, places):>5}"
            f" {glyphs.arrow_right} {_seats(entry.whole)}"
        )


def _left(told: SeatCalculation) -> Iterator[str]:
    given = f"{_seats(told.at_quotient)} sur {told.seats}."
    left = told.seats - told.at_quotient
    if left:
        yield f"{given} Le reste ({left}) va, un à un, à la plus forte moyenne."
        yield "Moyenne\u202f: voix ÷ (sièges déjà obtenus + 1)."
    else:
        yield f"{given} Il n’en reste aucun."


def _averages(step: AverageStep, glyphs: Glyphs) -> Iterator[str]:
    names = in_column((entry.name for entry in step.compared), _LONGEST_NAME, glyphs.ellipsis)
    places = places_apart([entry.average for entry in step.compared])
    votes = max(len(number(entry.votes)) for entry in step.compared)
    held = max(len(number(entry.held)) for entry in step.compared)
    average = max(len(decimal(entry.average, places)) for entry in step.compared)
    for name, entry in zip(names, step.compared, strict=True):
        mark = glyphs.current if entry.wins else " "
        highest = f" {glyphs.arrow_left} ce siège" if entry.wins else ""
        yield (
            f"{mark} {name}  {number(entry.votes):>{votes}} ÷ ({number(entry.held):>{held}} + 1)"
            f" = {decimal(entry.average, places):>{average}}{highest}"
        )


def _tie(step: AverageStep, glyphs: Glyphs) -> Iterator[str]:
    if step.tie_break is not None:
        yield (
            f"{_said(step.winner, glyphs)} est à égalité avec"
            f" {listing([_said(name, glyphs) for name in step.tied_with])}\u202f:"
            f" {_PARTED_BY[step.tie_break]}."
        )


def _short(lists: Iterable[ListSeats], glyphs: Glyphs) -> Iterator[str]:
    for entry in lists:
        if entry.short is None:
            yield f"{_said(entry.name, glyphs)} a déjà tous les sièges."
        else:
            name = _said(entry.name, glyphs)
            yield f"Il manquait {_votes(entry.short)} à {name} pour un siège de plus."


def _said(name: str, glyphs: Glyphs) -> str:
    return shortened(name, _LONGEST_SAID, glyphs.ellipsis)


def _rank(place: int) -> str:
    return "1er" if place == 1 else f"{place}e"


def _votes(count: int) -> str:
    return f"{number(count)} voix"


def _seats(count: int) -> str:
    return f"{number(count)} siège{'s' if count > 1 else ''}"
