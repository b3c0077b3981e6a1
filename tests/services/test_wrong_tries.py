"""Wrong passwords at the doors of the webmail and of I-Prof."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlmodel import select

from kiosk.models import WrongTries
from kiosk.services.container import Services
from kiosk.services.journal import Event
from kiosk.services.refusals import Refusal, RefusalCode

from ..worlds import World, refusal_of

NAMES = ("fmartin", "nobody", "[/b]" * 40)
SignIn = Callable[[str, str], str]


def at_door(world: World, door: str = "webmail") -> SignIn:
    system = world.services.webmail if door == "webmail" else world.services.iprof
    return lambda name, password: system.sign_in(
        world.workshop_id, world.participant_id, name, password
    )


def wrong(world: World, name: str, times: int, door: str = "webmail") -> list[Refusal]:
    """Type a wrong password so many times, waiting between as long as it asks."""
    refused = []
    for _ in range(times):
        refused.append(refusal_of(at_door(world, door), name, "wrong"))
        world.later(30)
    return refused


@pytest.mark.parametrize("name", NAMES)
def test_three_wrong_passwords_make_the_next_try_wait(world: World, name: str) -> None:
    sign_in = at_door(world)
    for _ in range(3):
        assert refusal_of(sign_in, name, "wrong").code is RefusalCode.CREDENTIALS_UNKNOWN
    refusal = refusal_of(sign_in, name, "wrong")
    assert (refusal.code, refusal.field) == (RefusalCode.SIGN_IN_SLOWED, "form")
    assert refusal.data == {"seconds": 30}
    world.later(29)
    assert refusal_of(sign_in, name, "wrong").data == {"seconds": 1}
    world.later(1)
    assert refusal_of(sign_in, name, "wrong").code is RefusalCode.CREDENTIALS_UNKNOWN
    assert refusal_of(sign_in, name, "wrong").code is RefusalCode.SIGN_IN_SLOWED


@pytest.mark.parametrize("after", [29, 30, 31])
def test_the_right_password_waits_too(world: World, after: int) -> None:
    sign_in = at_door(world)
    for _ in range(3):
        refusal_of(sign_in, "fmartin", "wrong")
    world.later(after)
    if after < 30:
        refusal = refusal_of(sign_in, "fmartin", world.sheet.numen)
        assert refusal.code is RefusalCode.SIGN_IN_SLOWED
    else:
        assert sign_in("fmartin", world.sheet.numen)


@pytest.mark.parametrize("name", NAMES)
def test_five_wrong_passwords_close_the_door_and_say_until_when(world: World, name: str) -> None:
    *_, last = wrong(world, name, 5)
    until = last.data["until"]
    assert last.code is RefusalCode.SIGN_IN_LOCKED
    assert isinstance(until, datetime)
    assert (until.second, until.microsecond) == (0, 0), "the hour that is said is exact"
    world.later((until - world.now).total_seconds() - 1)
    assert refusal_of(at_door(world), name, "wrong").code is RefusalCode.SIGN_IN_LOCKED
    for _ in range(2):
        world.later(1)
        assert refusal_of(at_door(world), name, "wrong").code is RefusalCode.CREDENTIALS_UNKNOWN


def test_closed_door_refuses_the_right_password_until_it_opens(world: World) -> None:
    *_, last = wrong(world, "fmartin", 5)
    until = last.data["until"]
    assert isinstance(until, datetime)
    refusal = refusal_of(at_door(world), "fmartin", world.sheet.numen)
    assert refusal.data == {"until": until}
    world.move_to(until)
    assert at_door(world)("fmartin", world.sheet.numen)


def test_a_try_while_the_door_is_closed_makes_it_no_longer(world: World) -> None:
    *_, last = wrong(world, "fmartin", 5)
    again = wrong(world, "fmartin", 4)
    assert {refusal.data["until"] for refusal in again} == {last.data["until"]}


def test_the_right_password_starts_the_count_anew(world: World) -> None:
    wrong(world, "fmartin", 2)
    at_door(world)("fmartin", world.sheet.numen)
    assert {one.code for one in wrong(world, "fmartin", 3)} == {RefusalCode.CREDENTIALS_UNKNOWN}


def test_wrong_tries_are_forgotten_when_a_lock_would_end(world: World) -> None:
    wrong(world, "fmartin", 2)
    world.later(11 * 60)
    sign_in = at_door(world)
    for _ in range(3):
        assert refusal_of(sign_in, "fmartin", "wrong").code is RefusalCode.CREDENTIALS_UNKNOWN


def test_webmail_and_iprof_are_one_door(world: World) -> None:
    wrong(world, "fmartin", 2)
    wrong(world, "fmartin", 2, "iprof")
    assert refusal_of(at_door(world), "fmartin", "x").code is RefusalCode.SIGN_IN_LOCKED
    assert refusal_of(at_door(world, "iprof"), "fmartin", "x").code is RefusalCode.SIGN_IN_LOCKED
    assert world.events().count(Event.IPROF_SIGN_IN_REFUSED) == 2


def test_each_user_name_and_each_workshop_is_counted_apart(world: World) -> None:
    wrong(world, "fmartin", 5)
    assert refusal_of(at_door(world), "other", "x").code is RefusalCode.CREDENTIALS_UNKNOWN
    services: Services = world.services
    who = services.workshops.begin_as("fabienne-martin")
    numen = services.workshops.sheet(who.participant_id).numen
    assert services.webmail.sign_in(who.workshop_id, who.participant_id, "fmartin", numen)


def test_however_the_name_is_typed_it_is_one_name(world: World) -> None:
    for name in ("fmartin", " FMartin", "FMARTIN "):
        refusal_of(at_door(world), name, "wrong")
    assert refusal_of(at_door(world), "fmartin", "wrong").code is RefusalCode.SIGN_IN_SLOWED


def test_what_was_typed_as_a_name_is_not_kept(world: World) -> None:
    secret = "Bonjour-2014!"
    refusal_of(at_door(world), secret, "wrong")
    with world.services.store.look() as unit:
        (row,) = unit.exec(select(WrongTries)).all()
    assert secret.lower() not in repr(row).lower()
    world.services.workshops.leave(world.workshop_id, world.participant_id)
    with world.services.store.look() as unit:
        assert unit.exec(select(WrongTries)).all() == []


def test_another_terminal_counts_the_same_tries(world: World) -> None:
    wrong(world, "fmartin", 4)
    other = world.another_terminal()
    refusal = refusal_of(
        other.webmail.sign_in, world.workshop_id, world.participant_id, "fmartin", "wrong"
    )
    assert refusal.code is RefusalCode.SIGN_IN_LOCKED
    assert refusal_of(at_door(world), "fmartin", "x").code is RefusalCode.SIGN_IN_LOCKED
