"""A terminal that dies while voting: the signature and the ballot are both there, or neither."""

import multiprocessing
import os
import shutil
import signal
import sys
import time
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlmodel import select

from kiosk.models import BallotBox, Contest, Elector, RollSignature
from kiosk.services import polling
from kiosk.services.ballot_box import envelopes_in
from kiosk.services.ballots import BLANK
from kiosk.services.content import Milestone, Stage
from kiosk.services.journal import Event, facts
from kiosk.services.store import Store
from kiosk.settings import Settings

from ..worlds import ON_SQLITE, PASSWORD, Hands, World, open_cheaply

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="a process is killed by a signal"),
    ON_SQLITE,
]
KILLS = 20
START = multiprocessing.get_context("forkserver") if sys.platform != "win32" else None
if START is not None:
    START.set_forkserver_preload([__name__])  # a child need not import it all again


def vote_everywhere(
    settings: Settings, ids: tuple[str, str], address: str, identifier: str, pipe: Connection
) -> None:
    """What the child does: enter, say so, then vote in every contest and say how long it took."""
    services = open_cheaply(settings, Hands())
    space = services.voter_accounts.sign_in(*ids, address, PASSWORD)
    token = services.polling.enter(space, identifier=identifier, password=PASSWORD)
    codes = [state.code for state in services.polling.contests(token)]
    pipe.send("inside")
    begun = time.perf_counter()
    for code in codes:
        services.polling.cast(token, code, BLANK)
    pipe.send(time.perf_counter() - begun)


def vote_and_die_half_way(
    settings: Settings, ids: tuple[str, str], address: str, identifier: str, pipe: Connection
) -> None:
    """The same, killed by its own hand once the roll is signed and the ballot still outside."""

    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    pytest.MonkeyPatch().setattr(polling, "put_into_box", die)
    vote_everywhere(settings, ids, address, identifier, pipe)


@pytest.fixture
def arguments(world: World) -> tuple[Settings, tuple[str, str], str, str]:
    """Everything a child needs to vote; its store is closed here, so that it can be copied."""
    world.reach(Stage.NOTICE_READ)
    world.at(Milestone.VOTE_OPENS)
    ids = (world.workshop_id, world.participant_id)
    found = (world.settings, ids, world.sheet.address, world.identifier)
    world.services.store.close()
    return found


def written(url: str, participant_id: str) -> list[bool]:
    """Contest by contest, whether there is a vote; every trace of it must say the same."""
    store = Store.open(url)
    votes = []
    with store.look() as unit:
        elector = unit.exec(
            select(Elector.id).where(Elector.participant_id == participant_id)
        ).one()
        cast = {
            fact.subject for fact in facts(unit, participant_id) if fact.event is Event.BALLOT_CAST
        }
        for contest in unit.exec(select(Contest)).all():
            signed = unit.get(RollSignature, (contest.id, elector)) is not None
            ballots = envelopes_in(unit.get_one(BallotBox, contest.id))
            signatures = select(RollSignature).where(RollSignature.contest_id == contest.id)
            assert len(ballots) == len(unit.exec(signatures).all())
            assert (contest.code in cast) is signed
            votes.append(signed)
    store.close()
    return votes


def test_vote_killed_at_any_moment_is_whole_or_not_at_all(
    arguments: tuple[Settings, tuple[str, str], str, str], tmp_path: Path
) -> None:
    settings, ids, address, identifier = arguments
    assert START is not None
    votes = []
    whole = 0.05
    for number in range(KILLS + 1):
        file = tmp_path / f"killed-{number}.db"
        shutil.copy(tmp_path / "kiosk.db", file)
        own = replace(settings, store=f"sqlite:///{file.as_posix()}", seed=number + 2)
        ours, theirs = START.Pipe()
        child = START.Process(target=vote_everywhere, args=(own, ids, address, identifier, theirs))
        child.start()
        assert ours.recv() == "inside"
        if number == 0:
            whole = ours.recv()  # left alone, to know how long it takes
        else:
            ours.poll(whole * number / KILLS)
            child.kill()
        child.join()
        votes.append(sum(written(own.store, ids[1])))
    assert votes[0] == 4
    assert len(set(votes)) > 1, "some were killed before the end"


def test_vote_killed_between_signature_and_ballot_leaves_neither(
    arguments: tuple[Settings, tuple[str, str], str, str],
) -> None:
    settings, ids, address, identifier = arguments
    assert START is not None
    ours, theirs = START.Pipe()
    child = START.Process(
        target=vote_and_die_half_way, args=(settings, ids, address, identifier, theirs)
    )
    child.start()
    assert ours.recv() == "inside"
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert not any(written(settings.store, ids[1]))
    again, theirs = START.Pipe()
    child = START.Process(target=vote_everywhere, args=(settings, ids, address, identifier, theirs))
    child.start()
    assert again.recv() == "inside"
    child.join()
    assert sum(written(settings.store, ids[1])) == 4
