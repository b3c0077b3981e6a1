from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kiosk.services.content import Milestone
from kiosk.services.seat_calculation import SeatCalculation, Standing, calculate
from kiosk.services.tie_breaks import TIE_BREAKS, TieBreak

from ..worlds import World

VOTES = st.lists(st.integers(min_value=0, max_value=300), min_size=1, max_size=6)


def told(votes: list[int], seats: int, candidates: int = 5) -> SeatCalculation:
    """The calculation for lists A, B, C… the first of which is the luckiest."""
    standings = [
        Standing(f"id-{name}", name, count, candidates)
        for name, count in zip("ABCDEF", votes, strict=False)
    ]
    draw = [standing.id for standing in standings]
    return calculate(standings, seats, draw=draw, tie_breaks=TIE_BREAKS)


def test_every_step_compares_all_the_lists_as_they_stand() -> None:
    calculation = told([20, 50, 30], 4)
    assert calculation.quotient == 25
    assert (calculation.valid, calculation.at_quotient) == (100, 3)
    assert [(e.name, e.whole, e.seats) for e in calculation.lists] == [
        ("B", 2, 2),
        ("C", 1, 1),
        ("A", 0, 1),
    ]
    (step,) = calculation.steps
    assert (step.number, step.winner, step.tied_with, step.tie_break) == (4, "A", (), None)
    assert [(c.name, c.held, c.average, c.wins) for c in step.compared] == [
        ("B", 2, Fraction(50, 3), False),
        ("C", 1, 15, False),
        ("A", 0, 20, True),
    ]


def test_tie_is_told_with_what_parted_it() -> None:
    (step,) = told([100, 200], 2).steps
    assert (step.winner, step.tied_with, step.tie_break) == ("B", ("A",), TieBreak.VOTES)
    (step,) = told([150, 150], 1).steps
    assert (step.winner, step.tied_with, step.tie_break) == ("A", ("B",), TieBreak.DRAW)


def test_without_a_vote_there_is_nothing_to_share() -> None:
    calculation = told([0, 0], 3)
    assert calculation.steps == ()
    assert [entry.seats for entry in calculation.lists] == [0, 0]


@given(VOTES, st.integers(min_value=1, max_value=20))
def test_steps_add_up_to_the_seats(votes: list[int], seats: int) -> None:
    calculation = told(votes, seats)
    for entry in calculation.lists:
        won = sum(step.winner == entry.name for step in calculation.steps)
        assert entry.whole + won == entry.seats
    for step in calculation.steps:
        (winner,) = (entry for entry in step.compared if entry.wins)
        assert winner.average == max(entry.average for entry in step.compared)
        assert (step.tie_break is None) == (not step.tied_with)


def test_every_contest_has_its_calculation(world: World) -> None:
    world.at(Milestone.RESULTS_OPEN)
    for result in world.services.results.all(world.workshop_id, world.participant_id):
        calculation = result.calculation
        assert [(e.name, e.votes, e.seats) for e in calculation.lists] == [
            (e.name, e.votes, e.seats) for e in result.lists
        ]
        assert (calculation.valid, calculation.seats) == (result.valid, result.seats)
