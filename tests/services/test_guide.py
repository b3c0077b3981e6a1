from datetime import UTC, datetime

import pytest

from kiosk.services.calendar import Calendar
from kiosk.services.content import GuideStep, Milestone, StepNeeds, load_content
from kiosk.services.guide import Guide, GuideProgress
from kiosk.services.journal import Event, Fact

CALENDAR = Calendar(load_content().calendar.milestones)
NOW = datetime(2014, 9, 22, 8, tzinfo=UTC)


def step(
    name: str,
    *events: Event,
    needs: StepNeeds = StepNeeds.ANY,
    waits_for: Milestone | None = None,
    until: Milestone | None = None,
    after: str = "",
) -> GuideStep:
    return GuideStep(
        id=name,
        title=name,
        events=tuple(event.value for event in events),
        needs=needs,
        hint=f"{name}: do",
        short_hint=f"{name}: do!",
        waits_for=waits_for,
        waiting_hint=f"{name}: wait",
        waiting_short_hint=f"{name}: wait!",
        until=until,
        after=after,
    )


def progress(
    *steps: GuideStep, facts: tuple[tuple[Event, str], ...] = (), now: datetime = NOW
) -> GuideProgress:
    happened = [Fact(NOW, event, subject) for event, subject in facts]
    return Guide(steps, CALENDAR).progress(happened, 2, now)


OPEN = step("open", Event.WEBMAIL_OPENED)
VOTE = step("vote", Event.BALLOT_CAST, needs=StepNeeds.ALL_CONTESTS, waits_for=Milestone.VOTE_OPENS)


def test_first_step_not_done_is_the_current_one() -> None:
    seen = progress(OPEN, VOTE)
    assert (seen.current, seen.done, seen.hint, seen.short_hint) == (0, 0, "open: do", "open: do!")
    seen = progress(OPEN, VOTE, facts=((Event.WEBMAIL_OPENED, ""),))
    assert (seen.current, seen.done) == (1, 1)


@pytest.mark.parametrize(("seconds", "hint"), [(-1, "wait"), (0, "do"), (1, "do")])
def test_step_waits_for_its_milestone(seconds: int, hint: str) -> None:
    now = datetime.fromtimestamp(CALENDAR.at(Milestone.VOTE_OPENS).timestamp() + seconds, UTC)
    seen = progress(VOTE, now=now)
    assert (seen.hint, seen.short_hint) == (f"vote: {hint}", f"vote: {hint}!")


def test_vote_is_done_when_every_contest_is() -> None:
    once, again, other = (
        (Event.BALLOT_CAST, "A"),
        (Event.BALLOT_CAST, "A"),
        (Event.BALLOT_CAST, "B"),
    )
    assert progress(VOTE, facts=(once, again)).current == 0
    assert progress(VOTE, facts=(once, other)).current is None


def test_step_that_needs_all_its_events_waits_for_the_last() -> None:
    both = step("both", Event.WEBMAIL_OPENED, Event.WEBMAIL_SIGNED_IN, needs=StepNeeds.ALL)
    either = step("either", Event.WEBMAIL_OPENED, Event.WEBMAIL_SIGNED_IN)
    facts = ((Event.WEBMAIL_OPENED, ""),)
    assert progress(both, facts=facts).current == 0
    assert progress(either, facts=facts).current is None
    assert progress(both, facts=(*facts, (Event.WEBMAIL_SIGNED_IN, ""))).current is None


def test_guide_with_everything_done_says_nothing_more() -> None:
    seen = progress(OPEN, facts=((Event.WEBMAIL_OPENED, ""),))
    assert (seen.current, seen.done, seen.hint, seen.short_hint) == (None, 1, "", "")


def test_step_done_out_of_order_stays_done() -> None:
    seen = progress(OPEN, VOTE, facts=((Event.BALLOT_CAST, "A"), (Event.BALLOT_CAST, "B")))
    assert [entry.done for entry in seen.steps] == [False, True]
    assert seen.current == 0


LAST_DOOR = step("door", Event.POLLING_STATION_ENTERED, until=Milestone.VOTE_CLOSES)
INSIDE = step("inside", Event.BALLOT_CAST, after="door")
READ = step("read", Event.RESULTS_READ)


@pytest.mark.parametrize(("seconds", "missed"), [(-1, False), (0, True), (1, True)])
def test_step_is_missed_from_its_limit_on_and_what_needs_it_too(
    seconds: int, *, missed: bool
) -> None:
    now = datetime.fromtimestamp(CALENDAR.at(Milestone.VOTE_CLOSES).timestamp() + seconds, UTC)
    seen = progress(LAST_DOOR, INSIDE, READ, now=now)
    assert [entry.missed for entry in seen.steps] == [missed, missed, False]
    assert (seen.current, seen.done) == (2 if missed else 0, 0)


def test_what_was_done_in_time_is_not_missed() -> None:
    now = CALENDAR.at(Milestone.RESULTS_OPEN)
    entered = ((Event.POLLING_STATION_ENTERED, ""),)
    seen = progress(LAST_DOOR, INSIDE, facts=entered, now=now)
    assert [entry.missed for entry in seen.steps] == [False, False]
    assert seen.current == 1


def test_guide_with_the_rest_missed_leads_nowhere() -> None:
    seen = progress(LAST_DOOR, INSIDE, now=CALENDAR.at(Milestone.RESULTS_OPEN))
    assert (seen.current, seen.hint, seen.short_hint) == (None, "", "")
