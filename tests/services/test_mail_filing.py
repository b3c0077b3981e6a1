"""Moving, deleting, restoring, junk, folders of one's own, room."""

import random

import pytest
from sqlmodel import col, select

from kiosk.models import Delivery, Message
from kiosk.services.journal import Event
from kiosk.services.letter_writing import Typed
from kiosk.services.mail_folders import LONGEST_NAME, MOST_FOLDERS
from kiosk.services.mail_room import used_bytes
from kiosk.services.mailboxes import MessageLine
from kiosk.services.postman import Folder
from kiosk.services.refusals import RefusalCode

from ..worlds import World, refusal_of

HOSTILE = ("[FO]", "[/b]", "[@click=app.quit]x[/]", "droite\u202egauche", "a\tb", "é" * 30)


def ids(world: World, token: str, folder: str) -> list[str]:
    return list(world.services.mailboxes.open_folder(token, folder).order)


def lines(world: World, token: str, folder: str) -> tuple[MessageLine, ...]:
    return world.services.mailboxes.open_folder(token, folder).messages


def used(world: World) -> int:
    with world.services.store.look() as unit:
        return used_bytes(unit, world.participant_id)


def fill(world: World, size: int, folder: Folder = Folder.INBOX, message_id: str = "big") -> None:
    """Put a message of so many bytes into a folder."""
    with world.services.store.unit() as unit:
        unit.add(
            Message(
                id=message_id,
                participant_id=world.participant_id,
                folder=folder,
                sender="Quelqu’un",
                subject="Un gros",
                sent_at=world.now,
                arrived_at=world.now,
                size=size,
                raw="From: a@b.fr\n\n",
            )
        )


def quota(world: World) -> int:
    return world.services.content.rules.quota_megabytes * 1024 * 1024


def test_deleted_messages_are_in_the_trash_and_go_back_where_they_were(world: World) -> None:
    token, filing = world.sign_in_to_webmail(), world.services.mail_filing
    inbox, junk = ids(world, token, Folder.INBOX), ids(world, token, Folder.JUNK)
    assert filing.delete(token, [*inbox, *junk]) == len(inbox) + len(junk)
    assert set(ids(world, token, Folder.TRASH)) == {*inbox, *junk}
    assert filing.restore(token, [*inbox, *junk]) == len(inbox) + len(junk)
    assert ids(world, token, Folder.INBOX) == inbox
    assert ids(world, token, Folder.JUNK) == junk


def test_deleting_twice_does_not_forget_where_it_was(world: World) -> None:
    token, filing = world.sign_in_to_webmail(), world.services.mail_filing
    junk = ids(world, token, Folder.JUNK)
    assert filing.delete(token, junk) == 1
    assert filing.delete(token, junk) == 0
    filing.restore(token, junk)
    assert ids(world, token, Folder.JUNK) == junk


def test_room_is_freed_only_once_the_trash_is_emptied(world: World) -> None:
    token, filing = world.sign_in_to_webmail(), world.services.mail_filing
    before = used(world)
    sizes = {line.id: line.size for line in lines(world, token, Folder.INBOX)}
    filing.delete(token, sizes)
    assert used(world) == before
    assert filing.empty_trash(token) == len(sizes)
    assert used(world) == before - sum(sizes.values())
    assert filing.empty_trash(token) == 0
    assert world.events().count(Event.TRASH_EMPTIED) == 1


def test_messages_of_somebody_else_and_unknown_ones_stay(world: World) -> None:
    services = world.services
    other = services.workshops.begin_as("maelle-casteran")
    numen = services.workshops.sheet(other.participant_id).numen
    theirs = services.webmail.sign_in(other.workshop_id, other.participant_id, "mcasteran", numen)
    message = services.mailboxes.open_folder(theirs, Folder.INBOX).order[0]
    own, filing = world.sign_in_to_webmail(), services.mail_filing
    for act in (filing.delete, filing.restore, filing.junk, filing.not_junk):
        assert act(own, [message, "unknown"]) == 0
    assert message in services.mailboxes.open_folder(theirs, Folder.INBOX).order


def test_without_a_token_nothing_is_filed(world: World) -> None:
    filing, folders = world.services.mail_filing, world.services.mail_folders
    for act in (
        lambda: filing.delete(None, []),
        lambda: filing.empty_trash("nonsense"),
        lambda: filing.move(None, [], Folder.INBOX),
        lambda: folders.create(None, "A"),
        lambda: world.services.mail_writing.contacts(None),
        lambda: world.services.mailboxes.search(None, "a"),
    ):
        assert refusal_of(act).code is RefusalCode.SIGN_IN_FIRST


