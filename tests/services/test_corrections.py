from datetime import timedelta

import pytest

from kiosk.services.content import Milestone, Stage
from kiosk.services.corrections import LONGEST_CORRECTION, CorrectionState, CorrectionSubject
from kiosk.services.journal import Event
from kiosk.services.postman import Folder
from kiosk.services.refusals import RefusalCode

from ..worlds import World, refusal_of

WANTED = "École des Tilleuls, Amboise"


def ask(world: World, token: str | None, subject: str = "school", wanted: str = WANTED) -> None:
    world.services.corrections.ask(token, subject, wanted)


def receipts(world: World, webmail: str | None) -> int:
    world.look()
    messages = world.services.mailboxes.open_folder(webmail, Folder.INBOX).messages
    return len([one for one in messages if "demande de correction" in one.subject])


def test_form_says_what_is_written_and_until_when(world: World) -> None:
    form = world.services.corrections.form(world.reach(Stage.ACCOUNT_CONFIRMED).voter_space)
    assert (form.school, form.grade) == (world.sheet.school, world.sheet.grade)
    assert form.until == world.services.calendar.at(Milestone.ROLLS_CLOSE)
    assert form.is_open
    assert form.last is None


def test_request_is_kept_and_a_receipt_is_mailed(world: World) -> None:
    cookies = world.reach(Stage.ACCOUNT_CONFIRMED)
    ask(world, cookies.voter_space, wanted=f"  {WANTED}\n")
    last = world.services.corrections.form(cookies.voter_space).last
    assert last is not None
    assert (last.subject, last.wanted) == (CorrectionSubject.SCHOOL, WANTED)
    assert (last.asked_at, last.state) == (world.now, CorrectionState.TAKEN)
    assert receipts(world, cookies.webmail) == 0
    world.later(60)
    assert receipts(world, cookies.webmail) == 1
    assert Event.CORRECTION_ASKED in world.events()


@pytest.mark.parametrize(
    ("seconds", "state"),
    [(-1, CorrectionState.TAKEN), (0, CorrectionState.HANDLED), (1, CorrectionState.HANDLED)],
)
def test_state_follows_the_clock(world: World, seconds: int, state: CorrectionState) -> None:
    token = world.reach(Stage.ACCOUNT_CONFIRMED).voter_space
    ask(world, token)
    days = world.services.content.rules.correction_days
    world.move_to(world.now + timedelta(days=days, seconds=seconds))
    last = world.services.corrections.form(token).last
    assert last is not None
    assert last.state is state


def test_a_request_about_what_is_right_changes_nothing_and_stands_for_the_one_before(
    world: World,
) -> None:
    token = world.reach(Stage.ACCOUNT_CONFIRMED).voter_space
    for replaces, wanted in enumerate(("École des Lilas, Blois", "École du Lac, Blois")):
        ask(world, token, wanted=wanted)
        last = world.services.corrections.form(token).last
        assert last is not None
        assert (last.was_right, last.replaces) == (True, bool(replaces))


@pytest.mark.parametrize(("seconds", "in_time"), [(-1, True), (0, False), (1, False)])
def test_rolls_can_be_corrected_until_they_close(
    world: World,
    seconds: int,
    in_time: bool,  # noqa: FBT001
) -> None:
    token = world.reach(Stage.ACCOUNT_CONFIRMED).voter_space
    world.at(Milestone.ROLLS_CLOSE, seconds)
    assert world.services.corrections.form(token).is_open is in_time
    if in_time:
        ask(world, token)
        return
    refusal = refusal_of(ask, world, token)
    assert refusal.code is RefusalCode.TOO_LATE
    assert refusal.data["milestone"] == Milestone.ROLLS_CLOSE.value
    assert world.services.corrections.form(token).last is None


def test_same_request_sent_twice_is_kept_once(world: World) -> None:
    cookies = world.reach(Stage.ACCOUNT_CONFIRMED)
    for _ in range(2):
        ask(world, cookies.voter_space)
    world.later(60)
    assert receipts(world, cookies.webmail) == 1


def test_last_of_several_requests_is_shown(world: World) -> None:
    token = world.reach(Stage.ACCOUNT_CONFIRMED).voter_space
    ask(world, token)
    ask(world, token, "corps", "professeure certifiée")
    last = world.services.corrections.form(token).last
    assert last is not None
    assert last.subject is CorrectionSubject.CORPS


def test_what_cannot_be_a_request_is_refused(world: World) -> None:
    cookies = world.reach(Stage.ACCOUNT_CONFIRMED)
    empty = refusal_of(ask, world, cookies.voter_space, "school", "  ")
    assert (empty.code, empty.field) == (RefusalCode.FIELD_EMPTY, "wanted")
    subject = refusal_of(ask, world, cookies.voter_space, "[/b]")
    assert subject.code is RefusalCode.CHOICE_UNKNOWN
    for token in (None, cookies.webmail):
        assert refusal_of(ask, world, token).code is RefusalCode.SIGN_IN_FIRST
        form = refusal_of(world.services.corrections.form, token)
        assert form.code is RefusalCode.SIGN_IN_FIRST


def test_hostile_text_is_kept_as_text_and_cut_to_length(world: World) -> None:
    token = world.reach(Stage.ACCOUNT_CONFIRMED).voter_space
    ask(world, token, wanted="[/b]\0 [@click=app.quit]x " + "é" * 300)
    last = world.services.corrections.form(token).last
    assert last is not None
    assert last.wanted.startswith("[/b] [@click=app.quit]x é")
    assert len(last.wanted) == LONGEST_CORRECTION


def test_request_asked_again_after_another_is_the_last_one(world: World) -> None:
    cookies = world.reach(Stage.ACCOUNT_CONFIRMED)
    token = cookies.voter_space
    for wanted in (WANTED, "École du Port, Blois", WANTED):
        ask(world, token, wanted=wanted)
        world.later(60)
    last = world.services.corrections.form(token).last
    assert last is not None
    assert last.wanted == WANTED
    assert receipts(world, cookies.webmail) == 3
