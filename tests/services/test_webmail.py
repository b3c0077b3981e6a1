import pytest

from kiosk.services.container import Services
from kiosk.services.content import Milestone
from kiosk.services.journal import Event
from kiosk.services.postman import Folder
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.sessions import Closing

from ..worlds import World, refusal_of, refusals_of

NEW = "Glycines-2014"


def sign_in(world: World, user_name: str, password: str) -> str:
    return world.services.webmail.sign_in(
        world.workshop_id, world.participant_id, user_name, password
    )


def refused(world: World, user_name: str, password: str) -> Refusal:
    return refusal_of(lambda: sign_in(world, user_name, password))


def change(world: World, token: str, current: str, new: str, confirmation: str) -> None:
    world.services.webmail.change_password(
        token, current=current, new=new, confirmation=confirmation
    )


@pytest.mark.parametrize("user_name", ["fmartin", " FMartin "])
def test_first_password_is_the_numen(world: World, user_name: str) -> None:
    token = sign_in(world, user_name, world.sheet.numen)
    mailbox = world.services.mailboxes.open_folder(token, Folder.INBOX)
    assert mailbox.owner == "Fabienne Martin"
    assert mailbox.address == world.sheet.address
    assert world.services.webmail.has_first_password(token)
    assert world.events()[-1] is Event.WEBMAIL_SIGNED_IN


def test_numen_in_small_letters_has_its_own_sentence(world: World) -> None:
    refusal = refused(world, "fmartin", f" {world.sheet.numen.lower()} ")
    assert refusal.code is RefusalCode.NUMEN_LOWER_CASE
    assert refusal.field == "password"
    assert world.events()[-1] is Event.WEBMAIL_SIGN_IN_REFUSED


def test_unknown_user_name_answers_as_a_wrong_password_does(world: World) -> None:
    wrong = refused(world, "fmartin", "26G9800000AAA")
    unknown = refused(world, "fmartin1", world.sheet.numen)
    assert (wrong.code, wrong.field, wrong.data) == (unknown.code, unknown.field, unknown.data)
    assert wrong.code is RefusalCode.CREDENTIALS_UNKNOWN
    assert world.events()[-2:] == [Event.WEBMAIL_SIGN_IN_REFUSED] * 2


def test_forgotten_homonym_digit_opens_nobody_elses_mailbox(services: Services) -> None:
    who = services.workshops.begin_as("fabienne-martin-1")
    numen = services.workshops.sheet(who.participant_id).numen
    webmail = services.webmail
    refusal = refusal_of(
        lambda: webmail.sign_in(who.workshop_id, who.participant_id, "fmartin", numen)
    )
    assert refusal.code is RefusalCode.CREDENTIALS_UNKNOWN
    assert webmail.sign_in(who.workshop_id, who.participant_id, "fmartin1", numen)


def test_user_name_of_another_workshop_is_unknown(world: World) -> None:
    other = world.services.workshops.begin_as("maelle-casteran")
    numen = world.services.workshops.sheet(other.participant_id).numen
    assert refused(world, "mcasteran", numen).code is RefusalCode.CREDENTIALS_UNKNOWN


def test_empty_fields_are_refused_together(world: World) -> None:
    assert refusals_of(lambda: sign_in(world, "", " ")) == {
        "user_name": "field_empty",
        "password": "field_empty",
    }


def test_reaching_the_door_is_noted_once(world: World) -> None:
    for _ in range(3):
        world.services.webmail.opened(world.workshop_id, world.participant_id)
    assert world.events().count(Event.WEBMAIL_OPENED) == 1


def test_mailbox_is_closed_after_signing_out(world: World) -> None:
    token = world.sign_in_to_webmail()
    world.services.webmail.sign_out(token)
    refusal = refusal_of(lambda: world.services.mailboxes.open_folder(token, Folder.INBOX))
    assert refusal.code is RefusalCode.SIGN_IN_FIRST
    assert refusal.data == {"system": "webmail"}


def test_token_of_another_system_opens_no_mailbox(world: World) -> None:
    cookies = world.in_polling_station()
    for token in (None, "", "nonsense", cookies.voter_space, cookies.polling_station):
        refusal = refusal_of(world.services.mailboxes.open_folder, token, Folder.INBOX)
        assert refusal.code is RefusalCode.SIGN_IN_FIRST


def test_folder_shows_its_messages_newest_first(world: World) -> None:
    world.at(Milestone.VOTE_OPENS)
    world.look()
    mailbox = world.services.mailboxes.open_folder(world.sign_in_to_webmail(), Folder.INBOX)
    sent = [line.sent_at for line in mailbox.messages]
    assert sent == sorted(sent, reverse=True)
    assert len(sent) > 3


def test_folders_count_their_messages(world: World) -> None:
    token = world.sign_in_to_webmail()
    mailbox = world.services.mailboxes.open_folder(token, Folder.JUNK)
    counts = {count.folder: (count.messages, count.unread) for count in mailbox.folders}
    assert list(counts) == list(Folder)
    assert counts[Folder.JUNK] == (1, 1)
    assert counts[Folder.INBOX] == (3, 2), "the canteen's mail was read long ago"
    assert counts[Folder.SENT] == counts[Folder.TRASH] == (0, 0)
    assert len(mailbox.messages) == 1


