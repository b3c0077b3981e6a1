"""The sheet of whoever rehearses: on the desk, and at the head of the notebook."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup

from kiosk.services.content import Corps
from kiosk.widgets.texts import Text

if TYPE_CHECKING:
    from kiosk.services.workshops import Sheet

CORPS_NAMES = {
    Corps.PRIMARY: "1er degré",
    Corps.SECONDARY: "2d degré",
    Corps.CONTRACT: "contractuel",
}
"""The bodies of staff, as one says them."""

Row = tuple[str, str]


class SheetRows(VerticalGroup):
    """Names at the left, what they stand for at the right."""

    def __init__(self, rows: Iterable[Row]) -> None:
        super().__init__(classes="sheet")
        self._rows = tuple(rows)

    def compose(self) -> ComposeResult:
        """One row for each datum; a long one goes on below itself."""
        for name, value in self._rows:
            with HorizontalGroup(classes="sheet-row"):
                yield Text(name, classes="sheet-name")
                yield Text(value, classes="sheet-value")


def identity_rows(sheet: "Sheet") -> list[Row]:
    """Return who somebody is and where they work."""
    return [
        ("Nom", sheet.name),
        ("Corps", f"{sheet.grade} ({CORPS_NAMES[Corps(sheet.corps)]})"),
        ("Établissement", sheet.school),
    ]


def sign_in_rows(sheet: "Sheet", webmail: str) -> list[Row]:
    """Return what opens the mailbox, and where: the user name stays to be worked out."""
    return [
        ("Messagerie", webmail),
        ("Votre adresse", sheet.address),
        ("NUMEN", f"{sheet.numen}  (fictif\u202f; premier mot de passe)"),
        ("Nom d’utilisateur", user_name_rule(sheet)),
    ]


def user_name_rule(sheet: "Sheet") -> str:
    """Return the rule of the user name, with what this very name needs (mission facts)."""
    rule = "initiale du prénom + nom, en minuscules, sans accent"
    if "’" in sheet.last_name:
        rule += " ni apostrophe"
    if " " in sheet.last_name:
        rule += ", un trait d’union pour chaque espace"
    if sheet.homonym:
        rule += f", puis le chiffre {sheet.homonym}\u202f: quelqu’un d’autre porte ce nom"
    return rule
