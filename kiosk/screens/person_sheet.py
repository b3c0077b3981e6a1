"""The sheet of whoever rehearses: on the desk, and at the head of the notebook."""

from typing import TYPE_CHECKING

from kiosk.services.content_people import Corps

if TYPE_CHECKING:
    from kiosk.services.workshops import Sheet
    from kiosk.widgets.named_rows import Row

CORPS_NAMES = {
    Corps.PRIMARY: "1er degré",
    Corps.SECONDARY: "2d degré",
    Corps.CONTRACT: "contractuel",
}
"""The bodies of staff, as one says them."""


def corps_in_words(grade: str, corps: str) -> str:
    """Return somebody's corps, worded alike wherever it stands."""
    return f"{grade} ({CORPS_NAMES[Corps(corps)]})"


def identity_rows(sheet: "Sheet") -> "list[Row]":
    """Return who somebody is and where they work."""
    return [
        ("Nom", sheet.name),
        ("Corps", corps_in_words(sheet.grade, sheet.corps)),
        ("Établissement", sheet.school),
    ]


def sign_in_rows(sheet: "Sheet", webmail: str) -> "list[Row]":
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
