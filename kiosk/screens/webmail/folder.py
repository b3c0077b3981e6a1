"""A folder of the mailbox: the folders in a row, the messages below, the room that is left."""

from datetime import datetime
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, OptionList, Static

from kiosk.screens.page import Page
from kiosk.screens.visit import Visit
from kiosk.services.addresses import PageId
from kiosk.services.french import NO_BREAK, PARIS, hour, short_date
from kiosk.services.mailboxes import FolderCount, Mailbox, MessageLine
from kiosk.services.postman import Folder
from kiosk.services.refusals import Refusal
from kiosk.widgets.buttons import KioskButton
from kiosk.widgets.message_list import (
    MailState,
    MessageColumns,
    MessageList,
    MessageRow,
    days_width,
)
from kiosk.widgets.quota import QuotaGauge
from kiosk.widgets.texts import Lead, Text, Title

if TYPE_CHECKING:
    from kiosk.services.sittings import Pulse

TITLES = {
    Folder.INBOX: "Boîte de réception",
    Folder.JUNK: "Indésirables",
    Folder.SENT: "Envoyés",
    Folder.TRASH: "Corbeille",
}
_TABS = {**TITLES, Folder.INBOX: "Réception"}
_EMPTY = {
    Folder.INBOX: "Aucun message ici. Le courrier attendu est peut-être dans les indésirables.",
    Folder.JUNK: "Aucun message indésirable. C’est ici qu’il faut chercher un courrier égaré.",
    Folder.SENT: "Aucun message envoyé.",
    Folder.TRASH: "La corbeille est vide.",
}


class FolderPage(Page):
    """The messages of one folder, newest first; it fills by itself when mail arrives."""

    SIGN_IN = PageId.WEBMAIL_SIGN_IN

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        wanted = visit.where.params.get("folder", "")
        self._folder = Folder(wanted) if wanted in set(Folder) else Folder.INBOX
        self._mailbox: Mailbox | None = None
        self._now: datetime | None = None
        self._counted = 0

    @property
    def title_text(self) -> str:
        """The name of the folder."""
        return TITLES[self._folder]

    def fetch(self) -> None:
        """Open the folder; refuses SIGN_IN_FIRST."""
        self._take(self._read())

    def _read(self) -> Mailbox:
        cookies, services = self.visit.browser.cookies, self.visit.services
        self._now = services.clock.now(self.visit.workshop_id)
        return services.mailboxes.open_folder(cookies.webmail, self._folder)

    def _take(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self._counted = sum(
            count.messages
            for count in mailbox.folders
            if count.folder in {Folder.INBOX, Folder.JUNK}
        )

    def compose(self) -> ComposeResult:
        """Name and room, folders, messages, what else can be done."""
        assert self._mailbox is not None  # noqa: S101 - fetched before it is drawn
        mailbox = self._mailbox
        with Horizontal(classes="row"):
            yield Title(self.title_text)
            yield Text(id="unread", classes="muted")
            yield Static(classes="spacer")
            yield QuotaGauge(self.visit.services.content.rules.quota_megabytes)
        yield Lead(mailbox.address, classes="lead tall-only")
        with Horizontal(classes="row tabs"):
            for count in mailbox.folders:
                here = " current" if count.folder is self._folder else ""
                yield KioskButton(_tab(count), id=count.folder.value, classes=f"small{here}")
        yield MessageColumns()
        yield MessageList(id="messages", classes="list")
        yield Text(_EMPTY[self._folder], id="empty")
        with Horizontal(classes="actions"):
            yield KioskButton("Changer le mot de passe", id="password", classes="small")
            yield KioskButton("Se déconnecter", id="sign-out", classes="small")

    def on_mount(self) -> None:
        """Fill the list."""
        self._show()

    def start_focus(self) -> None:
        """Begin on the newest message, or on the folders when there is none."""
        assert self._mailbox is not None  # noqa: S101 - fetched before it is drawn
        place = "#messages" if self._mailbox.messages else f"#{self._folder.value}"
        self.query_one(place).focus(scroll_visible=False)

    def beat(self, pulse: "Pulse") -> None:
        """Read the folder again when mail has arrived."""
        if pulse.messages != self._counted:
            self._counted = pulse.messages
            self.run_worker(self._refresh(), group="mail", exclusive=True)

    async def _refresh(self) -> None:
        counted = self._counted
        try:
            mailbox = await self.in_thread(self._read)
        except Refusal:  # signed out meanwhile: the next click says so
            return
        self._take(mailbox)
        self._counted = counted
        if self.is_attached:
            with self.app.batch_update():
                self._show()

    def _show(self) -> None:
        assert self._mailbox is not None  # noqa: S101 - fetched before it is drawn
        assert self._now is not None  # noqa: S101 - as above
        mailbox, now = self._mailbox, self._now
        rows = tuple(_row(message, now) for message in mailbox.messages)
        for count in mailbox.folders:
            self.query_one(f"#{count.folder.value}", KioskButton).rename(_tab(count))
            if count.folder is self._folder:
                self.query_one("#unread", Text).show(_unread(count.unread))
        self.query_one(QuotaGauge).used = mailbox.used_bytes
        self.query_one(MessageColumns).days = days_width(rows)
        self.query_one(MessageList).show(rows)
        self.set_class(not rows, "-empty")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the message."""
        event.stop()
        self.go(PageId.WEBMAIL_MESSAGE, message=event.option_id or "")

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go to a folder, to the password, or out."""
        event.stop()
        if event.button.id == "sign-out":
            cookies = self.visit.browser.cookies
            await self.in_thread(self.visit.services.webmail.sign_out, cookies.webmail)
            cookies.webmail = None
            self.go(PageId.WEBMAIL_SIGN_IN)
        elif event.button.id == "password":
            self.go(PageId.WEBMAIL_PASSWORD)
        else:
            self.go(PageId.WEBMAIL_INBOX, folder=event.button.id or Folder.INBOX)


def _tab(count: FolderCount) -> str:
    name = _TABS[count.folder]
    return f"{name} ({count.unread})" if count.unread else name


def _unread(number: int) -> str:
    if not number:
        return "tout est lu"
    return f"{number}{NO_BREAK}non {'lu' if number == 1 else 'lus'}"


def _row(message: MessageLine, now: datetime) -> MessageRow:
    return MessageRow(
        message.id,
        message.sender,
        message.subject,
        _day(message.sent_at, now),
        MailState.READ if message.read else MailState.UNREAD,
    )


def _day(sent_at: datetime, now: datetime) -> str:
    """Today's messages tell their hour, this year's their day, older ones their year too."""
    sent, today = sent_at.astimezone(PARIS), now.astimezone(PARIS)
    if sent.date() == today.date():
        return hour(sent_at)
    return short_date(sent_at) + (f" {sent.year}" if sent.year != today.year else "")
