"""I-Prof's door, which the webmail's user name and password open."""

from kiosk.screens.account_door import AccountDoorPage
from kiosk.screens.visit import Redirect
from kiosk.services.addresses import PageId
from kiosk.widgets.links import LinkItem


class IProfDoorPage(AccountDoorPage):
    """The door of the career pages."""

    TITLE = "I-Prof"
    LEFT_UNUSED = "I-Prof s’est fermé de lui-même,"

    def fetch(self) -> None:
        """Note that the door was reached; who is signed in already goes on."""
        iprof = self.visit.services.iprof
        iprof.opened(self.visit.workshop_id, self.visit.participant_id)
        if iprof.is_open(self.visit.browser.cookies.iprof):
            raise Redirect(self.visit.address_of(PageId.IPROF_HOME))
        self.why_closed = iprof.why_closed(self.visit.browser.cookies.iprof)

    @property
    def lead(self) -> str:
        """What I-Prof is for, and what opens it."""
        return "Votre carrière. Mêmes nom d’utilisateur et mot de passe que la messagerie."

    def links(self) -> list[LinkItem]:
        """The webmail, for who looks for it here; the lost password; the assistance."""
        academy, address_of = self.visit.academy, self.visit.address_of
        return [
            LinkItem(
                address_of(PageId.WEBMAIL_SIGN_IN), "Messagerie professionnelle", "un autre site"
            ),
            LinkItem(address_of(PageId.LOST_PASSWORD), academy.forgotten_password_label),
            LinkItem(address_of(PageId.ASSISTANCE), academy.assistance_label),
        ]

    def enter(self, user_name: str, password: str) -> str:
        """Sign in; runs in a thread."""
        visit = self.visit
        return visit.services.iprof.sign_in(
            visit.workshop_id, visit.participant_id, user_name, password
        )

    async def entered(self, token: str) -> None:
        """Go to the home page."""
        self.visit.browser.cookies.iprof = token
        self.go(PageId.IPROF_HOME)
