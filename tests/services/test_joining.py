"""Several people in one workshop, each from a terminal of their own."""

from collections.abc import Callable, Iterator

import pytest
from sqlmodel import Session, func, select

from kiosk.models import (
    BoxTray,
    Delivery,
    Elector,
    Message,
    Participant,
    RollEntry,
    RollSignature,
    Workshop,
    WrongTries,
)
from kiosk.services.ballots import BLANK
from kiosk.services.container import Services
from kiosk.services.content import Milestone, Stage
from kiosk.services.enrolling import Enrolment
from kiosk.services.identifiers import ALPHABET
from kiosk.services.letter_writing import Typed
from kiosk.services.postman import Folder
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.user_names import MOST_HOMONYMS
from kiosk.services.workshops import LEFT_BEHIND

from ..boxes import Colleagues
from ..worlds import FABIENNE, PASSWORD, Hands, World, refusal_of, refusals_of
from .test_two_terminals import TIMES, at_once
from .test_workshops import rows

ANNE_SOPHIE = "anne-sophie-le-fevre"
MAELLE = "maelle-casteran"
UNKNOWN = "zzz-zzz"


@pytest.fixture
def there(world: World) -> Services:
    """Another terminal on the same store."""
    return world.another_terminal()


@pytest.fixture
def code(world: World) -> str:
    """The code of Fabienne's workshop."""
    return world.services.joining.workshop(world.workshop_id).code


@pytest.fixture
def watched() -> Iterator[Colleagues]:
    """What the simulated colleagues vote during the test."""
    colleagues = Colleagues()
    with colleagues.watched():
        yield colleagues


def beside(world: World, services: Services, who: Enrolment) -> World:
    """The world as somebody else at another terminal sees it."""
    return World(services, world.settings, world.hands, who)


def person(services: Services, who: Enrolment) -> Participant:
    with services.store.look() as unit:
        return unit.get_one(Participant, who.participant_id)


def sign_in(services: Services, who: Enrolment) -> str:
    one = person(services, who)
    return services.webmail.sign_in(who.workshop_id, who.participant_id, one.user_name, one.numen)


def subjects(services: Services, token: str) -> list[str]:
    return [line.subject for line in services.mailboxes.open_folder(token, Folder.INBOX).messages]


class TestCode:
    def test_has_six_characters_that_nobody_mistakes(self, code: str) -> None:
        first, hyphen, last = code[:3], code[3], code[4:]
        assert hyphen == "-"
        assert len(code) == 7
        assert set(first + last) <= set(ALPHABET)

    def test_belongs_to_one_workshop_of_the_store(self, services: Services) -> None:
        alike = [services.workshops.begin_as(FABIENNE, seed=1) for _ in range(3)]
        codes = {services.joining.workshop(who.workshop_id).code for who in alike}
        assert len(codes) == 3

    @pytest.mark.parametrize("shape", ["{}", " {} ", "{:}", "upper", "spaced", "bare"])
    def test_is_read_however_it_is_typed(self, world: World, code: str, shape: str) -> None:
        typed = {"upper": code.upper(), "spaced": " ".join(code), "bare": code.replace("-", "")}
        found = world.services.joining.find(typed.get(shape, shape.format(code)))
        assert found == world.services.joining.workshop(world.workshop_id)

    @pytest.mark.parametrize(
        ("typed", "refused"),
        [
            ("", RefusalCode.FIELD_EMPTY),
            ("  ", RefusalCode.FIELD_EMPTY),
            ("abc-de", RefusalCode.WORKSHOP_CODE_SHAPE),
            ("abc-de0", RefusalCode.WORKSHOP_CODE_SHAPE),
            ("é" * 6, RefusalCode.WORKSHOP_CODE_SHAPE),
            (UNKNOWN, RefusalCode.WORKSHOP_UNKNOWN),
        ],
    )
    def test_that_opens_nothing_is_refused_by_its_field(
        self, world: World, typed: str, refused: RefusalCode
    ) -> None:
        joining = world.services.joining
        tries: tuple[Callable[[], object], ...] = (
            lambda: joining.find(typed),
            lambda: joining.join_as(typed, FABIENNE),
            lambda: joining.join_named(typed, "Zoé", "Martin"),
        )
        for attempt in tries:
            refusal = refusal_of(attempt)
            assert (refusal.code, refusal.field) == (refused, "code")

    def test_of_a_workshop_that_is_over_opens_nothing(self, world: World, code: str) -> None:
        world.services.workshops.leave(world.workshop_id, world.participant_id)
        assert refusal_of(world.services.joining.find, code).code is RefusalCode.WORKSHOP_UNKNOWN

    def test_of_a_workshop_left_behind_opens_nothing(
        self, there: Services, code: str, hands: Hands
    ) -> None:
        hands.advance(LEFT_BEHIND.total_seconds() + 1)
        refusal = refusal_of(there.joining.join_as, code, FABIENNE)
        assert refusal.code is RefusalCode.WORKSHOP_UNKNOWN
        assert not any(rows(there.store).values())


