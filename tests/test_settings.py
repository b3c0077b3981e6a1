from pathlib import Path

import pytest

from kiosk.settings import (
    SettingError,
    Settings,
    default_store,
    load_settings,
    with_value,
)


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "kiosk.toml"
    file.write_text(text, "utf-8")
    return file


def test_nothing_set_gives_the_defaults(tmp_path: Path) -> None:
    assert load_settings({}, tmp_path / "absent.toml") == Settings()


def test_file_is_read(tmp_path: Path) -> None:
    text = 'theme = "dark"\nclock_rate = 60\nkiosk = true\nmotion = false\nseed = 7\n'
    settings = load_settings({}, written(tmp_path, text))
    assert settings == Settings(theme="dark", clock_rate=60, kiosk=True, motion=False, seed=7)


def test_environment_is_stronger_than_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, 'theme = "dark"\nseed = 7\n')
    settings = load_settings({"KIOSK_THEME": "contrast", "KIOSK_KIOSK": "1"}, file)
    assert settings == Settings(theme="contrast", kiosk=True, seed=7)


def test_variable_of_something_else_is_no_matter(tmp_path: Path) -> None:
    environ = {"KIOSK_UNKNOWN": "1", "THEME": "dark"}
    assert load_settings(environ, tmp_path / "absent.toml") == Settings()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("theme", "pink"),
        ("glyphs", "emoji"),
        ("seed", "one"),
        ("seed", ""),
        ("clock_rate", "-1"),
        ("clock_rate", "nan"),
        ("clock_rate", "inf"),
        ("clock_rate", "1e9"),
        ("pulse_seconds", "often"),
        ("kiosk", "yes"),
        ("motion", ""),
    ],
)
def test_value_that_makes_no_sense_is_named_in_one_french_sentence(name: str, text: str) -> None:
    with pytest.raises(SettingError, match=f"«.{name}.» ne peut pas valoir") as refused:
        with_value(Settings(), name, text)
    assert "\n" not in str(refused.value)
    with pytest.raises(SettingError):
        load_settings({f"KIOSK_{name.upper()}": text}, Path("absent.toml"))


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("theme", "", ""),
        ("glyphs", "console", "console"),
        ("seed", "0", 0),
        ("clock_rate", "0", 0),
        ("clock_rate", "0.5", 0.5),
        ("pulse_seconds", "0", 0),
        ("kiosk", "0", False),
        ("store", "sqlite://", "sqlite://"),
        ("content", "/tmp/é", "/tmp/é"),  # noqa: S108 - a name, nothing is written there
    ],
)
def test_value_is_read_from_text(name: str, text: str, value: object) -> None:
    assert getattr(with_value(Settings(), name, text), name) == value


@pytest.mark.parametrize("text", ["theme = ", "= 1", '"\ud800"'])
def test_file_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(SettingError, match=r"kiosk\.toml"):
        load_settings({}, file)


def test_unknown_setting_in_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="colour"):
        load_settings({}, written(tmp_path, 'colour = "blue"\n'))


@pytest.mark.parametrize(
    ("environ", "path"),
    [
        ({"KIOSK_SETTINGS": "{}/kiosk.toml"}, "kiosk.toml"),
        ({"XDG_CONFIG_HOME": "{}", "HOME": "/absent"}, "kiosque-electeur/kiosk.toml"),
        ({"HOME": "{}"}, ".config/kiosque-electeur/kiosk.toml"),
    ],
)
def test_file_is_looked_for_where_it_belongs(
    tmp_path: Path, environ: dict[str, str], path: str
) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("seed = 3\n", "utf-8")
    filled = {name: value.format(tmp_path) for name, value in environ.items()}
    assert load_settings(filled).seed == 3


def test_default_store_is_a_file_in_the_user_s_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert default_store().startswith("sqlite:///")
    assert default_store().endswith("/kiosque.db")
