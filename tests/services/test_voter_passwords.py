from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from sqlmodel import select

from kiosk.models import LinkToken
from kiosk.services.browser import Cookies
from kiosk.services.content import Milestone, Stage
from kiosk.services.french import PARIS
from kiosk.services.journal import Event
from kiosk.services.postman import Folder
from kiosk.services.refusals import Refusal, RefusalCode

from ..worlds import ON_SQLITE, PASSWORD, World, refusal_of, refusals_of

NEW = "Autrement2014"
PATH = "/nouveau-mot-de-passe/"


def ask(world: World, address: str = "") -> None:
    world.services.voter_passwords.mail_link(
        world.workshop_id, world.participant_id, address or world.sheet.address
    )


def links(world: World, cookies: Cookies) -> list[str]:
    return world.links(cookies.webmail, PATH)


def link(world: World) -> str:
    """Reach a confirmed account, lose its password, and return the mailed link's token."""
    cookies = world.reach(Stage.ACCOUNT_CONFIRMED)
    ask(world)
    world.later(60)
    return links(world, cookies)[0]


def choose(world: World, token: str, password: str = NEW, confirmation: str | None = None) -> None:
    world.services.voter_passwords.choose(
        world.workshop_id,
        token,
        password=password,
        confirmation=password if confirmation is None else confirmation,
    )


def sign_in(world: World, password: str) -> str:
    return world.services.voter_accounts.sign_in(
        world.workshop_id, world.participant_id, world.sheet.address, password
    )


def refused(world: World, token: str) -> Refusal:
    looked = refusal_of(world.services.voter_passwords.require_link, world.workshop_id, token)
    chosen = refusal_of(choose, world, token)
    assert (looked.code, looked.data) == (chosen.code, chosen.data)
    return chosen


def test_link_leads_to_a_new_password_and_the_old_one_is_gone(world: World) -> None:
    token = link(world)
    choose(world, token)
    assert sign_in(world, NEW)
    assert refusal_of(sign_in, world, PASSWORD).code is RefusalCode.VOTER_CREDENTIALS_UNKNOWN
    assert Event.VOTER_PASSWORD_LOST in world.events()
    assert Event.VOTER_PASSWORD_CHANGED in world.events()


def test_link_arrives_after_a_delay(world: World) -> None:
    cookies = world.reach(Stage.ACCOUNT_CONFIRMED)
    ask(world)
    shortest, longest = world.services.content.rules.mail_delay_seconds
    world.later(shortest - 1)
    assert links(world, cookies) == []
    world.later(longest - shortest + 1)
    assert len(links(world, cookies)) == 1


def test_used_link_is_spent(world: World) -> None:
    token = link(world)
    choose(world, token)
    assert refused(world, token).code is RefusalCode.LINK_SPENT


def test_last_mail_to_arrive_is_the_last_one_asked_for(world: World) -> None:
    cookies = world.reach(Stage.ACCOUNT_CONFIRMED)
    for _ in range(12):
        ask(world)
    world.later(120)
    newest, *older = links(world, cookies)
    assert len(older) == 11
    world.services.voter_passwords.require_link(world.workshop_id, newest)
    for token in older:
        assert refused(world, token).code is RefusalCode.LINK_VOID


def test_link_of_an_earlier_request_is_void(world: World) -> None:
    first = link(world)
    ask(world)
    world.later(60)
    second, older = world.links(world.sign_in_to_webmail(), PATH)
    assert older == first
    assert refused(world, first).code is RefusalCode.LINK_VOID
    choose(world, second)


@pytest.mark.parametrize(("seconds", "works"), [(-1, True), (0, False), (1, False)])
def test_link_works_for_so_many_minutes(world: World, seconds: int, works: bool) -> None:  # noqa: FBT001
    cookies = world.reach(Stage.ACCOUNT_CONFIRMED)
    asked_at = world.now
    ask(world)
    world.later(60)
    token = links(world, cookies)[0]
    minutes = world.services.content.rules.reset_link_minutes
    world.later(minutes * 60 + seconds - (world.now - asked_at).total_seconds())
    if works:
        choose(world, token)
    else:
        refusal = refused(world, token)
        assert refusal.code is RefusalCode.LINK_EXPIRED
        assert refusal.data == {"minutes": minutes}
        assert sign_in(world, PASSWORD)


def test_link_is_as_long_across_the_change_to_winter_time(world: World) -> None:
    cookies = world.reach(Stage.ACCOUNT_CONFIRMED)
    world.move_to(datetime(2014, 10, 26, 2, 30, fold=0, tzinfo=PARIS))
    ask(world)
    world.later(59 * 60)
    token = links(world, cookies)[0]
    world.later(59)
    choose(world, token)


def test_looking_at_a_link_uses_nothing_up(world: World) -> None:
    token = link(world)
    for _ in range(2):
        world.services.voter_passwords.require_link(world.workshop_id, token)
    assert refusals_of(lambda: choose(world, token, "court", "autre")) == {
        "password": "password_too_weak",
        "confirmation": "passwords_differ",
    }
    assert refusals_of(lambda: choose(world, token, "", "")) == {
        "password": "field_empty",
        "confirmation": "field_empty",
    }
    choose(world, token)


