"""A door spends as many Argon2 checks whatever it knows of who knocks: waiting tells nothing."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from kiosk.services.container import Services
from kiosk.services.content import Stage
from kiosk.services.password_hashes import PasswordHashes
from kiosk.services.refusals import Refusal

from ..worlds import PASSWORD, World, refusal_of

NEW = "Glycines-2014"


class Counted:
    """Counts what is spent on digests: one for each that is made, one for each that is checked."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._spent = 0
        make, check = PasswordHashes.hash, PasswordHashes.verify

        def hash_(hashes: PasswordHashes, password: str) -> str:
            self._spent += 1
            return make(hashes, password)

        def verify(hashes: PasswordHashes, password: str, digest: str | None) -> bool:
            self._spent += digest is not None
            return check(hashes, password, digest)

        patch.setattr(PasswordHashes, "hash", hash_)
        patch.setattr(PasswordHashes, "verify", verify)

    def by(self, knock: Callable[[], object]) -> int:
        """Return how many a knock at a door costs, let in or not."""
        before = self._spent
        with suppress(Refusal):
            knock()
        return self._spent - before


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(monkeypatch)


def at_door(world: World, system: str, name: str, password: str) -> Callable[[], object]:
    door = getattr(world.services, system)
    return lambda: door.sign_in(world.workshop_id, world.participant_id, name, password)


@pytest.mark.parametrize("system", ["webmail", "iprof"])
def test_unknown_known_and_changed_user_names_cost_the_same(
    world: World, counted: Counted, system: str
) -> None:
    numen = world.sheet.numen
    knocks = [
        ("personne", numen),
        ("fmartin", "faux"),
        ("fmartin", numen.lower()),
        ("fmartin", numen),
    ]
    spent = [counted.by(at_door(world, system, *knock)) for knock in knocks]
    token = world.sign_in_to_webmail()
    world.services.webmail.change_password(token, current=numen, new=NEW, confirmation=NEW)
    changed = [("fmartin", "faux"), ("fmartin", NEW)]
    spent += [counted.by(at_door(world, system, *knock)) for knock in changed]
    assert len(set(spent)) == 1
    assert spent[0] > 0


@pytest.mark.parametrize(
    "stage", [Stage.WEBMAIL_OPEN, Stage.ACCOUNT_REQUESTED, Stage.ACCOUNT_CONFIRMED]
)
def test_voter_space_costs_the_same_with_and_without_an_account(
    world: World, counted: Counted, stage: Stage
) -> None:
    world.reach(stage)
    addresses = (world.sheet.address, "julie.labert@ac-orleans-tours.fr", "[/b]")
    for password in (PASSWORD, "Autrement2014"):
        for address in addresses:
            assert counted.by(at_door(world, "voter_accounts", address, password)) == 1


def test_numen_of_a_lost_password_costs_none_whoever_it_is(
    services: Services, world: World, counted: Counted
) -> None:
    lost = services.lost_passwords
    for name in ("fmartin", "personne"):
        token = lost.begin(world.workshop_id, world.participant_id, name)
        assert counted.by(lambda: lost.prove(token, "26G9800000AAA")) == 0  # noqa: B023


def test_capitals_open_nothing_once_the_password_was_changed(world: World) -> None:
    token, numen = world.sign_in_to_webmail(), world.sheet.numen
    new = "GLYCINES-2014"
    world.services.webmail.change_password(token, current=numen, new=new, confirmation=new)
    refusal = refusal_of(at_door(world, "webmail", "fmartin", new.lower()))
    assert refusal.code.value == "credentials_unknown"
