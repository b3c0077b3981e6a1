"""The marks drawn on the screen, in two sets: a full one, and one for a bare console.

A Linux console shows 256 shapes and nothing else: its set keeps to what code page 437 and Latin-1
share with such fonts. Marks that stand for one another have the same width within a set.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple


class GlyphSetting(StrEnum):
    """What can be asked for: the terminal decides, or one of the sets by name."""

    AUTO = "auto"
    FULL = "full"
    CONSOLE = "console"


class Glyphs(NamedTuple):
    """One set of marks."""

    name: GlyphSetting
    done: str
    missed: str
    current: str
    pending: str
    unread: str
    radio_on: str
    radio_off: str
    check_on: str
    check_off: str
    warning: str
    arrow_left: str
    arrow_right: str
    reload: str
    star: str
    """Not bookmarked."""
    star_on: str
    """Bookmarked."""
    bar_full: str
    bar_eighths: tuple[str, ...]
    """From one eighth to seven eighths of a cell; empty when only whole cells can be drawn."""
    seat: str
    bullet: str
    dash: str
    ellipsis: str
    diamond: str
    mask: str
    """Stands for each character of a hidden password."""
    """Repeated, draws a horizontal line."""


FULL: Final = Glyphs(
    name=GlyphSetting.FULL,
    done="✓",
    missed="×",
    current="►",
    pending="·",
    unread="●",
    radio_on="◉",
    radio_off="○",
    check_on="■",
    check_off="□",
    warning="▲",
    arrow_left="◄",
    arrow_right="►",
    reload="↻",
    star="☆",
    star_on="★",
    bar_full="█",
    bar_eighths=("▏", "▎", "▍", "▌", "▋", "▊", "▉"),
    seat="■",
    bullet="•",
    dash="–",
    ellipsis="…",
    diamond="◆",
    mask="•",
)

CONSOLE: Final = Glyphs(
    name=GlyphSetting.CONSOLE,
    done="√",
    missed="x",
    current="►",
    pending="·",
    unread="•",
    radio_on="(•)",
    radio_off="( )",
    check_on="[x]",
    check_off="[ ]",
    warning="▲",
    arrow_left="◄",
    arrow_right="►",
    reload="R",
    star="+",
    star_on="*",
    bar_full="█",
    bar_eighths=(),
    seat="■",
    bullet="•",
    dash="-",
    ellipsis="...",
    diamond="■",
    mask="*",
)


def _is_utf8(environ: Mapping[str, str]) -> bool:
    """Whether the locale in force names UTF-8; an absent locale is taken for UTF-8."""
    if environ.get("PYTHONUTF8") == "1":
        return True
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        if value := environ.get(name, ""):
            return "utf8" in value.lower().replace("-", "")
    return True


def _is_old_windows_console(environ: Mapping[str, str]) -> bool:
    """Whether this is the Windows console of old, whose font has no fallback for rare shapes."""
    if environ.get("OS") != "Windows_NT":
        return False
    return not any(environ.get(name) for name in ("WT_SESSION", "TERM_PROGRAM", "TERM"))


def choose(setting: GlyphSetting, environ: Mapping[str, str]) -> Glyphs:
    """The set to draw with: the one asked for, or under AUTO what the terminal can show.

    A browser's terminal always gets the full set, whatever console its server was started from.
    """
    if setting is GlyphSetting.FULL:
        return FULL
    if setting is GlyphSetting.CONSOLE:
        return CONSOLE
    if "web_driver" in environ.get("TEXTUAL_DRIVER", ""):
        return FULL
    if environ.get("TERM") == "linux" or _is_old_windows_console(environ):
        return CONSOLE
    if environ.get("OS") != "Windows_NT" and not _is_utf8(environ):
        return CONSOLE
    return FULL


def glyphs_of(app: object) -> Glyphs:
    """The set an app draws with: its ``glyphs`` attribute, the full set when it has none."""
    glyphs = getattr(app, "glyphs", FULL)
    return glyphs if isinstance(glyphs, Glyphs) else FULL
