"""Traps in the mailbox: what answers one is kept nowhere, and each can be reported."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from kiosk.models import Participant
from kiosk.services.content import Suspicion
from kiosk.services.journal import Event
from kiosk.services.letter_writing import Typed
from kiosk.services.mail_writing import Sent
from kiosk.services.postman import Folder
from kiosk.services.refusals import RefusalCode

from ..worlds import ON_SQLITE, World, refusal_of

TRAP = "support@ac-orleans-tours.fr.verification.example"
COLLEAGUE = "camille.lormier@ac-orleans-tours.fr"
ASIDE = "julie.labert@ailleurs.example"
SECRET = "Zanzibar2014"
ANSWER = Typed(TRAP, f"Re: {SECRET}", f"fmartin, {SECRET}")


def everything(world: World) -> str:
    """Every row of every table."""
    with world.services.store.look() as unit:
        return str([unit.execute(select(t)).all() for t in SQLModel.metadata.sorted_tables])


def received(world: World, token: str, folder: str, words: str) -> str:
    lines = world.services.mailboxes.open_folder(token, folder).messages
    return next(line.id for line in lines if words in line.subject)


def written(world: World, token: str) -> int:
    """How many messages are among the drafts, those sent, those thrown away."""
    mailboxes = world.services.mailboxes
    folders = (Folder.DRAFTS, Folder.SENT, Folder.TRASH)
    return sum(len(mailboxes.open_folder(token, folder).order) for folder in folders)


def test_answer_to_a_trap_goes_nowhere_and_is_kept_nowhere(world: World) -> None:
    token, writing = world.sign_in_to_webmail(), world.services.mail_writing
    before = len(world.services.mailboxes.open_folder(token, Folder.INBOX).order)
    assert writing.send(token, "k", ANSWER) == Sent(TRAP)
    assert writing.send(token, "k", ANSWER) == Sent(TRAP)
    assert written(world, token) == 0
    assert SECRET not in everything(world)
    assert world.events()[-1] is Event.TRAP_ANSWERED
    assert world.events().count(Event.TRAP_ANSWERED) == 1
    assert Event.MAIL_SENT not in world.events()
    world.later(60)
    world.look()
    assert len(world.services.mailboxes.open_folder(token, Folder.INBOX).order) == before


@pytest.mark.parametrize("to", [TRAP, TRAP.upper(), f"Assistance <{TRAP}>", f"{ASIDE}, {TRAP}"])
def test_trap_is_known_however_its_address_is_written(world: World, to: str) -> None:
    token, writing = world.sign_in_to_webmail(), world.services.mail_writing
    typed = Typed(to, SECRET, SECRET)
    assert writing.keep(token, "k", typed) is False
    assert writing.send(token, "k", typed).trap == TRAP
    assert SECRET not in everything(world)


def test_draft_begun_before_the_trap_was_named_is_dropped(world: World) -> None:
    token, writing = world.sign_in_to_webmail(), world.services.mail_writing
    assert writing.keep(token, "k", Typed("", "", SECRET)) is True
    assert writing.keep(token, "k", ANSWER) is False
    assert refusal_of(writing.draft, token, "k").code is RefusalCode.MESSAGE_GONE
    assert writing.keep(token, "k", Typed("", "", SECRET)) is True
    assert writing.send(token, "k", ANSWER).trap == TRAP
    assert written(world, token) == 0
    assert SECRET not in everything(world)


@ON_SQLITE
def test_file_of_the_store_holds_nothing_of_it(world: World) -> None:
    token, writing = world.sign_in_to_webmail(), world.services.mail_writing
    writing.keep(token, "k", Typed("", "", SECRET))
    writing.send(token, "k", ANSWER)
    world.services.store.close()
    file = Path(urlsplit(world.settings.store).path)
    assert file.stat().st_size
    for one in file.parent.glob(f"{file.name}*"):
        assert SECRET.casefold().encode() not in one.read_bytes().lower(), one.name


def test_answer_whose_address_is_being_corrected_is_not_kept(world: World) -> None:
    token, writing = world.sign_in_to_webmail(), world.services.mail_writing
    trap = received(world, token, Folder.JUNK, "URGENT")
    assert writing.keep(token, "k", Typed("support@ac", "Re", SECRET, trap)) is False
    assert writing.keep(token, "k", Typed("", "Re", SECRET, trap)) is False
    assert SECRET not in everything(world)
    assert writing.keep(token, "k", Typed(ASIDE, "TR", "Attention", trap)) is True


def test_colleague_who_asks_for_codes_is_a_trap_once_the_mail_is_there(world: World) -> None:
    token, writing = world.sign_in_to_webmail(), world.services.mail_writing
    (trap,) = [mail for mail in world.services.content.mails if mail.id == "colleague-asks"]
    assert trap.sent is not None
    assert writing.send(token, "early", Typed(COLLEAGUE, "Bonjour", "Ici")) == Sent()
    world.move_to(trap.sent)
    token = world.sign_in_to_webmail()
    assert writing.send(token, "late", Typed(COLLEAGUE, "Re", SECRET)).trap == COLLEAGUE
    assert SECRET not in everything(world)


def test_participant_of_that_address_is_no_trap(world: World) -> None:
    with world.services.store.unit() as unit:
        owner = unit.get_one(Participant, world.participant_id)
        shared = owner.model_dump(exclude={"id", "address", "user_name", "numen"})
        unit.add(Participant(address=TRAP, user_name="x", numen="26G9900000AAA", **shared))
    token = world.sign_in_to_webmail()
    assert world.services.mail_writing.send(token, "k", ANSWER) == Sent()


def test_every_trap_of_the_content_has_its_lesson(world: World) -> None:
    content = world.services.content
    assert set(content.traps) == set(Suspicion)
    for lesson in content.traps.values():
        assert any("{sender}" in text for _, text in lesson.signs)


def test_trap_in_the_mailbox_is_reported_by_its_kind(world: World) -> None:
    token, reports = world.sign_in_to_webmail(), world.services.reports
    trap = received(world, token, Folder.JUNK, "URGENT")
    for _ in range(2):
        assert reports.report_message(token, trap) is Suspicion.COPIED_SITE
    assert world.events().count(Event.SUSPICION_REPORTED) == 1


def test_honest_mail_is_not_reported_by_itself(world: World) -> None:
    token, reports = world.sign_in_to_webmail(), world.services.reports
    honest = received(world, token, Folder.INBOX, "espace électeur")
    assert reports.report_message(token, honest) is None
    assert Event.SUSPICION_REPORTED not in world.events()


@pytest.mark.parametrize(
    "mail",
    [
        b"From: a@ac-orleans-tours.fr.example.com\nSubject: x\n\nBonjour",
        b"From: a@b.example\nSubject: x\n\n[Ici](https://webmail.ac-orleans-tours.fr.b.example/)",
    ],
)
def test_copy_in_a_mail_taken_in_is_recognised(world: World, tmp_path: Path, mail: bytes) -> None:
    file = tmp_path / "x.eml"
    file.write_bytes(mail)
    world.services.mail_files.take_in(world.sheet.address, file)
    token = world.sign_in_to_webmail()
    folders = [world.services.mailboxes.open_folder(token, one) for one in ("inbox", "junk")]
    (new,) = [line.id for one in folders for line in one.messages if line.subject == "x"]
    assert world.services.reports.report_message(token, new) is Suspicion.COPIED_SITE


def test_message_that_is_not_there_is_not_reported(world: World) -> None:
    token, reports = world.sign_in_to_webmail(), world.services.reports
    assert refusal_of(reports.report_message, token, "x").code is RefusalCode.MESSAGE_GONE
    assert refusal_of(reports.report_message, None, "x").code is RefusalCode.SIGN_IN_FIRST
    assert refusal_of(reports.trap, None, TRAP).code is RefusalCode.SIGN_IN_FIRST
