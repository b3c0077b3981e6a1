"""A message seen otherwise: its headers, as it would be printed, a file that came along."""

from textual.app import ComposeResult
from textual.containers import VerticalGroup, VerticalScroll

from kiosk.screens.page import Page
from kiosk.screens.visit import Visit
from kiosk.screens.webmail import lines
from kiosk.services.addresses import PageId
from kiosk.services.letter_parts import Attachment
from kiosk.services.letters import Letter
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.widgets.letter_body import LetterBody
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.named_rows import NamedRows
from kiosk.widgets.texts import Lead, Text, Title


class MessageView(Page):
    """What all of them have in common: the message, and the way back to it."""

    SIGN_IN = PageId.WEBMAIL_SIGN_IN

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._letter: Letter

    def fetch(self) -> None:
        """Read the message; refuses SIGN_IN_FIRST and MESSAGE_GONE."""
        self._letter = self.visit.services.mailboxes.read(
            self.visit.browser.cookies.webmail, self.visit.where.params.get("message", "")
        ).letter

    def start_focus(self) -> None:
        """Begin in the text."""
        self.query_one("#letter").focus(scroll_visible=False)

    def way_back(self) -> Links:
        """The link to the message."""
        message = self.visit.where.params.get("message", "")
        address = self.visit.address_of(PageId.WEBMAIL_MESSAGE, message=message)
        return Links([LinkItem(address, "Revenir au message")])


class HeadersPage(MessageView):
    """The lines that travel before the text of a mail."""

    TITLE = "En-têtes du message"

    def compose(self) -> ComposeResult:
        """Each header as it came."""
        yield Title(self.TITLE)
        yield Lead(
            "Le trajet du message. «\u00a0From\u00a0» dit l’adresse d’où il prétend venir,"
            " «\u00a0Received\u00a0» le serveur qui l’a remis."
        )
        with VerticalScroll(id="letter"):
            yield NamedRows(self._letter.headers)
        yield self.way_back()


class PrintPage(MessageView):
    """The message on a sheet, without anything around it."""

    TITLE = "Message à imprimer"

    def compose(self) -> ComposeResult:
        """A sheet: headers, text."""
        letter = self._letter
        with VerticalScroll(id="letter"):
            sheet = VerticalGroup(classes="printed")
            sheet.border_title = "EXERCICE"
            with sheet:
                yield Title(letter.subject or "(sans objet)")
                yield Text(f"De\u202f: {letter.sender} <{letter.sender_address}>")
                yield Text(f"À\u202f: {letter.recipient}")
                yield Text(f"Date\u202f: {lines.written_at(letter)}")
                for attachment in letter.attachments:
                    yield Text(f"Pièce jointe\u202f: {attachment.name}")
                yield LetterBody(letter)
        yield Lead("C’est ce qui sortirait de l’imprimante\u202f: l’exercice n’imprime rien.")
        yield self.way_back()


class AttachmentPage(MessageView):
    """A file that came with a message, opened."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._attachment: Attachment

    @property
    def title_text(self) -> str:
        """The name of the file."""
        return self._attachment.name

    def fetch(self) -> None:
        """Read the file; refuses SIGN_IN_FIRST, and MESSAGE_GONE where there is no such file."""
        super().fetch()
        part = self.visit.where.params.get("part", "")
        place = int(part) if part.isascii() and part.isdigit() else 0
        if not 1 <= place <= len(self._letter.attachments):
            raise Refusal(RefusalCode.MESSAGE_GONE)
        self._attachment = self._letter.attachments[place - 1]

    def compose(self) -> ComposeResult:
        """The name, the size, what the file says."""
        yield Title(self._attachment.name)
        yield Lead(f"Pièce jointe, {lines.size(self._attachment.size)}")
        with VerticalScroll(id="letter"):
            yield Text(
                self._attachment.text
                or "Ce fichier ne s’ouvre pas dans l’exercice\u202f: seuls les textes s’y lisent."
            )
        yield self.way_back()
