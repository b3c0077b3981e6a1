"""The archives on the command line: a bar while they are made, one sentence where they are not."""

import shlex
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
    assert "Bulletins chiffrés et comptés" in told.err
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
    assert "ne peut pas être écrit" in complaint(capsys)


def test_absent_tool_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert export_belenios([CCP], tmp_path / "out") == 2
    assert "belenios-tool" in complaint(capsys)
    assert not (tmp_path / "out").exists()
