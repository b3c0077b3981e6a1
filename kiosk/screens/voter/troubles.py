"""What to do when one cannot get into the voter space."""

from textual.app import ComposeResult

from kiosk.screens.page import Page
from kiosk.services.addresses import PageId
from kiosk.widgets.entries import Entries, EntryItem
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.texts import Lead, Title

_TROUBLES = (
    (
        PageId.VOTER_PASSWORD_LOST,
        "J’ai oublié mon mot de passe d’électeur",
        "Un lien pour en choisir un autre arrive dans la messagerie.",
    ),
    (
        PageId.ACCOUNT_MAIL_AGAIN,
        "Mon compte n’a jamais été confirmé",
        "Le courriel de confirmation peut être renvoyé.",
    ),
    (
        PageId.ACCOUNT_REQUEST,
        "Je n’ai pas encore de compte",
        "Le NUMEN n’ouvre pas cet espace\u202f: il faut d’abord créer un compte.",
    ),
    (
        PageId.WEBMAIL_SIGN_IN,
        "Je ne trouve pas le courriel attendu",
        "Il est dans le webmail, pas dans la boîte d’I-Prof. Voyez les indésirables.",
    ),
    (
        PageId.VOTER_IDENTIFIER,
        "J’ai perdu mon identifiant",
        "Il ne sert qu’au bureau de vote\u202f: entrez d’abord, il se redemande dedans.",
    ),
)


class TroublesPage(Page):
    """Each trouble is an entry that leads to its way out."""

    TITLE = "Je n’arrive pas à entrer"

    def compose(self) -> ComposeResult:
        """The troubles, then the way back to the door."""
        yield Title(self.TITLE)
        yield Lead("Choisissez ce qui vous arrive.")
        yield Entries(
            EntryItem(self.visit.address_of(page), title, detail)
            for page, title, detail in _TROUBLES
        )
        door = self.visit.address_of(PageId.VOTER_SIGN_IN)
        yield Links([LinkItem(door, "Revenir à la porte de l’espace")], classes="spaced")
