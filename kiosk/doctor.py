"""What the kiosk finds on a machine, in words."""

import os
import shutil
import sys
from collections.abc import Iterator

from kiosk import __version__
from kiosk.glyphs import GlyphSetting, choose
from kiosk.services.content import ContentError, load_content
from kiosk.settings import Settings, default_store

_OK, _LOOK, _UNKNOWN = "bien      ", "à voir    ", "à vérifier"


def examine(settings: Settings) -> Iterator[str]:
    """Yield one line a finding: fine, to look at, or what only a person can check."""
    yield f"Kiosque électeur {__version__}, Python {sys.version.split()[0]}, {sys.platform}"
    yield from _terminal()
    yield from _signs(settings)
    yield _content()
    yield _store(settings)
    yield f"{_UNKNOWN} Touches F1 à F10 : certains terminaux les gardent pour eux (F1, F10, F11)."
    yield f"{_UNKNOWN} Police : les cadres et les accents de l’accueil doivent se lire sans trou."


def _terminal() -> Iterator[str]:
    if not sys.stdout.isatty():
        yield f"{_LOOK} Aucun terminal ici : le kiosque ne peut pas s’y afficher."
    columns, lines = shutil.get_terminal_size()
    enough = columns >= 80 and lines >= 24
    advice = "" if enough else " ; il en faut 80 sur 24, agrandissez la fenêtre"
    yield f"{_OK if enough else _LOOK} Fenêtre : {columns} colonnes sur {lines} lignes{advice}."
    colours = os.environ.get("COLORTERM", "")
    term = os.environ.get("TERM", "")
    if colours in {"truecolor", "24bit"} or os.name == "nt":
        yield f"{_OK} Couleurs : toutes."
    elif "256" in term:
        yield f"{_OK} Couleurs : 256."
    else:
        yield f"{_LOOK} Couleurs : 16 peut-être (TERM={term or 'vide'}) ; le thème contrasté suit."


def _signs(settings: Settings) -> Iterator[str]:
    encoding = (sys.stdout.encoding or "").lower()
    utf8 = encoding.replace("-", "") == "utf8"
    yield f"{_OK if utf8 else _LOOK} Encodage : {encoding or 'inconnu'}."
    glyphs = choose(GlyphSetting(settings.glyphs), os.environ)
    kind = "réduits (console)" if glyphs.name is GlyphSetting.CONSOLE else "complets"
    yield f"{_OK} Signes : {kind} ; le réglage « glyphs » force l’un ou l’autre."


def _content() -> str:
    try:
        content = load_content()
    except ContentError as error:
        return f"{_LOOK} Contenu : {error}"
    return (
        f"{_OK} Contenu : {len(content.academies)} académies, {len(content.mails)} courriels,"
        f" {len(content.personas)} personnages."
    )


def _store(settings: Settings) -> str:
    from kiosk.services.store import Store, StoreError  # noqa: PLC0415 - slow to import

    url = settings.store or default_store()
    try:
        store = Store.open(url)
    except StoreError as error:
        return f"{_LOOK} {error}"
    kind = store.dialect
    store.close()
    where = "" if settings.store else f" ({default_store().removeprefix('sqlite:///')})"
    return f"{_OK} Base de données : {kind}{where}, ouverte et à jour."
