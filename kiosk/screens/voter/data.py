"""Personal data: how to be reached if the identifier gets lost."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kiosk.glyphs import glyphs_of
from kiosk.screens.page import FormPage
from kiosk.screens.visit import Visit
from kiosk.screens.voter.tabs import SpaceTabs
from kiosk.services.addresses import PageId
from kiosk.services.contacts import Contact
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.fields import Field
from kiosk.widgets.texts import Lead, Notice, Title


class VoterDataPage(FormPage):
    """Postal address, mobile, personal mail: none has to be given, each can be taken out."""

    TITLE = "Mes données personnelles"
    SIGN_IN = PageId.VOTER_SIGN_IN

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._contact = self._lent = Contact()

    def fetch(self) -> None:
        """Read what is kept; refuses SIGN_IN_FIRST."""
        contacts = self.visit.services.contacts
        self._contact = contacts.contact(self.visit.browser.cookies.voter_space)
        self._lent = contacts.lent(self.visit.participant_id)

    def compose(self) -> ComposeResult:
        """The three fields."""
        yield Title(self.TITLE)
        yield SpaceTabs(self.visit)
        yield Lead("N’écrivez rien de vrai\u202f: inventez, ou reprenez l’exemple.")
        with Vertical(classes="form beside"):
            yield Field(
                "Adresse postale",
                field_id="postal_address",
                value=self._contact.postal_address,
                help=f"Par exemple 14 rue des Glycines, {self.visit.academy.town}",
                max_length=120,
            )
            yield Field(
                "Téléphone mobile",
                field_id="mobile",
                value=self._contact.mobile,
                help=f"En 06 ou 07\u202f: {self._lent.mobile or '06 39 98 12 04'}",
                max_length=30,
            )
            yield Field(
                "Adresse personnelle",
                field_id="personal_mail",
                value=self._contact.personal_mail,
                help=f"Par exemple {self._lent.personal_mail or 'prenom.nom@courriel.example'}",
                max_length=120,
            )
            yield Notice(id="form-error")
        with Horizontal(classes="actions"):
            yield KioskButton("Enregistrer", kind=ButtonKind.PRIMARY, id="send")

    def on_mount(self) -> None:
        """What was typed before the page was left comes before what is kept."""
        draft = self.visit.sitting.drafts.get(self.visit.where.address, {})
        for field in self.query(Field):
            field.value = draft.get(field.field_id, field.value)

    async def submitted(self) -> None:
        """Keep the data and show them as they were kept."""
        typed = {field.field_id: field.value for field in self.query(Field)}
        kept = await self.attempt(
            self.visit.services.contacts.keep,
            self.visit.browser.cookies.voter_space,
            Contact(typed["postal_address"], typed["mobile"], typed["personal_mail"]),
        )
        if kept is None:
            return
        for field, value in (
            ("postal_address", kept.postal_address),
            ("mobile", kept.mobile),
            ("personal_mail", kept.personal_mail),
        ):
            self.query_one(f"#{field}", Field).value = value
        done = f"{glyphs_of(self.app).done} Vos données sont enregistrées."
        self.query_one("#form-error", Notice).say(done, "done")
        self.screen.set_focus(self.query_one("#send"))
        self.post_message(self.Happened())
