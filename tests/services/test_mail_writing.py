"""Writing: sending inside and outside the workshop, drafts."""

from email import message_from_string
from email.policy import default

import pytest

from kiosk.models import MailAccount, Message, Participant
from kiosk.services.journal import Event
from kiosk.services.letter_writing import (
    LONGEST_RECIPIENTS,
    LONGEST_SUBJECT,
    LONGEST_TEXT,
    MOST_RECIPIENTS,
    Typed,
)
from kiosk.services.mailboxes import MessageLine
from kiosk.services.postman import Folder
from kiosk.services.refusals import RefusalCode
from kiosk.services.sessions import System

from ..worlds import World, refusal_of, refusals_of

COLLEAGUE = "julie.labert@ac-orleans-tours.fr"
LETTER = Typed(COLLEAGUE, "Réunion", "Bonjour Julie,\n\nà jeudi ?\n")
HOSTILE = (
    "[FO]",
    "[/b]",
    "[@click=app.quit]x[/]",
    "x" * 200,
    "droite\u202egauche\u202c",
    "\x1b[31mrouge\x1b[0m",
    "a\r\nBcc: b@c.fr",
    "\udcff\0é",
    "=?utf-8?q?=00?=",
    "{{ person }} %s \\",
)


def colleague(world: World) -> str:
    """Seat Julie Labert in the same workshop, and return the token of her mailbox."""
    with world.services.store.unit() as unit:
        julie = Participant(
            workshop_id=world.workshop_id,
            first_name="Julie",
            last_name="Labert",
            corps="primary",
            grade="professeure des écoles",
            school="École des Tilleuls",
            user_name="jlabert",
            address=COLLEAGUE,
            numen="26G9900000AAA",
        )
        unit.add(julie)
        unit.flush()
        unit.add(MailAccount(participant_id=julie.id, password_hash=""))
        who = julie.id
    return world.services.sessions.open(
        world.workshop_id, who, System.WEBMAIL, world.now, opened_with=""
    )


def lines(world: World, token: str, folder: str) -> tuple[MessageLine, ...]:
    return world.services.mailboxes.open_folder(token, folder).messages


def raw(world: World, message_id: str) -> str:
    with world.services.store.look() as unit:
        return unit.get_one(Message, message_id).raw


def send(world: World, token: str, typed: Typed = LETTER, key: str = "k") -> None:
    world.services.mail_writing.send(token, key, typed)


def test_mail_reaches_a_colleague_after_some_seconds(world: World) -> None:
    token, julies = world.sign_in_to_webmail(), colleague(world)
    send(world, token)
    world.look()
    assert lines(world, julies, Folder.INBOX) == ()
    world.later(46)
    world.look()
    (arrived,) = lines(world, julies, Folder.INBOX)
    assert (arrived.sender, arrived.subject, arrived.read) == ("Fabienne Martin", "Réunion", False)
    letter = world.services.mailboxes.read(julies, arrived.id).letter
    assert letter.body == LETTER.text
    assert letter.sender_address == world.sheet.address
    assert letter.recipient == COLLEAGUE
    (copy,) = lines(world, token, Folder.SENT)
    assert (copy.sender, copy.subject, copy.read) == (COLLEAGUE, "Réunion", True)
    assert world.events()[-1] is Event.MAIL_SENT


def test_mail_sent_twice_leaves_once(world: World) -> None:
    token, julies = world.sign_in_to_webmail(), colleague(world)
    for _ in range(3):
        send(world, token)
    world.later(60)
    world.look()
    assert len(lines(world, julies, Folder.INBOX)) == len(lines(world, token, Folder.SENT)) == 1


def test_unknown_address_brings_a_notice_a_little_later(world: World) -> None:
    token = world.sign_in_to_webmail()
    send(world, token, Typed("personne@ailleurs.example", "Bonjour {{ x }}", "Ici"))
    before = len(lines(world, token, Folder.INBOX))
    world.look()
    assert len(lines(world, token, Folder.INBOX)) == before
    world.later(46)
    world.look()
    notice = lines(world, token, Folder.INBOX)[0]
    assert notice.subject == "Message non remis\u202f: Bonjour {{ x }}"
    assert (
        "personne@ailleurs.example" in world.services.mailboxes.read(token, notice.id).letter.body
    )


