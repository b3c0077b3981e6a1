"""What can be set, by a file, the environment or options, and what each setting means.

In order of strength: options of the command, ``KIOSK_…`` variables, ``kiosk.toml`` in the
user's configuration folder, the values below.
"""

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

ENVIRONMENT_PREFIX = "KIOSK_"
SETTINGS_FILE = "kiosk.toml"


class SettingError(Exception):
    """A setting cannot be used; the message is a French sentence."""


@dataclass(frozen=True)
class Settings:
    """Every setting of a kiosk."""

    store: str = ""
    """SQLAlchemy address of the store; empty is a SQLite file in the user's data folder."""

    pockets: str = ""
    """Folder of the simulated members' shares of the boxes' keys; empty is beside the store."""

    theme: str = ""
    """light, dark or contrast; empty follows the terminal (contrast on 16 colours)."""

    glyphs: str = "auto"
    """auto, full or console: which signs are drawn."""

    seed: int | None = None
    """Makes everything drawn by chance the same again; for tests and pictures only."""

    clock_rate: float = 1.0
    """How many simulated seconds pass in a real one."""

    pulse_seconds: float = 1.0
    """Real seconds between two looks at the clock; 0 looks only when something is done."""

    motion: bool = True
    """The cursor blinks and scrolling glides; off for pictures, and for who prefers it still."""

    kiosk: bool = False
    """A shared terminal: nothing but ending the sitting leaves the application."""

    content: str = ""
    """Folder of content to use instead of our own; empty for our own."""


def default_store() -> str:
    """Return the address of the SQLite file in the user's data folder, making the folder."""
    from platformdirs import user_data_path  # noqa: PLC0415 - only when the store is opened

    folder = user_data_path("kiosque-electeur", appauthor=False, ensure_exists=True)
    with contextlib.suppress(OSError):
        folder.chmod(0o700)  # other people of a shared machine have no business there
    return f"sqlite:///{(folder / 'kiosque.db').as_posix()}"


def pockets_beside(store: str) -> Path:
    """Return the folder of the members' shares that belongs to a store, which may not exist yet.

    It lies beside a SQLite file, else in the user's data folder.
    """
    from hashlib import sha256  # noqa: PLC0415 - only when the store is opened

    from platformdirs import user_data_path  # noqa: PLC0415 - only when the store is opened

    kind, _, file = store.partition(":///")
    if kind == "sqlite" and file:
        return Path(f"{file.partition('?')[0]}.poches")
    name = sha256(store.encode()).hexdigest()[:16]
    return user_data_path("kiosque-electeur", appauthor=False) / f"{name}.poches"


def load_settings(environ: Mapping[str, str] = os.environ, file: Path | None = None) -> Settings:
    """Read the settings file and the environment; raises SettingError for what makes no sense."""
    values: dict[str, str] = {}
    path = file or _settings_file(environ)
    if path is not None and path.is_file():
        values |= _read_file(path)
    known = {field.name for field in fields(Settings)}
    for name in known:
        if (text := environ.get(ENVIRONMENT_PREFIX + name.upper())) is not None:
            values[name] = text
    settings = Settings()
    for name, text in values.items():
        if name not in known:
            raise SettingError(f"Réglage inconnu : « {name} » dans {SETTINGS_FILE}.")
        settings = with_value(settings, name, text)
    return settings


def with_value(settings: Settings, name: str, text: str) -> Settings:
    """Return the settings with one of them set from text; raises SettingError."""
    try:
        match name:
            case "seed":
                return replace(settings, seed=int(text))
            case "clock_rate":
                return replace(settings, clock_rate=_positive(text))
            case "pulse_seconds":
                return replace(settings, pulse_seconds=_positive(text))
            case "kiosk" | "motion":
                switch: dict[str, Any] = {name: {"0": False, "1": True}[text]}
                return replace(settings, **switch)
            case "theme" if text not in {"", "light", "dark", "contrast"}:
                raise ValueError(text)
            case "glyphs" if text not in {"auto", "full", "console"}:
                raise ValueError(text)
            case _:
                return replace(settings, **{name: text})  # type: ignore[arg-type]
    except (ValueError, KeyError):
        raise SettingError(f"Le réglage « {name} » ne peut pas valoir « {text} ».") from None


def _positive(text: str) -> float:
    value = float(text)
    if not 0 <= value < 1e6:
        raise ValueError(text)
    return value


def _settings_file(environ: Mapping[str, str]) -> Path | None:
    """Return where the settings file is, without importing platformdirs before first paint."""
    if named := environ.get(ENVIRONMENT_PREFIX + "SETTINGS"):
        return Path(named)
    base = environ.get("XDG_CONFIG_HOME") or environ.get("APPDATA")
    home = environ.get("HOME") or environ.get("USERPROFILE")
    if base:
        return Path(base) / "kiosque-electeur" / SETTINGS_FILE
    return Path(home) / ".config" / "kiosque-electeur" / SETTINGS_FILE if home else None


def _read_file(path: Path) -> dict[str, str]:
    import tomllib  # noqa: PLC0415 - most kiosks have no such file

    try:
        read = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SettingError(f"{path.name} ne peut pas être lu ({type(error).__name__}).") from None
    return {
        name: str(int(value)) if isinstance(value, bool) else str(value)
        for name, value in read.items()
    }
