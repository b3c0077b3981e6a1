"""What is promised of the vote: no choice is ever written, one votes once, nobody counts alone."""

import base64
import binascii
import logging
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from nacl.bindings import crypto_scalarmult_base
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, col, func, select

from kiosk.models import (
    Bureau,
    CandidateList,
    Contest,
    Elector,
    ListCount,
    Note,
    Participant,
    RollSignature,
)
from kiosk.services.ballot_box import envelopes_in, number_in
from kiosk.services.ballots import BLANK
from kiosk.services.container import Services
from kiosk.services.content import Milestone, Stage
from kiosk.services.election_keys import SECRET_LENGTH, box_keys
from kiosk.services.envelopes import public_keys
from kiosk.services.key_shares import combine
from kiosk.services.polling import BallotPaper
from kiosk.services.receipts import receipt_of
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.rolls import contest_and_elector, sign_roll
from kiosk.services.sessions import SignedIn

from ..crowds import Neighbour, bring
from ..worlds import ON_SQLITE, World, refusal_of

KEY_LENGTH = 32


def cast_every_list(world: World) -> set[bytes]:
    """Have every list of every contest, and the blank vote, chosen by somebody."""
    polling, plain = world.services.polling, set()
    world.at(Milestone.VOTE_OPENS)
    for place, voter in enumerate(bring(world.services, world.workshop_id, 7)):
        token = voter.enter(world.services)
        for state in polling.contests(token):
            choices = [*(one.id for one in polling.ballot(token, state.code).lists), BLANK]
            choice = choices[place % len(choices)]
            polling.cast(token, state.code, choice)
            plain.add(f"{contest_id(world, state.code)}:{choice}".encode())
    return plain


def contest_id(world: World, code: str = "CTM") -> str:
    with world.services.store.look() as unit:
        return unit.exec(
            select(Contest.id).where(Contest.workshop_id == world.workshop_id, Contest.code == code)
        ).one()


def rows(world: World) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Every row of every table of the store, with the table's name."""
    with world.services.store.look() as unit:
        for table in SQLModel.metadata.sorted_tables:
            for row in unit.execute(table.select()).all():
                yield table.name, tuple(row)


def as_bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


class TestChoice:
    def test_no_row_holds_a_plain_ballot_or_ties_a_voter_to_a_list(self, world: World) -> None:
        plain = cast_every_list(world)
        with world.services.store.look() as unit:
            lists = set(unit.exec(select(CandidateList.id)).all())
            voters = set(unit.exec(select(Participant.id)).all())
            voters |= set(unit.exec(select(Elector.id)).all())
        assert {one.split(b":")[1].decode() for one in plain} - {BLANK} <= lists
        assert len(plain) > 4 * 4
        for table, row in rows(world):
            written = b"\n".join(map(as_bytes, row))
            assert not any(one in written for one in plain), table
            values = {value for value in row if isinstance(value, str)}
            assert not (values & lists and values & voters), table

    @ON_SQLITE
    def test_no_file_holds_a_plain_ballot_even_while_the_log_is_full(
        self,
        world: World,
        tmp_path: Path,
        caplog: pytest.LogCaptureFixture,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(world.services.store, "empty_log", lambda: None)
        caplog.set_level(logging.INFO)
        logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO)
        plain = cast_every_list(world)
        monkeypatch.undo()
        files = [file for file in tmp_path.rglob("*") if file.is_file()]
        assert {file.name for file in files} >= {"kiosk.db", "kiosk.db-wal", "kiosk.db-shm"}
        assert (tmp_path / "kiosk.db-wal").stat().st_size > 0
        told = [file.read_bytes() for file in files] + [caplog.text.encode()]
        for one in plain:
            for form in (one, one.hex().encode(), base64.b64encode(one)):
                assert not any(form in text for text in told)

    def test_lists_of_another_voter_change_no_row_but_the_boxes(self, world: World) -> None:
        world.at(Milestone.VOTE_OPENS)
        voter = bring(world.services, world.workshop_id, 1)[0]
        token = voter.enter(world.services)
        before = set(rows(world))
        world.services.polling.cast(token, "CTM", BLANK)
        new = set(rows(world)) - before
        assert {table for table, _ in new} == {"boxtray", "rollsignature", "journalentry"}


