import json
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TypedDict

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.services.seats import SeatKind, SeatRound, TieUndecidedError, allot
from kiosk.services.tie_breaks import TieBreak

PUBLISHED = Path(__file__).parents[1] / "data" / "published_results.json"


class PublishedTable(TypedDict):
    id: str
    seats: int
    exprimes: int
    votes: dict[str, int]
    published_seats: dict[str, int]


def published_tables() -> list[PublishedTable]:
    tables: list[PublishedTable] = json.loads(PUBLISHED.read_text(encoding="utf-8"))["tables"]
    return tables


LISTS = ("A", "B", "C", "D", "E")
VOTES = st.fixed_dictionaries(dict.fromkeys(LISTS, st.integers(min_value=0, max_value=400)))
SEATS = st.integers(min_value=1, max_value=25)


def seats_of(votes: Mapping[str, int], seats: int) -> dict[str, int]:
    return dict(allot(votes, seats, draw=LISTS).seats)


@pytest.mark.parametrize("table", published_tables(), ids=lambda table: table["id"])
def test_the_published_results_are_found_again(table: PublishedTable) -> None:
    allotment = allot(table["votes"], table["seats"])
    won = {list_id: seats for list_id, seats in allotment.seats.items() if seats}
    assert won == table["published_seats"]
    assert allotment.quotient == Fraction(table["exprimes"], table["seats"])


def test_each_seat_tells_how_it_was_won() -> None:
    allotment = allot({"A": 50, "B": 30, "C": 20}, 4)
    assert allotment.quotient == 25
    assert allotment.rounds == (
        SeatRound("A", SeatKind.QUOTIENT, Fraction(50)),
        SeatRound("A", SeatKind.QUOTIENT, Fraction(25)),
        SeatRound("B", SeatKind.QUOTIENT, Fraction(30)),
        SeatRound("C", SeatKind.AVERAGE, Fraction(20)),
    )
    assert allotment.seats == {"A": 2, "B": 1, "C": 1}


def test_an_equal_average_goes_to_the_list_with_more_votes() -> None:
    # One quotient for A, then 200 ÷ 2 meets 100 ÷ 1.
    assert allot({"B": 100, "A": 200}, 2, candidates={"B": 9, "A": 1}).seats == {"A": 2, "B": 0}


def test_equal_votes_go_to_the_list_with_more_candidates() -> None:
    votes = {"A": 100, "B": 100}
    assert allot(votes, 1, candidates={"A": 8, "B": 10}, draw=["A", "B"]).seats["B"] == 1


def test_equal_candidates_go_to_the_draw() -> None:
    votes, candidates = {"A": 100, "B": 100, "C": 100}, {"A": 8, "B": 8, "C": 8}
    assert allot(votes, 1, candidates=candidates, draw=["C", "A", "B"]).seats["C"] == 1


def test_the_order_of_the_tie_breaks_is_a_setting() -> None:
    votes = {"A": 200, "B": 100}
    assert allot(votes, 2, draw=["B", "A"], tie_breaks=[TieBreak.DRAW]).seats["B"] == 1


@pytest.mark.parametrize("draw", [[], ["C"]])
def test_a_tie_that_nothing_parts_asks_for_a_draw(draw: list[str]) -> None:
    with pytest.raises(TieUndecidedError) as undecided:
        allot({"A": 100, "B": 100}, 1, draw=draw)
    assert undecided.value.list_ids == ("A", "B")


def test_a_tie_with_a_seat_for_each_needs_no_draw() -> None:
    allotment = allot({"A": 100, "B": 100, "C": 40}, 4)
    assert allotment.seats == {"A": 2, "B": 2, "C": 0}
    assert [given.tied_with for given in allotment.rounds] == [(), (), ("B",), ()]
    assert all(given.tie_break is None for given in allotment.rounds)


@pytest.mark.parametrize(
    ("votes", "candidates", "parted_by"),
    [
        ({"A": 200, "B": 100}, {}, TieBreak.VOTES),
        ({"A": 150, "B": 150}, {"A": 2, "B": 1}, TieBreak.CANDIDATES),
        ({"A": 150, "B": 150}, {"A": 2, "B": 2}, TieBreak.DRAW),
    ],
)
def test_a_round_tells_with_whom_it_was_tied_and_what_parted_them(
    votes: dict[str, int], candidates: dict[str, int], parted_by: TieBreak
) -> None:
    seats = 2 if parted_by is TieBreak.VOTES else 1
    last = allot(votes, seats, candidates=candidates, draw=["A", "B"]).rounds[-1]
    assert (last.list_id, last.tied_with, last.tie_break) == ("A", ("B",), parted_by)


