"""The margin of the last seat: how many votes more would have given a list one seat more."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kiosk.services.seats import Allotment, allot
from kiosk.services.tie_breaks import TIE_BREAKS, TieBreak, TieRule


def margins(
    votes: Mapping[str, int],
    seats: int,
    *,
    candidates: Mapping[str, int] | None = None,
    draw: Sequence[str] = (),
    tie_breaks: Sequence[TieBreak] = TIE_BREAKS,
) -> Mapping[str, int | None]:
    """Return, by list, the fewest votes more for one seat more; nothing where it has them all.

    The list alone grows, and the valid votes with it. A tie that nothing parts is no seat won.
    Votes of lists not named do not count: they set the quotient, not who gets the last seat.
    Raises as ``allot`` does.

    No search is needed. Whole quotients are seats that the highest averages would give as well,
    so a list gains a seat once its next average passes the lowest that won another list a seat;
    more votes never take it away again.
    """
    if not seats:
        return MappingProxyType(dict.fromkeys(votes))
    allotment = allot(votes, seats, candidates=candidates, draw=draw, tie_breaks=tie_breaks)
    ties = TieRule(tie_breaks, candidates or {}, draw)
    return MappingProxyType(
        {list_id: _margin(list_id, votes, allotment, ties) for list_id in votes}
    )


def _margin(
    list_id: str, votes: Mapping[str, int], allotment: Allotment, ties: TieRule
) -> int | None:
    if not allotment.rounds:
        return 1
    others = [given for given in allotment.rounds if given.list_id != list_id]
    if not others:
        return None
    lowest = min(given.average for given in others)
    level = lowest * (allotment.seats[list_id] + 1)
    enough = level.numerator // level.denominator
    if level.denominator == 1 and enough > votes[list_id]:
        strengths = ties.strengths(list_id, enough)
        holders = {given.list_id for given in others if given.average == lowest}
        if any(strengths > ties.strengths(holder, votes[holder]) for holder in holders):
            return enough - votes[list_id]
    return enough + 1 - votes[list_id]
