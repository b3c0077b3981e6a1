"""Traps: a copied site that teaches to read its address, and the page where one reports."""

from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from kiosk.glyphs import glyphs_of
from kiosk.screens.page import FormPage, Page
from kiosk.screens.visit import Visit
from kiosk.services.addresses import PageId
from kiosk.services.content import Suspicion, SystemKey
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.fields import Field, PasswordField
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.named_rows import NamedRows, Row
from kiosk.widgets.texts import Lead, Notice, Title

REPORTED = {
    Suspicion.PASSWORD_BY_MAIL: "C’est signalé\u202f: l’assistance pourra prévenir les autres.",
    Suspicion.COPIED_SITE: "C’est signalé\u202f: l’assistance pourra prévenir les autres.",
    Suspicion.COLLEAGUE: "C’est noté, sans nom. Gardez vos codes pour vous.",
}


def reported(app: App[Any], suspicion: Suspicion) -> Notice:
    """Return what is said once a trap was reported."""
    done = Notice(id="reported")
    done.say(f"{glyphs_of(app).done} {REPORTED[suspicion]}", "done")
    return done


class LookAlikePage(FormPage):
    """A copied door; whatever is typed there is forgotten, and the signs are shown."""

    TITLES: ClassVar[dict[str, str]] = {
        SystemKey.WEBMAIL: "Messagerie professionnelle",
        SystemKey.IPROF: "I-Prof",
        SystemKey.PORTAL: "Espace électeur",
    }

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._is_over = False
        self._is_reported = False

    @property
    def _system(self) -> str:
        return self.visit.where.params["system"]

    @property
    def _host(self) -> str:
        return self.visit.where.params["host"]

    @property
    def title_text(self) -> str:
        """What the site passes for."""
        return self.TITLES[self._system]

    def on_mount(self) -> None:
        """Find nothing again of what was typed here before."""
        self.visit.sitting.drafts.pop(self.visit.where.address, None)

    def taken_down(self) -> None:
        """Keep nothing of what is typed."""

    def compose(self) -> ComposeResult:
        """The copied form, then the lesson."""
        if self._is_over:
            yield from self._lesson()
            return
        yield Title(self.title_text)
        yield Lead("Votre session a expiré. Identifiez-vous pour continuer.")
        with Vertical(classes="form"):
            yield Field("Nom d’utilisateur", field_id="user_name")
            yield PasswordField("Mot de passe", field_id="password")
            yield Notice(id="form-error")
            with Horizontal(classes="actions"):
                yield KioskButton("Connexion", kind=ButtonKind.PRIMARY, id="send")

    def _lesson(self) -> ComposeResult:
        real = self.visit.academy.systems[self._system].base
        yield Title("Ce site était une copie")
        notice = Notice(id="lesson")
        notice.say(
            "Rien de ce que vous avez tapé n’a été gardé. Voici ce qui se voyait.",
            "hint",
        )
        yield notice
        yield NamedRows(
            (
                ("L’adresse", f"{self._host}, qui n’est pas le nom du service."),
                ("La vraie", real),
                (
                    "La demande",
                    "Une page ouverte par un courriel, qui veut aussitôt vos codes. Mieux vaut"
                    " taper l’adresse soi-même, ou prendre ses favoris.",
                ),
                (
                    "Et si c’est fait",
                    "Changer aussitôt de mot de passe sur le vrai site, puis signaler.",
                ),
            ),
            classes="spaced tight",
        )
        if self._is_reported:
            yield reported(self.app, Suspicion.COPIED_SITE)
        else:
            with Horizontal(classes="actions"):
                yield KioskButton("Signaler ce site", kind=ButtonKind.PRIMARY, id="report")
        yield Links(
            [
                LinkItem(real, "Aller au vrai site"),
                LinkItem(
                    self.visit.address_of(PageId.PHISHING_ADVICE), "Reconnaître l’hameçonnage"
                ),
            ]
        )

    async def submitted(self) -> None:
        """Forget what was typed and show the signs; an empty form shows them too."""
        for field in self.query(Field):
            field.value = ""
        visit = self.visit
        await self.in_thread(
            visit.services.reports.believed, visit.workshop_id, visit.participant_id
        )
        self._is_over = True
        await self._draw_again()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Report the site."""
        if event.button.id == "report":
            event.stop()
            self.once(self._report)

    async def _report(self) -> None:
        visit = self.visit
        await self.in_thread(
            visit.services.reports.report,
            visit.workshop_id,
            visit.participant_id,
            Suspicion.COPIED_SITE,
        )
        self._is_reported = True
        await self._draw_again()

    async def _draw_again(self) -> None:
        await self.recompose()
        self.start_focus()
        for button in self.query("#report"):
            self.screen.set_focus(button)
        self.post_message(self.Happened())


class ReportPage(Page):
    """What was received, in one choice; then the signs that were there."""

    TITLE = "Signaler"
    QUESTIONS: ClassVar[tuple[tuple[Suspicion, str], ...]] = (
        (Suspicion.PASSWORD_BY_MAIL, "Un courriel me demande mon mot de passe ou mon NUMEN"),
        (Suspicion.COPIED_SITE, "Un lien m’a mené à un site qui en imite un autre"),
        (Suspicion.COLLEAGUE, "Quelqu’un que je connais me demande mes codes"),
    )
    SIGNS: ClassVar[dict[Suspicion, tuple[Row, ...]]] = {
        Suspicion.PASSWORD_BY_MAIL: (
            ("La demande", "Aucun service ne demande un mot de passe par courriel."),
            ("L’expéditeur", "Son adresse ne finit pas par le nom de l’académie, ou l’imite."),
            ("Le ton", "Une menace et une heure limite, pour que vous ne vérifiiez rien."),
            ("Que faire", "Ne pas répondre, ne rien ouvrir, mettre le message à la corbeille."),
        ),
        Suspicion.COPIED_SITE: (
            ("L’adresse", "Le nom du vrai site y est, mais un autre nom le suit."),
            ("La page", "Elle veut vos codes aussitôt, et ne propose rien d’autre."),
            ("Que faire", "Fermer la page, taper soi-même l’adresse, changer de mot de passe."),
        ),
        Suspicion.COLLEAGUE: (
            ("La demande", "Le vote est personnel\u202f: personne ne vote pour un autre."),
            ("L’intention", "Elle peut être bonne. Vos codes sont à vous seul tout de même."),
            ("Que faire", "Dire non, simplement, et proposer d’aider à faire la démarche."),
        ),
    }

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._reported: Suspicion | None = None

    def compose(self) -> ComposeResult:
        """The question, or once it is answered the signs."""
        yield Title(self.TITLE)
        if self._reported is None:
            yield Lead("Qu’avez-vous reçu\u202f? Un choix suffit\u202f: ne recopiez rien.")
            yield Links([LinkItem(one, text) for one, text in self.QUESTIONS], id="questions")
        else:
            yield reported(self.app, self._reported)
            yield NamedRows(self.SIGNS[self._reported], classes="spaced")
        address_of = self.visit.address_of
        yield Links(
            [
                LinkItem(address_of(PageId.WEBMAIL_SIGN_IN), "Aller à la messagerie"),
                LinkItem(address_of(PageId.PHISHING_ADVICE), "Reconnaître l’hameçonnage"),
            ],
            classes="spaced",
        )

    def follow(self, key: str) -> None:
        """Report what was chosen, or follow a way on."""
        if key in set(Suspicion):
            self.run_worker(self._report(Suspicion(key)), group="report", exclusive=True)
        else:
            self.go_to(key)

    async def _report(self, suspicion: Suspicion) -> None:
        visit = self.visit
        await self.in_thread(
            visit.services.reports.report, visit.workshop_id, visit.participant_id, suspicion
        )
        self._reported = suspicion
        await self.recompose()
        self.start_focus()
        self.post_message(self.Happened())
