"""The sizes of window at which the screens change, in cells."""

from typing import Final

from textual.geometry import Size

SMALLEST: Final = Size(80, 24)
"""Columns and lines under which nothing is shown but how to enlarge the window."""
WIDE: Final = 100
"""Columns from which the guide stands beside the page."""
TALL: Final = 30
"""Lines from which there is room between things."""