def test_link_of_another_purpose_or_workshop_is_unknown(world: World) -> None:
    token = link(world)
    requests = world.services.account_requests
    confirmation = world.links(world.sign_in_to_webmail())[0]
    assert refused(world, confirmation).code is RefusalCode.LINK_UNKNOWN
    unknown = refusal_of(requests.confirm, world.workshop_id, token)
    assert unknown.code is RefusalCode.LINK_UNKNOWN
    world.who = world.services.workshops.begin_as("maelle-casteran", at=world.now)
    assert refused(world, token).code is RefusalCode.LINK_UNKNOWN
    assert refused(world, "[/b]\u202e").code is RefusalCode.LINK_UNKNOWN


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("", "field_empty"),
        ("fabienne.martin", "address_shape"),
        ("fabienne.martin@courriel.example", "address_not_professional"),
        ("fabienne.martin@ac-toulouse.fr", "address_not_professional"),
    ],
)
def test_address_that_is_none_is_refused(world: World, address: str, code: str) -> None:
    passwords = world.services.voter_passwords
    refusal = refusal_of(passwords.mail_link, world.workshop_id, world.participant_id, address)
    assert (refusal.code.value, refusal.field) == (code, "address")


@pytest.mark.parametrize("stage", [Stage.WEBMAIL_OPEN, Stage.ACCOUNT_REQUESTED])
def test_nothing_is_said_of_an_address_without_an_account(world: World, stage: Stage) -> None:
    cookies = world.reach(stage)
    for address in (world.sheet.address, "julie.labert@ac-orleans-tours.fr"):
        ask(world, address)
    world.later(600)
    assert links(world, cookies) == []
    assert world.events().count(Event.VOTER_PASSWORD_LOST) == 2


@pytest.mark.parametrize(("seconds", "open_"), [(-1, False), (0, True), (1, True)])
def test_nothing_is_asked_for_before_the_space_opens(
    world: World,
    seconds: int,
    open_: bool,  # noqa: FBT001
) -> None:
    opens = world.services.calendar.at(Milestone.ACCOUNTS_OPEN)
    at = datetime.fromtimestamp(opens.timestamp() + seconds, PARIS)
    world.who = world.services.workshops.begin_as("fabienne-martin", at=at)
    if open_:
        ask(world)
    else:
        assert refusal_of(ask, world).code is RefusalCode.TOO_EARLY


def test_password_is_found_again_after_accounts_have_closed(world: World) -> None:
    cookies = world.reach(Stage.ACCOUNT_CONFIRMED)
    world.at(Milestone.ACCOUNTS_CLOSE)
    ask(world)
    world.later(60)
    choose(world, links(world, cookies)[0])
    assert sign_in(world, NEW)


def test_store_knows_a_link_by_its_digest_alone(world: World) -> None:
    token = link(world)
    with world.services.store.look() as unit:
        assert all(token not in kept.digest for kept in unit.exec(select(LinkToken)))


def test_link_used_on_two_terminals_at_once_works_once(world: World) -> None:
    token, start = link(world), Barrier(2)
    other = world.another_terminal()

    def use(services: World) -> str:
        start.wait()
        try:
            choose(services, token)
        except Refusal as refusal:
            return refusal.code.value
        return "chosen"

    second = World(other, world.settings, world.hands, world.who)
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(use, (world, second))) == ["chosen", "link_spent"]


@ON_SQLITE
def test_toulouse_gets_its_link_too(world: World) -> None:
    world.who = world.services.workshops.begin_as("maelle-casteran")
    cookies = world.reach(Stage.ACCOUNT_CONFIRMED)
    world.later(600)
    ask(world)
    world.later(60)
    world.look()
    newest = world.services.mailboxes.open_folder(cookies.webmail, Folder.INBOX).messages[0]
    letter = world.services.mailboxes.read(cookies.webmail, newest.id).letter
    assert letter.links[0].address.startswith("https://www.education.gouv.fr/electionspro2014/")
    assert "60 minutes" in letter.body
    choose(world, links(world, cookies)[0])


class TestChange:
    def change(
        self, world: World, token: str | None, current: str, new: str, again: str | None = None
    ) -> None:
        world.services.voter_passwords.change(
            token, current=current, new=new, confirmation=new if again is None else again
        )

    def test_old_password_is_asked_for(self, world: World) -> None:
        token = world.reach(Stage.ACCOUNT_CONFIRMED).voter_space
        self.change(world, token, PASSWORD, NEW)
        assert sign_in(world, NEW)
        assert world.events().count(Event.VOTER_PASSWORD_CHANGED) == 1

    def test_everything_wrong_is_said_at_once(self, world: World) -> None:
        token = world.reach(Stage.ACCOUNT_CONFIRMED).voter_space
        assert refusals_of(lambda: self.change(world, token, "faux", "court", "autre")) == {
            "current": "voter_password_wrong",
            "password": "password_too_weak",
            "confirmation": "passwords_differ",
        }
        assert refusals_of(lambda: self.change(world, token, "", "", "")) == dict.fromkeys(
            ("current", "password", "confirmation"), "field_empty"
        )
        assert refusals_of(lambda: self.change(world, token, PASSWORD, PASSWORD)) == {
            "password": "password_same_as_before"
        }
        assert sign_in(world, PASSWORD)

    def test_it_is_changed_from_inside_only(self, world: World) -> None:
        cookies = world.reach(Stage.ACCOUNT_CONFIRMED)
        for token in (None, "unknown", cookies.webmail):
            refusal = refusal_of(self.change, world, token, PASSWORD, NEW)
            assert refusal.code is RefusalCode.SIGN_IN_FIRST

    def test_it_opens_the_polling_station_from_then_on(self, world: World) -> None:
        cookies = world.reach(Stage.NOTICE_READ)
        self.change(world, cookies.voter_space, PASSWORD, NEW)
        world.at(Milestone.VOTE_OPENS)
        enter = world.services.polling.enter
        refusal = refusal_of(
            enter, cookies.voter_space, identifier=world.identifier, password=PASSWORD
        )
        assert refusal.code is RefusalCode.POLLING_CREDENTIALS_UNKNOWN
        assert enter(cookies.voter_space, identifier=world.identifier, password=NEW)
