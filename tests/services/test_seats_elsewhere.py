"""Our seats against those of another programme: D’Hondt's divisors give the same."""

from random import Random

import pytest
from apportionment.methods import TiesException, compute

from kiosk.services.seats import TieUndecidedError, allot

TABLES = 3_000


def random_table(chance: Random) -> tuple[dict[str, int], int]:
    most = chance.choice([60, 3_000, 400_000])
    lists = chance.randint(1, 14)
    votes = {f"Liste {rank}": chance.randint(0, most) for rank in range(1, lists + 1)}
    votes["Liste 1"] += 1
    return votes, chance.randint(1, 40)


@pytest.mark.parametrize("seed", range(4))
def test_highest_averages_of_another_programme_give_the_same_seats(seed: int) -> None:
    chance = Random(seed)
    compared = 0
    for _ in range(TABLES // 4):
        votes, seats = random_table(chance)
        try:
            theirs = compute("dhondt", list(votes.values()), seats, tiesallowed=False)
        except TiesException:
            continue
        assert list(allot(votes, seats, tie_breaks=[]).seats.values()) == list(theirs)
        compared += 1
    assert compared > TABLES // 4 * 0.9


def test_a_tie_that_decides_is_one_for_both() -> None:
    votes = {"A": 200, "B": 100}
    with pytest.raises(TiesException):
        compute("dhondt", list(votes.values()), 2, tiesallowed=False)
    with pytest.raises(TieUndecidedError):
        allot(votes, 2, tie_breaks=[])
