from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from kiosk.services.content import MailFolder, MailTemplate, load_content
from kiosk.services.letters import ComposedMail, LetterWriter, Link, read_letter
from kiosk.services.mail_rounds import mail_values
from kiosk.services.user_names import clean_name


@dataclass
class Person:
    """Somebody to write to."""

    first_name: str = "Maëlle"
    last_name: str = "d’Aubrac"
    address: str = "maelle.daubrac@ac-toulouse.fr"
    user_name: str = "mdaubrac"
    school: str = "École des Micocouliers, Muret"


TEMPLATE = MailTemplate(
    id="any",
    from_name="Secrétariat",
    from_address="secretariat@{{ academy.domain }}",
    subject="Réunion à {{ person.school }}",
    folder=MailFolder.INBOX,
    sent=None,
    trigger=None,
    academies=("toulouse",),
    corps=(),
    read=False,
    kilobytes=12,
    body="Bonjour {{ person.first_name }},\n\n[Ici]({{ link }})\n",
)
VALUES = mail_values(load_content().academies["toulouse"]) | {"link": "https://exemple.fr/é?a=1"}
SENT = datetime(2014, 10, 26, 1, 30, tzinfo=UTC)
WRITER = LetterWriter()


def write(person: Person, template: MailTemplate = TEMPLATE) -> ComposedMail:
    return WRITER.compose(template, person, sent_at=SENT, key="0a1b", values=VALUES)


def test_mail_is_read_back_as_it_was_written() -> None:
    mail = write(Person())
    letter = read_letter(mail.raw)
    assert mail.sender == letter.sender == "Secrétariat"
    assert letter.sender_address == "secretariat@ac-toulouse.fr"
    assert letter.recipient == "Maëlle d’Aubrac <maelle.daubrac@ac-toulouse.fr>"
    assert mail.subject == letter.subject == "Réunion à École des Micocouliers, Muret"
    assert letter.body == "Bonjour Maëlle,\n\n[Ici](https://exemple.fr/é?a=1)\n"
    assert letter.links == (Link("Ici", "https://exemple.fr/é?a=1"),)
    assert letter.sent_at == SENT


def test_mail_is_dated_in_paris_in_winter_time_on_the_night_of_the_change() -> None:
    raw = write(Person()).raw
    assert "Date: Sun, 26 Oct 2014 02:30:00 +0100" in raw
    assert read_letter(raw).sent_at.utcoffset() == timedelta(hours=1)


def test_mail_is_kept_as_text_one_can_read() -> None:
    raw = write(Person()).raw
    assert "Content-Transfer-Encoding: 8bit" in raw
    assert "Message-ID: <0a1b@ac-toulouse.fr>" in raw
    assert "Bonjour Maëlle," in raw
    assert "\r" not in raw


def test_name_missing_from_the_values_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        write(Person(), replace(TEMPLATE, body="{{ nothing }}"))


HOSTILE = (
    "[FO]",
    "[/b]",
    '"Éva" <x@y>',
    "a,b;c:d",
    "=?utf-8?q?x?=",
    "{{ 7 * 7 }}",
    "x" * 200,
    "\u202ea",
    "@",
    "\\",
    "漢字",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_name_stays_a_name(name: str) -> None:
    letter = read_letter(write(Person(first_name=name, last_name="Martin")).raw)
    assert letter.recipient.endswith("<maelle.daubrac@ac-toulouse.fr>")
    assert letter.body.startswith(f"Bonjour {name},\n")
    assert (letter.sender, letter.subject) == (
        "Secrétariat",
        TEMPLATE.subject.replace("{{ person.school }}", Person().school),
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_sender_stays_a_sender(name: str) -> None:
    letter = read_letter(write(Person(), replace(TEMPLATE, from_name=name)).raw)
    assert letter.sender_address == "secretariat@ac-toulouse.fr"
    assert letter.recipient.startswith("Maëlle")


@pytest.mark.parametrize("name", ["a\nBcc: tous@exemple.fr", "a\r\n\r\nb"])
def test_name_cannot_add_a_header(name: str) -> None:
    with pytest.raises(ValueError, match="CR or LF"):
        write(Person(first_name=name))


@given(
    first=st.text(st.characters(categories=["L", "Pd"]), min_size=1, max_size=20),
    school=st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=60),
)
def test_any_name_a_teacher_may_bear_reaches_its_mail(first: str, school: str) -> None:
    mail = write(Person(first_name=first, school=school))
    letter = read_letter(mail.raw)
    assert letter.body.startswith(f"Bonjour {first},")
    assert letter.subject.split() == mail.subject.split()
    assert letter.sender == "Secrétariat"


@given(raw=st.text(max_size=300))
def test_reading_never_fails_whatever_is_stored(raw: str) -> None:
    letter = read_letter(raw)
    assert letter.sent_at.utcoffset() is not None


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "Date: hier\n\nx",
        "Date: Sun, 26 Oct 2014 02:30:00 -0000\n\nx",
        "From: <<>>\n\n",
        "From: groupe:;\nTo: \n\n",
        "Content-Type: text/html\n\n<b>x",
        "Content-Type: multipart/mixed; boundary=x\n\n--x\n",
        "Content-Type: text/plain; charset=klingon\n\né",
        "Subject: a\n b\n",
    ],
)
def test_broken_header_reads_as_empty(raw: str) -> None:
    letter = read_letter(raw)
    assert letter.sent_at.utcoffset() is not None
    assert letter.links == ()


def test_every_mail_of_the_content_can_be_written_to_every_persona() -> None:
    content = load_content()
    for persona in content.personas:
        values = mail_values(content.academies[persona.academy]) | {"link": "https://x.fr/"}
        person = Person(clean_name(persona.first_name), clean_name(persona.last_name))
        for template in content.mails:
            mail = WRITER.compose(template, person, sent_at=SENT, key="1", values=values)
            letter = read_letter(mail.raw)
            assert letter.sender == template.from_name
            assert letter.body.strip()
            assert "{{" not in letter.subject + letter.body + letter.sender_address
