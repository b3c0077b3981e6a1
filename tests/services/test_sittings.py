from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from threading import Barrier

from sqlmodel import Session, select

from kiosk.models import Delivery, DeskItem, Message, Participant, Workshop
from kiosk.services.container import Services
from kiosk.services.content import Milestone, Stage
from kiosk.services.journal import Event
from kiosk.services.letters import LetterWriter
from kiosk.services.postman import Channel, Folder, PaperKind, Parcel, Postman, has_due
from kiosk.services.refusals import RefusalCode
from kiosk.services.sittings import Pulse

from ..worlds import FABIENNE, Hands, World, refusal_of

TEXT = Parcel(Channel.SMS, "code", "36 123", "Un message", "Bonjour")


def post(world: World, *delays: float, parcel: Parcel = TEXT) -> None:
    """Send a parcel for each delay, in seconds from now."""
    postman = Postman(LetterWriter(), Random(99))
    now = world.now
    with world.services.store.unit() as unit:
        person = unit.get_one(Participant, world.participant_id)
        for delay in delays:
            postman.send(unit, person, parcel, due_at=now + timedelta(seconds=delay))


def count(unit: Session, world: World, table: type[Delivery | DeskItem | Message]) -> int:
    return len(
        unit.exec(select(table.id).where(table.participant_id == world.participant_id)).all()
    )


def test_nothing_arrives_before_its_hour(world: World) -> None:
    post(world, 10)
    arrived: list[int] = []
    for wait in (9, 1, 1):
        world.later(wait)
        arrived.append(world.look().texts_unread)
    assert arrived == [0, 1, 1]


def test_what_arrives_bears_the_hour_it_was_due_not_the_hour_of_the_look(world: World) -> None:
    due = world.now + timedelta(seconds=10)
    post(world, 10)
    world.later(86400)
    world.look()
    [item] = world.services.desk.telephone(world.participant_id)
    assert item.arrived_at == due
    assert (item.sender, item.title, item.body) == ("36 123", "Un message", "Bonjour")


def test_texts_are_shown_newest_first_and_read_once(world: World) -> None:
    post(world, 30, 10, 20)
    world.later(60)
    assert world.look().texts_unread == 3
    desk = world.services.desk
    arrived = [item.arrived_at for item in desk.telephone(world.participant_id)]
    assert arrived == sorted(arrived, reverse=True)
    assert not any(item.read for item in desk.read_texts(world.participant_id))
    assert all(item.read for item in desk.read_texts(world.participant_id))
    assert world.look().texts_unread == 0


def test_everything_arrives_once_whichever_terminal_looks_first(world: World) -> None:
    world.at(Milestone.RESULTS_OPEN)
    with world.services.store.look() as unit:
        waiting, there = count(unit, world, Delivery), count(unit, world, Message)
    assert waiting > 3
    terminals = [world.services, world.another_terminal()]
    start = Barrier(4)

    def look(services: Services) -> Pulse:
        start.wait()
        return services.sittings.pulse(world.workshop_id, world.participant_id)

    with ThreadPoolExecutor(4) as pool:
        seen = list(pool.map(look, terminals * 2))
    assert {pulse.messages for pulse in seen} == {there + waiting - 1}
    assert {pulse.papers_unread for pulse in seen} == {1}
    with world.services.store.look() as unit:
        assert count(unit, world, Delivery) == 0
        assert count(unit, world, Message) == there + waiting - 1
        assert count(unit, world, DeskItem) == 1
        assert not has_due(unit, world.workshop_id, world.now)


def test_looking_delivers_nothing_of_another_workshop(world: World) -> None:
    services = world.services
    other = services.workshops.begin_as(FABIENNE)
    world.at(Milestone.RESULTS_OPEN)
    world.look()
    with services.store.look() as unit:
        assert has_due(unit, other.workshop_id, world.now)
        assert not has_due(unit, other.workshop_id, services.clock.now(other.workshop_id))


def test_pulse_counts_what_waits_in_inbox_and_junk(world: World) -> None:
    pulse = world.look()
    token = world.sign_in_to_webmail()
    folders = world.services.mailboxes.open_folder(token, Folder.INBOX).folders
    assert pulse.messages == sum(folder.messages for folder in folders)
    assert pulse.unread == sum(folder.unread for folder in folders)
    assert pulse.papers_unread == pulse.texts_unread == 0
    assert pulse.now == world.now