def test_not_junk_goes_back_to_the_inbox_and_the_sender_is_learnt(world: World) -> None:
    token, services = world.sign_in_to_webmail(), world.services
    (junk,) = ids(world, token, Folder.JUNK)
    with services.store.look() as unit:
        raw = unit.get_one(Message, junk).raw
    assert services.mail_filing.not_junk(token, [junk]) == 1
    assert junk in ids(world, token, Folder.INBOX)
    assert world.events()[-1] is Event.SENDER_TRUSTED
    send_again(world, raw, Folder.JUNK)
    assert "again" in ids(world, token, Folder.INBOX)


def test_junk_is_learnt_the_other_way(world: World) -> None:
    token, services = world.sign_in_to_webmail(), world.services
    newest = ids(world, token, Folder.INBOX)[0]
    with services.store.look() as unit:
        raw = unit.get_one(Message, newest).raw
    assert services.mail_filing.junk(token, [newest]) == 1
    assert services.mail_filing.junk(token, [newest]) == 0
    send_again(world, raw, Folder.INBOX)
    assert set(ids(world, token, Folder.JUNK)) >= {newest, "again"}


def send_again(world: World, raw: str, kind: Folder) -> None:
    """Let another mail of the same sender arrive."""
    with world.services.store.unit() as unit:
        unit.add(
            Delivery(
                id="again",
                participant_id=world.participant_id,
                channel="mail",
                kind=kind,
                due_at=world.now,
                title="Encore",
                sender="Encore",
                size=10,
                body=raw,
            )
        )
    world.look()


def test_own_folder_is_made_filled_renamed_and_deleted_when_empty(world: World) -> None:
    token, services = world.sign_in_to_webmail(), world.services
    folder = services.mail_folders.create(token, "  Élections   2014 ")
    inbox = ids(world, token, Folder.INBOX)
    assert services.mail_filing.move(token, inbox, folder) == len(inbox)
    assert services.mail_filing.move(token, inbox, folder) == 0
    opened = services.mailboxes.open_folder(token, folder)
    assert opened.folder.name == "Élections 2014"
    assert list(opened.order) == inbox
    assert services.mailboxes.read(token, inbox[0]).folder_name == "Élections 2014"
    refusal = refusal_of(services.mail_folders.delete, token, folder)
    assert refusal.code is RefusalCode.FOLDER_NOT_EMPTY
    services.mail_folders.rename(token, folder, "Vote")
    services.mail_filing.delete(token, inbox)
    services.mail_folders.delete(token, folder)
    services.mail_filing.restore(token, inbox)
    assert ids(world, token, Folder.INBOX) == inbox, "their folder is no more"
    assert refusal_of(services.mail_folders.delete, token, folder).code is RefusalCode.FOLDER_GONE


def test_folder_names_are_free_short_and_few(world: World) -> None:
    token, folders = world.sign_in_to_webmail(), world.services.mail_folders
    first = folders.create(token, "Élections")
    codes = [
        refusal_of(folders.create, token, name).code
        for name in (
            *("elections", " ÉLECTIONS ", "Corbeille", "boite de réception", "RÉCEPTION"),
            *("", "\x1b", "\0", "\u0301", "\u0301 \u0301", "a" * (LONGEST_NAME + 1)),
        )
    ]
    assert codes == [
        *[RefusalCode.FOLDER_NAME_TAKEN] * 5,
        *[RefusalCode.FIELD_EMPTY] * 3,
        *[RefusalCode.FOLDER_NAME_UNSEEN] * 2,
        RefusalCode.FOLDER_NAME_SHAPE,
    ]
    folders.rename(token, first, "ELECTIONS")
    for number in range(MOST_FOLDERS - 1):
        folders.create(token, f"Dossier {number}")
    assert refusal_of(folders.create, token, "Un de trop").code is RefusalCode.FOLDERS_TOO_MANY


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_folder_names_are_kept_as_plain_text(world: World, name: str) -> None:
    token, folders = world.sign_in_to_webmail(), world.services.mail_folders
    folder = folders.create(token, name)
    kept = next(one.name for one in folders.all(token) if one.folder == folder)
    assert kept.isprintable()


def test_moving_to_an_unknown_folder_or_the_junk_is_refused(world: World) -> None:
    token, filing = world.sign_in_to_webmail(), world.services.mail_filing
    inbox = ids(world, token, Folder.INBOX)
    for folder in ("unknown", Folder.JUNK, Folder.SENT, Folder.DRAFTS, Folder.TRASH, ""):
        assert refusal_of(filing.move, token, inbox, folder).code is RefusalCode.FOLDER_GONE
    assert ids(world, token, Folder.INBOX) == inbox


@pytest.mark.parametrize(("left", "arrives"), [(9, False), (10, True), (11, True)])
def test_mail_comes_in_to_the_last_byte_and_no_further(
    world: World, left: int, *, arrives: bool
) -> None:
    fill(world, quota(world) - used(world) - left)
    send_again(world, "From: a@b.fr\n\nBonjour", Folder.INBOX)
    token = world.sign_in_to_webmail()
    assert ("again" in ids(world, token, Folder.INBOX)) is arrives
    assert (Event.MAIL_BOUNCED in world.events()) is not arrives


