"""The archives on the command line: a bar while they are made, one sentence where they are not."""

import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.cli_box_belenios import export_belenios
from kiosk.services.belenios import JudgedContest

CCP = JudgedContest("CCP", "Commission", ("Liste Alouette", "[FO]"), (1, 0), blank=1, registered=4)


@pytest.fixture
def any_tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Something that bears the tool's name, for what is refused before it is asked anything."""
    folder = tmp_path / "bin"
    folder.mkdir()
    Path(folder / "belenios-tool").symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(folder))


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    told = capsys.readouterr()
    assert told.out == ""
    [sentence] = told.err.splitlines()
    return sentence


def test_count_is_exported_with_the_command_that_judges_it(
    judge: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    directory = tmp_path / "pour le juge"
    assert export_belenios([CCP], directory) == 0
    told = capsys.readouterr()
    said, command = told.out.splitlines()
    assert said.startswith("1 archive écrite.")
    assert told.err.splitlines() == [
        "2 bulletins\u00a0: comptez moins d’une minute.",
        "Bulletins chiffrés",
        "Belenios compte et vérifie",
    ]
    tool, *words = shlex.split(command)
    assert tool == judge.name
    assert words[-1] == str(directory / "CCP")
    done = subprocess.run([judge, *words], capture_output=True, check=False)  # noqa: S603 - the tool
    assert done.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a link in place of the tool")
@pytest.mark.usefixtures("any_tool")
def test_folder_that_will_not_do_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.touch()
    assert export_belenios([CCP], tmp_path) == 2
    assert "contient déjà quelque chose" in complaint(capsys)
    assert export_belenios([CCP], file) == 2
    assert "contient déjà quelque chose" in complaint(capsys)
    assert export_belenios([CCP], file / "below") == 2
    assert f"Le dossier «\u00a0{file}\u00a0» n’existe pas" in complaint(capsys)


def test_absent_tool_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert export_belenios([CCP], tmp_path / "out") == 2
    assert "belenios-tool" in complaint(capsys)
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no tool there, and no such signal")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_command_that_is_ended_leaves_nothing_behind(
    number: signal.Signals, tmp_path: Path
) -> None:
    tool = tmp_path / "bin" / "belenios-tool"
    tool.parent.mkdir()
    tool.write_text("#!/bin/sh\nexec sleep 60\n", "utf-8")
    tool.chmod(0o700)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    command = f"""
from pathlib import Path
from kiosk.cli_box_belenios import export_belenios
from kiosk.services.belenios import JudgedContest

export_belenios([{CCP!r}], Path({str(tmp_path / "out")!r}))
"""
    path = f"{tool.parent}{os.pathsep}{os.environ['PATH']}"
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-c", command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "PATH": path, "TMPDIR": str(temporary)},
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stderr is not None
        assert "2 bulletins" in process.stderr.readline(), "the work has begun"
        process.send_signal(number)
        process.send_signal(number)
        assert process.wait(20) != 0
    assert list(temporary.iterdir()) == []
    assert not (tmp_path / "out").exists()
