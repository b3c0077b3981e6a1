from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlmodel import func, select

from kiosk.models import BoxTray, ContestCount, ListCount, RollSignature
from kiosk.services.ballots import BLANK
from kiosk.services.bureau_journal import Act
from kiosk.services.container import Services
from kiosk.services.content import Milestone, Stage
from kiosk.services.journal import Event
from kiosk.services.refusals import RefusalCode
from kiosk.services.results import ContestResult

from ..boxes import Colleagues
from ..worlds import FABIENNE, World, refusal_of


def read(world: World) -> tuple[ContestResult, ...]:
    return world.services.results.all(world.workshop_id, world.participant_id)


def acts(world: World) -> list[Act]:
    return [entry.act for entry in world.services.bureaus.state(world.workshop_id).journal]


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
    colleagues = Colleagues()
    with colleagues.watched():
        token, services = world.in_polling_station().polling_station, world.services
        lists = {code: services.polling.ballot(token, code).lists for code in ("CTM", "CAPD")}
        chosen = lists["CTM"][-1]
        services.polling.cast(token, "CTM", chosen.id)
        services.polling.cast(token, "CTA", BLANK)
        found = {result.code: result for result in published(world)}
    for code, own in (("CTM", chosen.id), ("CAPD", "")):
        votes = {entry.name: entry.votes for entry in found[code].lists}
        for entry in lists[code]:
            others = colleagues.votes[code][entry.id]
            assert votes[entry.name] == others + (entry.id == own)
    for code, blank in (("CTM", 0), ("CTA", 1), ("CAPD", 0)):
        assert found[code].blank == colleagues.votes[code][BLANK] + blank
        assert found[code].voters == colleagues.votes[code].total() + (code != "CAPD")


def test_same_results_at_every_look_and_on_every_terminal(world: World) -> None:
    first = published(world)
    assert read(world) == first
    other = world.another_terminal()
    assert other.results.all(world.workshop_id, world.participant_id) == first
    world.later(86400)
    assert read(world) == first


def test_workshop_s_seed_tells_who_votes_but_not_for_what(world: World) -> None:
    first = published(world)
    world.who = world.services.workshops.begin_as(FABIENNE, seed=1)
    votes = [[entry.votes for entry in result.lists] for result in published(world)]
    assert votes != [[entry.votes for entry in result.lists] for result in first]


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
    assert Act.BOX_COUNTED not in acts(world)
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
        ballots = unit.exec(select(func.sum(BoxTray.held))).one()
        signatures = unit.exec(select(func.count()).select_from(RollSignature)).one()
        votes = unit.exec(select(func.sum(ListCount.votes))).one()
    voters = sum(result.voters for result in seen[0])
    assert (ballots, signatures) == (voters, voters)
    assert votes == sum(result.valid for result in seen[0])


def test_results_of_one_workshop_hold_nothing_of_another(world: World) -> None:
    cookies = world.in_polling_station()
    neighbour = world.services.workshops.begin_as(FABIENNE)
    for state in world.services.polling.contests(cookies.polling_station):
        world.services.polling.cast(cookies.polling_station, state.code, BLANK)
    world.who = neighbour
    colleagues = Colleagues()
    with colleagues.watched():
        for result in published(world):
            assert result.voters == colleagues.votes[result.code].total()
