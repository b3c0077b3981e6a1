"""A bar drawn in a row of text, in either set of marks."""

from kiosk.glyphs import Glyphs


def bar(part: float, width: int, glyphs: Glyphs) -> str:
    """A bar of the given part of the width, to the eighth of a cell where that can be drawn."""
    steps = len(glyphs.bar_eighths) + 1
    length = round(min(max(part, 0.0), 1.0) * width * steps)
    if part > 0:
        length = max(length, 1)
    whole, rest = divmod(length, steps)
    drawn = glyphs.bar_full * whole + (glyphs.bar_eighths[rest - 1] if rest else "")
    return f"{drawn:<{width}}"
