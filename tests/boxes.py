"""What lies in the boxes, as only the members of the bureau can see it together."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlmodel import select

from kiosk.models import CandidateList, Contest
from kiosk.services import electorate
from kiosk.services.ballot_box import envelopes_in
from kiosk.services.ballots import BLANK
from kiosk.services.ceremony import opening_secret
from kiosk.services.container import Services
from kiosk.services.counting import open_box
from kiosk.services.election_keys import box_keys


def tally_of(services: Services, workshop_id: str, code: str) -> Counter[str]:
    """Votes by list's id, and the blank votes; every ballot must be valid."""
    with services.store.look() as unit:
        contest = unit.exec(
            select(Contest).where(Contest.workshop_id == workshop_id, Contest.code == code)
        ).one()
        secret = opening_secret(unit, workshop_id, services.pockets.shares(workshop_id))
        lists = unit.exec(
            select(CandidateList.id).where(CandidateList.contest_id == contest.id)
        ).all()
        envelopes = envelopes_in(unit.connection(), contest.id)
    keys = box_keys(secret, contest.id)
    tally = open_box(keys, contest.id, envelopes, lists, services.workshops._chance).tally
    assert not tally.invalid
    return Counter({**tally.votes, BLANK: tally.blank}) + Counter()


class Colleagues:
    """Remembers what the simulated colleagues vote, contest by contest."""

    def __init__(self) -> None:
        self.votes: dict[str, Counter[str]] = {}

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Listen while they vote."""
        choose, vote = electorate._choices, electorate.vote_until
        now_voting = ""

        def vote_until(unit, workshop, contest, *args, **kwargs):  # type: ignore[no-untyped-def]
            nonlocal now_voting
            now_voting = contest.code
            return vote(unit, workshop, contest, *args, **kwargs)

        def choices(*args):  # type: ignore[no-untyped-def]
            chosen = choose(*args)
            self.votes.setdefault(now_voting, Counter()).update(chosen)
            return chosen

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(electorate, "vote_until", vote_until)
            patch.setattr(electorate, "_choices", choices)
            yield
