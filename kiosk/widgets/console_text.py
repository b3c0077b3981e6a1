"""French typography for a font of 256 shapes: what it lacks is drawn by its nearest neighbour."""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_NEAREST = str.maketrans(
    {
        "\u2019": "'",
        "\u2018": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u202f": "\u00a0",
        "\u2011": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
        "\u2026": ".",
        "\u2190": "<",
        "\u2192": ">",
    }
)
"""One cell for one cell, so that nothing moves."""


class ConsoleText(LineFilter):
    """Replaces, in every row drawn, the signs that a Linux console's font has not."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's
        """Return the row with its signs replaced."""
        return [
            Segment(text.translate(_NEAREST), style, control) for text, style, control in segments
        ]
