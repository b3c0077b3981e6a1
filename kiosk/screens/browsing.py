"""The browser's own pages: where it starts, where it was, and what it cannot find."""

from itertools import groupby

from textual.app import ComposeResult

from kiosk.glyphs import glyphs_of
from kiosk.screens.link_columns import aligned
from kiosk.screens.page import Page
from kiosk.screens.visit import Visit
from kiosk.services.addresses import PageId
from kiosk.services.browser import Bookmark, Visited
from kiosk.services.french import hour, short_day
from kiosk.widgets.entries import Entries, EntryItem
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.texts import Lead, Notice, Subtitle, Text, Title

_WIDEST_TITLE = 36


class BrowserHomePage(Page):
    """The bookmarks, and how to type an address."""

    TITLE = "Navigateur"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._bookmarks: tuple[Bookmark, ...] = ()

    def fetch(self) -> None:
        """Read the bookmarks."""
        self._bookmarks = tuple(self.visit.browser.bookmarks)

    def compose(self) -> ComposeResult:
        """How to go somewhere, the bookmarks, the history."""
        yield Title(self.TITLE)
        yield Lead("Ctrl+L mène à la barre du haut\u202f: tapez-y une adresse, puis Entrée.")
        yield Subtitle("Vos favoris")
        if not self._bookmarks:
            star = glyphs_of(self.app).star
            yield Text(f"Aucun favori. Le bouton {star}, en haut à droite, garde une page.")
        yield Links(
            aligned(
                [LinkItem(one.address, one.title, _shown(one.address)) for one in self._bookmarks],
                glyphs_of(self.app).ellipsis,
                _WIDEST_TITLE,
            ),
            id="bookmarks",
        )
        history = LinkItem(self.visit.address_of(PageId.HISTORY), "Pages déjà vues", "l’historique")
        yield Links([history], id="more")


class HistoryPage(Page):
    """The pages seen during the sitting."""

    TITLE = "Historique"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._visited: tuple[Visited, ...] = ()

    def fetch(self) -> None:
        """Read the history."""
        self._visited = tuple(reversed(self.visit.browser.visited))

    def compose(self) -> ComposeResult:
        """The pages, the latest first: each title whole, its hour and address beneath."""
        yield Title(self.TITLE)
        if not self._visited:
            yield Lead("Aucune page vue pour l’instant. Celles que vous ouvrez se rangeront ici.")
            yield Links([LinkItem(self.visit.address_of(PageId.BROWSER_HOME), "Voir les favoris")])
            return
        yield Lead("Les pages vues, la plus récente en tête.")
        for day, pages in groupby(self._visited, lambda one: short_day(one.at)):
            yield Subtitle(day)
            yield Entries(
                EntryItem(one.address, one.title, f"{hour(one.at)}  {_shown(one.address)}")
                for one in pages
            )


class NotFoundPage(Page):
    """No site of the exercise answers at the address."""

    TITLE = "Page introuvable"

    def compose(self) -> ComposeResult:
        """What was typed, what comes nearest, what to look at."""
        nearest = self.visit.where.params["nearest"]
        yield Title(self.TITLE)
        notice = Notice(id="typed")
        mark = glyphs_of(self.app).warning
        notice.say(f"{mark} Rien ne répond à l’adresse {self._typed()}.", "warning")
        yield notice
        if nearest:
            yield Subtitle("Vouliez-vous dire\u202f:")
            yield Links([LinkItem(nearest, nearest)], id="nearest")
        yield Subtitle("À vérifier")
        bullet = glyphs_of(self.app).bullet
        advice = (
            "chaque lettre, chaque point et chaque tiret\u202f;",
            "la fin\u202f: ac-orleans-tours.fr, ac-toulouse.fr ou education.gouv.fr\u202f;",
            "qu’il ne manque rien de ce que dit le courriel ou le carnet (F6).",
        )
        yield Text("\n".join(f"{bullet} {line}" for line in advice))
        yield Text("Pour corriger\u202f: Ctrl+L, puis Entrée.", classes="help")
        yield Links(
            [LinkItem(self.visit.address_of(PageId.BROWSER_HOME), "Voir les favoris")], id="more"
        )

    def _typed(self) -> str:
        return f"«\u00a0{self.visit.where.params['typed']}\u00a0»"


def _shown(address: str) -> str:
    """The address without what is the same for all."""
    return address.removeprefix("https://").removesuffix("/")
