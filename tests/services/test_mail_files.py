import mailbox
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import col, select

from kiosk.models import Message
from kiosk.services import mail_files
from kiosk.services.letter_writing import Typed
from kiosk.services.letters import read_letter
from kiosk.services.mail_files import LARGEST, Taken
from kiosk.services.postman import Folder
from kiosk.services.refusals import RefusalCode

from ..worlds import World, refusal_of

HOSTILE = {
    "empty": b"",
    "no mail": bytes(range(256)),
    "too large": b"Subject: x\n\n" + b"x" * LARGEST,
}
_LATIN = "Subject: déjà\nContent-Type: text/plain; charset=iso-8859-1\n\nété"
ODD = {
    "no date": b"From: a@b.example\nSubject: =?utf-8?q?=E9?=\n\n[/b]",
    "latin-1": _LATIN.encode("latin-1"),
    "unknown charset": b"Subject: x\nContent-Type: text/plain; charset=klingon\n\n\xe9",
    "control": b"Subject: a\x1b[31mb\x00c\n\n\x1b]0;x\x07",
    "broken header": b"From: <<<>>>@@\nSubject: \xe2\x80\xaegauche\nDate: jamais\n\nx",
    "nested": b"Subject: n\nContent-Type: multipart/mixed; boundary=b\n\n--b\n--b\n--b--",
    "half a character": b"From: =?utf-8?Q?Jos=E9?= <a@b.fr>\nSubject: =?utf-8?Q?=E9=00?=\n\nx",
    "half an address": b"From: x <=?utf-8?Q?=E9?=@b.fr>\nSubject: x\n\nx",
    "deep parts": b"Subject: n\n" + b"Content-Type: message/rfc822\n\n" * 2_000,
    "deep multiparts": b"Subject: n\n"
    + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2_000)
    ),
    "deep comment": b"From: " + b"(" * 5_000 + b"\nSubject: x\nContent-Type: (((((\n\nx",
    "last day": b"Subject: x\nDate: Fri, 31 Dec 9999 23:59:59 -2359\n\nx",
    "endless words": b"Subject: " + b"=?utf-8?q?=E9?= " * 20_000 + b"\n\nx",
    **{
        charset: f"Subject: x\nContent-Type: text/plain; charset={charset}\n\n".encode()
        + b"+2AA- \\ud800 \xe9"
        for charset in ("idna", "undefined", "utf-7", "unicode_escape", "rot13")
    },
}


def subjects(world: World, token: str, *folders: str) -> list[str]:
    mailboxes = world.services.mailboxes
    opened = [mailboxes.open_folder(token, folder) for folder in folders]
    return [line.subject for mailbox in opened for line in mailbox.messages]


def test_mailbox_comes_back_from_an_mbox_as_it_was(world: World, tmp_path: Path) -> None:
    files, file = world.services.mail_files, tmp_path / "boite.mbox"
    token = world.sign_in_to_webmail()
    both = (Folder.INBOX, Folder.JUNK)
    before = subjects(world, token, *both)
    written = files.export(world.sheet.address, file)
    assert written == len(mailbox.mbox(file)) == len(before)
    assert files.take_in(world.sheet.address, file) == Taken(written, 0)
    assert sorted(subjects(world, token, *both)) == sorted(before * 2)


def test_mailbox_comes_back_from_a_folder_of_letters(world: World, tmp_path: Path) -> None:
    files, folder = world.services.mail_files, tmp_path / "lettres"
    written = files.export(world.sheet.address, folder)
    assert len(list(folder.glob("*.eml"))) == written
    assert files.take_in(world.sheet.address, folder).taken == written


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_mail_is_left_out(world: World, tmp_path: Path, name: str) -> None:
    file = tmp_path / "x.eml"
    file.write_bytes(HOSTILE[name])
    assert world.services.mail_files.take_in(world.sheet.address, file) == Taken(0, 1)


@pytest.mark.parametrize("name", ODD)
def test_odd_mail_is_taken_and_read(world: World, tmp_path: Path, name: str) -> None:
    file = tmp_path / "x.eml"
    file.write_bytes(ODD[name])
    token = world.sign_in_to_webmail()
    known = set(world.services.mailboxes.open_folder(token, Folder.INBOX).order)
    assert world.services.mail_files.take_in(world.sheet.address, file) == Taken(1, 0)
    (new,) = set(world.services.mailboxes.open_folder(token, Folder.INBOX).order) - known
    letter = world.services.mailboxes.read(token, new).letter
    assert "\0" not in letter.body + letter.subject
    if name == "latin-1":
        assert (letter.subject, letter.body.strip()) == ("d\u00e9j\u00e0", "\u00e9t\u00e9")


def stored(world: World) -> list[tuple[str, str, str, str, datetime, int]]:
    """What the mailbox holds: each message's folder, list line, text and size."""
    with world.services.store.look() as unit:
        rows = unit.exec(
            select(Message)
            .where(Message.participant_id == world.participant_id)
            .order_by(col(Message.raw), col(Message.id))
        ).all()
    return [(m.folder, m.sender, m.subject, m.raw, m.sent_at, m.size) for m in rows]