def test_room_used_is_what_the_content_says_whenever_a_mail_arrives(world: World) -> None:
    mails = [mail for mail in world.services.content.mails if mail.sent is not None]
    world.at(Milestone.RESULTS_OPEN)
    world.look()
    mailbox = world.services.mailboxes.open_folder(world.sign_in_to_webmail(), Folder.INBOX)
    assert mailbox.used_bytes == sum(mail.kilobytes for mail in mails) * 1024


def test_reading_marks_a_message_once(world: World) -> None:
    token, mailboxes = world.sign_in_to_webmail(), world.services.mailboxes
    unread = world.look().unread
    line = next(m for m in mailboxes.open_folder(token, Folder.INBOX).messages if not m.read)
    for _ in range(2):
        opened = mailboxes.read(token, line.id)
        assert opened.letter.subject == line.subject
        assert opened.letter.recipient == f"Fabienne Martin <{world.sheet.address}>"
    assert world.look().unread == unread - 1
    assert world.events().count(Event.MESSAGE_READ) == 1


def test_message_knows_its_neighbours_in_the_folder(world: World) -> None:
    token, mailboxes = world.sign_in_to_webmail(), world.services.mailboxes
    ids = [line.id for line in mailboxes.open_folder(token, Folder.INBOX).messages]
    around = [(None, ids[1]), (ids[0], ids[2]), (ids[1], None)]
    opened = [mailboxes.read(token, message) for message in ids]
    assert [(message.newer, message.older) for message in opened] == around
    assert {message.folder for message in opened} == {Folder.INBOX}


def test_message_of_somebody_else_is_gone(world: World) -> None:
    services = world.services
    other = services.workshops.begin_as("maelle-casteran")
    numen = services.workshops.sheet(other.participant_id).numen
    theirs = services.webmail.sign_in(other.workshop_id, other.participant_id, "mcasteran", numen)
    message = services.mailboxes.open_folder(theirs, Folder.INBOX).messages[0].id
    own = world.sign_in_to_webmail()
    for wanted in (message, "unknown"):
        refusal = refusal_of(services.mailboxes.read, own, wanted)
        assert refusal.code is RefusalCode.MESSAGE_GONE
    assert not services.mailboxes.open_folder(theirs, Folder.INBOX).messages[0].read


def test_new_password_opens_and_the_numen_no_longer_does(world: World) -> None:
    token, numen = world.sign_in_to_webmail(), world.sheet.numen
    change(world, token, numen, NEW, NEW)
    assert not world.services.webmail.has_first_password(token)
    assert world.events()[-1] is Event.WEBMAIL_PASSWORD_CHANGED
    assert sign_in(world, "fmartin", NEW)
    for old in (numen, numen.lower(), NEW.lower()):
        assert refused(world, "fmartin", old).code is RefusalCode.CREDENTIALS_UNKNOWN


def test_change_of_password_says_everything_that_is_wrong(world: World) -> None:
    token = world.sign_in_to_webmail()
    assert refusals_of(lambda: change(world, token, "wrong", "abcdefgh", "abcdefgi")) == {
        "current": "password_wrong",
        "password": "password_too_weak",
        "confirmation": "passwords_differ",
    }
    assert refusals_of(lambda: change(world, token, "", "", "")) == dict.fromkeys(
        ("current", "password", "confirmation"), "field_empty"
    )
    assert sign_in(world, "fmartin", world.sheet.numen)


def test_webmail_wants_punctuation_where_the_voter_space_does_not(world: World) -> None:
    token, numen = world.sign_in_to_webmail(), world.sheet.numen
    refused_fields = refusals_of(lambda: change(world, token, numen, "Bonjour2014", "Bonjour2014"))
    assert refused_fields == {"password": "password_too_weak"}


def test_same_password_again_is_no_change(world: World) -> None:
    token = world.sign_in_to_webmail()
    change(world, token, world.sheet.numen, NEW, NEW)
    assert refusals_of(lambda: change(world, token, NEW, NEW, NEW)) == {
        "password": "password_same_as_before"
    }


def test_changed_password_closes_the_account_everywhere_else(world: World) -> None:
    services, other = world.services, world.another_terminal()
    who = (world.workshop_id, world.participant_id)
    inside, here = world.sign_in_to_webmail(), world.sign_in_to_webmail()
    iprof = services.iprof.sign_in(*who, "fmartin", world.sheet.numen)
    there = other.webmail.sign_in(*who, "fmartin", world.sheet.numen)
    change(world, inside, world.sheet.numen, NEW, NEW)
    assert services.mailboxes.open_folder(inside, Folder.INBOX)
    for terminal, token in ((services, here), (other, there)):
        refusal = refusal_of(terminal.mailboxes.open_folder, token, Folder.INBOX)
        assert refusal.code is RefusalCode.SIGN_IN_FIRST
        assert not terminal.webmail.is_open(token)
        assert terminal.webmail.why_closed(token) is Closing.PASSWORD
    assert refusal_of(services.iprof.file, iprof).code is RefusalCode.SIGN_IN_FIRST
    assert services.iprof.why_closed(iprof) is Closing.PASSWORD
