"""Looking for a message in every folder at once."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from kiosk.screens.page import FormPage
from kiosk.screens.visit import Visit
from kiosk.screens.webmail import lines
from kiosk.screens.webmail.filing import LABELS, FilingPage
from kiosk.services.addresses import PageId
from kiosk.services.mail_folders import FolderCount
from kiosk.services.postman import Folder
from kiosk.services.refusals import Refusal
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.fields import Field
from kiosk.widgets.message_list import MessageColumns, MessageList
from kiosk.widgets.texts import Notice, Text, Title

_NOTHING = "Aucun message n’a tous ces mots."
_HEADS = ("De", "Objet", "Dossier")
_ACTS = ("delete", "to-junk", "move", "unread-again", "all")
_COMES_BACK_FROM = frozenset(
    {
        PageId.WEBMAIL_SEARCH,
        PageId.WEBMAIL_MESSAGE,
        PageId.WEBMAIL_HEADERS,
        PageId.WEBMAIL_PRINT,
        PageId.WEBMAIL_ATTACHMENT,
        PageId.WEBMAIL_ANSWER,
        PageId.WEBMAIL_DRAFT,
    }
)
_ASKED = "Les accents et les majuscules ne comptent pas."


class SearchPage(FilingPage, FormPage):
    """Words, and the messages that have all of them.

    The words are found again on coming back from a message; opened anew, the page is empty.
    """

    TITLE = "Chercher un message"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._folders: tuple[FolderCount, ...] = ()
        self._drafts: set[str] = set()
        self._found = ""

    def fetch(self) -> None:
        """See that the mailbox is open; refuses SIGN_IN_FIRST."""
        self._folders = self.visit.services.mail_folders.all(self.visit.browser.cookies.webmail)
        if self.visit.book.resolve(self.visit.browser.address).page not in _COMES_BACK_FROM:
            self.visit.sitting.drafts.pop(self.visit.where.address, None)

    def compose(self) -> ComposeResult:
        """The field, then what was found."""
        yield Title(self.TITLE)
        with Vertical(classes="form beside"):
            yield Field("Mots cherchés", field_id="words", help=_ASKED)
        yield Notice(id="form-error")
        yield Text(id="found")
        columns = MessageColumns()
        columns.labels = _HEADS
        yield columns
        yield MessageList(id="messages", classes="list")
        with Horizontal(classes="row tabs tools"):
            for act in _ACTS:
                yield KioskButton(LABELS[act], id=act, classes="small")
        with Horizontal(classes="actions"):
            yield KioskButton("Chercher", kind=ButtonKind.PRIMARY, id="send")
            yield KioskButton("Retour aux messages", id="back")

    def on_mount(self) -> None:
        """Search again for what was searched before the page was left."""
        super().on_mount()
        self.add_class("-empty")
        if self.query_one("#words", Field).value:
            self.send()

    async def submitted(self) -> None:
        """Show what has all the words, and go to it."""
        self.query_one("#form-error", Notice).clear()
        await self._search()
        if self.is_attached and not self.has_class("-empty"):
            self.screen.set_focus(self.query_one(MessageList))

    async def _search(self) -> None:
        words = self.query_one("#words", Field).value
        mailboxes, messages = self.visit.services.mailboxes, self.query_one(MessageList)
        try:
            found = await self.in_thread(mailboxes.search, self.token, words, messages.in_sight)
        except Refusal:
            self.go(PageId.WEBMAIL_SIGN_IN)
            return
        if not self.is_attached:
            return
        self._folders = found.folders
        self._drafts = {line.id for line in found.messages if line.folder == Folder.DRAFTS}
        messages.show(lines.found_rows(found.messages, found.folders), found.order)
        self.query_one(MessageColumns).days = messages.days
        self.set_class(not found.order, "-empty")
        number = len(found.order)
        self._found = lines.messages(number, "trouvé") if number else _NOTHING
        self._show_counts()

    def _show_counts(self) -> None:
        marked = self.query_one(MessageList).marked
        text = lines.messages(marked, "choisi") if marked else self._found
        self.query_one("#found", Text).show(text)

    async def filed(self, said: str) -> None:
        """Search again, and say what was done."""
        self.query_one(MessageList).choose_none()
        await self._search()
        if self.is_attached:
            self.query_one("#form-error", Notice).say(said, "done")

    def on_message_list_chosen(self, event: MessageList.Chosen) -> None:
        """Tell how many are chosen."""
        event.stop()
        self._show_counts()

    def on_message_list_delete_asked(self, event: MessageList.DeleteAsked) -> None:
        """Delete what is chosen."""
        event.stop()
        self.act("delete")

    def on_message_list_opened(self, event: MessageList.Opened) -> None:
        """Open the message, or the draft to go on with it."""
        event.stop()
        if event.message_id in self._drafts:
            self.go(PageId.WEBMAIL_DRAFT, draft=event.message_id)
        else:
            self.go(PageId.WEBMAIL_MESSAGE, message=event.message_id)

    def on_message_list_lines_wanted(self, event: MessageList.LinesWanted) -> None:
        """Read the lines that came in sight."""
        event.stop()
        self.run_worker(self._fill(event.messages), group="lines")

    async def _fill(self, wanted: tuple[str, ...]) -> None:
        mailboxes, token = self.visit.services.mailboxes, self.visit.browser.cookies.webmail
        try:
            found = await self.in_thread(mailboxes.lines, token, wanted)
        except Refusal:  # signed out meanwhile: the next click says so
            return
        if self.is_attached:
            self._drafts |= {line.id for line in found if line.folder == Folder.DRAFTS}
            self.query_one(MessageList).fill(lines.found_rows(found, self._folders))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """File what is chosen, or go back to the inbox; searching is the form's."""
        event.stop()
        pressed = event.button.id or ""
        if pressed == "back":
            self.go(PageId.WEBMAIL_INBOX, folder=Folder.INBOX)
        elif pressed == "all":
            self.query_one(MessageList).action_choose_all()
        elif pressed in _ACTS:
            self.act(pressed)
