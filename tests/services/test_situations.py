from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.services.ballots import BLANK
from kiosk.services.browser import Cookies
from kiosk.services.container import Services
from kiosk.services.content import Corps, Milestone, Persona, Situation, load_content
from kiosk.services.corrections import CorrectionSubject
from kiosk.services.enrolling import Enrolment
from kiosk.services.identifier_requests import IdentifierWish
from kiosk.services.journal import Event, facts, record
from kiosk.services.mailboxes import Mailbox
from kiosk.services.postman import Channel, Folder
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.situations import situation_progress

from ..worlds import ON_SQLITE, PASSWORD, World, refusal_of

SITUATIONS = load_content().situations


def start(services: Services, name: str) -> tuple[Enrolment, Cookies]:
    situation = services.content.situations[name]
    who = services.workshops.begin_as(situation.persona or services.content.personas[0].id, seed=7)
    return who, services.preparations.prepare(who, situation)


def folder(services: Services, cookies: Cookies, name: Folder) -> Mailbox:
    return services.mailboxes.open_folder(cookies.webmail, name)


@pytest.mark.parametrize("situation", SITUATIONS.values(), ids=lambda one: one.name)
def test_every_situation_starts_unsolved_at_its_instant(
    services: Services, situation: Situation
) -> None:
    who, _ = start(services, situation.name)
    now = services.clock.now(who.workshop_id)
    assert timedelta(0) <= now - situation.at < timedelta(minutes=15)
    pulse = services.sittings.pulse(who.workshop_id, who.participant_id)
    assert pulse.situation is not None
    assert pulse.situation.situation == situation
    assert not pulse.situation.solved
    wanted = (*situation.solved_by, *situation.if_believed)
    assert {Event(name.partition("/")[0]) for name in wanted}


def test_every_situation_begins_on_a_page_that_every_academy_has(services: Services) -> None:
    for situation in SITUATIONS.values():
        for book in services.address_books.values():
            address = book.of(situation.opens)
            assert book.resolve(address).page is situation.opens
            assert "{" not in address


def test_outside_a_situation_there_is_none(world: World) -> None:
    assert world.look().situation is None


def test_facts_from_before_the_start_solve_nothing(world: World) -> None:
    services, situation = world.services, SITUATIONS["numen-en-minuscules"]
    world.sign_in_to_webmail()
    with services.store.unit() as unit:
        event = Event.SITUATION_STARTED
        record(unit, world.participant_id, event, at=world.now, subject=situation.name)
    with services.store.look() as unit:
        told = facts(unit, world.participant_id)
    progress = situation_progress(SITUATIONS, told, is_past=lambda _: False)
    assert progress is not None
    assert not progress.solved
    world.sign_in_to_webmail()
    after = world.look().situation
    assert after is not None
    assert after.solved


@pytest.mark.parametrize(
    ("done", "solved"),
    [
        ([(Event.SUSPICION_REPORTED, "collegue")], False),
        ([(Event.SUSPICION_REPORTED, "site-copie")], True),
        ([(Event.COPIED_SITE_BELIEVED, ""), (Event.SUSPICION_REPORTED, "site-copie")], False),
        (
            [
                (Event.COPIED_SITE_BELIEVED, ""),
                (Event.SUSPICION_REPORTED, "site-copie"),
                (Event.WEBMAIL_PASSWORD_CHANGED, ""),
            ],
            True,
        ),
    ],
)
def test_a_trap_is_reported_for_what_it_is_and_a_password_given_is_changed(
    world: World, done: list[tuple[Event, str]], *, solved: bool
) -> None:
    events = [(Event.SITUATION_STARTED, "hameconnage"), *done]
    with world.services.store.unit() as unit:
        for event, subject in events:
            record(unit, world.participant_id, event, at=world.now, subject=subject)
    progress = world.look().situation
    assert progress is not None
    assert progress.solved is solved


def test_situation_the_content_no_longer_has_is_none(world: World) -> None:
    with world.services.store.unit() as unit:
        event = Event.SITUATION_STARTED
        record(unit, world.participant_id, event, at=world.now, subject="oubliée")
    assert world.look().situation is None


def test_confirmation_lies_in_junk(services: Services) -> None:
    _, cookies = start(services, "confirmation-indesirable")
    subjects = [line.subject for line in folder(services, cookies, Folder.JUNK).messages]
    assert "Confirmez la création de votre compte électeur" in subjects
    inbox = folder(services, cookies, Folder.INBOX).messages
    assert not any(line.subject.startswith("Confirmez") for line in inbox)


