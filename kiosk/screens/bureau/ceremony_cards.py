"""The two cards of a key ceremony: whose turn it is, and the share to be noted."""

from textual.app import ComposeResult
from textual.containers import HorizontalGroup, Vertical

from kiosk.services.bureau import Member
from kiosk.widgets.texts import Subtitle, Text

_ROW = 5
"""Groups of a share side by side."""


class TurnCard(Vertical, can_focus=True):
    """Whose turn it is; it has the focus first: an Enter too many shows nobody's share."""

    DEFAULT_CLASSES = "card"

    def __init__(self, member: Member) -> None:
        super().__init__()
        self._member = member
        self.border_title = "C’est au tour de"

    def compose(self) -> ComposeResult:
        """Name, role, what to do."""
        yield Subtitle(self._member.name)
        yield Text(self._member.role, classes="muted")
        yield Text("Prenez le clavier, un papier et un crayon. Les autres regardent ailleurs.")


class ShareCard(Vertical, can_focus=True):
    """A member's share in groups of four; it has the focus first, so that no Enter skips it."""

    DEFAULT_CLASSES = "share"

    def __init__(self, share: str) -> None:
        super().__init__()
        self._groups = share.split("-")
        self.border_title = "À noter sur papier"

    def compose(self) -> ComposeResult:
        """Two rows of groups, their letters set apart."""
        for start in range(0, len(self._groups), _ROW):
            with HorizontalGroup(classes="share-row"):
                for group in self._groups[start : start + _ROW]:
                    yield Text(" ".join(group), classes="share-group")