@pytest.mark.parametrize("name", ["boite.mbox", "lettres"])
def test_folders_sizes_and_texts_come_back(world: World, tmp_path: Path, name: str) -> None:
    services, token = world.services, world.sign_in_to_webmail()
    writing = services.mail_writing
    text = "From here\n>From there\n>>From afar\n\nFrom\n\n"
    writing.keep(token, "a" * 24, Typed(to="pas fini", subject="Brouillon", text=text))
    writing.send(token, "b" * 24, Typed(to="z@exemple.fr", subject="Envoyé", text=text))
    own = services.mail_folders.create(token, "inbox")
    inbox = services.mailboxes.open_folder(token, Folder.INBOX).order
    services.mail_filing.move(token, inbox[:1], own)
    services.mail_filing.delete(token, inbox[1:2])
    before = stored(world)
    with services.store.unit() as unit:
        for message in unit.exec(select(Message)).all():
            message.size += 1_000_000
    files = services.mail_files
    written = files.export(world.sheet.address, tmp_path / name)
    with services.store.unit() as unit:
        for message in unit.exec(select(Message)).all():
            unit.delete(message)
    assert files.take_in(world.sheet.address, tmp_path / name) == Taken(written, 0)
    assert stored(world) == [(*one, size + 1_000_000) for *one, size in before]


def test_folder_that_the_mailbox_lacks_is_the_inbox(world: World, tmp_path: Path) -> None:
    file = tmp_path / "x.eml"
    file.write_bytes(b'X-Kiosk-Folder: "Famille"\nX-Kiosk-Size: 1\nSubject: x\n\nx')
    assert world.services.mail_files.take_in(world.sheet.address, file) == Taken(1, 0)
    found = [one for one in stored(world) if one[2] == "x"]
    assert [(folder, raw, size) for folder, _, _, raw, _, size in found] == [
        (Folder.INBOX, "Subject: x\n\nx", len("Subject: x\n\nx"))
    ], "no smaller than it is"


def test_message_that_cannot_be_read_keeps_no_other_out(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(raw: str, longest: int) -> object:
        if "illisible" in raw:
            raise UnicodeError
        return read_letter(raw, longest)

    monkeypatch.setattr(mail_files, "read_letter", failing)
    for number, subject in enumerate(["un", "illisible", "trois"]):
        (tmp_path / f"{number}.eml").write_text(f"Subject: {subject}\n\nx", encoding="utf-8")
    assert world.services.mail_files.take_in(world.sheet.address, tmp_path) == Taken(2, 1)


def test_many_messages_are_kept_a_few_at_a_time(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit, kept = world.services.store.unit, list[int]()

    def counted_unit() -> object:
        kept.append(0)
        return unit()

    def reading(raw: str, longest: int) -> object:
        assert not kept, "everything is read before anything is kept"
        return read_letter(raw, longest)

    monkeypatch.setattr(world.services.store, "unit", counted_unit)
    monkeypatch.setattr(mail_files, "read_letter", reading)
    for number in range(120):
        (tmp_path / f"{number:03}.eml").write_text(f"Subject: {number}\n\nx", encoding="utf-8")
    assert world.services.mail_files.take_in(world.sheet.address, tmp_path) == Taken(120, 0)
    assert len(kept) == 3


def test_full_mailbox_leaves_mail_out(world: World, tmp_path: Path) -> None:
    file = tmp_path / "lourd.eml"
    file.write_bytes(b"Subject: lourd\n\n" + (b"x" * 77 + b"\n") * 23_000)
    told = [world.services.mail_files.take_in(world.sheet.address, file) for _ in range(12)]
    assert told[0] == Taken(1, 0)
    assert told[-1] == Taken(0, without_room=1)


def test_unknown_address_and_what_exists_are_refused(world: World, tmp_path: Path) -> None:
    files, there = world.services.mail_files, tmp_path / "l.mbox"
    refusal = refusal_of(files.export, "personne@ac-toulouse.fr", there)
    assert refusal.code is RefusalCode.MAILBOX_UNKNOWN
    there.write_text("x", encoding="utf-8")
    assert refusal_of(files.export, world.sheet.address, there).code is RefusalCode.FILE_EXISTS


def test_file_without_a_message_is_refused(world: World, tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()
    (tmp_path / "l.mbox").write_text("pas un message", encoding="utf-8")
    for source in (tmp_path / "vide", tmp_path / "l.mbox"):
        refusal = refusal_of(world.services.mail_files.take_in, world.sheet.address, source)
        assert refusal.code is RefusalCode.FILE_WITHOUT_MAIL


def test_mail_without_a_date_arrives_now(world: World, tmp_path: Path) -> None:
    file = tmp_path / "x.eml"
    file.write_text("Subject: sans date\nDate: un jour\n\nx", encoding="utf-8")
    assert world.services.mail_files.take_in(world.sheet.address, file) == Taken(1)
    with world.services.store.look() as unit:
        arrived = unit.exec(select(Message.arrived_at).where(Message.subject == "sans date")).one()
    assert arrived == world.now