def test_participant_of_another_workshop_is_not_reached(world: World) -> None:
    other = world.services.workshops.begin_as("maelle-casteran")
    address = world.services.workshops.sheet(other.participant_id).address
    token = world.sign_in_to_webmail()
    send(world, token, Typed(address, "Bonjour", "Ici"))
    world.later(60)
    world.look()
    world.services.sittings.pulse(other.workshop_id, other.participant_id)
    assert lines(world, token, Folder.INBOX)[0].subject.startswith("Message non remis")
    numen = world.services.workshops.sheet(other.participant_id).numen
    theirs = world.services.webmail.sign_in(
        other.workshop_id, other.participant_id, "mcasteran", numen
    )
    assert "Bonjour" not in {line.subject for line in lines(world, theirs, Folder.INBOX)}


def test_full_mailbox_of_a_colleague_sends_the_mail_back(world: World) -> None:
    token, julies = world.sign_in_to_webmail(), colleague(world)
    room = world.services.content.rules.quota_megabytes * 1024 * 1024
    fill(world, julies, room)
    send(world, token)
    world.later(46)
    world.look()
    world.later(30)
    world.look()
    notice = lines(world, token, Folder.INBOX)[0]
    body = world.services.mailboxes.read(token, notice.id).letter.body
    assert COLLEAGUE in body
    assert "pleine" in body
    assert len(lines(world, julies, Folder.INBOX)) == 1


def fill(world: World, token: str, size: int) -> None:
    """Take so many bytes of a mailbox."""
    owner = world.services.sessions.require(token, System.WEBMAIL).participant_id
    with world.services.store.unit() as unit:
        unit.add(
            Message(
                participant_id=owner,
                folder=Folder.INBOX,
                sender="",
                subject="Gros",
                sent_at=world.now,
                arrived_at=world.now,
                size=size,
                raw="\n",
            )
        )


def test_full_mailbox_keeps_drafts_and_sends_nothing(world: World) -> None:
    token = world.sign_in_to_webmail()
    fill(world, token, world.services.content.rules.quota_megabytes * 1024 * 1024)
    world.services.mail_writing.keep(token, "k", LETTER)
    assert refusal_of(send, world, token).code is RefusalCode.MAILBOX_FULL
    assert world.services.mail_writing.draft(token, "k").subject == "Réunion"


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        (Typed("", "Objet", "Texte"), {"to": "field_empty"}),
        (Typed(" ;, ", "Objet", "Texte"), {"to": "field_empty"}),
        (Typed("julie.labert", "Objet", "Texte"), {"to": "recipient_shape"}),
        (Typed("julie@labert", "", ""), {"to": "recipient_shape"}),
        (Typed("a@b.fr, julie..l.@b..fr", "", ""), {"to": "recipient_shape"}),
        (Typed("a..b@c.fr", "", ""), {"to": "recipient_shape"}),
        (
            Typed(",".join(f"a{n}@b.fr" for n in range(MOST_RECIPIENTS + 1))),
            {"to": "recipients_too_many"},
        ),
        (
            Typed("", "o" * (LONGEST_SUBJECT + 1), "t" * (LONGEST_TEXT + 1)),
            {"to": "field_empty", "subject": "text_too_long", "text": "text_too_long"},
        ),
    ],
)
def test_each_field_is_refused_by_its_name(
    world: World, typed: Typed, refused: dict[str, str]
) -> None:
    token = world.sign_in_to_webmail()
    assert refusals_of(lambda: send(world, token, typed)) == refused
    assert lines(world, token, Folder.SENT) == ()


@pytest.mark.parametrize("to", ["Julie <JULIE.LABERT@ac-orleans-tours.fr>", f"{COLLEAGUE} ; "])
def test_an_address_may_come_with_a_name(world: World, to: str) -> None:
    token = world.sign_in_to_webmail()
    send(world, token, Typed(to, "", ""))
    assert lines(world, token, Folder.SENT)[0].sender == COLLEAGUE


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_sent_as_text(world: World, text: str) -> None:
    token = world.sign_in_to_webmail()
    world.services.mail_writing.keep(token, "k", Typed(text, text, text))
    assert refusals_of(lambda: send(world, token, Typed(text, "", ""))).keys() == {"to"}
    send(world, token, Typed(COLLEAGUE, text, text))
    mail = message_from_string(raw(world, "k"), policy=default.clone(utf8=True))
    assert mail["Bcc"] is None
    assert mail["To"] == COLLEAGUE
    letter = world.services.mailboxes.read(token, "k").letter
    assert letter.subject.isprintable()
    assert "\x1b" not in letter.body


