import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from random import Random
from string import Formatter
from zoneinfo import ZoneInfo

import pytest
from jinja2 import Environment, StrictUndefined

from kiosk.services.campaign import draw_campaign
from kiosk.services.content import (
    OUR_CONTENT,
    Academy,
    Content,
    Corps,
    MailFolder,
    MailTemplate,
    MailTrigger,
    Milestone,
    Persona,
    SystemKey,
    load_academies,
    load_content,
    load_personas,
)
from kiosk.services.journal import Event
from kiosk.services.refusals import RefusalCode
from kiosk.services.user_names import address, user_name

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(OUR_CONTENT, tmp_path / "content"))


def test_loading_imports_neither_store_nor_screen() -> None:
    heavy = "{'sqlmodel', 'sqlalchemy', 'jinja2', 'textual', 'rich', 'PIL', 'argon2'}"
    load = "import sys, kiosk.services.content as content; content.load_content()"
    code = f"{load}; print({heavy} & {{*sys.modules}})"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert done.stdout.strip() == "set()"


def test_welcome_loads_before_the_rest_and_alone(folder: Path) -> None:
    (folder / "guide.toml").unlink()

    personas, academies = load_personas(folder), load_academies(folder)

    assert {persona.academy for persona in personas} == set(academies)


def test_calendar_follows_the_facts(content: Content) -> None:
    at = {entry.key: entry.at for entry in content.calendar.milestones}

    assert content.calendar.start == datetime(2014, 9, 22, 9, tzinfo=PARIS)
    assert at[Milestone.ROLLS_CLOSE] == datetime(2014, 10, 27, 12, tzinfo=PARIS)
    assert at[Milestone.NEW_IDENTIFIER_ENDS] == datetime(2014, 11, 26, 9, tzinfo=PARIS)
    assert at[Milestone.ACCOUNTS_CLOSE] == datetime(2014, 12, 4, 16, tzinfo=PARIS)
    assert at[Milestone.RESEND_IDENTIFIER_ENDS] == datetime(2014, 12, 4, 16, 45, tzinfo=PARIS)
    assert [entry.key for entry in content.calendar.milestones if not entry.shown] == [
        Milestone.POLLING_GRACE_ENDS
    ]


@pytest.mark.parametrize(
    ("corps", "seats"),
    [
        (Corps.PRIMARY, [("CTM", 15), ("CTA", 10), ("CAPN-PE", 10), ("CAPD", 7)]),
        (Corps.SECONDARY, [("CTM", 15), ("CTA", 10), ("CAPN-2D", 19), ("CAPA", 19)]),
        (Corps.CONTRACT, [("CTM", 15), ("CTA", 10), ("CCP", 3)]),
    ],
)
def test_each_corps_votes_in_its_contests(
    content: Content, corps: Corps, seats: list[tuple[str, int]]
) -> None:
    contests = [contest for contest in content.contests if corps in contest.corps]
    assert [(contest.code, contest.seats) for contest in contests] == seats


def test_every_ballot_fits_six_choices_and_can_fill_its_seats(content: Content) -> None:
    for contest in content.contests:
        assert len(contest.lists) <= 5
        assert all(entry.candidates >= contest.seats for entry in contest.lists)


def test_both_portal_addresses_work_from_both_academies(content: Content) -> None:
    portals = [academy.systems[SystemKey.PORTAL] for academy in content.academies.values()]

    assert len({frozenset({portal.base, *portal.aliases}) for portal in portals}) == 1


def test_personas_have_distinct_addresses_and_a_homonym(content: Content) -> None:
    addresses = {
        address(p.first_name, p.last_name, content.academies[p.academy].domain, p.homonym)
        for p in content.personas
    }
    first = content.personas[0]

    assert len(addresses) == len(content.personas)
    assert (first.id, first.homonym) == ("fabienne-martin", 0)
    assert {p.corps for p in content.personas} == set(Corps)
    assert any(p.homonym == 1 and p.last_name == first.last_name for p in content.personas)


def test_every_refusal_has_its_sentence(content: Content) -> None:
    assert set(RefusalCode) - set(content.refusals) == set()
    for sentence in content.refusals.values():
        assert len(sentence) <= 150
        assert sentence.endswith((".", "…"))


@pytest.mark.parametrize(
    ("code", "placeholders"),
    [
        (RefusalCode.TOO_EARLY, {"title", "at"}),
        (RefusalCode.TOO_LATE, {"title", "at"}),
        (RefusalCode.CAPTCHA_WRONG, {"tries_left"}),
        (RefusalCode.PASSWORD_TOO_WEAK, {"missing"}),
        (RefusalCode.CREDENTIALS_UNKNOWN, set()),
    ],
)
def test_sentence_names_the_data_of_its_refusal(
    content: Content, code: RefusalCode, placeholders: set[str]
) -> None:
    parts = Formatter().parse(content.refusals[code])

    assert {name for _, name, _, _ in parts if name} == placeholders


@pytest.mark.parametrize(
    "code", [RefusalCode.CREDENTIALS_UNKNOWN, RefusalCode.VOTER_CREDENTIALS_UNKNOWN]
)
def test_wrong_sign_in_never_tells_which_half_is_wrong(content: Content, code: RefusalCode) -> None:
    assert "ne vont pas ensemble" in content.refusals[code]


