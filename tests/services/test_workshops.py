from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Row
from sqlmodel import SQLModel, select

from kiosk.models import (
    ContactDetails,
    Contest,
    CorrectionRequest,
    Delivery,
    InvalidBallot,
    LearntSender,
    MailFolder,
    Message,
    Participant,
)
from kiosk.services.ballots import BLANK
from kiosk.services.container import Services
from kiosk.services.content import Milestone, Stage
from kiosk.services.numen import SHAPE, looks_real
from kiosk.services.refusals import RefusalCode
from kiosk.services.store import Store
from kiosk.services.workshops import LEFT_BEHIND

from ..worlds import FABIENNE, ON_SQLITE, PASSWORD, Hands, World, refusal_of, refusals_of


def rows(store: Store) -> dict[str, set[Row[tuple[object, ...]]]]:
    """Every row of every table."""
    with store.look() as unit:
        return {
            table.name: set(unit.execute(table.select()).all())
            for table in SQLModel.metadata.sorted_tables
        }


def fill(world: World) -> None:
    """Leave something in every table."""
    world.reach(Stage.VOTED, world.services.calendar.at(Milestone.RESULTS_OPEN))
    world.services.results.all(world.workshop_id, world.participant_id)
    refusal_of(
        world.services.webmail.sign_in, world.workshop_id, world.participant_id, "nobody", "wrong"
    )
    iprof = world.services.iprof.sign_in(
        world.workshop_id, world.participant_id, "fmartin", world.sheet.numen
    )
    world.services.iprof.keep_cv(iprof, studies="Licence", experience="", languages="")
    with world.services.store.unit() as unit:
        who = world.participant_id
        unit.add(MailFolder(participant_id=who, name="Vote"))
        own = select(Contest.id).where(Contest.workshop_id == world.workshop_id).limit(1)
        contest = unit.exec(own).one()
        unit.add(InvalidBallot(contest_id=contest, digest="d", reason="r", copies=1))
        unit.add(LearntSender(participant_id=who, address="a@b.fr", folder="junk"))
        unit.add(
            Delivery(
                participant_id=world.participant_id,
                channel="sms",
                kind="code",
                due_at=world.now,
                title="",
                sender="",
                body="",
            )
        )
        unit.add(ContactDetails(participant_id=world.participant_id, mobile="06 39 98 12 04"))
        unit.add(
            CorrectionRequest(
                participant_id=world.participant_id,
                rank=1,
                subject="school",
                wanted="École des Tilleuls, Amboise",
                asked_at=world.now,
            )
        )


def test_sheet_says_what_a_teacher_knows(world: World) -> None:
    sheet = world.sheet
    assert sheet.name == "Fabienne Martin"
    assert sheet.address == "fabienne.martin@ac-orleans-tours.fr"
    assert sheet.school == "École Jules-Ferry, Tours"
    assert SHAPE.fullmatch(sheet.numen)
    assert not looks_real(sheet.numen)


def test_homonym_has_a_digit_behind(services: Services) -> None:
    who = services.workshops.begin_as("fabienne-martin-1")
    sheet = services.workshops.sheet(who.participant_id)
    assert sheet.address == "fabienne.martin1@ac-orleans-tours.fr"
    with services.store.look() as unit:
        assert unit.get_one(Participant, who.participant_id).user_name == "fmartin1"


def test_every_persona_can_begin(services: Services) -> None:
    for persona in services.content.personas:
        who = services.workshops.begin_as(persona.id)
        academy = services.content.academies[who.academy_id]
        sheet = services.workshops.sheet(who.participant_id)
        assert sheet.address.endswith("@" + academy.domain)
        pulse = services.sittings.pulse(who.workshop_id, who.participant_id)
        assert pulse.messages


def test_unknown_persona_is_a_key_error(services: Services) -> None:
    with pytest.raises(KeyError):
        services.workshops.begin_as("nobody")


def test_one_begins_under_ones_own_name(services: Services) -> None:
    who = services.workshops.begin_named("  marc ", "Le   Dupond", "toulouse")
    sheet = services.workshops.sheet(who.participant_id)
    assert who.name == "marc Le Dupond"
    assert sheet.address == "marc.le-dupond@ac-toulouse.fr"
    with services.store.look() as unit:
        assert unit.get_one(Participant, who.participant_id).user_name == "mle-dupond"


def test_names_that_are_none_are_refused_together(services: Services) -> None:
    refused = refusals_of(lambda: services.workshops.begin_named("<b>", "", "toulouse"))
    assert refused == {"first_name": "name_shape", "last_name": "field_empty"}


def test_academy_that_does_not_exist_is_refused(services: Services) -> None:
    refusal = refusal_of(lambda: services.workshops.begin_named("Julie", "Labert", "atlantide"))
    assert refusal.code is RefusalCode.ACADEMY_UNKNOWN
    assert not any(rows(services.store).values())


def test_same_seed_makes_the_same_numen_and_another_seed_another(services: Services) -> None:
    def numen(seed: int) -> str:
        who = services.workshops.begin_as(FABIENNE, seed=seed)
        return services.workshops.sheet(who.participant_id).numen

    assert numen(7) == numen(7)
    assert numen(7) != numen(8)


