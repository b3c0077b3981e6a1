"""What I-Prof has to read: the guides, the services, the messages of its own box."""

from typing import ClassVar

from textual.app import ComposeResult

from kiosk.glyphs import glyphs_of
from kiosk.screens.iprof.career import OTHER_BOX, IProfPage
from kiosk.screens.link_columns import aligned
from kiosk.screens.visit import Redirect, Visit
from kiosk.services.addresses import PageId
from kiosk.services.content_iprof import Topic, TopicKind
from kiosk.services.french import moment, short_date
from kiosk.services.iprof import BoxLine
from kiosk.services.iprof_box import BoxMessage
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.named_rows import NamedRows
from kiosk.widgets.texts import Lead, Notice, Text, Title

_WIDEST_SUBJECT = 42


class _ShelfPage(IProfPage):
    """The topics of one kind."""

    KIND: ClassVar[TopicKind]
    LEAD: ClassVar[str]

    def fetch(self) -> None:
        """See that one is signed in; refuses SIGN_IN_FIRST."""
        self.visit.services.iprof.file(self.visit.browser.cookies.iprof)

    def compose(self) -> ComposeResult:
        """The topics, and the way back."""
        topics = self.visit.services.content.iprof.topics
        yield Title(self.TITLE)
        yield Lead(self.LEAD)
        yield Links(
            [
                LinkItem(self.visit.address_of(PageId.IPROF_TOPIC, topic=one.id), one.title)
                for one in topics
                if one.kind is self.KIND
            ]
        )
        yield Links([self.home_link()], classes="spaced")


class IProfGuidesPage(_ShelfPage):
    """The guides."""

    TITLE = "Les guides"
    KIND = TopicKind.GUIDE
    LEAD = "Pour comprendre sa carrière, une page à la fois."


class IProfServicesPage(_ShelfPage):
    """The services."""

    TITLE = "Les services"
    KIND = TopicKind.SERVICE
    LEAD = "Ce qui se demande ou se suit par I-Prof."


class IProfTopicPage(IProfPage):
    """One guide or one service."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._topic: Topic | None = None

    @property
    def title_text(self) -> str:
        """The name of the guide or of the service."""
        return self._topic.title if self._topic else ""

    def fetch(self) -> None:
        """Find the topic, or go to the guides; refuses SIGN_IN_FIRST."""
        services, wanted = self.visit.services, self.visit.where.params.get("topic", "")
        services.iprof.file(self.visit.browser.cookies.iprof)
        found = (one for one in services.content.iprof.topics if one.id == wanted)
        self._topic = next(found, None)
        if self._topic is None:
            raise Redirect(self.visit.address_of(PageId.IPROF_GUIDES))

    def compose(self) -> ComposeResult:
        """The text, and the ways back."""
        assert self._topic is not None  # noqa: S101 - fetched before it is drawn
        topic = self._topic
        yield Title(topic.title)
        yield from _paragraphs(topic.text)
        shelf = (PageId.IPROF_SERVICES, "Revenir aux services")
        if topic.kind is TopicKind.GUIDE:
            shelf = (PageId.IPROF_GUIDES, "Revenir aux guides")
        yield Links([LinkItem(self.visit.address_of(shelf[0]), shelf[1]), self.home_link()])


class IProfBoxPage(IProfPage):
    """I-Prof's own box, and which box it is not."""

    TITLE = "Votre courrier I-Prof"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._lines: tuple[BoxLine, ...] = ()

    def fetch(self) -> None:
        """Read the box; refuses SIGN_IN_FIRST."""
        self._lines = self.visit.services.iprof.box(self.visit.browser.cookies.iprof)

    def compose(self) -> ComposeResult:
        """Which box is which, the messages, the ways on."""
        glyphs = glyphs_of(self.app)
        yield Title(self.TITLE)
        notice = Notice(id="other-box")
        notice.say(f"{glyphs.warning} {OTHER_BOX}", "warning")
        yield notice
        webmail = self.visit.address_of(PageId.WEBMAIL_SIGN_IN)
        yield Links([LinkItem(webmail, "Ouvrir la messagerie", webmail)], id="webmail")
        items = [
            LinkItem(
                self.visit.address_of(PageId.IPROF_MESSAGE, message=line.id),
                line.subject,
                ("" if line.read else f"{glyphs.unread} non lu, ")
                + f"{short_date(line.sent_at)} {line.sent_at.year}",
            )
            for line in self._lines
        ]
        yield Links(
            aligned(items, glyphs.ellipsis, _WIDEST_SUBJECT),
            id="messages-of-iprof",
            classes="spaced",
        )
        yield Links([self.home_link()], classes="spaced")


class IProfMessagePage(IProfPage):
    """A message of I-Prof's own box."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._message: BoxMessage | None = None

    @property
    def title_text(self) -> str:
        """The subject."""
        return self._message.subject if self._message else ""

    def fetch(self) -> None:
        """Read the message; refuses SIGN_IN_FIRST and MESSAGE_GONE."""
        self._message = self.visit.services.iprof.message(
            self.visit.browser.cookies.iprof, self.visit.where.params.get("message", "")
        )

    def compose(self) -> ComposeResult:
        """Who, when, what, the ways back."""
        assert self._message is not None  # noqa: S101 - fetched before it is drawn
        message = self._message
        yield Title(message.subject)
        yield NamedRows(
            (
                ("De", f"{message.sender} (I-Prof)"),
                ("Date", moment(message.sent)),
            )
        )
        yield from _paragraphs(message.text)
        box = self.visit.address_of(PageId.IPROF_BOX)
        yield Links([LinkItem(box, "Revenir au courrier I-Prof"), self.home_link()])


def _paragraphs(text: str) -> ComposeResult:
    for paragraph in text.split("\n\n"):
        yield Text(paragraph, classes="text paragraph")
