"""Answers: to the sender, to everybody, and mails passed on with their files."""

from dataclasses import replace
from email import message_from_string
from email.message import EmailMessage
from email.policy import default

import pytest

from kiosk.models import Message
from kiosk.screens.webmail.answering import AnswerKind, begun, others
from kiosk.services.letter_writing import LONGEST_SUBJECT, Typed
from kiosk.services.postman import Folder

from ..worlds import World
from .test_mail_writing import COLLEAGUE, colleague, lines, raw, send


def test_answer_names_the_mails_before_it(world: World) -> None:
    token, julies = world.sign_in_to_webmail(), colleague(world)
    send(world, token)
    world.later(46)
    world.look()
    (arrived,) = lines(world, julies, Folder.INBOX)
    letter = world.services.mailboxes.read(julies, arrived.id).letter
    typed = begun(AnswerKind.ANSWER, arrived.id, letter)
    assert (typed.to, typed.subject) == (world.sheet.address, "Re: Réunion")
    assert "> Bonjour Julie," in typed.text
    send(world, julies, typed, key="answer")
    mail = message_from_string(raw(world, "answer"), policy=default)
    assert mail["In-Reply-To"] == letter.message_id == "<k@ac-orleans-tours.fr>"
    assert mail["References"] == letter.message_id
    answered = world.services.mailboxes.read(julies, "answer").letter
    again = begun(AnswerKind.ANSWER, "answer", answered)
    assert again.subject == "Re: Réunion"
    send(world, julies, again, key="again")
    last = message_from_string(raw(world, "again"), policy=default)
    assert last["References"] == f"{letter.message_id} <answer@ac-orleans-tours.fr>"


def test_mail_is_passed_on_to_nobody_yet(world: World) -> None:
    token = world.sign_in_to_webmail()
    newest = lines(world, token, Folder.INBOX)[0]
    letter = world.services.mailboxes.read(token, newest.id).letter
    typed = begun(AnswerKind.PASS_ON, newest.id, letter)
    assert typed.to == ""
    assert typed.subject == f"TR: {letter.subject}"
    assert letter.sender_address in typed.text


def test_answer_to_all_goes_to_everybody_but_oneself(world: World) -> None:
    token, julies = world.sign_in_to_webmail(), colleague(world)
    send(world, token, Typed(f"{COLLEAGUE}, tiers@ailleurs.example, {world.sheet.address}"))
    world.later(46)
    world.look()
    (arrived,) = lines(world, julies, Folder.INBOX)
    message = world.services.mailboxes.read(julies, arrived.id)
    typed = begun(AnswerKind.ANSWER_ALL, arrived.id, message.letter, message.owner)
    assert typed.to == f"{world.sheet.address}, tiers@ailleurs.example"
    assert begun(AnswerKind.ANSWER, arrived.id, message.letter).to == world.sheet.address
    assert others(message.letter, message.owner) == ("tiers@ailleurs.example",)


def with_files(world: World, token: str, name: str = "note.txt") -> str:
    """Give the newest message of the inbox a text and a picture, and return its id."""
    mail = EmailMessage(policy=default.clone(utf8=True))
    mail["From"] = "a@b.fr"
    mail["Subject"] = "Deux fichiers"
    mail.set_content("Voir ci-joint")
    mail.add_attachment("Salle [B], été\n", filename=name)
    mail.add_attachment(b"\xff\xd8\0", "image", "jpeg", filename="photo.jpg")
    received = lines(world, token, Folder.INBOX)[0].id
    with world.services.store.unit() as unit:
        unit.get_one(Message, received).raw = mail.as_bytes().decode()
    return received


@pytest.mark.parametrize("name", ["note.txt", "[FO] [/b]", "\u202egauche\u202c", "é" * 300])
def test_mail_passed_on_keeps_its_files(world: World, name: str) -> None:
    token, julies = world.sign_in_to_webmail(), colleague(world)
    writing, received = world.services.mail_writing, with_files(world, token, name)
    letter = world.services.mailboxes.read(token, received).letter
    typed = begun(AnswerKind.PASS_ON, received, letter)
    writing.keep(token, "k", typed)
    assert writing.draft(token, "k").passes_on == received
    assert len(writing.files(token, typed)) == 2
    send(world, token, replace(typed, to=COLLEAGUE))
    world.later(46)
    world.look()
    (arrived,) = lines(world, julies, Folder.INBOX)
    note, photo = world.services.mailboxes.read(julies, arrived.id).letter.attachments
    assert note.text.strip() == "Salle [B], été"
    assert note.name == name.strip("\u202e\u202c")[:LONGEST_SUBJECT]
    assert (photo.name, photo.content) == ("photo.jpg", b"\xff\xd8\0")


def test_answer_leaves_the_files_behind(world: World) -> None:
    token = world.sign_in_to_webmail()
    received = with_files(world, token)
    letter = world.services.mailboxes.read(token, received).letter
    answer = begun(AnswerKind.ANSWER, received, letter)
    assert world.services.mail_writing.files(token, answer) == ()


def test_files_of_somebody_else_do_not_come_along(world: World) -> None:
    token, julies = world.sign_in_to_webmail(), colleague(world)
    typed = Typed(passes_on=with_files(world, token))
    assert len(world.services.mail_writing.files(token, typed)) == 2
    assert world.services.mail_writing.files(julies, typed) == ()
