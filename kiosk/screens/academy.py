"""The academy's own sites: the department's home page, and the assistance."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, VerticalGroup
from textual.content import Content
from textual.widgets import Static

from kiosk.screens.page import Page
from kiosk.screens.visit import Visit
from kiosk.services.addresses import PageId
from kiosk.services.content_news import NewsItem
from kiosk.services.french import short_date
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.named_rows import NamedRows
from kiosk.widgets.texts import Lead, Subtitle, Text, Title

_ENVELOPE = "┌────┐\n│\\  /│\n└─\\/─┘"
_LATEST = 3


class _Envelope(Static):
    """The drawing at the left; a click opens the mailbox, as its link below does."""

    ALLOW_SELECT = False

    def __init__(self, address: str) -> None:
        super().__init__(Content(_ENVELOPE), classes="envelope")
        self._address = address

    def on_click(self, event: events.Click) -> None:
        """Go to the mailbox."""
        event.stop()
        self.post_message(Page.Wanted(self._address))


class DsdenHomePage(Page):
    """The department's site: news, and at the left the envelope that leads to the mailbox."""

    TITLE = "Direction des services départementaux de l’Éducation nationale"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._news: tuple[NewsItem, ...] = ()

    @property
    def title_text(self) -> str:
        """The name of the site."""
        return self.visit.academy.systems["dsden"].title

    def fetch(self) -> None:
        """Read the latest news."""
        now = self.visit.services.clock.now(self.visit.workshop_id)
        news = self.visit.services.content.news
        self._news = tuple(item for item in news if item.at <= now)[:_LATEST]

    def compose(self) -> ComposeResult:
        """The envelope at the left, the news at the right."""
        address_of = self.visit.address_of
        yield Title(self.TITLE)
        yield Lead(f"{self.visit.academy.department}, {self.visit.academy.name}")
        with Container(classes="columns dsden"):
            access = VerticalGroup(classes="card")
            access.border_title = "Accès directs"
            with access:
                yield _Envelope(address_of(PageId.WEBMAIL_SIGN_IN))
                yield Links(
                    [
                        LinkItem(address_of(PageId.WEBMAIL_SIGN_IN), "Messagerie professionnelle"),
                        LinkItem(address_of(PageId.PORTAL_HOME), "Espace électeur"),
                        LinkItem(address_of(PageId.IPROF_SIGN_IN), "I-Prof"),
                        LinkItem(
                            address_of(PageId.ASSISTANCE), self.visit.academy.assistance_label
                        ),
                    ]
                )
            news = VerticalGroup(classes="card")
            news.border_title = "Actualités"
            with news:
                for item in self._news:
                    yield Subtitle(item.title)
                    yield Text(f"{short_date(item.at)} · {item.text}", classes="help")


class MagisterePage(Page):
    """The training platform, as far as its landing page (mission facts, systems)."""

    TITLE: ClassVar[str] = "Magistère"

    def compose(self) -> ComposeResult:
        """What it is for, what it is not for, the ways on."""
        academy, address_of = self.visit.academy, self.visit.address_of
        yield Title(self.TITLE)
        yield Lead("La formation à distance des enseignants.")
        yield NamedRows(
            (
                (
                    "Votre parcours",
                    f"Ouvert à votre nom par l’{academy.name}\u202f: trois heures, à prendre quand"
                    " vous voulez d’ici à décembre.",
                ),
                (
                    "Pour y venir",
                    "Le lien du courriel «\u00a0Votre parcours de formation vous attend\u00a0»,"
                    " dans la messagerie professionnelle.",
                ),
                (
                    "Dans l’exercice",
                    "On s’arrête à cette page\u202f: les cours ne s’ouvrent pas.",
                ),
                ("Pour voter", "Rien ne se fait ici\u202f: ni compte, ni identifiant, ni vote."),
            ),
            classes="spaced",
        )
        yield Links(
            [
                LinkItem(address_of(PageId.WEBMAIL_SIGN_IN), "Aller à la messagerie"),
                LinkItem(address_of(PageId.PORTAL_HOME), "Aller à l’espace électeur"),
                LinkItem(address_of(PageId.ASSISTANCE), academy.assistance_label),
            ]
        )


class AssistancePage(Page):
    """Who helps, according to what is lost; nobody here asks for a password."""

    TITLE: ClassVar[str] = "Assistance de l’académie"

    @property
    def title_text(self) -> str:
        """The name of the site."""
        return self.visit.academy.systems["assistance"].title

    def compose(self) -> ComposeResult:
        """What is lost, and who gives it back."""
        academy = self.visit.academy
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
                    "Mot de passe oublié",
                    "L’assistance de l’académie ne le connaît pas\u202f: vous en choisissez un"
                    f" autre par «\u00a0{academy.forgotten_password_label}\u00a0», avec le NUMEN.",
                ),
                (
                    "Boîte pleine",
                    "Elle ne reçoit plus rien. Supprimez, videz la corbeille, puis redemandez ce"
                    " qui n’est pas arrivé.",
                ),
                (
                    "Codes d’électeur",
                    "Tout se fait dans l’espace électeur\u202f; l’assistance n’y a pas accès.",
                ),
            ),
            classes="spaced tight",
        )
        yield Links(self._ways_on())

    def _ways_on(self) -> list[LinkItem]:
        label, address_of = self.visit.academy.forgotten_password_label, self.visit.address_of
        return [
            LinkItem(address_of(PageId.WEBMAIL_SIGN_IN), "Aller à la messagerie"),
            LinkItem(address_of(PageId.LOST_PASSWORD), label, "nom d’utilisateur, puis NUMEN"),
            LinkItem(address_of(PageId.PORTAL_HOME), "Aller à l’espace électeur"),
            LinkItem(
                address_of(PageId.PHISHING_ADVICE),
                "Reconnaître l’hameçonnage",
                "personne ne demande un mot de passe",
            ),
        ]


class PhishingAdvicePage(Page):
    """How to tell a trap from a real mail, and what to do with it (leaflet 004, webmail page)."""

    TITLE: ClassVar[str] = "Reconnaître l’hameçonnage"

    def compose(self) -> ComposeResult:
        """The signs, what to do, the ways on."""
        address_of = self.visit.address_of
        yield Title(self.TITLE)
        yield Lead("Un courriel ou une page qui imite un service pour obtenir vos codes.")
        yield NamedRows(
            (
                (
                    "Ce qu’on demande",
                    "Un mot de passe, un NUMEN, un identifiant\u202f: aucun service, aucun collègue"
                    " n’en a besoin. Ne les donnez jamais.",
                ),
                (
                    "L’adresse",
                    "Lisez-la en entier, en haut de la page. La vraie finit par"
                    f" {self.visit.academy.domain} ou education.gouv.fr, avant la première barre.",
                ),
                ("Le ton", "Menace, urgence, fautes\u202f: on veut vous presser."),
                (
                    "Que faire",
                    "Ne répondez pas, ne suivez pas le lien. Vos codes sont partis\u202f? Changez"
                    " aussitôt de mot de passe\u202f: 8 signes au moins, lettres, chiffres et"
                    " ponctuation.",
                ),
            ),
            classes="spaced tight",
        )
        yield Links(
            [
                LinkItem(address_of(PageId.REPORT), "Signaler un message ou un site"),
                LinkItem(address_of(PageId.WEBMAIL_SIGN_IN), "Aller à la messagerie"),
                LinkItem(address_of(PageId.ASSISTANCE), self.visit.academy.assistance_label),
            ]
        )
