"""A message: its headers, its text, its links, its neighbours."""

from collections.abc import Mapping

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Markdown

from kiosk.glyphs import glyphs_of
from kiosk.screens.once import Once
from kiosk.screens.phishing import REPORTED
from kiosk.screens.visit import Visit
from kiosk.screens.webmail import lines
from kiosk.screens.webmail.answering import AnswerKind, others
from kiosk.screens.webmail.filing import LABELS, FilingPage
from kiosk.services.addresses import PageId
from kiosk.services.letters import Letter
from kiosk.services.mailboxes import OpenedMessage
from kiosk.services.postman import Folder
from kiosk.services.refusals import Refusal
from kiosk.widgets.buttons import KioskButton
from kiosk.widgets.foreign_text import cleaned
from kiosk.widgets.letter_body import LetterBody
from kiosk.widgets.links import Link, LinkItem, Links
from kiosk.widgets.texts import Notice, OneLine, Text, Title

_NO_SUBJECT = "(sans objet)"
_LABELS = {
    **LABELS,
    "not-junk": "Pas un indésirable",
    "answer": "Répondre",
    "answer-all": "Répondre à tous",
    "pass-on": "Transférer",
    "report": "Signaler",
}
_ANSWERS = {
    "answer": AnswerKind.ANSWER,
    "answer-all": AnswerKind.ANSWER_ALL,
    "pass-on": AnswerKind.PASS_ON,
}
_UNANSWERED = frozenset({Folder.DRAFTS.value, Folder.TRASH.value})
_USUAL_ACTS = ("delete", "move", "to-junk", "unread-again", "report")
_ACTS: Mapping[str, tuple[str, ...]] = {
    Folder.JUNK: ("not-junk", "delete", "unread-again", "report"),
    Folder.SENT: ("delete", "move"),
    Folder.DRAFTS: ("delete",),
    Folder.TRASH: ("restore", "report"),
}


