"""I-Prof inside: the home page, the career file, the CV."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from kiosk.glyphs import glyphs_of
from kiosk.screens.link_columns import aligned
from kiosk.screens.page import FormPage, Page
from kiosk.screens.person_sheet import corps_in_words
from kiosk.screens.visit import Visit
from kiosk.services.addresses import PageId
from kiosk.services.content_people import Corps
from kiosk.services.french import moment
from kiosk.services.iprof import LONGEST_LINE, CareerFile, Cv
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.fields import Field
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.named_rows import NamedRows
from kiosk.widgets.texts import Lead, Notice, Title

OTHER_BOX = (
    "Le courrier d’I-Prof n’est pas votre messagerie professionnelle\u202f: les courriels de"
    " l’espace électeur arrivent dans la messagerie, jamais ici."
)


class IProfPage(Page):
    """A page behind I-Prof's door."""

    SIGN_IN = PageId.IPROF_SIGN_IN

    def home_link(self) -> LinkItem:
        """The way back to I-Prof's home page."""
        return LinkItem(self.visit.address_of(PageId.IPROF_HOME), "Revenir à l’accueil d’I-Prof")


class _FilePage(IProfPage):
    """A page drawn from somebody's file."""

    _file: CareerFile

    def fetch(self) -> None:
        """Read the file; refuses SIGN_IN_FIRST."""
        self._file = self.visit.services.iprof.file(self.visit.browser.cookies.iprof)


class IProfHomePage(_FilePage):
    """What there is, and which box is which."""

    TITLE = "I-Prof, votre carrière"

    def compose(self) -> ComposeResult:
        """The parts of I-Prof, the other box, the way out."""
        yield Title(self.TITLE)
        yield Lead(f"{self._file.name}, {self._file.school}")
        yield Links(self._parts(), id="parts")
        notice = Notice(id="other-box")
        notice.say(OTHER_BOX, "hint")
        yield notice
        webmail = self.visit.address_of(PageId.WEBMAIL_SIGN_IN)
        yield Links([LinkItem(webmail, "Aller à la messagerie", webmail)])
        with Horizontal(classes="actions"):
            yield KioskButton("Se déconnecter", id="sign-out")

    def _parts(self) -> list[LinkItem]:
        parts = (
            (PageId.IPROF_FILE, "Votre dossier", "corps, établissement"),
            (PageId.IPROF_CV, "Votre CV", "à compléter quand vous voulez"),
            (PageId.IPROF_GUIDES, "Les guides", "avancement, dossier, CV"),
            (PageId.IPROF_SERVICES, "Les services", "promotions, mutations, formation"),
            (PageId.IPROF_BOX, "Votre courrier I-Prof", "les messages de la gestion"),
        )
        return aligned(
            LinkItem(self.visit.address_of(page), label, about) for page, label, about in parts
        )

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Leave I-Prof."""
        event.stop()
        cookies = self.visit.browser.cookies
        await self.in_thread(self.visit.services.iprof.sign_out, cookies.iprof)
        cookies.iprof = None
        self.go(PageId.IPROF_SIGN_IN)


class IProfFilePage(_FilePage):
    """What the administration keeps; it is read here, not changed."""

    TITLE = "Votre dossier"

    def compose(self) -> ComposeResult:
        """The file, and who corrects it."""
        yield Title(self.TITLE)
        yield Lead("Ce que l’administration sait de vous, à lire seulement.")
        yield NamedRows(
            (
                ("Nom", self._file.name),
                ("Corps", corps_in_words(self._file.grade, self._file.corps)),
                ("Établissement", self._file.school),
                ("Académie", self.visit.academy.short_name),
            )
        )
        is_secondary = self._file.corps == Corps.SECONDARY
        office = "le rectorat" if is_secondary else "la direction départementale"
        notice = Notice()
        notice.say(
            f"Une erreur\u202f? Signalez-la au bureau qui tient votre dossier\u202f: {office}."
            " Pour l’élection, faites-le avant la clôture des listes, par l’espace électeur.",
            "hint",
        )
        yield notice
        yield Links([self.home_link()])


class IProfCvPage(FormPage):
    """The CV: three lines, kept as they are typed."""

    TITLE = "Votre CV"
    SIGN_IN = PageId.IPROF_SIGN_IN

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._cv = Cv()

    def fetch(self) -> None:
        """Read the CV; refuses SIGN_IN_FIRST."""
        self._cv = self.visit.services.iprof.cv(self.visit.browser.cookies.iprof)

    def compose(self) -> ComposeResult:
        """The three parts, when they were kept, the way back."""
        yield Title(self.TITLE)
        yield Lead(self._lead())
        parts = (
            ("studies", "Diplômes", self._cv.studies),
            ("experience", "Expérience", self._cv.experience),
            ("languages", "Langues", self._cv.languages),
        )
        with Vertical(classes="form beside"):
            for field_id, label, text in parts:
                yield Field(label, field_id=field_id, value=text, max_length=LONGEST_LINE)
            yield Notice(id="form-error")
            with Horizontal(classes="actions"):
                yield KioskButton("Enregistrer", kind=ButtonKind.PRIMARY, id="send")
        home = self.visit.address_of(PageId.IPROF_HOME)
        yield Links([LinkItem(home, "Revenir à l’accueil d’I-Prof")])

    def _lead(self) -> str:
        if self._cv.updated_at is None:
            return "Quelques mots suffisent. Rien n’est obligatoire."
        return f"Enregistré le {moment(self._cv.updated_at)}."

    async def submitted(self) -> None:
        """Keep it, then say so."""
        typed = {field.field_id: field.value for field in self.query(Field)}
        if not await self.attempt(self._keep, typed):
            return
        notice = self.query_one("#form-error", Notice)
        notice.say(f"{glyphs_of(self.app).done} Votre CV est enregistré.", "done")
        self.query_one(Lead).show(self._lead())
        self.post_message(self.Happened())

    def _keep(self, typed: dict[str, str]) -> bool:
        iprof, token = self.visit.services.iprof, self.visit.browser.cookies.iprof
        iprof.keep_cv(
            token,
            studies=typed["studies"],
            experience=typed["experience"],
            languages=typed["languages"],
        )
        self._cv = iprof.cv(token)
        return True
