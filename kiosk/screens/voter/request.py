"""The request form: a wrong school or corps, while the rolls can still be corrected."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kiosk.glyphs import glyphs_of
from kiosk.screens.page import FormPage
from kiosk.screens.visit import Visit
from kiosk.screens.voter.tabs import SpaceTabs
from kiosk.services.addresses import PageId
from kiosk.services.corrections import (
    LONGEST_CORRECTION,
    Correction,
    CorrectionForm,
    CorrectionState,
    CorrectionSubject,
)
from kiosk.services.french import moment
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.choice import Choice
from kiosk.widgets.fields import Field
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.named_rows import NamedRows
from kiosk.widgets.texts import Lead, Notice, Title

_SUBJECTS = {
    CorrectionSubject.SCHOOL: "l’école ou l’établissement",
    CorrectionSubject.CORPS: "le corps",
}


class VoterRequestPage(FormPage):
    """What the space says of one, what is wrong, and where the last request stands."""

    TITLE = "Demander une correction"
    SIGN_IN = PageId.VOTER_SIGN_IN

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._form: CorrectionForm | None = None

    def fetch(self) -> None:
        """Read the form, and note who comes too late for it; refuses SIGN_IN_FIRST."""
        services = self.visit.services
        self._form = services.corrections.form(self.visit.browser.cookies.voter_space)
        if not self._form.is_open:
            services.sittings.came_too_late(self.visit.workshop_id, self.visit.participant_id)

    @property
    def form(self) -> CorrectionForm:
        """What the service says."""
        assert self._form is not None  # noqa: S101 - fetched before it is drawn
        return self._form

    def compose(self) -> ComposeResult:
        """What is written, the last request, the form while it is open."""
        form = self.form
        until = moment(form.until)
        yield Title(self.TITLE)
        yield SpaceTabs(self.visit)
        if form.is_open:
            yield Lead(f"Les listes se corrigent jusqu’au {until}.")
        yield NamedRows([("Corps", form.grade), ("Établissement", form.school)])
        if form.last is not None:
            yield self._state(form.last)
        if form.is_open:
            with Vertical(classes="form beside"):
                subjects = [(key.value, label) for key, label in _SUBJECTS.items()]
                yield Choice("Ce qui est faux", subjects, id="subject")
                yield Field(
                    "Il faudrait écrire",
                    field_id="wanted",
                    help=f"Ce qui est juste, en {LONGEST_CORRECTION} caractères au plus.",
                    max_length=LONGEST_CORRECTION,
                )
                yield Notice(id="form-error")
            with Horizontal(classes="actions"):
                yield KioskButton("Envoyer la demande", kind=ButtonKind.PRIMARY, id="send")
        else:
            closed = Notice(id="closed")
            closed.say(
                f"{glyphs_of(self.app).warning} C’était possible jusqu’au {until}. Les listes"
                " électorales ne changent plus.",
                "warning",
            )
            yield closed
        yield Links([LinkItem(self.visit.address_of(PageId.VOTER_SPACE), "Revenir à mon espace")])

    def start_focus(self) -> None:
        """Begin on what is wrong, or on the way back."""
        wanted = "Choice" if self.form.is_open else "Link"
        self.query(wanted).first().focus(scroll_visible=False)

    async def submitted(self) -> None:
        """Send the request, then show where it stands."""
        subject, wanted = self.query_one(Choice).value, self.query_one("#wanted", Field).value
        form = await self.attempt(self._ask, subject, wanted)
        if form is not None:
            self._form = form
            await self.recompose()
            way_back = self.query_one(Links).query("Link").first()
            self.screen.set_focus(way_back)
            self.call_after_refresh(way_back.scroll_visible, animate=False)
            self.post_message(self.Happened())

    def _ask(self, subject: str, wanted: str) -> CorrectionForm:
        corrections, token = self.visit.services.corrections, self.visit.browser.cookies.voter_space
        corrections.ask(token, subject, wanted)
        return corrections.form(token)

    def _state(self, last: Correction) -> Notice:
        notice = Notice(id="state")
        asked = f"Demande du {moment(last.asked_at)} sur {_SUBJECTS[last.subject]}"
        if last.state is CorrectionState.HANDLED:
            done = glyphs_of(self.app).done
            outcome = (
                "la liste était déjà juste, rien n’y change"
                if last.was_right
                else "la liste est corrigée"
            )
            notice.say(f"{done} {asked}\u202f: traitée, {outcome}.", "done")
        else:
            replaced = " à la place de la précédente" if last.replaces else ""
            notice.say(
                f"{asked}, «\u00a0{last.wanted}\u00a0»\u202f: enregistrée{replaced},"
                f" réponse attendue le {moment(last.handled_at)}.",
                "hint",
            )
        return notice