class TestJoining:
    def test_one_comes_in_with_what_one_would_have_had_from_the_beginning(
        self, world: World, there: Services, code: str
    ) -> None:
        world.at(Milestone.NOTICES_ARRIVE)
        world.look()
        who = there.joining.join_as(code, ANNE_SOPHIE)
        assert who.workshop_id == world.workshop_id
        assert there.clock.now(who.workshop_id) == world.now
        pulse = there.sittings.pulse(who.workshop_id, who.participant_id)
        assert pulse.people == world.look().people == 2
        assert pulse.papers_unread == 1
        assert pulse.messages == world.look().messages
        mine, hers = (subjects(there, sign_in(there, one)) for one in (world.who, who))
        assert mine == hers
        names = [one.name for one in there.joining.workshop(who.workshop_id).people]
        assert names == ["Anne-Sophie Le Fèvre", "Fabienne Martin"]

    def test_one_comes_in_under_ones_own_name_in_the_academy_of_the_workshop(
        self, world: World, there: Services, code: str
    ) -> None:
        who = there.joining.join_named(code, "zoé", "Le Gall")
        assert who.academy_id == "orleans-tours"
        assert person(there, who).address == "zoe.le-gall@ac-orleans-tours.fr"
        assert person(there, who).numen != world.sheet.numen

    def test_names_that_are_none_are_refused_by_field(self, there: Services, code: str) -> None:
        refused = refusals_of(lambda: there.joining.join_named(code, "R2", ""))
        assert refused == {"first_name": "name_shape", "last_name": "field_empty"}

    def test_somebody_of_another_academy_is_refused(self, there: Services, code: str) -> None:
        refusal = refusal_of(there.joining.join_as, code, MAELLE)
        assert refusal.code is RefusalCode.WORKSHOP_OTHER_ACADEMY
        assert refusal.data["academy"] == there.content.academies["orleans-tours"].name

    @pytest.mark.parametrize("seconds", [-1, 0, 1])
    def test_nobody_comes_in_from_the_close_of_the_vote_on(
        self, world: World, there: Services, code: str, seconds: int
    ) -> None:
        world.at(Milestone.VOTE_CLOSES, seconds)
        is_open = seconds < 0
        assert there.joining.workshop(world.workshop_id).open is is_open
        if is_open:
            assert there.joining.find(code).open
            assert there.joining.join_as(code, FABIENNE)
        else:
            for attempt in (there.joining.find, lambda c: there.joining.join_as(c, FABIENNE)):
                refusal = refusal_of(attempt, code)
                assert refusal.code is RefusalCode.WORKSHOP_CLOSED
                assert refusal.data["at"] == there.calendar.at(Milestone.VOTE_CLOSES)

    def test_one_votes_in_the_contests_of_ones_corps_in_the_same_box(
        self, world: World, there: Services, code: str, watched: Colleagues
    ) -> None:
        who = there.joining.join_as(code, "fabienne-martin-1")
        other = beside(world, there, who)
        voters = (world, other)
        cookies = [one.reach(Stage.NOTICE_READ) for one in voters]
        world.at(Milestone.VOTE_OPENS)
        for one, own in zip(voters, cookies, strict=True):
            token = one.services.polling.enter(
                own.voter_space, identifier=one.identifier, password=PASSWORD
            )
            contests = one.services.polling.contests(token)
            for contest in contests:
                assert one.services.polling.cast(token, contest.code, BLANK)
            corps = person(one.services, one.who).corps
            wanted = {c.code for c in there.content.contests if corps in c.corps}
            assert {contest.code for contest in contests} == wanted
        world.at(Milestone.RESULTS_OPEN)
        sizes = there.content.rules.electorate.sizes
        for result in there.results.all(who.workshop_id, who.participant_id):
            corps_of = next(c for c in there.content.contests if c.code == result.code).corps
            colleagues = sum(sizes[corps] for corps in corps_of)
            ours = ("primary" in corps_of) + ("secondary" in corps_of)
            assert result.registered == colleagues + ours
            assert result.voters == watched.votes[result.code].total() + ours

    def test_the_clock_is_the_same_for_all(self, world: World, there: Services, code: str) -> None:
        who = there.joining.join_as(code, ANNE_SOPHIE)
        there.clock.jump(who.workshop_id, there.calendar.at(Milestone.VOTE_OPENS))
        assert world.look().now == there.calendar.at(Milestone.VOTE_OPENS)
        assert world.look().papers_unread == 1


