"""The junk filter: its rules, and what the reader taught it, which goes first."""

from pathlib import Path

import pytest

from kiosk.services.content import JunkRules, load_academies, load_content
from kiosk.services.junk_filter import JunkFilter
from kiosk.services.letter_writing import Typed
from kiosk.services.postman import Folder

from ..worlds import World
from .test_mail_writing import COLLEAGUE, colleague, lines, send

FILTER = JunkFilter(load_content().rules.junk, load_academies())
HONEST = "secretariat@ac-orleans-tours.fr"
SHOUT = "REPONDEZ TOUT DE SUITE"


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        (HONEST, "Urgent\u202f: votre MOT de passe"),
        (HONEST, "répondez avec votre mot de passe"),
        (HONEST, "Votre boite sera fermee ce soir"),
        (HONEST, SHOUT),
        ("a@ac-orleans-tours.fr.verification.example", "Bonjour"),
        ("a@vote2014-education-gouv.example", "Bonjour"),
    ],
)
def test_these_are_junk(sender: str, subject: str) -> None:
    assert FILTER.suspects("orleans-tours", sender, subject)


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        (HONEST, "Réunion urgente"),
        (HONEST, "Compte rendu urgent"),
        (HONEST, "Mot de passe du réseau de l’école"),
        (HONEST, "CAPD, CAPN, CTA"),
        (HONEST, ""),
        ("", "Bonjour"),
        ("a@ailleurs.example", "Bonjour"),
        ("espace-electeur@education.gouv.fr", "Bonjour"),
        ("\udcff@[/b]", "\x1b[31m"),
    ],
)
def test_these_are_not(sender: str, subject: str) -> None:
    assert not FILTER.suspects("orleans-tours", sender, subject)


@pytest.mark.parametrize(
    ("subject", "folder"),
    [
        ("A" * 9, Folder.INBOX),
        ("A" * 10, Folder.JUNK),
        ("A" * 8 + "aa", Folder.JUNK),
        ("A" * 7 + "aaa", Folder.INBOX),
    ],
)
def test_capitals_count_from_their_number_and_their_share(subject: str, folder: Folder) -> None:
    judge = JunkFilter(JunkRules(("x y",), 0.8, 10), load_academies())
    assert judge.suspects("toulouse", HONEST, subject) is (folder is Folder.JUNK)


def test_mail_of_a_colleague_is_filed_by_the_rules(world: World) -> None:
    token, julies = world.sign_in_to_webmail(), colleague(world)
    send(world, token, Typed(COLLEAGUE, SHOUT, "x"), key="a")
    send(world, token, Typed(COLLEAGUE, "Bonjour", "x"), key="b")
    world.later(46)
    world.look()
    assert [line.subject for line in lines(world, julies, Folder.JUNK)] == [SHOUT]
    assert [line.subject for line in lines(world, julies, Folder.INBOX)] == ["Bonjour"]


def test_sender_learnt_goes_before_the_rules(world: World) -> None:
    token, julies = world.sign_in_to_webmail(), colleague(world)
    send(world, token, Typed(COLLEAGUE, SHOUT, "x"), key="a")
    world.later(46)
    world.look()
    (first,) = lines(world, julies, Folder.JUNK)
    world.services.mail_filing.not_junk(julies, [first.id])
    send(world, token, Typed(COLLEAGUE, SHOUT, "y"), key="b")
    world.later(46)
    world.look()
    inbox = lines(world, julies, Folder.INBOX)
    assert len(inbox) == 2
    world.services.mail_filing.junk(julies, [inbox[0].id])
    send(world, token, Typed(COLLEAGUE, "Bonjour", "z"), key="c")
    world.later(46)
    world.look()
    assert [line.subject for line in lines(world, julies, Folder.JUNK)] == ["Bonjour", SHOUT]


def test_mail_taken_in_is_filed_by_the_rules_and_by_what_was_learnt(
    world: World, tmp_path: Path
) -> None:
    def take_in(subject: str, sender: str = "a@ailleurs.example") -> None:
        file = tmp_path / "x.eml"
        file.write_text(f"From: {sender}\nSubject: {subject}\n\nx", "utf-8")
        world.services.mail_files.take_in(world.sheet.address, file)

    token = world.sign_in_to_webmail()
    take_in(SHOUT)
    take_in("Paisible")
    junk = {line.subject: line.id for line in lines(world, token, Folder.JUNK)}
    assert SHOUT in junk
    assert "Paisible" not in junk
    world.services.mail_filing.not_junk(token, [junk[SHOUT]])
    take_in(f"{SHOUT} ENCORE", "A@Ailleurs.example")
    assert f"{SHOUT} ENCORE" in {line.subject for line in lines(world, token, Folder.INBOX)}
    world.services.mail_filing.junk(
        token, [line.id for line in lines(world, token, Folder.INBOX) if line.subject == "Paisible"]
    )
    take_in("Paisible encore")
    assert "Paisible encore" in {line.subject for line in lines(world, token, Folder.JUNK)}
