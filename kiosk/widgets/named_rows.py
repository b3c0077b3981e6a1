"""Data in two columns: a name, and what it stands for."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup

from kiosk.widgets.texts import Text

Row = tuple[str, str]


class NamedRows(VerticalGroup):
    """Names at the left, what they stand for at the right; a long one goes on below itself."""

    DEFAULT_CLASSES = "named-rows"

    def __init__(self, rows: Iterable[Row], *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._rows = tuple(rows)

    def compose(self) -> ComposeResult:
        """One row for each datum; neither part is read as markup."""
        for name, value in self._rows:
            with HorizontalGroup(classes="named-row"):
                yield Text(name, classes="row-name")
                yield Text(value, classes="row-value")
