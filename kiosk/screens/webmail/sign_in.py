"""The webmail's door."""

from kiosk.screens.account_door import AccountDoorPage
from kiosk.screens.visit import Redirect
from kiosk.services.addresses import PageId
from kiosk.services.postman import Folder
from kiosk.widgets.links import LinkItem


class SignInPage(AccountDoorPage):
    """The door of the professional mailbox."""

    TITLE = "Messagerie professionnelle"
    LEFT_UNUSED = "La messagerie s’est fermée d’elle-même,"

    def fetch(self) -> None:
        """Note that the door was reached; who is signed in already goes on to the mailbox."""
        webmail = self.visit.services.webmail
        webmail.opened(self.visit.workshop_id, self.visit.participant_id)
        if webmail.is_open(self.visit.browser.cookies.webmail):
            raise Redirect(self.visit.address_of(PageId.WEBMAIL_INBOX, folder=Folder.INBOX))
        self.why_closed = webmail.why_closed(self.visit.browser.cookies.webmail)

    def links(self) -> list[LinkItem]:
        """The lost password, the assistance, the advice; each in the academy's own words."""
        academy, address_of = self.visit.academy, self.visit.address_of
        return [
            LinkItem(address_of(PageId.LOST_PASSWORD), academy.forgotten_password_label),
            LinkItem(address_of(PageId.ASSISTANCE), academy.assistance_label),
            LinkItem(
                address_of(PageId.PHISHING_ADVICE),
                "Reconnaître l’hameçonnage",
                "personne ne demande un mot de passe",
            ),
        ]

    def enter(self, user_name: str, password: str) -> str:
        """Sign in; runs in a thread."""
        visit = self.visit
        return visit.services.webmail.sign_in(
            visit.workshop_id, visit.participant_id, user_name, password
        )

    async def entered(self, token: str) -> None:
        """Go in, past the offer of a password of one's own to who still has the NUMEN."""
        self.visit.browser.cookies.webmail = token
        if await self.in_thread(self.visit.services.webmail.has_first_password, token):
            self.go(PageId.WEBMAIL_PASSWORD)
        else:
            self.go(PageId.WEBMAIL_INBOX, folder=Folder.INBOX)