class TestHomonyms:
    def test_each_has_a_name_an_address_and_a_numen_of_their_own(
        self, world: World, there: Services, code: str
    ) -> None:
        joined = [there.joining.join_as(code, FABIENNE) for _ in range(3)]
        joined.append(there.joining.join_as(code, "fabienne-martin-1"))
        joined.append(there.joining.join_named(code, "Fanny", "Martin"))
        people = [person(there, who) for who in (world.who, *joined)]
        names = ["fmartin", "fmartin1", "fmartin2", "fmartin3", "fmartin4", "fmartin5"]
        assert [one.user_name for one in people] == names
        assert people[-1].address == "fanny.martin5@ac-orleans-tours.fr"
        assert len({one.numen for one in people}) == len(people)
        for who, one in zip((world.who, *joined), people, strict=True):
            assert there.workshops.sheet(who.participant_id).homonym == one.homonym

    def test_the_digit_of_one_who_left_is_free_again(self, there: Services, code: str) -> None:
        gone = there.joining.join_as(code, FABIENNE)
        there.joining.join_as(code, FABIENNE)
        there.workshops.leave(gone.workshop_id, gone.participant_id)
        assert person(there, there.joining.join_as(code, FABIENNE)).user_name == "fmartin1"

    def test_twenty_come_in_and_the_next_is_refused(
        self, world: World, there: Services, code: str
    ) -> None:
        for _ in range(MOST_HOMONYMS - 1):
            there.joining.join_named(code, "Fabienne", "Martin")
        refusal = refusal_of(there.joining.join_named, code, "Fabienne", "Martin")
        assert refusal.code is RefusalCode.HOMONYMS_TOO_MANY
        assert refusal.data["most"] == MOST_HOMONYMS
        assert there.joining.join_as(code, ANNE_SOPHIE)
        assert len(there.joining.workshop(world.workshop_id).people) == MOST_HOMONYMS + 1

    def test_two_terminals_at_the_same_instant_get_different_ones(
        self, world: World, there: Services, code: str
    ) -> None:
        alike = world.another_terminal(seed=2)
        for _ in range(TIMES):
            both = at_once(
                lambda: there.joining.join_as(code, FABIENNE),
                lambda: alike.joining.join_as(code, FABIENNE),
            )
            people = [person(there, who) for who in both if isinstance(who, Enrolment)]
            assert {one.user_name for one in people} == {"fmartin1", "fmartin2"}
            assert len({one.numen for one in (*people, person(there, world.who))}) == 3
            for one in people:
                there.workshops.leave(one.workshop_id, one.id)


