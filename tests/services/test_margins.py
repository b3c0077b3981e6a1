"""The margin of the last seat, against counting one vote after the other."""

import json
import time
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.services.margins import margins
from kiosk.services.seats import TieUndecidedError, allot
from kiosk.services.tie_breaks import TIE_BREAKS, TieBreak

PUBLISHED = Path(__file__).parents[1] / "data" / "published_results.json"
LISTS = ("A", "B", "C", "D")
VOTES = st.fixed_dictionaries(dict.fromkeys(LISTS, st.integers(min_value=0, max_value=40)))
CANDIDATES = st.fixed_dictionaries(dict.fromkeys(LISTS, st.integers(min_value=1, max_value=3)))
SEATS = st.integers(min_value=1, max_value=9)
DRAWS = st.permutations(LISTS)
ORDERS = st.sampled_from(
    [[*order, TieBreak.DRAW] for size in range(3) for order in permutations(TIE_BREAKS[:2], size)]
)


def test_margins_of_the_published_table() -> None:
    table = json.loads(PUBLISHED.read_text(encoding="utf-8"))["tables"][0]
    short = margins(table["votes"], table["seats"])
    assert short["FNEC-FP-FO"] == 954
    assert short["Sgen-CFDT"] == 1292
    assert short["CSEN-FGAF-FAEN-SCENRAC-CFTC"] == 1615


@given(VOTES, SEATS, CANDIDATES, DRAWS, ORDERS)
@settings(max_examples=150)
def test_no_fewer_votes_would_do(
    votes: dict[str, int],
    seats: int,
    candidates: dict[str, int],
    draw: list[str],
    order: list[TieBreak],
) -> None:
    def held(list_id: str, more: int) -> int:
        grown = votes | {list_id: votes[list_id] + more}
        return allot(grown, seats, candidates=candidates, draw=draw, tie_breaks=order).seats[
            list_id
        ]

    short = margins(votes, seats, candidates=candidates, draw=draw, tie_breaks=order)
    for list_id, more in short.items():
        now = held(list_id, 0)
        if more is None:
            assert now == seats
            continue
        assert all(held(list_id, fewer) <= now for fewer in range(more))
        # never lost again: what is found is the only threshold
        assert all(held(list_id, more + extra) > now for extra in range(10))


@given(VOTES, SEATS)
def test_without_a_draw_the_seat_is_won_whatever_a_draw_would_say(
    votes: dict[str, int], seats: int
) -> None:
    def held(list_id: str, more: int) -> int:
        grown = votes | {list_id: votes[list_id] + more}
        return min(allot(grown, seats, draw=draw).seats[list_id] for draw in permutations(LISTS))

    try:
        short = margins(votes, seats)
    except TieUndecidedError:
        return
    for list_id, more in short.items():
        now = held(list_id, 0)
        if more is not None:
            assert more == 1 or held(list_id, more - 1) == now
            assert held(list_id, more) > now


@pytest.mark.parametrize(
    ("order", "missing"),
    [([TieBreak.VOTES, TieBreak.DRAW], 21), ([TieBreak.CANDIDATES, TieBreak.DRAW], 20)],
)
def test_a_tie_that_is_won_takes_a_vote_less(order: list[TieBreak], missing: int) -> None:
    # A keeps 200 ÷ 2 from 100 ÷ 1 by its votes, not by its candidates.
    votes, candidates = {"A": 200, "B": 80}, {"A": 1, "B": 2}
    assert margins(votes, 2, candidates=candidates, draw=LISTS, tie_breaks=order)["B"] == missing


def test_a_list_that_has_every_seat_can_win_no_more() -> None:
    assert margins({"A": 90, "B": 1}, 3) == {"A": None, "B": 30}
    assert margins({"A": 90}, 0) == {"A": None}


def test_where_nobody_voted_one_vote_wins() -> None:
    assert margins({"A": 0, "B": 0}, 3) == {"A": 1, "B": 1}


def test_millions_of_votes_take_no_longer_than_a_few() -> None:
    votes = {f"Liste {rank}": 10**9 // rank for rank in range(1, 101)}
    start = time.perf_counter()
    short = margins(votes, 500, draw=list(votes))
    assert time.perf_counter() - start < 2
    for list_id in ("Liste 1", "Liste 50", "Liste 100"):
        now = allot(votes, 500, draw=list(votes)).seats[list_id]
        for fewer, won in ((1, now), (0, now + 1)):
            grown = votes | {list_id: votes[list_id] + (short[list_id] or 0) - fewer}
            assert allot(grown, 500, draw=list(votes)).seats[list_id] == won
