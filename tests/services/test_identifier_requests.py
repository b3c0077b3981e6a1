from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlmodel import select

from kiosk.models import Delivery, DeskItem, JournalEntry, VoterIdentifier
from kiosk.services.contacts import Contact
from kiosk.services.content import Milestone, Stage
from kiosk.services.identifier_requests import IdentifierWish
from kiosk.services.journal import Event
from kiosk.services.postman import Channel
from kiosk.services.refusals import Refusal, RefusalCode

from ..worlds import ON_SQLITE, PASSWORD, World, refusal_of

AGAIN, NEW = IdentifierWish.AGAIN, IdentifierWish.NEW
MOBILE, MAIL = "06 39 98 12 04", "fabienne.martin@courriel.example"


def inside(world: World, contact: Contact | None = None) -> str | None:
    """Reach the notice read with personal data filled in, and return the space's token."""
    token = world.reach(Stage.NOTICE_READ).voter_space
    world.services.contacts.keep(token, contact or Contact(mobile=MOBILE, personal_mail=MAIL))
    return token


def send(
    world: World, token: str | None, wish: IdentifierWish, channel: Channel = Channel.SMS
) -> None:
    world.services.identifier_requests.send(token, wish, channel)


def texts(world: World) -> list[str]:
    world.look()
    return [text.body for text in world.services.desk.telephone(world.participant_id)]


def enter(world: World, token: str | None, identifier: str) -> str:
    return world.services.polling.enter(token, identifier=identifier, password=PASSWORD)


def test_lost_identifier_comes_again_by_text_after_a_delay(world: World) -> None:
    token, shortest_longest = inside(world), world.services.content.rules.mail_delay_seconds
    send(world, token, AGAIN)
    world.later(shortest_longest[0] - 1)
    assert texts(world) == []
    world.later(shortest_longest[1])
    assert texts(world) == [world.identifier]
    assert world.look().texts_unread == 1
    assert world.events()[-1] is Event.IDENTIFIER_SENT_AGAIN


def test_it_comes_by_personal_mail_where_that_is_wanted(world: World) -> None:
    token, desk = inside(world), world.services.desk
    send(world, token, AGAIN, Channel.PERSONAL_MAIL)
    world.later(60)
    assert world.look().personal_unread == 1
    (mail,) = desk.personal_mails(world.participant_id)
    assert mail.body == world.identifier
    assert desk.read_personal_mail(world.participant_id, mail.id).read
    assert world.look().personal_unread == 0
    assert texts(world) == []


def test_personal_mail_of_somebody_else_is_not_read(world: World) -> None:
    token, desk = inside(world), world.services.desk
    send(world, token, AGAIN, Channel.PERSONAL_MAIL)
    send(world, token, AGAIN)
    world.later(60)
    world.look()
    (mail,) = desk.personal_mails(world.participant_id)
    (text,) = desk.telephone(world.participant_id)
    other = world.services.workshops.begin_as("maelle-casteran").participant_id
    for who, item in ((other, mail.id), (world.participant_id, text.id), (other, "none")):
        refusal = refusal_of(desk.read_personal_mail, who, item)
        assert refusal.code is RefusalCode.MESSAGE_GONE


@pytest.mark.parametrize("wish", IdentifierWish)
def test_datum_that_is_missing_is_asked_for(world: World, wish: IdentifierWish) -> None:
    token = inside(world, Contact(personal_mail=MAIL))
    assert refusal_of(send, world, token, wish).code is RefusalCode.MOBILE_MISSING
    world.services.contacts.keep(token, Contact(mobile=MOBILE))
    refusal = refusal_of(send, world, token, wish, Channel.PERSONAL_MAIL)
    assert refusal.code is RefusalCode.PERSONAL_MAIL_MISSING
    assert world.services.identifier_requests.options(token, wish).renewals == 0
    send(world, token, wish)


@pytest.mark.parametrize(
    ("wish", "limit"),
    [(AGAIN, Milestone.RESEND_IDENTIFIER_ENDS), (NEW, Milestone.NEW_IDENTIFIER_ENDS)],
)
@pytest.mark.parametrize(("seconds", "in_time"), [(-1, True), (0, False), (1, False)])
def test_each_wish_has_its_limit(
    world: World,
    wish: IdentifierWish,
    limit: Milestone,
    seconds: int,
    in_time: bool,  # noqa: FBT001
) -> None:
    token = inside(world)
    world.at(limit, seconds)
    if in_time:
        options = world.services.identifier_requests.options(token, wish)
        assert options.until == world.services.calendar.at(limit)
        send(world, token, wish)
        return
    for call in (world.services.identifier_requests.options, lambda t, w: send(world, t, w)):
        refusal = refusal_of(call, token, wish)
        assert refusal.code is RefusalCode.TOO_LATE
        assert refusal.data["milestone"] == limit.value


@pytest.mark.parametrize("wish", IdentifierWish)
@pytest.mark.parametrize(("seconds", "in_time"), [(-1, False), (0, True), (1, True)])
def test_nothing_is_lost_before_the_notice_has_come(
    world: World,
    wish: IdentifierWish,
    seconds: int,
    in_time: bool,  # noqa: FBT001
) -> None:
    token = world.reach(Stage.ACCOUNT_CONFIRMED).voter_space
    world.services.contacts.keep(token, Contact(mobile=MOBILE))
    world.at(Milestone.NOTICES_ARRIVE, seconds)
    if in_time:
        send(world, token, wish)
        world.later(60)
        assert texts(world)
    else:
        assert refusal_of(send, world, token, wish).code is RefusalCode.TOO_EARLY