def test_lists_left_out_of_the_table_lower_nobody_but_the_quotient() -> None:
    whole, named = {"A": 50, "B": 30, "C": 20}, {"A": 50, "B": 30}
    assert allot(named, 4, valid=100).quotient == allot(whole, 4).quotient
    assert allot(named, 4, valid=100).seats == {"A": 3, "B": 1}
    assert allot({"A": 0}, 4, valid=100).seats == {"A": 0}


def test_fewer_valid_votes_than_the_lists_have_is_an_error() -> None:
    with pytest.raises(ValueError, match="fewer"):
        allot({"A": 10}, 1, valid=9)


@given(VOTES, SEATS, st.integers(min_value=0, max_value=3000))
def test_who_wins_does_not_depend_on_the_lists_left_out(
    votes: dict[str, int], seats: int, unnamed: int
) -> None:
    valid = sum(votes.values()) + unnamed
    assert dict(allot(votes, seats, valid=valid, draw=LISTS).seats) == seats_of(votes, seats)


def test_a_list_left_out_of_the_draw_comes_after_it() -> None:
    assert allot({"A": 100, "B": 100}, 1, draw=["B"]).seats["B"] == 1


@pytest.mark.parametrize("votes", [{}, {"A": 0, "B": 0}])
def test_without_a_valid_vote_nobody_gets_a_seat(votes: dict[str, int]) -> None:
    allotment = allot(votes, 7)
    assert allotment.rounds == ()
    assert allotment.seats == dict.fromkeys(votes, 0)


def test_no_seat_to_share_is_shared_with_nobody() -> None:
    assert allot({"A": 3}, 0).seats == {"A": 0}


@pytest.mark.parametrize(("votes", "seats"), [({"A": -1}, 3), ({"A": 1}, -1)])
def test_negative_numbers_are_an_error(votes: dict[str, int], seats: int) -> None:
    with pytest.raises(ValueError, match="never negative"):
        allot(votes, seats)


def test_the_outcome_cannot_be_altered() -> None:
    with pytest.raises(TypeError):
        allot({"A": 1}, 1).seats["A"] = 5  # type: ignore[index]


@given(VOTES, SEATS)
def test_every_seat_is_given_and_none_to_a_list_without_votes(
    votes: dict[str, int], seats: int
) -> None:
    assume(any(votes.values()))
    won = seats_of(votes, seats)
    assert sum(won.values()) == seats
    assert all(votes[list_id] for list_id, count in won.items() if count)


@given(VOTES, SEATS)
def test_a_list_never_has_less_than_its_quotients_nor_less_than_a_smaller_one(
    votes: dict[str, int], seats: int
) -> None:
    assume(any(votes.values()))
    won, total = seats_of(votes, seats), sum(votes.values())
    assert all(won[list_id] >= count * seats // total for list_id, count in votes.items())
    ranked = sorted(LISTS, key=votes.__getitem__)
    assert all(won[low] <= won[high] or votes[low] == votes[high] for low, high in pairwise(ranked))


@given(VOTES, SEATS, st.sampled_from(LISTS), st.integers(min_value=1, max_value=200))
def test_more_votes_never_cost_a_seat(
    votes: dict[str, int], seats: int, list_id: str, gain: int
) -> None:
    grown = votes | {list_id: votes[list_id] + gain}
    assert seats_of(grown, seats)[list_id] >= seats_of(votes, seats)[list_id]


@given(VOTES, SEATS)
def test_one_more_seat_costs_nobody_one(votes: dict[str, int], seats: int) -> None:
    before, after = seats_of(votes, seats), seats_of(votes, seats + 1)
    assert all(after[list_id] >= before[list_id] for list_id in LISTS)


@given(VOTES, SEATS, st.integers(min_value=2, max_value=10**6))
def test_only_proportions_count(votes: dict[str, int], seats: int, scale: int) -> None:
    scaled = {list_id: count * scale for list_id, count in votes.items()}
    assert seats_of(scaled, seats) == seats_of(votes, seats)


@given(VOTES, SEATS, st.permutations(LISTS))
def test_the_order_of_the_lists_does_not_count(
    votes: dict[str, int], seats: int, order: list[str]
) -> None:
    assert seats_of({list_id: votes[list_id] for list_id in order}, seats) == seats_of(votes, seats)