def test_campaign_mails_are_a_real_forty(services: Services) -> None:
    who, cookies = start(services, "quarante-tracts")
    own = set(services.content.campaign.subjects)
    found = [
        (name, line)
        for name in (Folder.INBOX, Folder.JUNK)
        for line in folder(services, cookies, name).messages
        if line.subject in own
    ]
    assert len({line.subject for _, line in found}) == len(found) == 40
    assert len({line.sender for _, line in found}) > 1
    assert {name for name, _ in found} == {Folder.INBOX, Folder.JUNK}
    lengths = {
        len(services.mailboxes.read(cookies.webmail, line.id).letter.body) for _, line in found
    }
    assert max(lengths) > 3 * min(lengths)
    assert all(line.sent_at <= services.clock.now(who.workshop_id) for _, line in found)
    inbox = folder(services, cookies, Folder.INBOX).messages
    assert sum(line.subject.startswith("Confirmez") for line in inbox) == 1


def test_campaign_is_the_same_for_the_same_seed(services: Services) -> None:
    def subjects() -> list[str]:
        _, cookies = start(services, "quarante-tracts")
        return [line.subject for line in folder(services, cookies, Folder.INBOX).messages]

    assert subjects() == subjects()


def test_older_link_is_void_and_the_newer_works(services: Services) -> None:
    who, cookies = start(services, "lien-remplace")
    inbox = folder(services, cookies, Folder.INBOX).messages
    newer, older = (line for line in inbox if line.subject.startswith("Confirmez"))
    tokens = [
        services.mailboxes.read(cookies.webmail, line.id).letter.links[0].address.rsplit("/", 1)[-1]
        for line in (older, newer)
    ]
    refusal = refusal_of(services.account_requests.confirm, who.workshop_id, tokens[0])
    assert refusal.code is RefusalCode.LINK_VOID
    services.account_requests.confirm(who.workshop_id, tokens[1])


def test_interrupted_vote_holds_one_ballot(services: Services) -> None:
    who, cookies = start(services, "vote-interrompu")
    assert cookies == Cookies(account_request=cookies.account_request)
    with services.store.look() as unit:
        seen = [fact.event for fact in facts(unit, who.participant_id)]
    assert seen.count(Event.BALLOT_CAST) == 1


def test_coming_too_late_is_noted(world: World) -> None:
    world.services.sittings.came_too_late(world.workshop_id, world.participant_id)
    assert world.events()[-1] is Event.CAME_TOO_LATE


def test_full_mailbox_takes_nothing_until_the_trash_is_emptied(services: Services) -> None:
    who, cookies = start(services, "boite-pleine")
    with services.store.look() as unit:
        assert Event.MAIL_BOUNCED in {fact.event for fact in facts(unit, who.participant_id)}
    mailbox = folder(services, cookies, Folder.INBOX)
    room = services.content.rules.quota_megabytes * 1024 * 1024 - mailbox.used_bytes
    assert 0 <= room < 1024
    heavy = [line.id for line in mailbox.messages if line.subject.startswith("Les photos")]
    services.mail_filing.delete(cookies.webmail, heavy)
    assert folder(services, cookies, Folder.INBOX).used_bytes == mailbox.used_bytes
    services.mail_filing.empty_trash(cookies.webmail)
    assert folder(services, cookies, Folder.INBOX).used_bytes < mailbox.used_bytes


def test_forgotten_password_is_no_longer_the_numen(services: Services) -> None:
    who, _ = start(services, "mot-de-passe-oublie")
    numen = services.workshops.sheet(who.participant_id).numen
    sign_in = services.webmail.sign_in
    refusal = refusal_of(sign_in, who.workshop_id, who.participant_id, "fmartin", numen)
    assert refusal.code is RefusalCode.CREDENTIALS_UNKNOWN


def test_lost_notice_is_nowhere_and_can_be_sent_again(services: Services) -> None:
    who, cookies = start(services, "notice-perdue")
    pigeonhole = services.desk.pigeonhole(who.participant_id)
    assert pigeonhole.papers == ()
    assert pigeonhole.notice_due_at is None
    wish = IdentifierWish.AGAIN
    services.identifier_requests.send(cookies.voter_space, wish, Channel.PERSONAL_MAIL)


def test_without_data_nothing_can_be_sent(services: Services) -> None:
    _, cookies = start(services, "sans-coordonnees")
    wish, send = IdentifierWish.AGAIN, services.identifier_requests.send
    assert refusal_of(send, cookies.voter_space, wish, Channel.SMS).code is (
        RefusalCode.MOBILE_MISSING
    )


@ON_SQLITE
@pytest.mark.parametrize("persona", load_content().personas, ids=lambda one: one.id)
def test_wrong_school_is_one_of_the_same_academy_and_corps(
    services: Services, persona: Persona
) -> None:
    content = services.content
    alike = {
        one.school
        for one in content.personas
        if (one.academy, one.corps) == (persona.academy, persona.corps)
    }
    alike.update(content.academies[persona.academy].schools[persona.corps])
    for _ in range(3):
        who = services.workshops.begin_as(persona.id)
        cookies = services.preparations.prepare(who, SITUATIONS["mauvais-etablissement"])
        shown = services.corrections.form(cookies.voter_space).school
        assert shown in alike - {who.school}


