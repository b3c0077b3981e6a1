"""The academy's own sites: the department's home page, and the assistance."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container, VerticalGroup
from textual.content import Content
from textual.widgets import Static

from kiosk.screens.page import Page
from kiosk.services.addresses import PageId
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.named_rows import NamedRows
from kiosk.widgets.texts import Lead, Notice, Subtitle, Text, Title

_ENVELOPE = "┌────┐\n│\\  /│\n└─\\/─┘"
_NEWS = (
    (
        "Élections professionnelles 2014",
        "Le vote se fait par internet, du 27 novembre au 4 décembre. L’espace électeur est annoncé"
        " par un courriel\u202f: lisez votre messagerie.",
    ),
    (
        "Rentrée scolaire",
        "Effectifs, horaires et calendrier des écoles et des collèges du département.",
    ),
    (
        "Formation continue",
        "Les inscriptions aux stages de l’année se font jusqu’à la fin du mois.",
    ),
)


class DsdenHomePage(Page):
    """The department's site: news, and at the left the envelope that leads to the mailbox."""

    TITLE = "Direction des services départementaux de l’Éducation nationale"

    @property
    def title_text(self) -> str:
        """The name of the site."""
        return self.visit.academy.systems["dsden"].title

    def compose(self) -> ComposeResult:
        """The envelope at the left, the news at the right."""
        address_of = self.visit.address_of
        yield Title(self.TITLE)
        yield Lead(f"{self.visit.academy.department}, {self.visit.academy.name}")
        with Container(classes="columns dsden"):
            access = VerticalGroup(classes="card")
            access.border_title = "Accès directs"
            with access:
                yield Static(Content(_ENVELOPE), classes="envelope")
                yield Links(
                    [
                        LinkItem(address_of(PageId.WEBMAIL_SIGN_IN), "Messagerie professionnelle"),
                        LinkItem(address_of(PageId.PORTAL_HOME), "Espace électeur"),
                        LinkItem(
                            address_of(PageId.ASSISTANCE), self.visit.academy.assistance_label
                        ),
                    ]
                )
            news = VerticalGroup(classes="card")
            news.border_title = "Actualités"
            with news:
                for headline, text in _NEWS:
                    yield Subtitle(headline)
                    yield Text(text, classes="help")


class AssistancePage(Page):
    """Who helps, according to what is lost; nobody here asks for a password."""

    TITLE: ClassVar[str] = "Assistance de l’académie"

    @property
    def title_text(self) -> str:
        """The name of the site."""
        return self.visit.academy.systems["assistance"].title

    def compose(self) -> ComposeResult:
        """What is lost, and who gives it back."""
        academy, address_of = self.visit.academy, self.visit.address_of
        yield Title(self.title_text)
        yield Lead(f"{academy.assistance_label}\u202f: ce qui manque, et qui peut le rendre.")
        yield NamedRows(
            (
                (
                    "NUMEN perdu",
                    "Le bureau qui tient votre dossier en donne un nouveau, en main propre ou par"
                    " la poste\u202f: direction départementale au 1er degré, rectorat au 2d degré.",
                ),
                (
                    "Mot de passe de la messagerie oublié",
                    "L’assistance de l’académie vous rend l’accès. Il faut votre NUMEN.",
                ),
                (
                    "Boîte pleine",
                    "Elle ne reçoit plus rien. Supprimez des messages, videz la corbeille, puis"
                    " redemandez ce qui n’est pas arrivé.",
                ),
                (
                    "Identifiant ou mot de passe d’électeur",
                    "Tout se fait dans l’espace électeur\u202f; l’assistance n’y a pas accès.",
                ),
            ),
            classes="spaced",
        )
        notice = Notice()
        notice.say("Personne ne vous demandera jamais un mot de passe, ni ici ni ailleurs.", "hint")
        yield notice
        yield Links(
            [
                LinkItem(address_of(PageId.WEBMAIL_SIGN_IN), "Aller à la messagerie"),
                LinkItem(address_of(PageId.PORTAL_HOME), "Aller à l’espace électeur"),
            ]
        )
