import logging

import pytest
from sqlmodel import select

from kiosk.models import CandidateList
from kiosk.models.journal import JournalEntry
from kiosk.services.content import Milestone, Stage
from kiosk.services.journal import Event, facts, record, record_once

from ..worlds import PASSWORD, World, refusal_of

WRONG = "Mauvais-Passe1"


def test_facts_come_back_oldest_first(world: World) -> None:
    store, who = world.services.store, world.participant_id
    with store.unit() as unit:
        for subject in ("A", "B", "A"):
            record(unit, who, Event.BALLOT_CAST, at=world.now, subject=subject)
    with store.look() as unit:
        told = facts(unit, who)
    assert [fact.subject for fact in told] == ["", "A", "B", "A"]
    assert told[0].event is Event.SITTING_BEGAN
    assert told[1].at == world.now


def test_same_fact_is_recorded_once_and_another_subject_again(world: World) -> None:
    store, who = world.services.store, world.participant_id
    with store.unit() as unit:
        for subject in ("A", "A", "B"):
            record_once(unit, who, Event.BALLOT_CAST, at=world.now, subject=subject)
    assert world.events().count(Event.BALLOT_CAST) == 2


def test_fact_of_a_work_that_fails_is_not_recorded(world: World) -> None:
    store = world.services.store

    def fail() -> None:
        with store.unit() as unit:
            record(unit, world.participant_id, Event.BALLOT_CAST, at=world.now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert Event.BALLOT_CAST not in world.events()


def test_neither_journal_nor_log_holds_a_secret_or_a_choice(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    services, who = world.services, world.who
    for sign_in, name in (
        (services.webmail.sign_in, "fmartin"),
        (services.webmail.sign_in, WRONG),
        (services.voter_accounts.sign_in, f"{WRONG}@x.fr"),
    ):
        refusal_of(sign_in, who.workshop_id, who.participant_id, name, WRONG)
    cookies = world.in_polling_station()
    token, identifier = cookies.polling_station, world.identifier
    enter = services.polling.enter
    refusal_of(enter, cookies.voter_space, identifier=identifier, password=WRONG)
    receipts = []
    for state in services.polling.contests(token):
        paper = services.polling.ballot(token, state.code)
        receipts.append(services.polling.cast(token, state.code, paper.lists[0].id).code)
    world.at(Milestone.RESULTS_OPEN)
    services.results.all(who.workshop_id, who.participant_id)
    with services.store.look() as unit:
        entries = unit.exec(select(JournalEntry)).all()
        lists = unit.exec(select(CandidateList)).all()
    journal = "\n".join(f"{entry.event} {entry.subject}" for entry in entries)
    assert {Event(entry.event) for entry in entries} >= {
        Event.WEBMAIL_SIGN_IN_REFUSED,
        Event.VOTER_SIGN_IN_REFUSED,
        Event.POLLING_STATION_REFUSED,
        Event.BALLOT_CAST,
        Event.RESULTS_READ,
    }
    secrets = {world.sheet.numen, PASSWORD, WRONG, identifier, identifier.replace("-", "")}
    choices = {entry.id for entry in lists} | {entry.name for entry in lists}
    for forbidden in secrets | choices | set(receipts) | {str(token), str(cookies.webmail)}:
        assert forbidden not in journal
        assert forbidden not in caplog.text


def test_ready_made_states_keep_the_journal_as_clean(world: World) -> None:
    world.reach(Stage.VOTED)
    with world.services.store.look() as unit:
        entries = unit.exec(select(JournalEntry)).all()
    subjects = {entry.subject for entry in entries}
    assert subjects == {"", "CTM", "CTA", "CAPN-PE", "CAPD"}