@pytest.mark.parametrize("name", ["mauvais-etablissement", "rectification-a-temps"])
def test_wrong_school_is_not_mended_by_asking_for_another_corps(
    services: Services, name: str
) -> None:
    who, cookies = start(services, name)
    for subject, solved in ((CorrectionSubject.CORPS, False), (CorrectionSubject.SCHOOL, True)):
        services.corrections.ask(cookies.voter_space, subject, who.school)
        state = services.sittings.pulse(who.workshop_id, who.participant_id).situation
        assert state is not None
        assert state.solved is solved


def test_wrong_school_is_not_mended_by_naming_another(services: Services) -> None:
    who, cookies = start(services, "mauvais-etablissement")
    corrections, token = services.corrections, cookies.voter_space
    wrong = corrections.form(token).school
    for wanted in ("Ce n’est pas la mienne", wrong, "une école de Tours", "École des Lilas"):
        refusal = refusal_of(corrections.ask, token, "school", wanted)
        assert (refusal.code, refusal.field) == (RefusalCode.SCHOOL_NOT_NAMED, "wanted")
    assert corrections.form(token).last is None
    for wanted, solved in ((wrong, False), ("ecole JULES FERRY à tours", True)):
        with suppress(Refusal):
            corrections.ask(token, "school", wanted)
        state = services.sittings.pulse(who.workshop_id, who.participant_id).situation
        assert state is not None
        assert state.solved is solved


def test_wrong_school_where_the_academy_names_no_other_is_one_of_the_corps(
    services: Services,
) -> None:
    content, preparations = services.content, services.preparations
    bare = {key: replace(one, schools={}) for key, one in content.academies.items()}
    preparations._content = replace(content, academies=bare)
    who = services.workshops.begin_as("maelle-casteran", seed=1)
    cookies = preparations.prepare(who, SITUATIONS["mauvais-etablissement"])
    shown = services.corrections.form(cookies.voter_space).school
    assert shown in {one.school for one in content.personas if one.corps is Corps.PRIMARY}
    assert shown != who.school


@pytest.mark.parametrize("name", ["nouvel-identifiant-a-temps", "nouvel-identifiant-trop-tard"])
def test_notice_that_has_disappeared_is_not_in_the_pigeonhole(
    services: Services, name: str
) -> None:
    who, _ = start(services, name)
    assert services.desk.pigeonhole(who.participant_id).papers == ()


def test_wrong_school_is_put_right_once_the_correction_is_handled(services: Services) -> None:
    who, cookies = start(services, "mauvais-etablissement")

    def shown() -> tuple[str, str]:
        space = services.voter_spaces.space(cookies.voter_space)
        return space.school, services.corrections.form(cookies.voter_space).school

    assert shown()[0] == shown()[1] != who.school
    services.corrections.ask(cookies.voter_space, "school", who.school)
    assert shown()[0] != who.school
    days = timedelta(days=services.content.rules.correction_days)
    now = services.clock.now(who.workshop_id)
    services.clock.jump(who.workshop_id, now + days)
    assert shown() == (who.school, who.school)


def test_a_vote_is_rehearsed_whole_once_every_ballot_is_cast(services: Services) -> None:
    who, cookies = start(services, "jour-du-vote")
    polling, papers = services.polling, services.desk.pigeonhole(who.participant_id).papers
    token = polling.enter(cookies.voter_space, identifier=papers[0].body, password=PASSWORD)
    solved = []
    for contest in polling.contests(token):
        polling.cast(token, contest.code, BLANK)
        situation = services.sittings.pulse(who.workshop_id, who.participant_id).situation
        solved.append(situation is not None and situation.solved)
    assert solved == [False, False, False, True]


def test_a_situation_is_missed_from_its_limit(services: Services) -> None:
    who, _ = start(services, "vote-a-temps")
    limit, missed = services.calendar.at(Milestone.POLLING_GRACE_ENDS), []
    for seconds in (-1, 0, 1):
        services.clock.jump(who.workshop_id, limit + timedelta(seconds=seconds))
        situation = services.sittings.pulse(who.workshop_id, who.participant_id).situation
        missed.append(situation is not None and situation.missed)
    assert missed == [False, True, True]


def test_a_situation_solved_in_time_is_not_missed(services: Services) -> None:
    who, cookies = start(services, "renvoi-a-temps")
    again = IdentifierWish.AGAIN
    services.identifier_requests.send(cookies.voter_space, again, Channel.PERSONAL_MAIL)
    services.clock.jump(who.workshop_id, services.calendar.at(Milestone.VOTE_CLOSES))
    situation = services.sittings.pulse(who.workshop_id, who.participant_id).situation
    assert situation is not None
    assert (situation.solved, situation.missed) == (True, False)
