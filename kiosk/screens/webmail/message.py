"""A message: its headers, its text, its links, its neighbours."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Markdown

from kiosk.glyphs import glyphs_of
from kiosk.screens.page import Page
from kiosk.screens.visit import Visit
from kiosk.screens.webmail.folder import TITLES
from kiosk.services.addresses import PageId
from kiosk.services.french import moment
from kiosk.services.letters import Letter
from kiosk.services.mailboxes import OpenedMessage
from kiosk.widgets.buttons import KioskButton
from kiosk.widgets.foreign_text import cleaned
from kiosk.widgets.letter_body import LetterBody
from kiosk.widgets.links import Link, LinkItem, Links
from kiosk.widgets.texts import Text, Title

_NO_SUBJECT = "(sans objet)"


class MessagePage(Page):
    """One message; its links are in the text for the mouse, and below it for the keyboard."""

    SIGN_IN = PageId.WEBMAIL_SIGN_IN

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._message: OpenedMessage | None = None
        self._left = False

    @property
    def title_text(self) -> str:
        """The subject of the message."""
        return (self._message.letter.subject if self._message else "") or _NO_SUBJECT

    def fetch(self) -> None:
        """Read the message; refuses SIGN_IN_FIRST and MESSAGE_GONE."""
        self._message = self.visit.services.mailboxes.read(
            self.visit.browser.cookies.webmail, self.visit.where.params.get("message", "")
        )

    def compose(self) -> ComposeResult:
        """Headers, text, links, neighbours."""
        assert self._message is not None  # noqa: S101 - fetched before it is drawn
        message, glyphs = self._message, glyphs_of(self.app)
        letter = message.letter
        yield from _header("Objet", Title(self.title_text))
        yield from _header("De", Text(_sender(letter)))
        yield from _header("À", Text(letter.recipient))
        yield from _header("Date", Text(moment(letter.sent_at)))
        with VerticalScroll(id="letter"):
            yield LetterBody(letter.body)
        if letter.links:
            links = [LinkItem(link.address, link.label) for link in letter.links]
            yield Links(links, id="letter-links")
            yield Text(_address(letter.links[0].address), id="link-address")
        with Horizontal(classes="actions"):
            yield KioskButton(f"{TITLES[message.folder]}", id="back", classes="small")
            if message.newer:
                yield KioskButton(f"{glyphs.arrow_left} Plus récent", id="newer", classes="small")
            if message.older:
                yield KioskButton(f"Plus ancien {glyphs.arrow_right}", id="older", classes="small")

    def start_focus(self) -> None:
        """Begin in the text, so that a second Enter follows no link before it was read."""
        self.query_one("#letter").focus(scroll_visible=False)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Tell where the link at hand leads, before it is followed."""
        if isinstance(event.widget, Link):
            self.query_one("#link-address", Text).show(_address(event.widget.item.key))

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

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go back to the folder, or to a neighbour."""
        assert self._message is not None  # noqa: S101 - fetched before it is drawn
        event.stop()
        neighbour = {"newer": self._message.newer, "older": self._message.older}
        if message_id := neighbour.get(event.button.id or ""):
            self.go(PageId.WEBMAIL_MESSAGE, message=message_id)
        else:
            self.go(PageId.WEBMAIL_INBOX, folder=self._message.folder)


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
