"""The webmail's password, lost and replaced by means of the NUMEN."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlmodel import Session

from kiosk.services import lost_passwords
from kiosk.services.journal import Event
from kiosk.services.postman import Folder
from kiosk.services.refusals import Refusal, RefusalCode

from ..worlds import World, refusal_of, refusals_of

NEW = "Glycines-2014"
NAMES = ("fmartin", "nobody")


def begin(world: World, name: str = "fmartin") -> str:
    return world.services.lost_passwords.begin(world.workshop_id, world.participant_id, name)


def proved(world: World) -> str:
    token = begin(world)
    world.services.lost_passwords.prove(token, world.sheet.numen)
    return token


def choose(world: World, token: str, new: str = NEW, confirmation: str = NEW) -> str:
    return world.services.lost_passwords.choose(token, new=new, confirmation=confirmation)


def test_name_numen_and_new_password_let_one_back_in(world: World) -> None:
    webmail = choose(world, proved(world))
    mailbox = world.services.mailboxes.open_folder(webmail, Folder.INBOX)
    assert mailbox.address == world.sheet.address
    assert not world.services.webmail.has_first_password(webmail)
    assert world.services.webmail.sign_in(world.workshop_id, world.participant_id, "fmartin", NEW)
    assert world.services.iprof.sign_in(world.workshop_id, world.participant_id, "fmartin", NEW)
    assert Event.WEBMAIL_PASSWORD_LOST in world.events()
    assert Event.WEBMAIL_PASSWORD_CHANGED in world.events()


def test_numen_no_longer_opens_once_it_is_replaced(world: World) -> None:
    choose(world, proved(world))
    refusal = refusal_of(
        world.services.webmail.sign_in,
        world.workshop_id,
        world.participant_id,
        "fmartin",
        world.sheet.numen,
    )
    assert refusal.code is RefusalCode.CREDENTIALS_UNKNOWN


@pytest.mark.parametrize("name", NAMES)
def test_wrong_numen_is_refused_alike_whether_the_name_exists(world: World, name: str) -> None:
    lost = world.services.lost_passwords
    token = begin(world, name)
    for numen in ("26G9800000AAA", "x", "\ud800", "é" * 200, "[/b]"):
        refusal = refusal_of(lost.prove, token, numen)
        assert (refusal.code, refusal.field) == (RefusalCode.NUMEN_UNKNOWN, "numen") or (
            refusal.code in {RefusalCode.SIGN_IN_SLOWED, RefusalCode.SIGN_IN_LOCKED}
        )
        world.later(30)
    assert refusal_of(lost.prove, token, "x").code is RefusalCode.SIGN_IN_LOCKED
    assert not lost.request(token).is_proved


def test_wrong_numens_leave_the_door_of_the_password_open(world: World) -> None:
    token = begin(world)
    for _ in range(5):
        refusal_of(world.services.lost_passwords.prove, token, "x")
        world.later(30)
    assert world.sign_in_to_webmail()


def test_numen_opens_a_door_that_wrong_passwords_closed(world: World) -> None:
    sign_in = world.services.webmail.sign_in
    for _ in range(5):
        refusal_of(sign_in, world.workshop_id, world.participant_id, "fmartin", "x")
        world.later(30)
    choose(world, proved(world))
    assert sign_in(world.workshop_id, world.participant_id, "fmartin", NEW)


def test_numen_in_small_letters_has_its_own_sentence(world: World) -> None:
    refusal = refusal_of(
        world.services.lost_passwords.prove, begin(world), f" {world.sheet.numen.lower()} "
    )
    assert (refusal.code, refusal.field) == (RefusalCode.NUMEN_LOWER_CASE, "numen")


def test_numen_of_somebody_else_proves_nothing(world: World) -> None:
    other = world.services.workshops.begin_as("maelle-casteran")
    numen = world.services.workshops.sheet(other.participant_id).numen
    refusal = refusal_of(world.services.lost_passwords.prove, begin(world), numen)
    assert refusal.code is RefusalCode.NUMEN_UNKNOWN


def test_empty_fields_are_refused_by_their_names(world: World) -> None:
    lost = world.services.lost_passwords
    assert refusal_of(begin, world, " ").field == "user_name"
    assert refusal_of(lost.prove, begin(world), " ").field == "numen"
    assert refusals_of(lambda: choose(world, proved(world), "", "")) == {
        "password": "field_empty",
        "confirmation": "field_empty",
    }


def test_new_password_follows_the_webmails_own_rule(world: World) -> None:
    token = proved(world)
    assert refusals_of(lambda: choose(world, token, "Bonjour2014", "Bonjour")) == {
        "password": "password_too_weak",
        "confirmation": "passwords_differ",
    }
    assert choose(world, token)


def test_nothing_is_chosen_before_the_numen_is_given(world: World) -> None:
    token = begin(world)
    for wanted in (token, None, "", "nonsense"):
        refusal = refusal_of(
            world.services.lost_passwords.choose, wanted, new=NEW, confirmation=NEW
        )
        assert refusal.code is RefusalCode.RECOVERY_GONE
    assert world.sign_in_to_webmail()


def test_request_serves_once(world: World) -> None:
    token = proved(world)
    choose(world, token)
    assert refusal_of(choose, world, token).code is RefusalCode.RECOVERY_GONE
    assert world.events().count(Event.WEBMAIL_PASSWORD_CHANGED) == 1


def test_new_password_closes_the_mailbox_everywhere_else(world: World) -> None:
    left_open = world.sign_in_to_webmail()
    webmail = choose(world, proved(world))
    assert world.services.webmail.is_open(webmail)
    assert not world.services.webmail.is_open(left_open)


def test_failure_on_the_way_loses_neither_request_nor_password(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = proved(world)

    def fail(_unit: Session, _who: str, event: Event, **_said: object) -> None:
        raise OSError(event)

    with monkeypatch.context() as patch:
        patch.setattr(lost_passwords, "record", fail)
        with pytest.raises(OSError, match=Event.WEBMAIL_SIGNED_IN):
            choose(world, token)
    assert world.sign_in_to_webmail(), "the NUMEN still opens"
    assert Event.WEBMAIL_PASSWORD_CHANGED not in world.events()
    assert choose(world, token)
    assert refusal_of(choose, world, token).code is RefusalCode.RECOVERY_GONE


def test_request_sent_twice_at_once_serves_once(world: World) -> None:
    token, start = proved(world), Barrier(2)

    def send(_number: int) -> str:
        start.wait()
        try:
            choose(world, token)
        except Refusal as refusal:
            return refusal.code.value
        return "chosen"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, range(2))) == ["chosen", "recovery_gone"]


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_request_is_gone_after_a_while(world: World, seconds: int) -> None:
    token = proved(world)
    world.later(45 * 60 + seconds)
    if seconds >= 0:
        assert refusal_of(choose, world, token).code is RefusalCode.RECOVERY_GONE
    else:
        assert choose(world, token)


def test_wiped_workshop_leaves_no_request(world: World) -> None:
    token, lost = proved(world), world.services.lost_passwords
    lost.forget("another")
    assert lost.request(token).is_proved
    lost.forget(world.workshop_id)
    assert refusal_of(lost.request, token).code is RefusalCode.RECOVERY_GONE


def test_no_secret_is_in_the_journal_nor_in_a_repr(world: World) -> None:
    token = proved(world)
    request = world.services.lost_passwords.request(token)
    assert world.participant_id not in repr(request)
    assert request.user_name not in repr(request)
    choose(world, token)
    assert world.sheet.numen not in repr(world.events())
