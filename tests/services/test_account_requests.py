from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from kiosk.services.account_requests import RequestState
from kiosk.services.content import Milestone, Stage
from kiosk.services.journal import Event
from kiosk.services.postman import Folder
from kiosk.services.refusals import Refusal, RefusalCode

from ..worlds import PASSWORD, World, refusal_of, refusals_of

OTHER_PASSWORD = "Autrement2014"


def fill_form(world: World, password: str = PASSWORD, **fields: str) -> str:
    filled = {"address": world.sheet.address, "confirmation": password} | fields
    return world.services.account_requests.fill_form(
        world.workshop_id, world.participant_id, password=password, **filled
    )


def ask(world: World, password: str = PASSWORD) -> str:
    """Fill the form, pass the image, wait for the mail, and return the link's token."""
    world.services.account_requests.send_confirmation(fill_form(world, password))
    world.later(600)
    return world.links(world.sign_in_to_webmail())[0]


def confirm(world: World, token: str) -> None:
    world.services.account_requests.confirm(world.workshop_id, token)


def refused(world: World, token: str) -> Refusal:
    return refusal_of(confirm, world, token)


def enter(world: World, password: str) -> str:
    return world.services.voter_accounts.sign_in(
        world.workshop_id, world.participant_id, world.sheet.address, password
    )


def answer(world: World, monkeypatch: pytest.MonkeyPatch, right: str) -> str:
    """A challenge whose picture and question both want this answer; returns its id."""
    monkeypatch.setattr("kiosk.services.captchas._draw_signs", lambda _rng: right)
    monkeypatch.setattr("kiosk.services.captchas._draw_question", lambda _rng: ("", right))
    return world.services.captchas.new().id


def test_form_opened_again_is_noted_once(world: World) -> None:
    for _ in range(2):
        world.services.account_requests.open_form(world.workshop_id, world.participant_id)
    assert world.events().count(Event.ACCOUNT_FORM_OPENED) == 1


def test_form_says_everything_that_is_wrong_at_once(world: World) -> None:
    empty = refusals_of(lambda: fill_form(world, "", address=" ", confirmation=""))
    assert empty == dict.fromkeys(("address", "password", "confirmation"), "field_empty")
    wrong = refusals_of(lambda: fill_form(world, "bonjour", address="x", confirmation="y"))
    assert wrong == {
        "address": "address_shape",
        "password": "password_too_weak",
        "confirmation": "passwords_differ",
    }
    assert Event.VOTER_PASSWORD_CHOSEN not in world.events()


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("fabienne.martin", "address_shape"),
        ("fabienne martin@ac-orleans-tours.fr", "address_shape"),
        ("fabienne.martin@courriel.example", "address_not_professional"),
        ("fabienne.martin@ac-toulouse.fr", "address_not_professional"),
        ("fabienne.martin1@ac-orleans-tours.fr", "address_not_yours"),
        ("fabienne.martin@ac-orleans-tours.fr.example", "address_not_professional"),
    ],
)
def test_address_that_is_not_ones_own_is_refused(world: World, address: str, code: str) -> None:
    assert refusals_of(lambda: fill_form(world, address=address)) == {"address": code}


def test_capitals_and_spaces_around_the_address_do_not_matter(world: World) -> None:
    assert fill_form(world, address=" Fabienne.MARTIN@ac-orleans-tours.fr ")


def test_checking_the_form_keeps_nothing(world: World) -> None:
    before = world.events()
    world.services.account_requests.check_form(
        world.participant_id,
        address=world.sheet.address,
        password=PASSWORD,
        confirmation=PASSWORD,
    )
    assert world.events() == before


def test_request_tells_how_far_it_has_come(world: World) -> None:
    requests = world.services.account_requests
    request = fill_form(world)
    view = requests.request(request)
    assert view.address == world.sheet.address
    assert view.made_at == world.now
    assert view.state is RequestState.AWAITING_IMAGE
    requests.send_confirmation(request)
    assert requests.request(request).state is RequestState.AWAITING_LINK
    world.later(600)
    confirm(world, world.links(world.sign_in_to_webmail())[0])
    assert requests.request(request).state is RequestState.CONFIRMED


@pytest.mark.parametrize("request_id", [None, "", "unknown"])
def test_browser_without_a_request_is_told_so(world: World, request_id: str | None) -> None:
    requests = world.services.account_requests
    assert refusal_of(requests.request, request_id).code is RefusalCode.REQUEST_MISSING
    assert refusal_of(requests.send_confirmation, request_id).code is RefusalCode.REQUEST_MISSING
    copied = refusal_of(requests.copy_image, request_id, "x", "4273")
    assert copied.code is RefusalCode.REQUEST_MISSING