def test_guide_fits_its_panel_and_its_line(content: Content) -> None:
    known = {event.value for event in Event}
    assert len(content.guide) == 11
    for step in content.guide:
        assert len(step.title) <= 26
        assert max(len(step.hint), len(step.waiting_hint)) <= 150
        assert max(len(step.short_hint), len(step.waiting_short_hint)) <= 66
        assert set(step.events) <= known


def test_help_fits_a_small_window(content: Content) -> None:
    for page in content.help.values():
        lines = page.body.splitlines()
        assert len(lines) <= 16
        assert max(map(len, lines)) <= 70


def mails_before_start(content: Content, persona: Persona) -> list[MailTemplate]:
    return [
        mail
        for mail in content.mails
        if mail.sent is not None
        and mail.sent < content.calendar.start
        and persona.academy in mail.academies
        and persona.corps in mail.corps
    ]


@pytest.mark.parametrize("persona", load_personas(), ids=lambda persona: persona.id)
def test_mailbox_is_well_filled_before_the_start(content: Content, persona: Persona) -> None:
    mails = mails_before_start(content, persona)
    kilobytes = sum(mail.kilobytes for mail in mails)

    assert len(mails) >= 12
    assert {mail.folder for mail in mails} == set(MailFolder)
    assert {True, False} == {mail.read for mail in mails}
    assert kilobytes < content.rules.quota_megabytes * 1024 / 2


def test_mail_that_speaks_of_a_file_has_one(content: Content) -> None:
    joined = re.compile(r"\bjoint(?:e|s|es)?\b", re.IGNORECASE)
    for mail in content.mails:
        if joined.search(mail.body) and mail.id not in {"quota-warning"}:
            assert mail.attachment.endswith(".txt"), mail.id
            assert 50 < len(mail.attachment_text) < 600, mail.id
    for paragraph in content.campaign.paragraphs:
        assert not joined.search(paragraph) or paragraph == content.campaign.file.paragraph


def test_campaign_mail_that_speaks_of_a_file_has_it(content: Content) -> None:
    mails = draw_campaign(
        content.campaign,
        40,
        Random(1),
        since=content.calendar.start,
        until=content.calendar.end,
    )
    spoken = [mail for mail in mails if content.campaign.file.paragraph in mail.body]
    assert 0 < len(spoken) < len(mails)
    for mail in mails:
        assert bool(mail.attachment) is (mail in spoken)


def test_each_trigger_sends_one_mail(content: Content) -> None:
    for trigger in MailTrigger:
        assert len(content.mails_on(trigger)) == 1


def test_mails_go_on_arriving_until_the_results(content: Content) -> None:
    later = [mail for mail in content.mails if mail.sent and mail.sent > content.calendar.start]

    assert len(later) >= 8


def mail_values(persona: Persona, academy: Academy) -> dict[str, object]:
    names = (persona.first_name, persona.last_name)
    return {
        "person": {
            "first_name": persona.first_name,
            "last_name": persona.last_name,
            "address": address(*names, academy.domain, persona.homonym),
            "user_name": user_name(*names, persona.homonym),
            "school": persona.school,
        },
        "academy": academy,
        "portal": academy.systems[SystemKey.PORTAL].base,
        "webmail": academy.systems[SystemKey.WEBMAIL].base,
        "link": "https://vote2014.education.gouv.fr/compte/confirmation/abc",
        "minutes": 60,
        "returned_to": "personne@ac-toulouse.fr",
        "returned_subject": "Réunion",
    }


def rendered_mails(content: Content) -> Iterator[tuple[str, str]]:
    environment = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - plain text
    for persona in content.personas:
        values = mail_values(persona, content.academies[persona.academy])
        for mail in content.mails:
            if persona.academy in mail.academies and persona.corps in mail.corps:
                for part in (mail.from_address, mail.subject, mail.body):
                    yield mail.id, environment.from_string(part).render(values)


def test_every_mail_renders_with_nothing_left_to_fill(content: Content) -> None:
    for name, text in rendered_mails(content):
        assert text.strip(), name
        assert not re.search(r"[{}]", text), name


def test_confirmation_mail_carries_its_link_and_its_limit(content: Content) -> None:
    (mail,) = content.mails_on(MailTrigger.ACCOUNT_REQUESTED)

    assert "]({{ link }})" in mail.body
    assert "4 décembre 2014 à 16\u00a0h" in mail.body


def shown_texts(value: object) -> Iterator[str]:
    """Every text of a record, its own records' texts included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from shown_texts(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from shown_texts(item)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from shown_texts(getattr(value, name))


def test_typography_is_french(content: Content) -> None:
    for text in (*shown_texts(content), *(text for _, text in rendered_mails(content))):
        prose = re.sub(r"https://[^\s)]*|\d:\d", "", text)
        assert "'" not in prose, text
        assert not re.search(r"(?<!\u202f)[;:!?]", prose), text
        assert not re.search(r"«(?!\u00a0)|(?<!\u00a0)»", prose), text
        assert "..." not in prose, text
