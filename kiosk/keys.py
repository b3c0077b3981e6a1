"""Every key of the kiosk: the footer and the help page are made from this.

Function keys and Ctrl with a letter only: on an AZERTY keyboard brackets, @ and # need AltGr,
and digits need Shift. Nothing is reached by a key alone: Tab and Enter go everywhere.
"""

from enum import Enum
from typing import NamedTuple

from textual.binding import Binding, BindingType


class Shown(Enum):
    """Where a key is told: in the footer and the help, or in the help only."""

    FOOTER = "footer"
    HELP = "help"


class Key(NamedTuple):
    """A key, what it does, and how it is told."""

    key: str
    display: str
    action: str
    label: str
    tooltip: str
    shown: Shown = Shown.FOOTER


HELP = Key("f1", "F1", "app.help", "Aide", "Ce que l’on fait sur cette page")
THEME = Key("f7", "F7", "app.next_theme", "Thème", "Clair, sombre, contraste élevé", Shown.HELP)
WELCOME_THEME = Key("f7", "F7", "app.next_theme", "Thème", "Clair, sombre, contraste élevé")
QUIT = Key("ctrl+q", "Ctrl+Q", "app.leave", "Quitter", "Fermer le kiosque", Shown.HELP)
WELCOME_QUIT = Key("ctrl+q", "Ctrl+Q", "app.leave", "Quitter", "Fermer le kiosque")

SITTING = (
    HELP,
    Key("f2", "F2", "guide", "Étapes", "Toutes les étapes du parcours"),
    Key("f3", "F3", "desk('desk')", "Bureau", "Votre fiche, l’horloge, tout ce qui est à vous"),
    Key("f4", "F4", "desk('telephone')", "Tél.", "Les SMS reçus"),
    Key("f5", "F5", "desk('pigeonhole')", "Casier", "Les papiers reçus"),
    Key("f6", "F6", "desk('notebook')", "Carnet", "Vos notes"),
    Key("f8", "F8", "desk('browser-home')", "Web", "Le navigateur et vos favoris"),
    Key("f9", "F9", "desk('personal-mail')", "Courriel", "Le courriel personnel", Shown.HELP),
    Key("f10", "F10", "finish", "Terminer", "Finir la séance et tout effacer"),
    Key("ctrl+l", "Ctrl+L", "address", "Adresse", "Taper une adresse", Shown.HELP),
    Key("alt+left", "Alt+←", "back", "Page précédente", "Revenir en arrière", Shown.HELP),
    Key("alt+right", "Alt+→", "forward", "Page suivante", "Aller en avant", Shown.HELP),
    Key("ctrl+r", "Ctrl+R", "reload", "Actualiser", "Relire la page", Shown.HELP),
    Key("ctrl+t", "Ctrl+T", "finish", "Terminer", "Comme F10", Shown.HELP),
)

EVERYWHERE_HELP = (
    ("Tab, Maj+Tab", "Passer d’un champ ou d’un bouton au suivant, au précédent"),
    ("Entrée", "Suivre un lien, presser un bouton, valider un champ"),
    ("Flèches", "Aller d’un lien ou d’un bouton à l’autre"),
    ("Échap", "Fermer une fenêtre"),
)


def bindings(*keys: Key) -> list[BindingType]:
    """Return Textual's bindings for these keys."""
    return [
        Binding(
            key.key,
            key.action,
            key.label,
            key_display=key.display,
            tooltip=key.tooltip,
            show=key.shown is Shown.FOOTER,
        )
        for key in keys
    ]