class MessagePage(FilingPage):
    """One message; its links are in the text for the mouse, and below it for the keyboard."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._message: OpenedMessage | None = None
        self._left = False
        self._reporting = Once(self, "report")

    @property
    def title_text(self) -> str:
        """The subject of the message."""
        return (self._message.letter.subject if self._message else "") or _NO_SUBJECT

    @property
    def _shown(self) -> OpenedMessage:
        assert self._message is not None  # noqa: S101 - fetched before it is drawn
        return self._message

    def fetch(self) -> None:
        """Read the message; refuses SIGN_IN_FIRST and MESSAGE_GONE."""
        self._message = self.visit.services.mailboxes.read(
            self.visit.browser.cookies.webmail, self.visit.where.params.get("message", "")
        )

    def compose(self) -> ComposeResult:
        """Headers, text, links, neighbours."""
        message, glyphs = self._shown, glyphs_of(self.app)
        letter = message.letter
        for row in filter(None, (self._answers(), _ACTS.get(message.folder, _USUAL_ACTS))):
            with Horizontal(classes="row tabs tools"):
                for act in row:
                    yield KioskButton(_LABELS[act], id=act, classes="small")
        yield Notice(id="outcome")
        yield from _header("Objet", Title(self.title_text))
        yield from _header("De", Text(_sender(letter)))
        yield from _header("À", Text(letter.recipient))
        if letter.copied_to:
            yield from _header("Copie", Text(letter.copied_to))
        with Horizontal(classes="letter-header tabs"):
            yield Text("Date", classes="header-label")
            yield Text(lines.written_at(letter))
            yield KioskButton("En-têtes", id="headers", classes="small")
            yield KioskButton("Imprimer", id="print", classes="small")
        if letter.attachments:
            items = [
                LinkItem(self._attachment(place), item.name, lines.size(item.size))
                for place, item in enumerate(letter.attachments)
            ]
            yield Links(items, id="attachments")
        with VerticalScroll(id="letter"):
            yield LetterBody(letter)
        if letter.links:
            links = [LinkItem(link.address, link.label) for link in letter.links]
            yield Links(links, id="letter-links")
            yield OneLine(_address(letter.links[0].address), id="link-address")
        with Horizontal(classes="actions"):
            yield KioskButton(
                lines.folder_title(message.folder, message.folder_name), id="back", classes="small"
            )
            if message.newer:
                yield KioskButton(f"{glyphs.arrow_left} Plus récent", id="newer", classes="small")
            if message.older:
                yield KioskButton(f"Plus ancien {glyphs.arrow_right}", id="older", classes="small")

    def _answers(self) -> tuple[str, ...]:
        message = self._shown
        if message.folder in _UNANSWERED:
            return ()
        to_all = ("answer-all",) if others(message.letter, message.owner) else ()
        return ("answer", *to_all, "pass-on")

    def start_focus(self) -> None:
        """Begin in the text, so that a second Enter follows no link before it was read."""
        self.query_one("#letter").focus(scroll_visible=False)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Tell where the link at hand leads, before it is followed."""
        link = event.widget
        if isinstance(link, Link) and link in self.query("#letter-links Link"):
            self.query_one("#link-address", Text).show(_address(link.item.key))

    def follow(self, key: str) -> None:
        """Follow a link of the message."""
        self._leave_for(key)

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        """Follow a link clicked in the text."""
        event.stop()
        self._leave_for(event.href)

    def _leave_for(self, address: str) -> None:
        # Followed twice, a link that works once would show that it was spent.
        if not self._left:
            self._left = True
            self.go_to(address)

    def _attachment(self, place: int) -> str:
        return self.visit.address_of(
            PageId.WEBMAIL_ATTACHMENT, message=self._shown.id, part=str(place + 1)
        )

    @property
    def in_folder(self) -> str:
        """The folder the message is in."""
        return self._shown.folder

    def chosen(self) -> tuple[str, ...]:
        """The message that is open."""
        return (self._shown.id,)

    def subject(self) -> str:
        """Its subject."""
        return self._shown.letter.subject

    async def filed(self, said: str) -> None:
        """Go back to the folder, which says what was done."""
        self.visit.sitting.drafts.setdefault(lines.STATE, {})["said"] = said
        self.go(PageId.WEBMAIL_INBOX, folder=self._shown.folder)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer, file, look at it otherwise, go back to the folder or to a neighbour."""
        event.stop()
        pressed, message_id = event.button.id or "", self._shown.id
        views = {"headers": PageId.WEBMAIL_HEADERS, "print": PageId.WEBMAIL_PRINT}
        if pressed in _ANSWERS:
            self.go(PageId.WEBMAIL_ANSWER, kind=_ANSWERS[pressed], message=message_id)
        elif pressed in views:
            self.go(views[pressed], message=message_id)
        elif pressed == "report":
            self._reporting.start(self._report)
        elif pressed in LABELS:
            self.act(pressed)
        else:
            self._go_back_or_on(pressed)

    async def _report(self) -> None:
        """Report the message; one without the signs of a trap is told about in one choice."""
        reports, token = self.visit.services.reports, self.visit.browser.cookies.webmail
        try:
            found = await self.in_thread(reports.report_message, token, self._shown.id)
        except Refusal:
            self.go(PageId.WEBMAIL_SIGN_IN)
            return
        if found is None:
            self.go(PageId.REPORT)
        elif self.is_attached:
            said = f"{glyphs_of(self.app).done} {REPORTED[found]}"
            self.query_one("#outcome", Notice).say(said, "done")
            self.post_message(self.Happened())

    def _go_back_or_on(self, pressed: str) -> None:
        neighbour = {"newer": self._shown.newer, "older": self._shown.older}
        if message_id := neighbour.get(pressed):
            self.go(PageId.WEBMAIL_MESSAGE, message=message_id)
        else:
            self.go(PageId.WEBMAIL_INBOX, folder=self._shown.folder)


def _header(label: str, text: Text) -> ComposeResult:
    with Horizontal(classes="letter-header"):
        yield Text(label, classes="header-label")
        yield text


def _address(address: str) -> str:
    return f"Vers\u202f: {cleaned(address)}"


def _sender(letter: Letter) -> str:
    if not letter.sender:
        return letter.sender_address
    return f"{letter.sender} <{letter.sender_address}>"
