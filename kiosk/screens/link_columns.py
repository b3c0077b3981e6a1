"""Links whose second column is aligned."""

from collections.abc import Iterable

from textual.content import Content

from kiosk.widgets.foreign_text import shortened
from kiosk.widgets.links import LinkItem

_WIDEST_LABEL = 30


def aligned(
    items: Iterable[LinkItem], ellipsis: str = "…", widest: int = _WIDEST_LABEL
) -> list[LinkItem]:
    """Return the links with long labels cut and every description starting in one column."""
    short = [
        LinkItem(item.key, shortened(item.label, widest, ellipsis), item.description)
        for item in items
    ]
    widths = [Content(item.label).cell_length for item in short]
    column = max(widths, default=0)
    return [
        LinkItem(item.key, item.label, " " * (column - width) + item.description)
        for item, width in zip(short, widths, strict=True)
    ]