def test_one_can_begin_at_a_later_instant(services: Services) -> None:
    at = services.calendar.at(Milestone.VOTE_OPENS)
    who = services.workshops.begin_as(FABIENNE, at=at)
    assert services.clock.now(who.workshop_id) == at
    services.sittings.pulse(who.workshop_id, who.participant_id)
    assert services.desk.pigeonhole(who.participant_id).papers


@ON_SQLITE
def test_everybody_is_on_the_rolls_of_their_corps(world: World) -> None:
    services = world.services
    who = services.workshops.begin_as("loic-beranger")
    services.clock.jump(who.workshop_id, services.calendar.at(Milestone.RESULTS_OPEN))
    results = services.results.all(who.workshop_id, who.participant_id)
    sizes = services.content.rules.electorate.sizes
    for result in results:
        contest = next(c for c in services.content.contests if c.code == result.code)
        colleagues = sum(sizes[corps] for corps in contest.corps)
        assert result.registered == colleagues + result.yours
        assert result.yours is ("contract" in contest.corps)


def test_wiping_leaves_no_row_and_touches_no_other_workshop(world: World) -> None:
    services = world.services
    services.workshops.begin_as("maelle-casteran")
    others = rows(services.store)
    world.who = services.workshops.begin_as(FABIENNE)
    services.workshops.leave(world.workshop_id, world.participant_id)
    assert rows(services.store) == others
    world.who = services.workshops.begin_as(FABIENNE)
    fill(world)
    filled = rows(services.store)
    assert not [name for name in filled if filled[name] == others[name]], "a table not tried"
    services.workshops.leave(world.workshop_id, world.participant_id)
    assert rows(services.store) == others


def test_wiping_an_unknown_workshop_is_no_matter(world: World) -> None:
    before = rows(world.services.store)
    world.services.workshops.leave("unknown", "unknown")
    assert rows(world.services.store) == before


@ON_SQLITE
def test_index_is_merged_when_mails_were_deleted_and_only_then(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged: list[str] = []
    workshops, store = world.services.workshops, world.services.store
    monkeypatch.setattr(store, "forget_deleted", lambda: merged.append("once"))
    token = world.in_polling_station().polling_station
    world.services.polling.cast(token, "CTM", BLANK)
    workshops.leave("unknown", "unknown")
    workshops.wipe_left_behind()
    assert merged == []
    workshops.leave(world.workshop_id, world.participant_id)
    assert merged == ["once"]


@ON_SQLITE
def test_nothing_of_a_wiped_workshop_is_left_in_the_files(world: World, tmp_path: Path) -> None:
    fill(world)
    with world.services.store.unit() as unit:
        first = unit.exec(
            select(Message).where(Message.participant_id == world.participant_id)
        ).first()
        assert first is not None
        first.words = "motdelindex"
    word = "motdelindex"
    secrets = (world.sheet.numen, PASSWORD, world.identifier, "Fabienne", "$argon2id$", word)

    def found() -> set[str]:
        written = b"".join(file.read_bytes() for file in tmp_path.glob("kiosk.db*"))
        return {secret for secret in secrets if secret.encode() in written}

    assert found() == set(secrets)
    world.services.workshops.leave(world.workshop_id, world.participant_id)
    assert found() == set()


def test_workshop_left_behind_for_half_a_day_is_wiped(world: World, hands: Hands) -> None:
    services = world.services
    hands.advance(LEFT_BEHIND.total_seconds())
    assert services.workshops.wipe_left_behind() == 0
    hands.advance(1)
    late = services.workshops.begin_as(FABIENNE)
    assert len(rows(services.store)["workshop"]) == 1, "whoever comes next wipes it"
    assert services.workshops.wipe_left_behind() == 0
    assert services.workshops.sheet(late.participant_id)
    services.workshops.leave(late.workshop_id, late.participant_id)
    assert not any(rows(services.store).values())


def test_workshop_somebody_looks_at_is_not_left_behind(world: World, hands: Hands) -> None:
    hands.advance(LEFT_BEHIND.total_seconds() - 1)
    world.look()
    hands.advance(LEFT_BEHIND.total_seconds() - 1)
    assert world.services.workshops.wipe_left_behind() == 0
    hands.advance(2)
    assert world.services.workshops.wipe_left_behind() == 1


def test_mails_of_before_are_there_and_later_ones_are_not(world: World) -> None:
    services = world.services
    with services.store.look() as unit:
        titles = unit.exec(select(Delivery.title).where(Delivery.channel == "mail")).all()
    start: datetime = services.content.calendar.start
    mails = [mail for mail in services.content.mails if mail.sent is not None]
    later = [mail for mail in mails if mail.sent and mail.sent > start]
    assert set(titles) == {mail.subject for mail in later}
    assert world.look().messages == len(mails) - len(later)


def test_a_seed_given_again_and_again_on_one_store_disturbs_no_vote(world: World) -> None:
    for _ in range(8):
        services = world.another_terminal(seed=1)
        other = World(services, world.settings, world.hands, services.workshops.begin_as(FABIENNE))
        token = other.in_polling_station().polling_station
        for contest in services.polling.contests(token):
            assert services.polling.cast(token, contest.code, BLANK)
