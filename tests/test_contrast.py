"""Contrast, measured on what is drawn: every run of text of every picture kept by the tests."""

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest

PICTURES = sorted((Path(__file__).parent / "snapshots" / "__snapshots__").rglob("*.svg"))
TEXT, HIGH_CONTRAST, BORDER = 7.0, 18.0, 3.0
_BORDERS = frozenset("─│┌┐└┘╭╮╰╯━┃┏┓┗┛═║╔╗╚╝╌╎┄┆╍╏┅┇")
_SHADES = frozenset("█▀▄▌▐░▒▓▔▁▕▏▎▍▋▊▉▂▃▅▆▇")
"""Blocks of a picture, a bar or a gauge: what they show is said in words beside them."""

_RULE = re.compile(r"\.(terminal-[\w-]*r\d+) \{ fill: (#[0-9a-f]{6})")
_RECT = re.compile(
    r'<rect fill="(#[0-9a-f]{6})" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"'
)
_TEXT = re.compile(
    r'<text class="([\w-]+)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+"[^>]*>([^<]*)</text>'
)


@dataclass(frozen=True)
class Run:
    """A run of text with its colour and the colour behind it."""

    text: str
    ink: str
    ground: str

    @property
    def contrast(self) -> float:
        lighter, darker = sorted((_luminance(self.ink), _luminance(self.ground)), reverse=True)
        return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def runs(svg: str) -> list[Run]:
    """Return every run of text of a picture; text drawn on no rectangle has no run."""
    inks = dict(_RULE.findall(svg))
    rects = [
        (colour, float(x), float(y), float(w), float(h))
        for colour, x, y, w, h in _RECT.findall(svg)
    ]
    found = []
    for style, x, y, text in _TEXT.findall(svg):
        words = unescape(text).replace("\u00a0", " ").strip()
        left, top = float(x) + 1, float(y) - 5
        behind = [c for c, rx, ry, w, h in rects if rx <= left < rx + w and ry <= top < ry + h]
        if words and behind and style in inks:
            found.append(Run(words, inks[style], behind[-1]))
    return found


def test_there_are_pictures_and_text_in_them() -> None:
    assert len(PICTURES) > 100
    assert all(len(runs(picture.read_text("utf-8"))) > 3 for picture in PICTURES)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.stem)
def test_every_text_stands_out(picture: Path) -> None:
    wanted = HIGH_CONTRAST if "contrast" in picture.stem or "console" in picture.stem else TEXT
    assert not [run for run in runs(picture.read_text("utf-8")) if _is_pale(run, wanted)]


def _is_pale(run: Run, wanted: float) -> bool:
    signs = set(run.text) - {" "}
    if signs <= _SHADES:
        return False
    if signs <= _BORDERS:
        # The frame of a filled button is of its own colour: it only makes room.
        return run.ink != run.ground and run.contrast < BORDER
    return run.contrast < wanted
