"""The folders of the mailbox: all of them with what they hold, and one's own to make."""

from collections.abc import Awaitable, Callable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button

from kiosk.glyphs import glyphs_of
from kiosk.screens.link_columns import aligned
from kiosk.screens.page import FormPage
from kiosk.screens.visit import Visit
from kiosk.screens.webmail import lines
from kiosk.screens.webmail.choosing import Choosing
from kiosk.services.addresses import PageId
from kiosk.services.french import counted
from kiosk.services.mail_folders import FolderCount
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.fields import Field
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.more_below import MoreBelow
from kiosk.widgets.texts import Lead, Notice, Title


class FoldersPage(FormPage):
    """Opens a folder; makes, renames and deletes one's own."""

    TITLE = "Dossiers"
    SIGN_IN = PageId.WEBMAIL_SIGN_IN

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._folders: tuple[FolderCount, ...] = ()

    @property
    def _own(self) -> list[FolderCount]:
        return [count for count in self._folders if count.name]

    def fetch(self) -> None:
        """Read the folders; refuses SIGN_IN_FIRST."""
        self._folders = self.visit.services.mail_folders.all(self.visit.browser.cookies.webmail)

    def compose(self) -> ComposeResult:
        """The folders as links, then the name of a new one."""
        yield Title(self.TITLE)
        yield Lead("Rangez ici ce que vous gardez. Un dossier se supprime quand il est vide.")
        with VerticalScroll(id="folder-list", can_focus=False) as rows:
            yield Links(self._links())
        yield MoreBelow(rows, "dossier")
        yield Notice(id="form-error")
        with Vertical(classes="form beside"):
            yield Field("Nom du dossier", field_id="folder_name", max_length=60)
        with Horizontal(classes="actions"):
            yield KioskButton("Créer", kind=ButtonKind.PRIMARY, id="send")
            yield KioskButton("Renommer", id="rename")
            yield KioskButton("Supprimer", id="remove")

    def _links(self) -> list[LinkItem]:
        items = [
            LinkItem(
                self.visit.address_of(PageId.WEBMAIL_INBOX, folder=count.folder),
                lines.folder_title(count.folder, count.name),
                counted(count.messages, "message"),
            )
            for count in self._folders
        ]
        return aligned(items, glyphs_of(self.app).ellipsis)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Ask which folder is to be renamed or deleted."""
        event.stop()
        if event.button.id == "rename":
            field = self.query_one("#folder_name", Field)
            if self._own and not field.value.strip():
                field.show_error("Tapez d’abord ici le nouveau nom.")
                field.focus_input()
                return
            self._ask("Renommer quel dossier\u202f?", self._rename)
        elif event.button.id == "remove":
            self._ask("Supprimer quel dossier\u202f?", self._remove)

    def _ask(self, title: str, then: Callable[[str], Awaitable[None]]) -> None:
        if not self._own:
            self._say("Vous n’avez encore aucun dossier à vous.", "hint")
            return

        def answered(folder: str | None) -> None:
            if folder:
                self.once(lambda: then(folder))

        items = [LinkItem(count.folder, count.name) for count in self._own]
        self.app.push_screen(Choosing(title, "Choisissez le dossier.", items), answered)

    async def submitted(self) -> None:
        """Make a folder of that name."""
        folders, token = self.visit.services.mail_folders, self.visit.browser.cookies.webmail
        name = self.query_one("#folder_name", Field).value
        if await self.attempt(folders.create, token, name):
            await self._named(f"Le dossier «\u00a0{name.strip()}\u00a0» est créé.")

    async def _rename(self, folder: str) -> None:
        folders, token = self.visit.services.mail_folders, self.visit.browser.cookies.webmail
        name = self.query_one("#folder_name", Field).value

        def renamed() -> bool:
            folders.rename(token, folder, name)
            return True

        if await self.attempt(renamed):
            await self._named(f"Le dossier s’appelle maintenant «\u00a0{name.strip()}\u00a0».")

    async def _remove(self, folder: str) -> None:
        folders, token = self.visit.services.mail_folders, self.visit.browser.cookies.webmail

        def removed() -> bool:
            folders.delete(token, folder)
            return True

        if await self.attempt(removed):
            await self._done("Le dossier est supprimé.")

    async def _named(self, said: str) -> None:
        self.query_one("#folder_name", Field).value = ""
        await self._done(said)

    async def _done(self, said: str) -> None:
        await self.in_thread(self.fetch)
        await self.query_one(Links).show(self._links())
        self._say(said, "done")

    def _say(self, text: str, kind: str) -> None:
        mark = f"{glyphs_of(self.app).done} " if kind == "done" else ""
        self.query_one("#form-error", Notice).say(mark + text, kind)
