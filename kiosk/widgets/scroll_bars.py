"""Scroll bars made of whole cells: the eighths of a cell are in no console font."""

from typing import ClassVar

from textual.scrollbar import ScrollBar, ScrollBarRender


class WholeCells(ScrollBarRender):
    """A thumb that starts and ends with a cell."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


def draw_in_whole_cells() -> None:
    """Have every scroll bar drawn so, whichever the set of glyphs; called once, by the App."""
    ScrollBar.renderer = WholeCells
