import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.services import belenios_tool
from kiosk.services.belenios import (
    CountsDifferError,
    JudgedContest,
    Verdict,
    make_archive,
    verify_archive,
)
from kiosk.services.belenios_archives import Phase, make_archives
from kiosk.services.belenios_tool import (
    BeleniosError,
    ToolAbsentError,
    ToolFailedError,
    find_tool,
    how_to_install,
)
from kiosk.services.refusals import RefusalCode

from ..belenios import of_kind, read_events
from ..worlds import refusal_of

HOSTILE = ("[FO]", "[/b][@click=app.quit]« l’école »", 'dit "non" \\ \u001b[31m\t%s', "É" * 60)
CTM = JudgedContest("CTM", "Comité [technique] « ministériel »", HOSTILE, (1, 0, 2, 1), 1, 9)
EMPTY = JudgedContest("CCP", "Comité", ("Liste Alouette",), (0,), blank=0, registered=0)
SMALL = JudgedContest("CTA", "Comité", ("Liste Alouette",), (1,), blank=0, registered=1)
COUNTS = {
    "hostile names": CTM,
    "no vote, nobody on the roll": EMPTY,
    "no vote": replace(EMPTY, registered=3),
    "only blank votes": replace(EMPTY, blank=2, registered=3),
    "one ballot, of the only voter": SMALL,
}


class Tell:
    """What was told of the progress."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int]] = []

    def __call__(self, done: int, whole: int, _: Phase | None = None) -> None:
        self.steps.append((done, whole))


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path) -> Iterator[Path]:
    """Where secrets lie while an archive is made; whatever happens, nothing stays there."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder))
        yield folder
    assert list(folder.iterdir()) == []


def a_tool_that(does: str, judge: Path, folder: Path) -> Path:
    """The tool, behind a script that first does something of its own to some commands."""
    script = folder / "tool"
    script.write_text(f'#!/bin/sh\n{does}\nexec "{judge}" "$@"\n', "utf-8")
    script.chmod(0o700)
    return script


@pytest.mark.parametrize("contest", COUNTS.values(), ids=COUNTS)
def test_archive_says_our_count_and_is_accepted(
    contest: JudgedContest, judge: Path, tmp_path: Path
) -> None:
    tell = Tell()
    folder = make_archive(contest, tmp_path / "out", tool=judge, progress=tell)
    assert folder == tmp_path / "out" / contest.code
    events = read_events(folder)
    assert events[-1].said["result"] == [[contest.blank, *contest.votes]]
    assert len(of_kind(events, "Ballot")) == contest.ballots
    election = json.loads(events[0].objects[0])
    assert election["group"] == "BELENIOS-2048"
    assert election["name"] == contest.title
    assert election["questions"][0]["answers"] == list(contest.lists)
    assert len(json.loads(events[0].objects[2])) == max(1, contest.registered)
    assert verify_archive(folder, judge) == Verdict(accepted=True)
    assert tell.steps[-1] == (contest.steps, contest.steps)
    assert tell.steps == sorted(set(tell.steps))


def test_archive_holds_what_is_public_and_nothing_else(honest_archive: Path) -> None:
    [file] = honest_archive.iterdir()
    setup, *later = read_events(honest_archive)
    assert file.name == f"{json.loads(setup.objects[0])['uuid']}.bel"
    assert list(setup.said) == ["election", "trustees", "credentials"]
    objects = {"Ballot": 1, "EndBallots": 0, "EncryptedTally": 2, "PartialDecryption": 2}
    assert [len(event.objects) for event in later[:-1]] == [objects[e.kind] for e in later[:-1]]
    assert later[-1].kind == "Result"


def test_what_is_no_count_is_refused() -> None:
    with pytest.raises(ValueError, match="votes twice"):
        replace(EMPTY, blank=1)
    with pytest.raises(ValueError, match="has its votes"):
        replace(EMPTY, votes=(0, 0))


