"""The public register: every envelope by its receipt, found or not, from the opening on."""

import pytest
from sqlmodel import select

from kiosk.models import Contest
from kiosk.services.ballot_box import envelopes_in
from kiosk.services.ballots import BLANK
from kiosk.services.content import Milestone
from kiosk.services.identifiers import ALPHABET
from kiosk.services.receipts import receipt_of
from kiosk.services.refusals import RefusalCode

from ..worlds import World, refusal_of


def cast(world: World, code: str = "CTM") -> str:
    token = world.in_polling_station().polling_station
    return world.services.polling.cast(token, code, BLANK).code


def test_every_envelope_is_listed_once_in_the_order_of_the_receipts(world: World) -> None:
    world.at(Milestone.VOTE_OPENS)
    boxes = world.services.register.boxes(world.workshop_id)
    turnout = world.services.bureaus.turnout(world.workshop_id)
    assert [(box.code, len(box.receipts)) for box in boxes] == [
        (contest.code, contest.voters) for contest in turnout
    ]
    with world.services.store.look() as unit:
        for box in boxes:
            contest = unit.exec(select(Contest.id).where(Contest.code == box.code)).one()
            held = envelopes_in(unit.connection(), contest)
            assert box.receipts == tuple(sorted(map(receipt_of, held)))


def test_receipt_finds_its_envelope_and_no_other(world: World) -> None:
    receipt = cast(world, "CTA")
    sought = world.services.register.find(world.workshop_id, receipt.upper().replace("-", " "))
    box = world.services.register.box(world.workshop_id, "cta")
    assert sought.receipt == receipt
    assert sought.found is not None
    assert (sought.found.code, sought.found.envelopes) == ("CTA", len(box.receipts))
    assert box.receipts[sought.found.place - 1] == receipt


def test_receipt_is_still_found_after_the_count(world: World) -> None:
    receipt = cast(world)
    world.at(Milestone.RESULTS_OPEN)
    world.services.results.all(world.workshop_id, world.participant_id)
    sought = world.services.register.find(world.workshop_id, receipt)
    assert sought.found is not None
    assert sought.found.code == "CTM"


def test_register_is_closed_until_the_vote_opens(world: World) -> None:
    register = world.services.register
    receipt = "aaaa-aaaa-aaaa-aaaa"
    world.at(Milestone.VOTE_OPENS, -1)
    for call, given in (
        (register.boxes, ()),
        (register.box, ("CTM",)),
        (register.find, (receipt,)),
    ):
        assert refusal_of(call, world.workshop_id, *given).code is RefusalCode.TOO_EARLY
    world.at(Milestone.VOTE_OPENS)
    assert register.boxes(world.workshop_id)


def test_what_is_not_there_is_an_answer(world: World) -> None:
    world.at(Milestone.VOTE_OPENS)
    sought = world.services.register.find(world.workshop_id, "aaaa-aaaa-aaaa-aaaa")
    assert (sought.receipt, sought.found) == ("aaaa-aaaa-aaaa-aaaa", None)


def test_receipt_of_another_workshop_is_not_there(world: World) -> None:
    receipt = cast(world)
    neighbour = world.services.workshops.begin_as("maelle-casteran")
    opens = world.services.calendar.at(Milestone.VOTE_OPENS)
    world.services.clock.jump(neighbour.workshop_id, opens)
    assert world.services.register.find(neighbour.workshop_id, receipt).found is None


@pytest.mark.parametrize("typed", ["", "abcd", "x" * 17, "[/b]"])
def test_what_is_no_receipt_is_refused_by_its_field(world: World, typed: str) -> None:
    world.at(Milestone.VOTE_OPENS)
    refusal = refusal_of(world.services.register.find, world.workshop_id, typed)
    assert (refusal.code, refusal.field) == (RefusalCode.RECEIPT_SHAPE, "receipt")


def test_one_letter_wrong_is_told_from_what_is_not_there(world: World) -> None:
    receipt = cast(world)
    other = ALPHABET[(ALPHABET.index(receipt[0]) + 1) % len(ALPHABET)]
    refusal = refusal_of(world.services.register.find, world.workshop_id, other + receipt[1:])
    assert (refusal.code, refusal.field) == (RefusalCode.RECEIPT_MISTYPED, "receipt")


def test_unknown_box_is_refused(world: World) -> None:
    world.at(Milestone.VOTE_OPENS)
    refusal = refusal_of(world.services.register.box, world.workshop_id, "ZZZ")
    assert refusal.code is RefusalCode.CONTEST_UNKNOWN