def test_new_identifier_opens_and_the_old_one_says_why_it_does_not(world: World) -> None:
    token, stolen = inside(world), world.identifier
    send(world, token, NEW)
    world.later(60)
    (renewed,) = texts(world)
    assert renewed != stolen
    world.at(Milestone.VOTE_OPENS)
    refusal = refusal_of(enter, world, token, stolen)
    assert (refusal.code, refusal.field) == (RefusalCode.IDENTIFIER_REVOKED, "identifier")
    assert enter(world, token, renewed)
    assert Event.IDENTIFIER_RENEWED in world.events()


def test_old_one_is_dead_before_the_new_one_has_arrived(world: World) -> None:
    token, stolen = inside(world), world.identifier
    world.at(Milestone.NEW_IDENTIFIER_ENDS, -1)
    send(world, token, NEW)
    with world.services.store.look() as unit:
        assert len(unit.exec(select(VoterIdentifier)).all()) == 2
    world.at(Milestone.VOTE_OPENS)
    assert refusal_of(enter, world, token, stolen).code is RefusalCode.IDENTIFIER_REVOKED


def test_three_new_ones_at_most_and_the_count_is_told(world: World) -> None:
    token, requests = inside(world), world.services.identifier_requests
    for number in range(3):
        options = requests.options(token, NEW)
        assert (options.renewals, options.renewals_max) == (number, 3)
        send(world, token, NEW)
        world.later(60)
    for call in (requests.options, lambda t, w: send(world, t, w)):
        refusal = refusal_of(call, token, NEW)
        assert refusal.code is RefusalCode.RENEWALS_SPENT
        assert refusal.data == {"most": 3}
    newest = texts(world)[0]
    send(world, token, AGAIN)
    world.later(60)
    assert texts(world)[0] == newest, "sent again, the last one comes"
    world.at(Milestone.VOTE_OPENS)
    assert enter(world, token, newest)


def test_all_that_was_asked_within_seconds_arrives_in_that_order(world: World) -> None:
    token, stolen = inside(world), world.identifier
    for wish in (AGAIN, NEW, NEW, NEW, AGAIN):
        send(world, token, wish)
        world.later(1)
    world.later(60)
    *replaced, newest, again = reversed(texts(world))
    assert replaced[0] == stolen
    assert len({*replaced, newest}) == 4
    assert again == newest
    arrived = [text.arrived_at for text in world.services.desk.telephone(world.participant_id)]
    assert arrived == sorted(set(arrived), reverse=True)
    world.at(Milestone.VOTE_OPENS)
    for old in replaced:
        refusal = refusal_of(enter, world, token, old)
        assert (refusal.code, refusal.field) == (RefusalCode.IDENTIFIER_REVOKED, "identifier")
    assert enter(world, token, newest)


def test_one_replaced_on_its_way_arrives_before_the_new_one_comes_another_way(
    world: World,
) -> None:
    token, mails = inside(world), world.services.desk.personal_mails
    send(world, token, NEW)
    send(world, token, NEW, Channel.PERSONAL_MAIL)
    world.later(60)
    (replaced,) = texts(world)
    (mail,) = mails(world.participant_id)
    (text,) = world.services.desk.telephone(world.participant_id)
    assert text.arrived_at < mail.arrived_at
    world.at(Milestone.VOTE_OPENS)
    assert refusal_of(enter, world, token, replaced).code is RefusalCode.IDENTIFIER_REVOKED
    assert enter(world, token, mail.body)


def test_two_terminals_renew_one_after_the_other(world: World) -> None:
    token, start = inside(world), Barrier(2)
    other = world.another_terminal()
    theirs = other.voter_accounts.sign_in(
        world.workshop_id, world.participant_id, world.sheet.address, PASSWORD
    )
    for _ in range(2):
        send(world, token, NEW)

    def renew(number: int) -> str:
        start.wait()
        services, own = ((world.services, token), (other, theirs))[number]
        try:
            services.identifier_requests.send(own, NEW, Channel.SMS)
        except Refusal as refusal:
            return refusal.code.value
        return "sent"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(renew, range(2))) == ["renewals_spent", "sent"]


def test_only_whoever_is_in_the_space_may_ask(world: World) -> None:
    inside(world)
    for token in (None, "nonsense", world.sign_in_to_webmail()):
        assert refusal_of(send, world, token, NEW).code is RefusalCode.SIGN_IN_FIRST


def test_identifier_stands_in_clear_on_what_carries_it_alone(world: World) -> None:
    token = inside(world)
    send(world, token, NEW)
    world.later(60)
    (renewed,) = texts(world)
    with world.services.store.look() as unit:
        assert renewed not in {one.digest for one in unit.exec(select(VoterIdentifier))}
        assert not unit.exec(select(Delivery).where(Delivery.body == renewed)).all()
        carrying = unit.exec(select(DeskItem).where(DeskItem.body == renewed)).all()
        assert [item.channel for item in carrying] == [Channel.SMS]
        assert not [e for e in unit.exec(select(JournalEntry)) if renewed[:4] in e.subject]
    assert renewed not in repr(world.services.desk.telephone(world.participant_id))


@ON_SQLITE
def test_who_has_no_school_gets_the_notice_by_post_and_loses_it_like_anyone(world: World) -> None:
    services = world.services
    world.who = services.workshops.begin_as("loic-beranger")
    token = inside(world)
    (paper,) = services.desk.pigeonhole(world.participant_id).papers
    assert paper.title.startswith("Courrier")
    notice = services.desk.read_notice(world.workshop_id, world.participant_id, paper.id)
    assert notice.by_post
    assert notice.place == "8 impasse du Moulin, 37600 Loches"
    send(world, token, AGAIN)
    world.later(60)
    assert texts(world) == [notice.identifier]