@pytest.mark.parametrize("command", ["make-election", "generate-ballot", "decrypt"])
def test_tool_that_fails_leaves_nothing_behind(command: str, judge: Path, tmp_path: Path) -> None:
    tool = a_tool_that(f'[ "$2" = {command} ] && echo choix >&2 && exit 3', judge, tmp_path)
    directory = tmp_path / "out"
    with pytest.raises(ToolFailedError, match=f"{command} » a échoué \\(code 3\\)") as failed:
        make_archives([EMPTY, SMALL], directory, tool=tool, progress=Tell())
    assert "choix" not in str(failed.value), "what the tool says may quote a secret file"
    assert not directory.exists()


def test_count_that_is_not_ours_leaves_nothing_behind(judge: Path, tmp_path: Path) -> None:
    forge = 'case "$2" in generate-ballot) echo "[[1,0]]" > "$6";; esac'
    tool = a_tool_that(forge, judge, tmp_path)
    with pytest.raises(CountsDifferError, match="CTA"):
        make_archive(SMALL, tmp_path / "out", tool=tool, progress=Tell())
    assert not (tmp_path / "out").exists()


def test_work_interrupted_leaves_nothing_behind(judge: Path, tmp_path: Path) -> None:
    def interrupt(done: int, *_: object) -> None:
        assert list(directory.iterdir()) == [], "what is half made lies elsewhere"
        if done == 1:
            raise KeyboardInterrupt

    directory = tmp_path / "out"
    with suppress(KeyboardInterrupt):
        make_archives([SMALL], directory, tool=judge, progress=interrupt)
        pytest.fail("the interruption is passed on")
    assert not directory.exists()


def test_progress_is_told_while_the_tool_says_nothing(judge: Path, tmp_path: Path) -> None:
    """One contest's tool never ends: what is told meanwhile is what ends it."""
    tool = a_tool_that('[ "$2" = decrypt ] && exec sleep 60', judge, tmp_path)
    told: list[tuple[int, Phase]] = []

    def listen(done: int, _: int, phase: Phase) -> None:
        told.append((done, phase))
        if told[-3:] == [(done, Phase.COUNTING)] * 3:
            raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        make_archives([SMALL], tmp_path / "out", tool=tool, progress=listen)
        pytest.fail("nothing was told while the tool was at it")
    assert told[0] == (0, Phase.SEALING)
    assert not (tmp_path / "out").exists()


def test_tool_that_never_answers_or_starts_is_given_up(tmp_path: Path) -> None:
    endless = Path(sys.executable)
    with pytest.raises(ToolFailedError, match="rien après 0 s"):
        belenios_tool.ask(endless, "-c", "while True: pass", seconds=0)
    with pytest.raises(ToolFailedError, match="ne démarre pas"):
        verify_archive(tmp_path, tmp_path / "absent")


def test_every_contest_has_its_archive(judge: Path, tmp_path: Path) -> None:
    tell, directory = Tell(), tmp_path / "out"
    directory.mkdir()
    made = make_archives([SMALL, EMPTY], directory, tool=judge, progress=tell)
    assert made == (directory / "CTA", directory / "CCP")
    assert sorted(directory.iterdir()) == sorted(made)
    whole = SMALL.steps + EMPTY.steps
    assert tell.steps[0] == (0, whole)
    assert tell.steps[-1] == (whole, whole)
    assert tell.steps == sorted(tell.steps)


def test_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text("x", "utf-8")
    for taken in (tmp_path, kept):
        refused = refusal_of(make_archives, [], taken, tool=tmp_path, progress=Tell())
        assert refused.code is RefusalCode.FILE_EXISTS
    assert kept.read_text("utf-8") == "x"


def test_folder_whose_own_folder_is_absent_is_refused(tmp_path: Path) -> None:
    there = tmp_path / "mistyped" / "out"
    refused = refusal_of(make_archives, [], there, tool=tmp_path, progress=Tell())
    assert (refused.code, refused.data) == (
        RefusalCode.FOLDER_ABSENT,
        {"folder": str(tmp_path / "mistyped")},
    )
    assert list(tmp_path.glob("mistyped")) == []


def test_tool_that_is_absent_is_said_with_the_way_to_have_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolAbsentError, match="sudo apt install belenios-tool") as absent:
        find_tool()
    assert isinstance(absent.value, BeleniosError)


def test_windows_is_told_that_there_is_no_such_tool() -> None:
    assert "pas pour Windows" in how_to_install("win32")
    for platform in ("linux", "darwin"):
        assert "Windows" not in how_to_install(platform)
