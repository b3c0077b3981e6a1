"""After a trap was answered: nothing went out, and the signs that were there."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button

from kiosk.screens.once import Once
from kiosk.screens.page import Page
from kiosk.screens.phishing import reported
from kiosk.screens.visit import Redirect, Visit
from kiosk.services.addresses import PageId
from kiosk.services.content import Suspicion, TrapLesson
from kiosk.services.postman import Folder
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.named_rows import NamedRows
from kiosk.widgets.texts import Notice, Title


class TrapPage(Page):
    """The lesson of one trap; nothing that was written comes here."""

    SIGN_IN = PageId.WEBMAIL_SIGN_IN

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._suspicion = Suspicion.PASSWORD_BY_MAIL
        self._is_reported = False
        self._reporting = Once(self, "report")

    @property
    def title_text(self) -> str:
        """What the mail was."""
        return self._lesson.title

    @property
    def _lesson(self) -> TrapLesson:
        return self.visit.services.content.traps[self._suspicion]

    def fetch(self) -> None:
        """Find the trap by its address, or go to the inbox; refuses SIGN_IN_FIRST."""
        token = self.visit.browser.cookies.webmail
        found = self.visit.services.reports.trap(token, self.visit.where.params["sender"])
        if found is None:
            raise Redirect(self.visit.address_of(PageId.WEBMAIL_INBOX, folder=Folder.INBOX))
        self._suspicion = found

    def compose(self) -> ComposeResult:
        """What became of the answer, the signs, the report, the ways on."""
        lesson, sender = self._lesson, self.visit.where.params["sender"]
        yield Title(lesson.title)
        notice = Notice(id="lesson")
        notice.say(lesson.told, "hint")
        yield notice
        yield NamedRows(
            [(name, text.replace("{sender}", sender)) for name, text in lesson.signs],
            classes="spaced tight",
        )
        if self._is_reported:
            yield reported(self.app, self._suspicion)
        else:
            with Horizontal(classes="actions"):
                yield KioskButton("Signaler", kind=ButtonKind.PRIMARY, id="report")
        inbox = self.visit.address_of(PageId.WEBMAIL_INBOX, folder=Folder.INBOX)
        advice = self.visit.address_of(PageId.PHISHING_ADVICE)
        yield Links(
            [
                LinkItem(inbox, "Revenir aux messages"),
                LinkItem(advice, "Reconnaître l’hameçonnage"),
            ]
        )

    def start_focus(self) -> None:
        """Begin on the report; once it is made, on the ways on."""
        if self._is_reported:
            super().start_focus()
        else:
            self.query_one("#report").focus(scroll_visible=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Report the mail."""
        event.stop()
        self._reporting.start(self._report)

    async def _report(self) -> None:
        visit = self.visit
        report = visit.services.reports.report
        await self.in_thread(report, visit.workshop_id, visit.participant_id, self._suspicion)
        self._is_reported = True
        await self.recompose()
        self.start_focus()
        self.post_message(self.Happened())
