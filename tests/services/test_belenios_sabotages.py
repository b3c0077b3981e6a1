"""The tool's own verification: it accepts the honest box, and refuses each of five sabotages.

Whoever sabotages recomputes every hash and, where that can be done, has the tool itself add up the
ballots: what refuses is the signatures, the proofs and the key that is gone, not a broken file.
"""

import shutil
from pathlib import Path

import pytest

from kiosk.services.belenios import Verdict, verify_archive

from ..belenios import (
    SABOTAGES,
    Event,
    Forger,
    Sabotage,
    add_a_ballot,
    of_kind,
    read_events,
    with_ballots,
    write_events,
)

CUT_OFF = Verdict(accepted=False, reason="no result to check")


@pytest.fixture
def events(honest_archive: Path) -> list[Event]:
    return read_events(honest_archive)


@pytest.fixture
def forger(judge: Path, tmp_path: Path) -> Forger:
    folder = tmp_path / "forger"
    folder.mkdir()
    return Forger(judge, folder)


def judged(events: list[Event], folder: Path, judge: Path) -> Verdict:
    return verify_archive(write_events(folder, events), judge)


def test_honest_box_is_accepted(honest_archive: Path, judge: Path) -> None:
    assert verify_archive(honest_archive, judge) == Verdict(accepted=True)


def test_honest_box_written_anew_is_accepted(
    events: list[Event], tmp_path: Path, judge: Path
) -> None:
    assert judged(events, tmp_path / "copy", judge) == Verdict(accepted=True)


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_sabotaged_box_is_refused(
    sabotage: Sabotage, events: list[Event], forger: Forger, tmp_path: Path, judge: Path
) -> None:
    sabotaged = sabotage(forger, events)
    assert sabotaged != events
    verdict = judged(sabotaged, tmp_path / "sabotaged", judge)
    assert not verdict.accepted
    assert SABOTAGES[sabotage] in verdict.reason


def test_only_the_key_that_is_gone_gives_away_who_adds_up_the_ballots_anew(
    events: list[Event], forger: Forger, tmp_path: Path, judge: Path
) -> None:
    *unopened, _, _ = add_a_ballot(forger, events)
    assert unopened[-1].kind == "EncryptedTally"
    assert judged(unopened, tmp_path / "unopened", judge) == CUT_OFF


def test_ballot_removed_from_under_the_sum_is_refused(
    events: list[Event], tmp_path: Path, judge: Path
) -> None:
    fewer = with_ballots(events, of_kind(events, "Ballot")[1:])
    assert not judged(fewer, tmp_path / "fewer", judge).accepted


def test_archive_cut_off_before_its_result_is_refused(
    events: list[Event], tmp_path: Path, judge: Path
) -> None:
    assert judged(events[:-1], tmp_path / "cut", judge) == CUT_OFF


def test_folder_without_an_archive_is_refused(tmp_path: Path, judge: Path) -> None:
    assert not verify_archive(tmp_path, judge).accepted
    assert not verify_archive(tmp_path / "absent", judge).accepted


def test_box_touched_without_a_thought_for_its_hashes_is_refused(
    honest_archive: Path, tmp_path: Path, judge: Path
) -> None:
    copy = shutil.copytree(honest_archive, tmp_path / "copy")
    [file] = copy.glob("*.bel")
    whole = file.read_bytes()
    touched = whole.replace(b'{"result":[[2,3,1]]}', b'{"result":[[2,1,3]]}')
    assert touched != whole
    file.write_bytes(touched)
    assert not verify_archive(copy, judge).accepted
