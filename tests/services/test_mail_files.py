import mailbox
from pathlib import Path

import pytest

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


def test_full_mailbox_leaves_mail_out(world: World, tmp_path: Path) -> None:
    file = tmp_path / "lourd.eml"
    file.write_bytes(b"Subject: lourd\n\n" + (b"x" * 77 + b"\n") * 23_000)
    told = [world.services.mail_files.take_in(world.sheet.address, file) for _ in range(12)]
    assert told[0] == Taken(1, 0)
    assert told[-1] == Taken(0, 1)


def test_unknown_address_and_what_exists_are_refused(world: World, tmp_path: Path) -> None:
    files, there = world.services.mail_files, tmp_path / "l.mbox"
    refusal = refusal_of(files.export, "personne@ac-toulouse.fr", there)
    assert refusal.code is RefusalCode.MAILBOX_UNKNOWN
    there.write_text("x", encoding="utf-8")
    assert refusal_of(files.export, world.sheet.address, there).code is RefusalCode.FILE_EXISTS