def test_draft_is_found_again_then_becomes_the_mail_sent(world: World) -> None:
    token, writing = world.sign_in_to_webmail(), world.services.mail_writing
    typed = Typed("pas encore une adresse", "Réunion", "Bonjour,\nà jeudi", "abc")
    writing.keep(token, "k", typed)
    assert writing.draft(token, "k") == Typed(typed.to, typed.subject, typed.text + "\n", "abc")
    writing.keep(token, "k", LETTER)
    assert [line.subject for line in lines(world, token, Folder.DRAFTS)] == ["Réunion"]
    send(world, token)
    assert lines(world, token, Folder.DRAFTS) == ()
    writing.keep(token, "k", typed)
    assert raw(world, "k").count("Bonjour Julie") == 1, "what was sent stays as it was sent"
    assert refusal_of(writing.draft, token, "k").code is RefusalCode.MESSAGE_GONE


def test_blank_draft_is_none(world: World) -> None:
    token, writing = world.sign_in_to_webmail(), world.services.mail_writing
    writing.keep(token, "k", Typed(" ", "", "\n"))
    assert lines(world, token, Folder.DRAFTS) == ()
    writing.keep(token, "k", LETTER)
    writing.keep(token, "k", Typed())
    assert lines(world, token, Folder.DRAFTS) == ()


def test_draft_of_somebody_else_is_gone(world: World) -> None:
    token, julies = world.sign_in_to_webmail(), colleague(world)
    writing = world.services.mail_writing
    writing.keep(token, "k", LETTER)
    assert refusal_of(writing.draft, julies, "k").code is RefusalCode.MESSAGE_GONE
    writing.keep(julies, "k", Typed("", "À moi", ""))
    assert refusal_of(writing.send, julies, "k", LETTER).code is RefusalCode.MESSAGE_GONE
    assert writing.draft(token, "k").subject == "Réunion"


def test_mail_sent_then_deleted_does_not_leave_again(world: World) -> None:
    token, julies = world.sign_in_to_webmail(), colleague(world)
    send(world, token)
    world.services.mail_filing.delete(token, ["k"])
    send(world, token)
    world.later(46)
    world.look()
    assert len(lines(world, julies, Folder.INBOX)) == 1
    assert [line.id for line in lines(world, token, Folder.TRASH)] == ["k"]


def test_mail_received_is_never_overwritten_by_one_to_send(world: World) -> None:
    token = world.sign_in_to_webmail()
    received = lines(world, token, Folder.INBOX)[0].id
    before = raw(world, received)
    world.services.mail_filing.delete(token, [received])
    send(world, token, key=received)
    assert raw(world, received) == before
    assert [line.id for line in lines(world, token, Folder.TRASH)] == [received]


def test_draft_thrown_away_can_still_be_sent(world: World) -> None:
    token = world.sign_in_to_webmail()
    world.services.mail_writing.keep(token, "k", LETTER)
    world.services.mail_filing.delete(token, ["k"])
    send(world, token)
    assert lines(world, token, Folder.TRASH) == ()
    assert [line.id for line in lines(world, token, Folder.SENT)] == ["k"]


def test_draft_is_no_longer_than_a_mail(world: World) -> None:
    token, writing = world.sign_in_to_webmail(), world.services.mail_writing
    longest = Typed("a" * LONGEST_RECIPIENTS, "o" * LONGEST_SUBJECT, "t" * LONGEST_TEXT)
    writing.keep(token, "k", longest)
    over = Typed(*(f"{text}x" for text in (longest.to, longest.subject, longest.text)))
    refused = refusals_of(lambda: writing.keep(token, "k", over))
    assert refused == dict.fromkeys(("to", "subject", "text"), "text_too_long")
    assert writing.draft(token, "k").subject == longest.subject
    assert refusals_of(lambda: send(world, token, over)) == refused
