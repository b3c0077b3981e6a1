from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlmodel import func, select

from kiosk.models import Ballot, ContestCount, ListCount, RollSignature
from kiosk.services.ballots import BLANK
from kiosk.services.container import Services
from kiosk.services.content import Milestone, Stage
from kiosk.services.journal import Event
from kiosk.services.refusals import RefusalCode
from kiosk.services.results import ContestResult

from ..worlds import FABIENNE, World, refusal_of


def read(world: World) -> tuple[ContestResult, ...]:
    return world.services.results.all(world.workshop_id, world.participant_id)


def published(world: World) -> tuple[ContestResult, ...]:
    world.at(Milestone.RESULTS_OPEN)
    return read(world)


def test_there_are_as_many_ballots_as_voters(world: World) -> None:
    world.reach(Stage.VOTED)
    for result in published(world):
        assert result.valid + result.blank + result.invalid == result.voters
        assert result.invalid == 0
        assert 0 < result.voters < result.registered
        assert 0 < result.turnout < 1


def test_every_seat_is_given(world: World) -> None:
    for result in published(world):
        assert sum(entry.seats for entry in result.lists) == result.seats
        assert sum(entry.share for entry in result.lists) == 1
        votes = [entry.votes for entry in result.lists]
        assert votes == sorted(votes, reverse=True)


def test_own_ballot_is_counted_where_it_was_cast(world: World) -> None:
    cookies = world.in_polling_station()
    token, services = cookies.polling_station, world.services
    alike = services.workshops.begin_as(FABIENNE, seed=1)
    chosen = services.polling.ballot(token, "CTM").lists[-1]
    services.polling.cast(token, "CTM", chosen.id)
    services.polling.cast(token, "CTA", BLANK)
    mine = {result.code: result for result in published(world)}
    world.who = alike
    without = {result.code: result for result in published(world)}
    for code, votes, blank in (("CTM", 1, 0), ("CTA", 0, 1), ("CAPD", 0, 0)):
        gained = {e.name: e.votes for e in mine[code].lists}
        for entry in without[code].lists:
            own = votes if code == "CTM" and entry.name == chosen.name else 0
            assert gained[entry.name] - entry.votes == own
        assert mine[code].blank - without[code].blank == blank
        assert mine[code].voters - without[code].voters == votes + blank


def test_same_results_at_every_look_and_on_every_terminal(world: World) -> None:
    first = published(world)
    assert read(world) == first
    other = world.another_terminal()
    assert other.results.all(world.workshop_id, world.participant_id) == first
    world.later(86400)
    assert read(world) == first


def test_same_seed_gives_the_same_results_in_another_workshop(world: World) -> None:
    first = published(world)
    world.who = world.services.workshops.begin_as(FABIENNE, seed=1)
    assert published(world) == first
    world.who = world.services.workshops.begin_as(FABIENNE, seed=2)
    assert published(world) != first


def test_ones_own_contests_come_first(world: World) -> None:
    results = published(world)
    assert [result.yours for result in results] == [True] * 4 + [False] * 3
    assert [result.code for result in results[:4]] == ["CTM", "CTA", "CAPN-PE", "CAPD"]


def test_contest_is_found_by_its_code_in_any_case(world: World) -> None:
    results = {result.code: result for result in published(world)}
    one = world.services.results.one
    assert one(world.workshop_id, world.participant_id, "capn-pe") == results["CAPN-PE"]
    refusal = refusal_of(one, world.workshop_id, world.participant_id, "CAPX")
    assert refusal.code is RefusalCode.CONTEST_UNKNOWN


def test_nothing_is_counted_before_the_hour(world: World) -> None:
    world.at(Milestone.RESULTS_OPEN, -1)
    assert refusal_of(read, world).code is RefusalCode.TOO_EARLY
    one = world.services.results.one
    refusal = refusal_of(one, world.workshop_id, world.participant_id, "CTM")
    assert refusal.code is RefusalCode.TOO_EARLY
    with world.services.store.look() as unit:
        assert not unit.exec(select(ContestCount)).all()
        assert not unit.exec(select(Ballot)).all()
    assert Event.RESULTS_READ not in world.events()


def test_reading_is_noted_once(world: World) -> None:
    published(world)
    read(world)
    assert world.events().count(Event.RESULTS_READ) == 1


def test_two_terminals_looking_at_once_count_once(world: World) -> None:
    world.at(Milestone.RESULTS_OPEN)
    terminals = [world.services, world.another_terminal()]
    start = Barrier(4)

    def look(services: Services) -> tuple[ContestResult, ...]:
        start.wait()
        return services.results.all(world.workshop_id, world.participant_id)

    with ThreadPoolExecutor(4) as pool:
        seen = list(pool.map(look, terminals * 2))
    assert seen == [seen[0]] * 4
    with world.services.store.look() as unit:
        ballots = unit.exec(select(func.count()).select_from(Ballot)).one()
        signatures = unit.exec(select(func.count()).select_from(RollSignature)).one()
        votes = unit.exec(select(func.sum(ListCount.votes))).one()
    voters = sum(result.voters for result in seen[0])
    assert (ballots, signatures) == (voters, voters)
    assert votes == sum(result.valid for result in seen[0])


def test_results_of_one_workshop_hold_nothing_of_another(world: World) -> None:
    cookies = world.in_polling_station()
    neighbour = world.services.workshops.begin_as(FABIENNE, seed=1)
    for state in world.services.polling.contests(cookies.polling_station):
        world.services.polling.cast(cookies.polling_station, state.code, BLANK)
    world.who = neighbour
    alone = published(world)
    world.who = world.services.workshops.begin_as(FABIENNE, seed=1)
    assert published(world) == alone
