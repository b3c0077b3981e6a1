"""Whom one writes to: the address book, and the senders who take no answer."""

from pathlib import Path

import pytest

from kiosk.models import Participant
from kiosk.services.content import MailFolder
from kiosk.services.letter_writing import Typed
from kiosk.services.mail_rounds import mail_values
from kiosk.services.postman import Folder

from ..worlds import World
from .test_mail_writing import COLLEAGUE, colleague, lines, send


def test_address_book_has_colleagues_and_known_senders_but_no_trap(world: World) -> None:
    token = world.sign_in_to_webmail()
    colleague(world)
    found = {
        contact.address: contact.name for contact in world.services.mail_writing.contacts(token)
    }
    assert found[COLLEAGUE] == "Julie Labert"
    assert found["secretariat@ac-orleans-tours.fr"] == "Secrétariat"
    assert world.sheet.address not in found
    academy = world.services.content.academies["orleans-tours"]
    with world.services.store.look() as unit:
        owner = unit.get_one(Participant, world.participant_id)
    from kiosk.services.letters import LetterWriter  # noqa: PLC0415 - to name the traps

    for template in world.services.content.mails:
        if template.folder is MailFolder.JUNK:
            values = mail_values(academy)
            assert LetterWriter().sender_of(template, owner, values).addr_spec not in found


def test_address_book_knows_nobody_before_their_first_mail(world: World) -> None:
    def names() -> set[str]:
        token = world.sign_in_to_webmail()
        return {contact.name for contact in world.services.mail_writing.contacts(token)}

    (later,) = [mail for mail in world.services.content.mails if mail.id == "campaign-bouvreuil"]
    assert later.sent is not None
    assert later.from_name not in names()
    world.move_to(later.sent)
    assert later.from_name in names()


def test_address_book_never_names_a_trap(world: World) -> None:
    (trap,) = [mail for mail in world.services.content.mails if mail.id == "colleague-asks"]
    assert trap.sent is not None
    assert trap.folder is MailFolder.INBOX
    world.move_to(trap.sent)
    token = world.sign_in_to_webmail()
    names = {contact.name for contact in world.services.mail_writing.contacts(token)}
    assert trap.from_name not in names


def notice(world: World, token: str) -> str:
    """What the notice says that comes back after what was just sent."""
    world.later(46)
    world.look()
    newest = lines(world, token, Folder.INBOX)[0]
    assert newest.subject.startswith("Message non remis")
    return world.services.mailboxes.read(token, newest.id).letter.body


@pytest.mark.parametrize(
    "to", ["secretariat@ac-orleans-tours.fr", "espace-electeur@education.gouv.fr"]
)
def test_known_sender_who_takes_no_answer_is_told_so(world: World, to: str) -> None:
    token = world.sign_in_to_webmail()
    send(world, token, Typed(to, "Question", "Bonjour"))
    body = notice(world, token)
    assert "L’adresse est juste" in body
    assert "lettre par lettre" not in body


def test_sender_of_a_mail_taken_in_is_known_by_the_one_who_answers(
    world: World, tmp_path: Path
) -> None:
    file = tmp_path / "x.eml"
    file.write_bytes(b"From: Marie <marie@ailleurs.example>\nSubject: Bonjour\n\nx")
    token = world.sign_in_to_webmail()
    known = {line.id for line in lines(world, token, Folder.INBOX)}
    world.services.mail_files.take_in(world.sheet.address, file)
    (new,) = {line.id for line in lines(world, token, Folder.INBOX)} - known
    to = "marie@ailleurs.example"
    send(world, token, Typed(to, "Re: Bonjour", "x", new), key="answer")
    assert "L’adresse est juste" in notice(world, token)
    send(world, token, Typed(to, "Bonjour", "x"), key="other")
    assert "lettre par lettre" in notice(world, token)