def test_image_copied_sends_the_mail(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    request = fill_form(world)
    challenge = answer(world, monkeypatch, "4273")
    world.services.account_requests.copy_image(request, challenge, " 42 73 ")
    assert world.events()[-1] is Event.ACCOUNT_REQUESTED
    world.later(600)
    assert len(world.links(world.sign_in_to_webmail())) == 1


def test_question_answered_sends_the_mail(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    request = fill_form(world)
    challenge = answer(world, monkeypatch, "12")
    world.services.account_requests.answer_question(request, challenge, "12")
    assert world.events()[-1] is Event.ACCOUNT_REQUESTED


def test_image_refused_three_times_sends_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests = world.services.account_requests
    request = fill_form(world)
    challenge = answer(world, monkeypatch, "4273")
    refusals = [refusal_of(requests.copy_image, request, challenge, "1234") for _ in range(3)]
    assert [refusal.code for refusal in refusals] == [
        RefusalCode.CAPTCHA_WRONG,
        RefusalCode.CAPTCHA_WRONG,
        RefusalCode.CAPTCHA_WRONG_TOO_OFTEN,
    ]
    assert {refusal.field for refusal in refusals} == {"answer"}
    assert world.events().count(Event.CAPTCHA_REFUSED) == 3
    assert Event.ACCOUNT_REQUESTED not in world.events()
    assert requests.request(request).state is RequestState.AWAITING_IMAGE
    requests.copy_image(request, answer(world, monkeypatch, "PAGE"), "page")
    assert requests.request(request).state is RequestState.AWAITING_LINK


def test_image_pressed_twice_sends_one_mail(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    request = fill_form(world)
    challenge = answer(world, monkeypatch, "4273")
    for _ in range(2):
        world.services.account_requests.copy_image(request, challenge, "4273")
    world.later(600)
    assert len(world.links(world.sign_in_to_webmail())) == 1
    assert world.events().count(Event.ACCOUNT_REQUESTED) == 1


def test_mail_arrives_after_its_delay_and_not_before(world: World) -> None:
    shortest, longest = world.services.content.rules.mail_delay_seconds
    world.services.account_requests.send_confirmation(fill_form(world))
    webmail = world.sign_in_to_webmail()
    world.later(shortest - 1)
    assert world.links(webmail) == []
    world.later(longest - shortest + 1)
    assert len(world.links(webmail)) == 1
    newest = world.services.mailboxes.open_folder(webmail, Folder.INBOX).messages[0]
    assert newest.sender == "Espace électeur"


def test_link_makes_the_account_with_the_password_of_the_form(world: World) -> None:
    token = ask(world)
    confirm(world, token)
    assert world.events()[-1] is Event.ACCOUNT_CONFIRMED
    assert enter(world, PASSWORD)
    world.later(600)
    world.look()
    webmail = world.sign_in_to_webmail()
    newest = world.services.mailboxes.open_folder(webmail, Folder.INBOX).messages[0]
    assert newest.subject == "Votre compte électeur est créé"


def test_link_of_an_earlier_request_is_void(world: World) -> None:
    first, second = ask(world), ask(world, OTHER_PASSWORD)
    assert refused(world, first).code is RefusalCode.LINK_VOID
    confirm(world, second)
    assert enter(world, OTHER_PASSWORD)
    assert refusal_of(enter, world, PASSWORD).code is RefusalCode.VOTER_CREDENTIALS_UNKNOWN
    assert refused(world, first).code is RefusalCode.LINK_VOID


def test_request_not_sent_leaves_the_earlier_link_good(world: World) -> None:
    first = ask(world)
    fill_form(world, OTHER_PASSWORD)
    confirm(world, first)
    assert enter(world, PASSWORD)


def test_link_followed_twice_is_spent(world: World) -> None:
    token = ask(world)
    confirm(world, token)
    assert refused(world, token).code is RefusalCode.LINK_SPENT
    assert world.events().count(Event.ACCOUNT_CONFIRMED) == 1


@pytest.mark.parametrize("token", ["", "0", "%20", "0" * 20, "é", "' OR 1=1 --"])
def test_link_that_was_never_sent_is_unknown(world: World, token: str) -> None:
    assert refused(world, token).code is RefusalCode.LINK_UNKNOWN


def test_link_of_another_workshop_is_unknown_and_stays_good(world: World) -> None:
    token, own = ask(world), world.who
    world.who = world.services.workshops.begin_as("fabienne-martin")
    assert refused(world, token).code is RefusalCode.LINK_UNKNOWN
    world.who = own
    confirm(world, token)


def test_token_is_nowhere_in_the_store_but_in_its_mail(world: World) -> None:
    from kiosk.models import LinkToken  # noqa: PLC0415 - the one look behind the service

    token = ask(world)
    with world.services.store.look() as unit:
        assert unit.get(LinkToken, token) is None


def test_second_account_is_refused_at_the_form(world: World) -> None:
    world.reach(Stage.ACCOUNT_CONFIRMED)
    refusal = refusal_of(fill_form, world)
    assert refusal.code is RefusalCode.ACCOUNT_EXISTS
    assert refusal.field == "address"


def test_form_filled_before_the_account_was_made_leads_to_no_second_one(world: World) -> None:
    first = ask(world)
    waiting = fill_form(world, OTHER_PASSWORD)
    confirm(world, first)
    refusal = refusal_of(world.services.account_requests.send_confirmation, waiting)
    assert refusal.code is RefusalCode.ACCOUNT_EXISTS
    assert enter(world, PASSWORD)


def test_link_asked_for_in_time_is_too_late_after_the_close(world: World) -> None:
    token = ask(world)
    world.at(Milestone.ACCOUNTS_CLOSE)
    refusal = refused(world, token)
    assert refusal.code is RefusalCode.TOO_LATE
    assert refusal.data["milestone"] == Milestone.ACCOUNTS_CLOSE


def at_once(call: Callable[[], object]) -> list[RefusalCode | None]:
    """What a call answers to three terminals that make it at the same instant."""
    start = Barrier(3)

    def ask(_number: int) -> RefusalCode | None:
        start.wait()
        try:
            call()
        except Refusal as refusal:
            return refusal.code
        return None

    with ThreadPoolExecutor(3) as pool:
        return sorted(pool.map(ask, range(3)), key=str)


def test_link_followed_by_several_at_once_is_followed_once(world: World) -> None:
    token = ask(world)
    answers = at_once(lambda: confirm(world, token))
    assert answers == [None, RefusalCode.LINK_SPENT, RefusalCode.LINK_SPENT]
    assert world.events().count(Event.ACCOUNT_CONFIRMED) == 1


def test_image_passed_by_several_at_once_sends_one_mail(world: World) -> None:
    request = fill_form(world)
    assert at_once(lambda: world.services.account_requests.send_confirmation(request)) == [None] * 3
    world.later(600)
    assert len(world.links(world.sign_in_to_webmail())) == 1


def mail_again(world: World, address: str = "") -> None:
    world.services.account_requests.mail_again(
        world.workshop_id, world.participant_id, address or world.sheet.address
    )


def test_confirmation_mailed_again_brings_another_link_and_voids_the_first(world: World) -> None:
    first = ask(world)
    mail_again(world)
    world.later(600)
    second = world.links(world.sign_in_to_webmail())[0]
    assert refused(world, first).code is RefusalCode.LINK_VOID
    confirm(world, second)
    assert enter(world, PASSWORD)
    assert Event.CONFIRMATION_ASKED_AGAIN in world.events()


def test_nothing_is_said_of_an_address_that_awaits_no_confirmation(world: World) -> None:
    mail_again(world)
    mail_again(world, "julie.labert@ac-orleans-tours.fr")
    confirm(world, ask(world))
    mail_again(world)
    world.later(600)
    assert len(world.links(world.sign_in_to_webmail())) == 1


def test_confirmation_is_mailed_again_to_a_professional_address_alone(world: World) -> None:
    refusal = refusal_of(mail_again, world, "fabienne.martin@courriel.example")
    assert (refusal.code, refusal.field) == (RefusalCode.ADDRESS_NOT_PROFESSIONAL, "address")


@pytest.mark.parametrize(("seconds", "in_time"), [(-1, True), (0, False), (1, False)])
def test_confirmation_is_mailed_again_until_accounts_close(
    world: World,
    seconds: int,
    in_time: bool,  # noqa: FBT001
) -> None:
    ask(world)
    world.at(Milestone.ACCOUNTS_CLOSE, seconds)
    if in_time:
        mail_again(world)
    else:
        assert refusal_of(mail_again, world).code is RefusalCode.TOO_LATE