class TestMail:
    def test_what_is_written_to_a_colleague_is_read_at_the_other_terminal(
        self, world: World, there: Services, code: str
    ) -> None:
        who = there.joining.join_as(code, ANNE_SOPHIE)
        other = person(there, who)
        token = world.sign_in_to_webmail()
        writing = world.services.mail_writing
        assert other.address in {contact.address for contact in writing.contacts(token)}
        writing.send(token, writing.new_key(), Typed(other.address, "Vote", "As-tu ta notice ?"))
        world.later(600)
        there.sittings.pulse(who.workshop_id, who.participant_id)
        inbox = sign_in(there, who)
        line = there.mailboxes.open_folder(inbox, Folder.INBOX).messages[0]
        assert line.subject == "Vote"
        letter = there.mailboxes.read(inbox, line.id).letter
        assert letter.body.strip() == "As-tu ta notice ?"
        assert letter.sender_address == world.sheet.address
        name, value = letter.headers[0]
        assert name == "Received"
        assert value.startswith(
            "from mail.ac-orleans-tours.fr by mx.ac-orleans-tours.fr with ESMTPS id "
        )
        assert f"for <{other.address}>; Mon, 22 Sep 2014" in value
        (copy,) = world.services.mailboxes.open_folder(token, Folder.SENT).messages
        sent = world.services.mailboxes.read(token, copy.id).letter
        assert "Received" not in dict(sent.headers)

    def test_two_who_write_to_each_other_at_once_both_succeed(
        self, world: World, there: Services, code: str
    ) -> None:
        who = there.joining.join_as(code, ANNE_SOPHIE)
        here_token, there_token = world.sign_in_to_webmail(), sign_in(there, who)
        to = {"here": person(there, who).address, "there": world.sheet.address}

        def write(services: Services, token: str, address: str) -> object:
            writing = services.mail_writing
            return writing.send(token, writing.new_key(), Typed(address, "Vote", "?"))

        for _ in range(TIMES):
            at_once(
                lambda: write(world.services, here_token, to["here"]),
                lambda: write(there, there_token, to["there"]),
            )
        with there.store.look() as unit:
            waiting = unit.exec(select(Delivery.sent_by).where(Delivery.title == "Vote")).all()
        assert sorted(waiting) == sorted([world.participant_id, who.participant_id] * TIMES)

    def test_a_mail_to_one_who_leaves_at_that_instant_comes_back(
        self, world: World, there: Services, code: str
    ) -> None:
        token = world.sign_in_to_webmail()
        writing = world.services.mail_writing
        for _ in range(TIMES):
            who = there.joining.join_as(code, ANNE_SOPHIE)
            typed = Typed(person(there, who).address, "Vote", "?")
            at_once(
                lambda: writing.send(token, writing.new_key(), typed),  # noqa: B023
                lambda: there.workshops.leave(who.workshop_id, who.participant_id),  # noqa: B023
            )
        with there.store.look() as unit:
            left = unit.exec(select(Delivery).where(Delivery.title == "Vote")).all()
        assert not left


