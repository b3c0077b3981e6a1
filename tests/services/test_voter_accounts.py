import pytest

from kiosk.services.content import Stage
from kiosk.services.journal import Event
from kiosk.services.password_hashes import PasswordHashes
from kiosk.services.refusals import Refusal, RefusalCode

from ..worlds import PASSWORD, World, refusal_of, refusals_of


def sign_in(world: World, address: str, password: str) -> str:
    return world.services.voter_accounts.sign_in(
        world.workshop_id, world.participant_id, address, password
    )


def refused(world: World, address: str, password: str) -> Refusal:
    return refusal_of(lambda: sign_in(world, address, password))


def test_address_and_voter_password_open_the_voter_space(world: World) -> None:
    world.reach(Stage.ACCOUNT_CONFIRMED)
    token = sign_in(world, f"  {world.sheet.address.upper()} ", PASSWORD)
    space = world.services.voter_spaces.space(token)
    assert space.name == "Fabienne Martin"
    assert space.address == world.sheet.address
    assert [contest.code for contest in space.contests] == ["CTM", "CTA", "CAPN-PE", "CAPD"]
    assert not any(contest.voted for contest in space.contests)
    assert world.events()[-1] is Event.VOTER_SPACE_ENTERED


def test_account_not_yet_confirmed_has_its_own_sentence(world: World) -> None:
    world.reach(Stage.ACCOUNT_REQUESTED)
    assert refused(world, world.sheet.address, PASSWORD).code is RefusalCode.VOTER_NOT_CONFIRMED
    wrong = refused(world, world.sheet.address, "Autrement2014")
    assert wrong.code is RefusalCode.VOTER_CREDENTIALS_UNKNOWN


def test_request_whose_image_was_not_copied_is_no_account(world: World) -> None:
    world.services.account_requests.fill_form(
        world.workshop_id,
        world.participant_id,
        address=world.sheet.address,
        password=PASSWORD,
        confirmation=PASSWORD,
    )
    refusal = refused(world, world.sheet.address, PASSWORD)
    assert refusal.code is RefusalCode.VOTER_CREDENTIALS_UNKNOWN


def test_neither_address_nor_password_is_told_apart(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.reach(Stage.ACCOUNT_CONFIRMED)
    burnt: list[str] = []
    monkeypatch.setattr(PasswordHashes, "burn", lambda _self, password: burnt.append(password))
    wrong = refused(world, world.sheet.address, "Autrement2014")
    unknown = refused(world, "julie.labert@ac-orleans-tours.fr", PASSWORD)
    assert burnt == [PASSWORD]
    assert (wrong.code, wrong.field, wrong.data) == (unknown.code, unknown.field, unknown.data)
    assert wrong.code is RefusalCode.VOTER_CREDENTIALS_UNKNOWN
    assert world.events()[-2:] == [Event.VOTER_SIGN_IN_REFUSED] * 2


def test_webmail_password_is_not_the_voter_password(world: World) -> None:
    world.reach(Stage.ACCOUNT_CONFIRMED)
    refusal = refused(world, world.sheet.address, world.sheet.numen)
    assert refusal.code is RefusalCode.VOTER_CREDENTIALS_UNKNOWN


def test_account_of_another_workshop_opens_nothing_here(world: World) -> None:
    world.reach(Stage.ACCOUNT_CONFIRMED)
    world.who = world.services.workshops.begin_as("fabienne-martin")
    refusal = refused(world, world.sheet.address, PASSWORD)
    assert refusal.code is RefusalCode.VOTER_CREDENTIALS_UNKNOWN


def test_empty_fields_are_refused_together(world: World) -> None:
    assert refusals_of(lambda: sign_in(world, " ", "")) == {
        "address": "field_empty",
        "password": "field_empty",
    }


def test_voter_space_is_closed_after_signing_out(world: World) -> None:
    cookies = world.reach(Stage.ACCOUNT_CONFIRMED)
    world.services.voter_accounts.sign_out(cookies.voter_space)
    refusal = refusal_of(lambda: world.services.voter_spaces.space(cookies.voter_space))
    assert refusal.code is RefusalCode.SIGN_IN_FIRST
    assert refusal.data == {"system": "voter-space"}


def test_webmail_session_does_not_open_the_voter_space(world: World) -> None:
    cookies = world.reach(Stage.ACCOUNT_CONFIRMED)
    refusal = refusal_of(lambda: world.services.voter_spaces.space(cookies.webmail))
    assert refusal.code is RefusalCode.SIGN_IN_FIRST


def test_forgetting_somebody_closes_every_session_of_theirs_alone(world: World) -> None:
    cookies = world.in_polling_station()
    services = world.services
    other = services.workshops.begin_as("fabienne-martin")
    theirs = services.stages.reach(other, Stage.ACCOUNT_CONFIRMED, world.now)
    services.sessions.forget(world.participant_id)
    assert services.voter_spaces.space(theirs.voter_space)
    for call in (
        lambda: services.voter_spaces.space(cookies.voter_space),
        lambda: services.polling.contests(cookies.polling_station),
        lambda: services.webmail.has_first_password(cookies.webmail),
    ):
        assert refusal_of(call).code is RefusalCode.SIGN_IN_FIRST
