"""The three looks and the two sets of marks."""

import unicodedata

import pytest
from textual.color import Color

from kiosk.glyphs import CONSOLE, FULL, Glyphs, GlyphSetting, choose, glyphs_of
from kiosk.theme import (
    CONTRAST,
    DARK,
    HIGH_CONTRAST,
    LIGHT,
    THEME_LABELS,
    THEMES,
    Palette,
    next_theme,
)

BODY = (
    ("ink", "page"),
    ("ink", "panel"),
    ("accent_ink", "accent_soft"),
    ("chrome_ink", "chrome"),
    ("fill_ink", "fill"),
)
TEXT = (
    *BODY,
    ("muted", "page"),
    ("muted", "panel"),
    ("muted", "accent_soft"),
    ("accent", "page"),
    ("accent", "panel"),
    ("accent", "accent_soft"),
    ("error_ink", "page"),
    ("error_ink", "panel"),
    ("error_ink", "error_soft"),
    ("done_ink", "page"),
    ("done_ink", "panel"),
    ("done_ink", "done_soft"),
    ("warning_ink", "page"),
    ("warning_ink", "panel"),
    ("warning_ink", "warning_soft"),
)
BORDERS = (
    ("line", "page"),
    ("line", "panel"),
    ("accent", "page"),
    ("error_ink", "page"),
    ("scroll_thumb", "panel"),
)


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    channels = [channel / 255 for channel in Color.parse(colour).rgb]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def ratio(palette: Palette, one: str, other: str) -> float:
    dark, light = sorted(luminance(getattr(palette, name)) for name in (one, other))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_contrast_of_text_and_borders(palette: Palette) -> None:
    high = palette is CONTRAST
    too_low = [
        (pair, round(ratio(palette, *pair), 1))
        for pairs, least in ((BODY, 10.0), (TEXT, 7.0), (BORDERS, 3.0))
        for pair in pairs
        if ratio(palette, *pair) < (18.0 if high else least)
    ]
    assert too_low == []


def test_high_contrast_is_black_white_and_yellow() -> None:
    assert set(CONTRAST) == {"#000000", "#ffffff", "#ffff00"}
    variables = next(theme for theme in THEMES if theme.name == HIGH_CONTRAST).variables
    colours = {value for value in variables.values() if value.startswith("#")}
    assert colours <= {"#000000", "#ffffff", "#ffff00"}


def test_no_variable_blends_text_with_its_background() -> None:
    for theme in THEMES:
        blended = [name for name, value in theme.variables.items() if "%" in value]
        assert all(theme.variables[name] == "auto 100%" for name in blended)


def test_themes_follow_one_another() -> None:
    assert [next_theme(theme.name) for theme in THEMES] == [
        "kiosk-dark",
        "kiosk-contrast",
        "kiosk-light",
    ]
    assert next_theme("textual-dark") == "kiosk-light"
    assert set(THEME_LABELS) == {theme.name for theme in THEMES}


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, FULL),
        ({"TERM": "xterm-256color", "LANG": "fr_FR.UTF-8"}, FULL),
        ({"TERM": "xterm", "LC_ALL": "fr_FR.utf8", "LANG": "C"}, FULL),
        ({"TERM": "linux", "LANG": "fr_FR.UTF-8"}, CONSOLE),
        ({"TERM": "xterm", "LANG": "fr_FR.ISO-8859-15"}, CONSOLE),
        ({"TERM": "xterm", "LANG": "C", "PYTHONUTF8": "1"}, FULL),
        ({"OS": "Windows_NT"}, CONSOLE),
        ({"OS": "Windows_NT", "WT_SESSION": "1"}, FULL),
        ({"OS": "Windows_NT", "TERM_PROGRAM": "vscode", "LANG": "C"}, FULL),
        ({"TERM": "linux", "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver"}, FULL),
    ],
)
def test_marks_follow_the_terminal(environ: dict[str, str], expected: Glyphs) -> None:
    assert choose(GlyphSetting.AUTO, environ) is expected


def test_marks_can_be_asked_for() -> None:
    assert choose(GlyphSetting.CONSOLE, {}) is CONSOLE
    assert choose(GlyphSetting.FULL, {"TERM": "linux"}) is FULL
    assert glyphs_of(object()) is FULL


def test_console_marks_are_in_a_console_font() -> None:
    for character in "".join(str(value) for value in CONSOLE):
        in_code_page = character in "►◄▲▼•" or character.encode("cp437", "replace") != b"?"
        assert in_code_page or character in "?"


@pytest.mark.parametrize("glyphs", [FULL, CONSOLE], ids=["full", "console"])
def test_marks_that_take_turns_have_one_width(glyphs: Glyphs) -> None:
    assert len({len(mark) for mark in (glyphs.done, glyphs.current, glyphs.pending)}) == 1
    assert len(glyphs.radio_on) == len(glyphs.radio_off)
    assert len(glyphs.check_on) == len(glyphs.check_off)
    assert len(glyphs.star) == len(glyphs.star_on)
    wide = [mark for mark in str(tuple(glyphs)) if unicodedata.east_asian_width(mark) == "W"]
    assert wide == []