def test_pulse_tells_the_next_milestone(world: World) -> None:
    world.at(Milestone.VOTE_OPENS, -1)
    first = world.look().next_milestone
    world.at(Milestone.VOTE_OPENS)
    second = world.look().next_milestone
    assert first is not None
    assert second is not None
    assert (first.key, second.key) == (Milestone.VOTE_OPENS, Milestone.ACCOUNTS_CLOSE)


def test_guide_of_the_pulse_follows_the_journal(world: World) -> None:
    assert world.look().guide.current == 0
    world.reach(Stage.ACCOUNT_CONFIRMED)
    guide = world.look().guide
    assert [step.done for step in guide.steps] == [True] * 7 + [False] * 4
    assert guide.hint.startswith("La notice arrive")


def test_moving_the_clock_is_noted(world: World) -> None:
    world.services.sittings.moved(world.workshop_id, world.participant_id)
    assert world.events()[-1] is Event.CLOCK_MOVED


def test_looking_with_nothing_due_writes_nothing_for_ten_minutes(
    world: World, hands: Hands
) -> None:
    def seen_at() -> object:
        with world.services.store.look() as unit:
            return unit.get_one(Workshop, world.workshop_id).seen_at

    world.look()
    begun = seen_at()
    hands.advance(599)
    world.look()
    assert seen_at() == begun
    hands.advance(1)
    world.look()
    assert seen_at() == hands()


def test_pigeonhole_says_when_the_notice_comes_until_it_is_there(world: World) -> None:
    desk = world.services.desk
    arrives = world.services.calendar.at(Milestone.NOTICES_ARRIVE)
    assert desk.pigeonhole(world.participant_id).notice_due_at == arrives
    world.at(Milestone.NOTICES_ARRIVE)
    world.look()
    hole = desk.pigeonhole(world.participant_id)
    assert hole.notice_due_at is None
    notice = desk.read_notice(world.workshop_id, world.participant_id, hole.papers[0].id)
    assert (notice.name, notice.place) == (world.sheet.name, world.sheet.school)
    assert notice.identifier == hole.papers[0].body
    assert world.look().papers_unread == 0
    desk.read_notice(world.workshop_id, world.participant_id, hole.papers[0].id)
    assert world.events().count(Event.NOTICE_READ) == 1


def test_notice_of_somebody_else_is_gone(world: World) -> None:
    services = world.services
    arrives = services.calendar.at(Milestone.NOTICES_ARRIVE)
    other = services.workshops.begin_as(FABIENNE, at=arrives)
    services.sittings.pulse(other.workshop_id, other.participant_id)
    theirs = services.desk.pigeonhole(other.participant_id).papers[0].id
    for item in (theirs, "unknown"):
        refusal = refusal_of(
            services.desk.read_notice, world.workshop_id, world.participant_id, item
        )
        assert refusal.code is RefusalCode.PAPER_GONE


def test_paper_that_is_no_notice_is_not_read_as_one(world: World) -> None:
    post(world, 0, parcel=Parcel(Channel.PAPER, "leaflet", "CPE", "Réunion", "À 17 h"))
    world.look()
    desk = world.services.desk
    hole = desk.pigeonhole(world.participant_id)
    assert hole.notice_due_at is not None
    refusal = refusal_of(
        desk.read_notice, world.workshop_id, world.participant_id, hole.papers[0].id
    )
    assert refusal.code is RefusalCode.PAPER_GONE
    assert hole.papers[0].kind != PaperKind.NOTICE


def test_notebook_keeps_what_is_written_and_no_more_than_it_holds(world: World) -> None:
    desk = world.services.desk
    assert desk.note(world.participant_id) == ""
    desk.write_note(world.participant_id, "mot de passe : Été\n[/b]")
    assert desk.note(world.participant_id) == "mot de passe : Été\n[/b]"
    desk.write_note(world.participant_id, "x" * 5000)
    assert len(desk.note(world.participant_id)) == 4000
    desk.write_note(world.participant_id, "")
    assert desk.note(world.participant_id) == ""


def test_note_written_after_the_wipe_is_not_kept(world: World) -> None:
    world.services.workshops.leave(world.workshop_id, world.participant_id)
    world.services.desk.write_note(world.participant_id, "trop tard")
    assert world.services.desk.note(world.participant_id) == ""
