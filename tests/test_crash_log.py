from pathlib import Path

import platformdirs
import pytest

from kiosk.crash_log import LOG_NAME, describe, log_crash

SECRET = "26G9812345ABC"


def broken(password: str) -> None:
    kept = {"password": password}
    raise ValueError(f"{kept} is not {password}")


def crash() -> BaseException:
    try:
        broken(SECRET)
    except ValueError as error:
        return error
    raise AssertionError


def test_what_is_kept_is_the_kind_and_the_place() -> None:
    lines = describe(crash()).splitlines()
    assert lines[0] == "ValueError"
    assert [line.split()[-1] for line in lines[1:]] == ["crash", "broken"]
    assert all(line.strip().startswith("test_crash_log.py:") for line in lines[1:])


def test_neither_message_nor_value_nor_line_of_code_is_kept() -> None:
    told = describe(crash())
    for word in (SECRET, "password", "is not", str(Path(__file__).parent)):
        assert word not in told


def test_error_that_was_never_raised_has_no_place() -> None:
    assert describe(KeyError(SECRET)) == "KeyError"


def test_crashes_are_added_to_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platformdirs, "user_log_path", lambda *_args, **_kwargs: tmp_path)
    log_crash(crash())
    log_crash(KeyError(SECRET))
    text = (tmp_path / LOG_NAME).read_text("utf-8")
    assert text.splitlines()[0] == "ValueError"
    assert text.splitlines()[-1] == "KeyError"
    assert SECRET not in text


def test_log_that_cannot_be_written_is_no_second_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / LOG_NAME).mkdir()
    monkeypatch.setattr(platformdirs, "user_log_path", lambda *_args, **_kwargs: tmp_path)
    log_crash(crash())