def test_what_bounced_is_not_delivered_later_by_itself(world: World) -> None:
    fill(world, quota(world), Folder.TRASH)
    send_again(world, "From: a@b.fr\n\nBonjour", Folder.INBOX)
    token = world.sign_in_to_webmail()
    world.services.mail_filing.empty_trash(token)
    world.later(86_400)
    world.look()
    assert "again" not in ids(world, token, Folder.INBOX)
    assert world.events().count(Event.MAIL_BOUNCED) == 1


def test_confirmation_that_bounced_comes_once_asked_for_again(world: World) -> None:
    from kiosk.services.content import Stage  # noqa: PLC0415 - this one test

    fill(world, quota(world), Folder.TRASH)
    cookies = world.reach(Stage.ACCOUNT_REQUESTED)
    assert world.links(cookies.webmail) == []
    world.services.mail_filing.empty_trash(cookies.webmail)
    again = world.services.account_requests.fill_form(
        world.workshop_id,
        world.participant_id,
        address=world.sheet.address,
        password="Bonjour2014",
        confirmation="Bonjour2014",
    )
    world.services.account_requests.send_confirmation(again)
    world.later(60)
    assert len(world.links(cookies.webmail)) == 1


def everything(world: World) -> tuple[set[str], int, int]:
    """Every message there is, how many rows, the room they take."""
    with world.services.store.look() as unit:
        found = unit.exec(
            select(Message.id).where(col(Message.participant_id) == world.participant_id)
        ).all()
    return set(found), len(found), used(world)


def filed_in(world: World, folder: str) -> list[str]:
    """The messages of a folder, in an order of their own."""
    with world.services.store.look() as unit:
        here = (
            col(Message.participant_id) == world.participant_id,
            col(Message.folder) == folder,
        )
        return list(unit.exec(select(Message.id).where(*here).order_by(Message.id)).all())


def test_a_thousand_operations_lose_and_double_nothing(world: World) -> None:
    chance = random.Random(2014)
    token, services = world.sign_in_to_webmail(), world.services
    filing, folders, writing = services.mail_filing, services.mail_folders, services.mail_writing
    expected, _, _ = everything(world)
    own = [folders.create(token, "Un"), folders.create(token, "Deux")]
    for step in range(1000):
        where = chance.choice([*Folder, *own])
        here = filed_in(world, where)
        some = [*chance.sample(here, min(len(here), chance.randint(0, 4))), "unknown"]
        act = chance.randrange(9)
        if act == 0:
            filing.delete(token, some)
        elif act == 1:
            filing.restore(token, some)
        elif act == 2:
            filing.junk(token, some)
        elif act == 3:
            filing.not_junk(token, some)
        elif act == 4:
            filing.move(token, some, chance.choice([Folder.INBOX, *own]))
        elif act == 5 and chance.random() < 0.2:
            gone = set(filed_in(world, Folder.TRASH))
            assert filing.empty_trash(token) == len(gone)
            expected -= gone
        elif act == 6 and chance.random() < 0.3:
            key = f"key{step}"
            writing.keep(token, key, Typed(subject=f"Brouillon {step}"))
            writing.keep(token, key, Typed(to=world.sheet.address, subject=f"Fini {step}"))
            expected.add(key)
        elif act == 7 and chance.random() < 0.3:
            drafts = filed_in(world, Folder.DRAFTS)
            if drafts:
                typed = Typed(to=world.sheet.address, subject="Envoyé")
                writing.send(token, drafts[0], typed)
                writing.send(token, drafts[0], typed)
                world.later(60)
                before, _, _ = everything(world)
                world.look()
                after, _, _ = everything(world)
                assert len(after - before) == 1
                expected |= after - before
        else:
            services.mailboxes.open_folder(token, where)
        if step % 10 == 9:
            found, rows, room = everything(world)
            assert found == expected
            assert rows == len(found)
            assert room >= 0


def test_read_message_is_unread_again_but_not_what_one_wrote(world: World) -> None:
    token, filing = world.sign_in_to_webmail(), world.services.mail_filing
    world.services.mail_writing.keep(token, "draft", Typed("", "Un brouillon", ""))
    first, second, *_ = ids(world, token, Folder.INBOX)
    for message in (first, second):
        world.services.mailboxes.read(token, message)
    assert filing.mark_unread(token, [first, "draft", "unknown"]) == 1
    states = {line.id: line.read for line in lines(world, token, Folder.INBOX)}
    assert (states[first], states[second]) == (False, True)
    assert filing.mark_unread(token, [first]) == 0
    (draft,) = lines(world, token, Folder.DRAFTS)
    assert draft.read
    filing.delete(token, [second])
    assert filing.mark_unread(token, [second]) == 0