class TestLeaving:
    def test_one_leaves_no_trace_and_the_others_go_on(
        self, world: World, there: Services, code: str
    ) -> None:
        before = rows(there.store)
        other = beside(world, there, there.joining.join_named(code, "Zoé", "Le Gall"))
        _leave_traces(other)
        there.workshops.leave(other.workshop_id, other.participant_id)
        assert rows(there.store) == before
        assert world.look().people == 1

    def test_who_has_voted_leaves_a_ballot_and_a_signature_without_a_name(
        self, world: World, there: Services, code: str, watched: Colleagues
    ) -> None:
        other = beside(world, there, there.joining.join_as(code, ANNE_SOPHIE))
        token = other.in_polling_station().polling_station
        there.polling.cast(token, "CTM", BLANK)
        with there.store.look() as unit:
            held = _election(unit)
            elector = unit.exec(
                select(Elector).where(Elector.participant_id == other.participant_id)
            ).one()
        there.workshops.leave(other.workshop_id, other.participant_id)
        with there.store.look() as unit:
            assert _election(unit) == held
            assert unit.get_one(Elector, elector.id).participant_id is None
            signed = unit.exec(
                select(RollEntry.contest_id).where(RollEntry.elector_id == elector.id)
            ).all()
        assert len(signed) == 1, "only the roll that was signed keeps the elector"
        world.at(Milestone.RESULTS_OPEN)
        turnout = {r.code: r for r in there.results.all(world.workshop_id, world.participant_id)}
        sizes = there.content.rules.electorate.sizes
        for contest in there.content.contests:
            colleagues = sum(sizes[corps] for corps in contest.corps)
            ours = ("primary" in contest.corps) + (contest.code == "CTM")
            assert turnout[contest.code].registered == colleagues + ours
            voters = watched.votes[contest.code].total()
            assert turnout[contest.code].voters == voters + (contest.code == "CTM")

    def test_the_last_one_wipes_it_all(self, world: World, there: Services, code: str) -> None:
        neighbour = there.workshops.begin_as(MAELLE)
        alone = rows(there.store)
        who = there.joining.join_as(code, ANNE_SOPHIE)
        world.services.workshops.leave(world.workshop_id, world.participant_id)
        assert there.joining.find(code).people[0].name == who.name
        there.workshops.leave(who.workshop_id, who.participant_id)
        for table, kept in rows(there.store).items():
            assert kept <= alone[table]
        with there.store.look() as unit:
            assert unit.exec(select(Workshop.id)).all() == [neighbour.workshop_id]

    def test_leaving_twice_is_no_matter(self, there: Services, code: str) -> None:
        who = there.joining.join_as(code, ANNE_SOPHIE)
        there.workshops.leave(who.workshop_id, who.participant_id)
        before = rows(there.store)
        there.workshops.leave(who.workshop_id, who.participant_id)
        assert rows(there.store) == before

    def test_the_last_two_leave_at_once_and_nothing_is_left(self, services: Services) -> None:
        for _ in range(TIMES):
            first = services.workshops.begin_as(FABIENNE)
            code = services.joining.workshop(first.workshop_id).code
            second = services.joining.join_as(code, FABIENNE)
            at_once(
                *(
                    lambda who=who: services.workshops.leave(who.workshop_id, who.participant_id)
                    for who in (first, second)
                )
            )
            assert not any(rows(services.store).values())

    def test_one_comes_in_as_the_last_one_leaves_or_finds_nothing(self, services: Services) -> None:
        for _ in range(TIMES):
            last = services.workshops.begin_as(FABIENNE)
            code = services.joining.workshop(last.workshop_id).code

            def enter() -> object:
                try:
                    return services.joining.join_as(code, FABIENNE)  # noqa: B023
                except Refusal as refusal:
                    return refusal.code

            entered, _ = at_once(
                enter,
                lambda: services.workshops.leave(last.workshop_id, last.participant_id),  # noqa: B023
            )
            if isinstance(entered, Enrolment):
                assert services.workshops.sheet(entered.participant_id)
                services.workshops.leave(entered.workshop_id, entered.participant_id)
            else:
                assert entered is RefusalCode.WORKSHOP_UNKNOWN
            assert not any(rows(services.store).values())

    def test_a_workshop_that_one_terminal_still_looks_at_is_not_left_behind(
        self, world: World, there: Services, code: str, hands: Hands
    ) -> None:
        there.joining.join_as(code, ANNE_SOPHIE)
        hands.advance(LEFT_BEHIND.total_seconds() - 1)
        world.look()
        hands.advance(2)
        there.workshops.wipe_left_behind()
        assert world.look().people == 2

    def test_sessions_of_one_who_left_are_closed_on_every_terminal(
        self, world: World, there: Services, code: str
    ) -> None:
        who = there.joining.join_as(code, ANNE_SOPHIE)
        token = sign_in(there, who)
        world.services.workshops.leave(who.workshop_id, who.participant_id)
        refusal = refusal_of(there.mailboxes.open_folder, token, Folder.INBOX)
        assert refusal.code is RefusalCode.SIGN_IN_FIRST


def _leave_traces(other: World) -> None:
    """Do everything but vote: mailbox, account, notes, wrong tries."""
    other.reach(Stage.ACCOUNT_CONFIRMED)
    other.services.desk.write_note(other.participant_id, "Zoé")
    with other.services.store.unit() as unit:
        name = unit.get_one(Participant, other.participant_id).user_name
    refusal_of(other.services.webmail.sign_in, *_ids(other), name, "wrong")
    with other.services.store.unit() as unit:
        assert unit.exec(select(WrongTries)).all()
        assert unit.exec(
            select(Message).where(Message.participant_id == other.participant_id)
        ).all()
        # The clock went on and the others' mail arrived: back to how it was.
        workshop = unit.get_one(Workshop, other.workshop_id)
        workshop.simulated_at = other.services.content.calendar.start


def _ids(world: World) -> tuple[str, str]:
    return world.workshop_id, world.participant_id


def _election(unit: Session) -> tuple[int, int]:
    ballots = unit.exec(select(func.sum(BoxTray.held))).one()
    return len(unit.exec(select(RollSignature)).all()), ballots
