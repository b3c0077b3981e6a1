"""A folder of the mailbox: the folders in a row, the messages below, the room that is left."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Static

from kiosk.glyphs import glyphs_of
from kiosk.screens.visit import Redirect, Visit
from kiosk.screens.webmail import lines
from kiosk.screens.webmail.filing import LABELS, FilingPage
from kiosk.services.addresses import PageId
from kiosk.services.mail_folders import TITLES
from kiosk.services.mailboxes import Mailbox, Order, Sort
from kiosk.services.postman import Folder
from kiosk.services.refusals import Refusal
from kiosk.widgets.buttons import KioskButton
from kiosk.widgets.message_list import MessageColumns, MessageList
from kiosk.widgets.quota import QuotaGauge, Room, room_of
from kiosk.widgets.texts import Lead, Notice, Text, Title

if TYPE_CHECKING:
    from kiosk.services.sittings import Pulse

Choice = TypeVar("Choice", bound=StrEnum)

_TABS = (Folder.INBOX, Folder.JUNK, Folder.SENT, Folder.TRASH)
_EMPTY = {
    Folder.INBOX: "Aucun message ici. Le courrier attendu est peut-être dans les indésirables.",
    Folder.JUNK: "Aucun message indésirable. C’est ici qu’il faut chercher un courrier égaré.",
    Folder.SENT: "Aucun message envoyé.",
    Folder.DRAFTS: "Aucun brouillon. Un message quitté avant d’être envoyé se retrouve ici.",
    Folder.TRASH: "La corbeille est vide.",
}
_EMPTY_OWN = (
    "Ce dossier est vide. Pour le remplir, choisissez des messages, puis «\u00a0Déplacer\u00a0»."
)
_ACTS = {
    Folder.INBOX: ("delete", "to-junk", "move", "unread-again", "all"),
    Folder.JUNK: ("not-junk", "delete", "unread-again", "all"),
    Folder.SENT: ("delete", "move", "all"),
    Folder.DRAFTS: ("delete", "all"),
    Folder.TRASH: ("restore", "empty-trash", "all"),
}
_ROOM = {
    Room.SHORT: "Boîte presque pleine\u202f: supprimez des messages, puis videz la corbeille.",
    Room.NONE: "Boîte pleine\u202f: rien n’y entre plus. Supprimez des messages, puis videz la"
    " corbeille. Ce qui a été refusé ne reviendra pas seul\u202f: redemandez-le.",
}
_IN_TRASH = "Tout ceci prend encore de la place, jusqu’à ce que vous le vidiez."


class FolderPage(FilingPage):
    """The messages of one folder; it fills by itself when mail arrives."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._wanted = visit.where.params.get("folder", "")
        self._mailbox: Mailbox
        self._now: datetime
        self._counted = 0
        state = visit.sitting.drafts.get(lines.STATE, {})
        self._sort = Sort(state.get("sort", Sort.DATE))
        self._order = Order(state.get("order", Order.USUAL))
        self._in_sight: tuple[str, ...] = ()
        self._rests = False

    @property
    def title_text(self) -> str:
        """The name of the folder."""
        return lines.folder_title(self._mailbox.folder.folder, self._mailbox.folder.name)

    def fetch(self) -> None:
        """Open the folder, or the inbox in the place of one that is not; refuses SIGN_IN_FIRST."""
        self._take(self._read())
        here = self._mailbox.folder.folder
        if self._wanted and here != self._wanted:
            raise Redirect(self.visit.address_of(PageId.WEBMAIL_INBOX, folder=here))

    def _read(self) -> Mailbox:
        services = self.visit.services
        self._now = services.clock.now(self.visit.workshop_id)
        return services.mailboxes.open_folder(
            self.token, self._wanted, self._sort, self._in_sight, self._order
        )

    def _take(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self._counted = sum(
            count.messages
            for count in mailbox.folders
            if count.folder in {Folder.INBOX, Folder.JUNK}
        )

    def compose(self) -> ComposeResult:
        """Name and room, folders, messages, what can be done with them and besides."""
        mailbox, here = self._mailbox, self._mailbox.folder.folder
        with Horizontal(classes="row"):
            yield Title(self.title_text)
            yield Text(id="unread", classes="muted")
            yield Static(classes="spacer")
            yield QuotaGauge(self.visit.services.content.rules.quota_megabytes)
        yield Lead(mailbox.address, classes="lead tall-only")
        with Horizontal(classes="row tabs"):
            for folder in _TABS:
                yield KioskButton(TITLES[folder], id=folder, classes=_tab_class(folder, here))
        with Horizontal(classes="row tabs"):
            yield KioskButton("Écrire", id="write", classes="small")
            drafts = Folder.DRAFTS
            yield KioskButton(TITLES[drafts], id=drafts, classes=_tab_class(drafts, here))
            own = here if mailbox.folder.name else ""
            yield KioskButton("Dossiers", id="folders", classes=_tab_class(here, own))
            yield KioskButton("Chercher", id="search", classes="small")
        yield Notice(id="room")
        yield MessageColumns()
        yield MessageList(id="messages", classes="list")
        yield Text(_EMPTY[Folder(here)] if here in set(Folder) else _EMPTY_OWN, id="empty")
        yield Notice(id="outcome")
        with Horizontal(classes="row tabs tools"):
            for act in _ACTS[Folder(here) if here in set(Folder) else Folder.INBOX]:
                yield KioskButton(LABELS[act], id=act, classes="small")
        with Horizontal(classes="actions"):
            yield KioskButton(self._sort_label(), id="sort", classes="small")
            yield KioskButton("Inverser", id="reverse", classes="small")
            yield KioskButton("Mot de passe", id="password", classes="small")
            yield KioskButton("Se déconnecter", id="sign-out", classes="small")

    def on_mount(self) -> None:
        """Fill the list; say what was done with the message that was open."""
        self._show()
        state = self.visit.sitting.drafts.get(lines.STATE, {})
        said, self._rests = state.pop("said", ""), bool(state.pop("rests", ""))
        self.query_one("#outcome", Notice).say(said, "done")

    def start_focus(self) -> None:
        """Begin on the newest message; on the folders when there is none, or a mail was sent."""
        here = self._mailbox.folder.folder
        tab = f"#{here}" if here in set(Folder) else "#folders"
        is_list = self._mailbox.order and not self._rests
        self.query_one("#messages" if is_list else tab).focus(scroll_visible=False)

    def beat(self, pulse: "Pulse") -> None:
        """Read the folder again when mail has arrived."""
        if pulse.messages != self._counted:
            self._counted = pulse.messages
            self.run_worker(self._refresh(), group="mail", exclusive=True)

    async def _refresh(self) -> None:
        counted = self._counted
        self._in_sight = self.query_one(MessageList).in_sight
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
        mailbox = self._mailbox
        rows = lines.rows(mailbox.messages, self._now, self._sort)
        for count in mailbox.folders:
            if not count.name:
                self.query_one(f"#{count.folder}", KioskButton).rename(lines.tab(count))
        columns = self.query_one(MessageColumns)
        columns.labels = lines.heads(mailbox.folder.folder, self._sort)
        self.query_one(QuotaGauge).used = mailbox.used_bytes
        self.query_one(MessageList).show(rows, mailbox.order)
        columns.days = self.query_one(MessageList).days
        self._show_room()
        self._show_counts()
        self.query_one("#reverse").set_class(self._order is Order.REVERSED, "current")
        self.set_class(not mailbox.order, "-empty")

    def _show_counts(self) -> None:
        marked = self.query_one(MessageList).marked
        text = (
            lines.messages(marked, "choisi")
            if marked
            else lines.unread(self._mailbox.folder.unread)
        )
        self.query_one("#unread", Text).show(text)

    def _show_room(self) -> None:
        room = room_of(self._mailbox.used_bytes, self.visit.services.content.rules.quota_megabytes)
        text = _ROOM.get(room, "")
        in_trash = self._mailbox.folder.folder == Folder.TRASH and self._mailbox.order
        if in_trash and room is not Room.NONE:
            text = _IN_TRASH
        mark = f"{glyphs_of(self.app).warning} " if text and text != _IN_TRASH else ""
        self.query_one("#room", Notice).say(mark + text, "warning" if mark else "hint")

    def _sort_label(self) -> str:
        return f"Tri\u202f: {lines.SORTS[self._sort]}"

    def on_message_list_opened(self, event: MessageList.Opened) -> None:
        """Open the message, or the draft to go on with it."""
        event.stop()
        if self._mailbox.folder.folder == Folder.DRAFTS:
            self.go(PageId.WEBMAIL_DRAFT, draft=event.message_id)
        else:
            self.go(PageId.WEBMAIL_MESSAGE, message=event.message_id)

    def on_message_list_chosen(self, event: MessageList.Chosen) -> None:
        """Tell how many are chosen."""
        event.stop()
        self._show_counts()

    def on_message_list_delete_asked(self, event: MessageList.DeleteAsked) -> None:
        """Delete what is chosen; in the trash for good, and only what is marked."""
        event.stop()
        self.act("delete" if self.query("#delete") else "erase")

    def on_message_list_lines_wanted(self, event: MessageList.LinesWanted) -> None:
        """Read the lines that came in sight."""
        event.stop()
        self.run_worker(self._fill(event.messages), group="lines")

    async def _fill(self, wanted: tuple[str, ...]) -> None:
        mailboxes = self.visit.services.mailboxes
        try:
            found = await self.in_thread(mailboxes.lines, self.token, wanted)
        except Refusal:  # signed out meanwhile: the next click says so
            return
        if self.is_attached:
            messages = self.query_one(MessageList)
            messages.fill(lines.rows(found, self._now, self._sort))
            self.query_one(MessageColumns).days = messages.days

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go to a folder or another page, act on what is chosen, or leave."""
        event.stop()
        pressed = event.button.id or ""
        pages = {
            "password": PageId.WEBMAIL_PASSWORD,
            "folders": PageId.WEBMAIL_FOLDERS,
            "search": PageId.WEBMAIL_SEARCH,
        }
        if pressed in pages:
            self.go(pages[pressed])
        elif pressed in {"sort", "reverse"}:
            await self._sort_otherwise(pressed)
        elif pressed == "all":
            self.query_one(MessageList).action_choose_all()
        elif pressed == self._wanted:
            await self._refresh()
        elif pressed in set(Folder):
            self.go(PageId.WEBMAIL_INBOX, folder=pressed)
        elif pressed == "write":
            self.visit.sitting.drafts.pop(self.visit.address_of(PageId.WEBMAIL_WRITE), None)
            self.go(PageId.WEBMAIL_WRITE)
        elif pressed == "sign-out":
            cookies = self.visit.browser.cookies
            await self.in_thread(self.visit.services.webmail.sign_out, cookies.webmail)
            cookies.webmail = None
            self.go(PageId.WEBMAIL_SIGN_IN)
        else:
            self.act(pressed)

    @property
    def in_folder(self) -> str:
        """The folder that is open."""
        return self._wanted

    async def filed(self, said: str) -> None:
        """Show what is left in the folder."""
        self.query_one(MessageList).choose_none()
        await self._refresh()
        if not self.is_attached:
            return
        self.query_one("#outcome", Notice).say(said, "done")
        if not self._mailbox.order:
            self.start_focus()

    async def _sort_otherwise(self, pressed: str) -> None:
        if pressed == "sort":
            self._sort = _next(self._sort)
        else:
            self._order = _next(self._order)
        state = self.visit.sitting.drafts.setdefault(lines.STATE, {})
        state.update(sort=self._sort, order=self._order)
        self.query_one("#sort", KioskButton).rename(self._sort_label())
        await self._refresh()


def _next(one: Choice) -> Choice:
    known = list(type(one))
    return known[(known.index(one) + 1) % len(known)]


def _tab_class(folder: str, here: str) -> str:
    return "small current" if folder == here else "small"