class TestOnce:
    def test_roll_itself_lets_nobody_sign_twice(self, world: World) -> None:
        cookies = world.in_polling_station()
        world.services.polling.cast(cookies.polling_station, "CTM", BLANK)
        day = world.services.bureaus.days_until(world.now)[-1]
        with world.services.store.look() as unit:
            contest, elector = contest_and_elector(unit, world.participant_id, "CTM")
        with pytest.raises(IntegrityError), world.services.store.unit() as unit:
            sign_roll(unit.connection(), contest.id, elector, day)

    def test_two_terminals_that_both_read_before_either_wrote_leave_one_ballot(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.at(Milestone.VOTE_OPENS)
        [voter] = bring(world.services, world.workshop_id, 1)
        terminals = [world.services, world.another_terminal()]
        codes = [state.code for state in world.services.polling.contests(voter.enter(terminals[0]))]
        both_have_read = Barrier(2)
        for terminal in terminals:
            _let_read_first(terminal, both_have_read, monkeypatch)
        for code in codes:
            with ThreadPoolExecutor(2) as pool:
                answers = list(pool.map(lambda one: _answer(one, voter, code), terminals))  # noqa: B023 - called at once
            assert sorted(map(str, answers)) == ["already_voted", "receipt"]
        assert written(world, voter) == [(1, 1)] * len(codes)


def _let_read_first(
    terminal: Services, both_have_read: Barrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Have a terminal find the ballot free, and wait until the other has found the same."""
    read = terminal.polling._paper

    def read_and_wait(session: SignedIn, code: str) -> BallotPaper:
        paper = read(session, code)
        both_have_read.wait()
        return paper

    monkeypatch.setattr(terminal.polling, "_paper", read_and_wait)


def _answer(terminal: Services, voter: Neighbour, code: str) -> str:
    try:
        terminal.polling.cast(voter.enter(terminal), code, BLANK)
    except Refusal as refusal:
        return refusal.code.value
    return "receipt"


def written(world: World, voter: Neighbour) -> list[tuple[int, int]]:
    """By contest the voter may vote in: signatures of theirs, ballots more than others signed."""
    found = []
    with world.services.store.look() as unit:
        elector = unit.exec(
            select(Elector.id).where(Elector.participant_id == voter.participant_id)
        ).one()
        for contest in unit.exec(
            select(RollSignature.contest_id).where(RollSignature.elector_id == elector)
        ).all():
            signed = unit.exec(
                select(RollSignature.elector_id).where(RollSignature.contest_id == contest)
            ).all()
            ballots = number_in(unit.connection(), contest)
            others = len([one for one in signed if one != elector])
            found.append((signed.count(elector), ballots - others))
    return found


def test_ballot_of_the_last_second_of_grace_is_counted(world: World) -> None:
    world.at(Milestone.VOTE_CLOSES, -1)
    [voter] = bring(world.services, world.workshop_id, 1)
    token = voter.enter(world.services)
    world.at(Milestone.POLLING_GRACE_ENDS, -1)
    receipt = world.services.polling.cast(token, "CTM", BLANK)
    world.at(Milestone.POLLING_GRACE_ENDS)
    world.services.count.count_by_itself(world.workshop_id)
    [report] = (one for one in world.services.count.reports(world.workshop_id) if one.code == "CTM")
    assert report.problems == ()
    with world.services.store.look() as unit:
        held = envelopes_in(unit.connection(), contest_id(world))
    assert receipt.code in map(receipt_of, held)


@ON_SQLITE
class TestNoPartialCount:
    def test_nothing_in_the_store_opens_a_box_before_the_count(self, world: World) -> None:
        world.reach(Stage.VOTED)
        keys = box_publics(world)
        assert len(keys) == 14
        assert opened_by(world, keys) == set()

    def test_what_is_published_after_the_count_opens_ballots_and_no_envelope(
        self, world: World
    ) -> None:
        world.reach(Stage.VOTED)
        world.at(Milestone.POLLING_GRACE_ENDS)
        world.services.count.count_by_itself(world.workshop_id)
        keys = box_publics(world)
        assert opened_by(world, keys) == {key for key in keys if keys[key] == "ballot"}

    def test_election_s_secret_would_be_found_wherever_it_were_noted(self, world: World) -> None:
        secret = combine(world.services.pockets.shares(world.workshop_id), 2)
        with world.services.store.unit() as unit:
            text = f"à garder : {base64.urlsafe_b64encode(b'x' + secret).decode()}"
            unit.merge(Note(participant_id=world.participant_id, text=text))
        keys = box_publics(world)
        assert opened_by(world, keys) == set(keys)

    def test_fewer_members_than_needed_open_nothing(self, world: World) -> None:
        told = world.services.bureaus.make_keys(world.workshop_id, needed=3, members=5)
        shares = [member.share for member in told]
        world.at(Milestone.POLLING_GRACE_ENDS)
        count = world.services.count
        for few in [*combinations(shares, 1), *combinations(shares, 2)]:
            refusal = refusal_of(count.count, world.workshop_id, few)
            assert refusal.code is RefusalCode.SHARES_MISSING
            with pytest.raises(Refusal):
                combine(few, len(few))  # whatever the store says is needed
        with world.services.store.unit() as unit:
            unit.get_one(Bureau, world.workshop_id).needed = 2
        with pytest.raises(Refusal):
            count.count(world.workshop_id, shares[:2])
        with world.services.store.look() as unit:
            assert unit.exec(select(func.count()).select_from(ListCount)).one() == 0
        with world.services.store.unit() as unit:
            unit.get_one(Bureau, world.workshop_id).needed = 3
        assert count.count(world.workshop_id, shares[2:])


def box_publics(world: World) -> dict[bytes, str]:
    """The public keys of the workshop's boxes, and what each of them seals."""
    with world.services.store.look() as unit:
        contests = unit.exec(select(Contest).order_by(col(Contest.position))).all()
    envelopes = {contest.envelope_key: "envelope" for contest in contests}
    return envelopes | {contest.ballot_key: "ballot" for contest in contests}


def opened_by(world: World, keys: dict[bytes, str]) -> set[bytes]:
    """The boxes' keys that anything in the store or the settings is the private half of."""
    with world.services.store.look() as unit:
        contests = unit.exec(select(Contest.id)).all()
    pieces = {one for _, row in rows(world) for value in row for one in readings(value)}
    pieces |= set(readings(repr(world.settings)))
    found = set()
    for private in {one for piece in pieces for one in windows(piece, KEY_LENGTH)}:
        found |= keys.keys() & {crypto_scalarmult_base(private)}
    for secret in {one for piece in pieces for one in windows(piece, SECRET_LENGTH)}:
        if public_keys(box_keys(secret, contests[0])).envelope in keys:
            both = [public_keys(box_keys(secret, contest)) for contest in contests]
            found |= {key for pair in both for key in (pair.envelope, pair.ballot)}
    return found & keys.keys()


def readings(value: object) -> Iterator[bytes]:
    """What a value of a row may stand for: itself, or what it writes in hexadecimal or base64."""
    if isinstance(value, bytes):
        yield value
        return
    text = str(value)
    for written in re.findall(r"[0-9a-fA-F]{32,}", text):
        yield bytes.fromhex(written[: len(written) // 2 * 2])
    for written in re.findall(r"[A-Za-z0-9+/_-]{22,}", text):
        plain = written.translate(str.maketrans("-_", "+/"))
        try:
            yield base64.b64decode(plain + "=" * (-len(plain) % 4))
        except binascii.Error:
            continue


def windows(piece: bytes, length: int) -> Iterator[bytes]:
    return (piece[at : at + length] for at in range(len(piece) - length + 1))
