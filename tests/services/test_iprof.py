"""I-Prof: the webmail's password opens it, and its box is another one."""

import re

import pytest

from kiosk.services.container import Services
from kiosk.services.content import Corps, Milestone
from kiosk.services.content_iprof import TopicKind
from kiosk.services.iprof_box import iprof_values
from kiosk.services.journal import Event
from kiosk.services.letters import filled_in
from kiosk.services.refusals import RefusalCode
from kiosk.services.user_names import user_name

from ..worlds import ON_SQLITE, World, refusal_of, refusals_of


@pytest.fixture
def token(world: World) -> str:
    return world.services.iprof.sign_in(
        world.workshop_id, world.participant_id, "fmartin", world.sheet.numen
    )


def test_same_password_opens_both_and_follows_its_change(world: World, token: str) -> None:
    webmail = world.sign_in_to_webmail()
    world.services.webmail.change_password(
        webmail, current=world.sheet.numen, new="Glycines-2014", confirmation="Glycines-2014"
    )
    iprof = world.services.iprof
    refusal = refusal_of(
        iprof.sign_in, world.workshop_id, world.participant_id, "fmartin", world.sheet.numen
    )
    assert refusal.code is RefusalCode.CREDENTIALS_UNKNOWN
    assert iprof.sign_in(world.workshop_id, world.participant_id, "fmartin", "Glycines-2014")
    assert world.events().count(Event.IPROF_SIGNED_IN) == 2


def test_token_of_one_system_does_not_open_the_other(world: World, token: str) -> None:
    webmail = world.sign_in_to_webmail()
    assert not world.services.webmail.is_open(token)
    for wrong in (webmail, None, "", "nonsense"):
        for call in (world.services.iprof.file, world.services.iprof.cv, world.services.iprof.box):
            assert refusal_of(call, wrong).code is RefusalCode.SIGN_IN_FIRST


def test_file_says_corps_school_and_grade(world: World, token: str) -> None:
    file = world.services.iprof.file(token)
    assert (file.name, file.corps) == ("Fabienne Martin", "primary")
    assert (file.grade, file.school) == (world.sheet.grade, world.sheet.school)


def test_cv_is_kept_and_changed(world: World, token: str) -> None:
    iprof = world.services.iprof
    assert iprof.cv(token).updated_at is None
    iprof.keep_cv(token, studies="Licence", experience="", languages="[FO] occitan")
    iprof.keep_cv(token, studies="Licence", experience="CP", languages="[FO] occitan")
    again = world.services.iprof.sign_in(
        world.workshop_id, world.participant_id, "fmartin", world.sheet.numen
    )
    cv = iprof.cv(again)
    assert (cv.studies, cv.experience, cv.languages) == ("Licence", "CP", "[FO] occitan")
    assert cv.updated_at == world.now


def test_cv_leaves_out_what_looks_like_a_real_numen(world: World, token: str) -> None:
    world.services.iprof.keep_cv(
        token, studies="18G0612345ABC", experience="", languages="occitan 18g0612345abc"
    )
    cv = world.services.iprof.cv(token)
    assert (cv.studies, cv.languages) == ("", "occitan")


@pytest.mark.parametrize("length", [199, 200, 201])
def test_cv_has_a_longest_line(world: World, token: str, length: int) -> None:
    def keep() -> None:
        world.services.iprof.keep_cv(token, studies="é" * length, experience="", languages="")

    if length > 200:
        assert refusals_of(keep) == {"studies": "text_too_long"}
    else:
        keep()
        assert len(world.services.iprof.cv(token).studies) == length


def test_box_shows_what_was_sent_by_now_newest_first(world: World, token: str) -> None:
    before = world.services.iprof.box(token)
    assert [line.id for line in before] == ["cv-rappel", "rentree", "campagne-echelon"]
    last = max(world.services.content.iprof.messages, key=lambda one: one.sent)
    world.move_to(last.sent)
    assert world.services.iprof.box(token)[0].id == last.id
    assert world.events().count(Event.IPROF_BOX_OPENED) == 1


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_message_is_there_from_its_instant_on(world: World, token: str, seconds: int) -> None:
    last = max(world.services.content.iprof.messages, key=lambda one: one.sent)
    world.later((last.sent - world.now).total_seconds() + seconds)
    if seconds >= 0:
        message = world.services.iprof.message(token, last.id)
        assert (message.subject, message.sent) == (last.subject, last.sent)
    else:
        refusal = refusal_of(world.services.iprof.message, token, last.id)
        assert refusal.code is RefusalCode.MESSAGE_GONE


def test_reading_marks_a_message_once(world: World, token: str) -> None:
    iprof = world.services.iprof
    for _ in range(2):
        iprof.message(token, "rentree")
    assert [line.id for line in iprof.box(token) if line.read] == ["rentree"]
    assert world.events().count(Event.IPROF_MESSAGE_READ) == 1
    assert refusal_of(iprof.message, token, "[/b]").code is RefusalCode.MESSAGE_GONE


def test_its_box_is_not_the_webmails(world: World, token: str) -> None:
    unread = world.look().unread
    world.services.iprof.message(token, "rentree")
    assert world.look().unread == unread
    for message in world.services.content.iprof.messages:
        assert not any("https://" in text for text in message.texts)
        assert "électeur" not in message.subject


def written(services: Services, persona: str, seed: int) -> dict[str, str]:
    """What I-Prof has written to somebody by the end of November, read twice."""
    who = services.workshops.begin_as(persona, seed=seed)
    services.clock.jump(who.workshop_id, services.calendar.at(Milestone.VOTE_OPENS))
    sheet = services.workshops.sheet(who.participant_id)
    name = user_name(sheet.first_name, sheet.last_name, sheet.homonym)
    token = services.iprof.sign_in(who.workshop_id, who.participant_id, name, sheet.numen)
    lines = services.iprof.box(token)
    once, again = ({x.id: services.iprof.message(token, x.id).text for x in lines} for _ in "12")
    assert once == again
    return once


@ON_SQLITE
def test_messages_are_written_to_their_reader(services: Services) -> None:
    for persona in services.content.personas:
        texts = [written(services, persona.id, seed) for seed in range(6)]
        assert len({tuple(sorted(text.items())) for text in texts}) > 1, "the seed draws the texts"
        assert texts[0] == written(services, persona.id, 0)
        together = " ".join(text for each in texts for text in each.values())
        assert persona.school in together
        words = services.content.iprof.words[Corps(persona.corps)]
        assert words.commission in together


def test_every_text_is_filled_in_for_everybody(services: Services) -> None:
    content = services.content
    for persona in content.personas:
        values = iprof_values(persona, content.academies[persona.academy], content)
        for message in content.iprof.messages:
            assert len(message.texts) > 1
            for text in message.texts:
                filled = filled_in(text, values)
                assert not re.search(r"[{}]", filled)
                assert not re.search(r"\bde le\b|\bà le\b|\bde la? l’", filled)


def test_both_shelves_have_something_to_read(world: World) -> None:
    topics = world.services.content.iprof.topics
    for kind in TopicKind:
        assert sum(topic.kind is kind for topic in topics) >= 2
