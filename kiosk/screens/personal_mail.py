"""The personal mailbox on the desk: its messages, and one of them."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalGroup

from kiosk.glyphs import glyphs_of
from kiosk.screens.link_columns import aligned
from kiosk.screens.page import Page
from kiosk.screens.received import received_text
from kiosk.screens.visit import Visit
from kiosk.services.addresses import PageId
from kiosk.services.french import hour, moment, short_day
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.texts import Lead, Text, Title

if TYPE_CHECKING:
    from kiosk.services.desk import Item
    from kiosk.services.sittings import Pulse


class PersonalMailPage(Page):
    """The messages received, each a link."""

    TITLE = "Courriel personnel"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._mails: tuple[Item, ...] = ()

    def fetch(self) -> None:
        """Read the mailbox, once what is due has arrived."""
        services, who = self.visit.services, self.visit.participant_id
        services.sittings.pulse(self.visit.workshop_id, who)
        self._mails = services.desk.personal_mails(who)

    def compose(self) -> ComposeResult:
        """One link for each message, or what will come here."""
        yield Title(self.TITLE)
        if self._mails:
            yield Lead("Les messages reçus chez vous, le plus récent en tête.")
            yield Links(aligned(map(self._link, self._mails)), id="mails")
        else:
            yield Lead("Aucun message pour l’instant.")
            yield Text(
                "Ce n’est pas la messagerie professionnelle\u202f: le compte électeur se confirme"
                " là-bas. Ici peut arriver un identifiant renvoyé."
            )
        yield Links([LinkItem(self.visit.address_of(PageId.DESK), "Revenir au bureau")])

    def beat(self, pulse: "Pulse") -> None:
        """Show at once what arrives while the page is open."""
        if pulse.personal_unread != sum(not mail.read for mail in self._mails):
            self.go(PageId.PERSONAL_MAIL)

    def _link(self, mail: "Item") -> LinkItem:
        state = "lu" if mail.read else f"{glyphs_of(self.app).unread} non lu"
        when = f"{short_day(mail.arrived_at)}, {hour(mail.arrived_at)}"
        address = self.visit.address_of(PageId.PERSONAL_MESSAGE, item=mail.id)
        return LinkItem(address, mail.title, f"{when}  {state}")


class PersonalMessagePage(Page):
    """One message; seen here, it is read."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._mail: Item | None = None

    @property
    def title_text(self) -> str:
        """The subject of the message."""
        return self._mail.title if self._mail else "Courriel personnel"

    def fetch(self) -> None:
        """Read the message; refuses MESSAGE_GONE."""
        self._mail = self.visit.services.desk.read_personal_mail(
            self.visit.participant_id, self.visit.where.params["item"]
        )

    def compose(self) -> ComposeResult:
        """Headers, text, the way back."""
        assert self._mail is not None  # noqa: S101 - fetched before it is drawn
        mail = self._mail
        for label, text in (
            ("Objet", Title(mail.title)),
            ("De", Text(mail.sender)),
            ("Date", Text(moment(mail.arrived_at))),
        ):
            with Horizontal(classes="letter-header"):
                yield Text(label, classes="header-label")
                yield text
        yield VerticalGroup(Text(received_text(mail)), classes="card")
        back = self.visit.address_of(PageId.PERSONAL_MAIL)
        yield Links([LinkItem(back, "Revenir au courriel personnel")])
