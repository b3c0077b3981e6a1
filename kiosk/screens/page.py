"""What every page is: fetched in a thread, drawn from what was fetched."""

import asyncio
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar, ParamSpec, TypeVar

from textual.message import Message
from textual.widgets import Button, Input

from kiosk.glyphs import glyphs_of
from kiosk.screens.once import Once, Work
from kiosk.screens.sentences import sentence
from kiosk.screens.visit import Visit
from kiosk.services.addresses import PageId
from kiosk.services.refusals import Refusal, Refusals
from kiosk.widgets.arrows import ArrowPage
from kiosk.widgets.buttons import KioskButton
from kiosk.widgets.fields import Field, KioskInput
from kiosk.widgets.links import Links
from kiosk.widgets.texts import Notice

if TYPE_CHECKING:
    from kiosk.services.sittings import Pulse
    from kiosk.start import Start

P = ParamSpec("P")
T = TypeVar("T")

_CURSOR = "@cursor"
"""Where a draft keeps which field one was in."""

NUMEN_SENTENCE = (
    "Ce texte a la forme d’un vrai NUMEN\u202f: il a été effacé et n’est gardé nulle part."
    " Ici, n’employez que celui de votre fiche, qui commence par 26."
)


class Page(ArrowPage, can_focus=False):
    """A page of a site or of the desk.

    ``fetch`` runs in a thread before the page is drawn and may refuse or redirect; ``compose``
    draws what it fetched. Everything else that touches the store goes through ``in_thread``.
    """

    DEFAULT_CLASSES = "page"
    TITLE: ClassVar[str] = ""
    SIGN_IN: ClassVar[PageId | None] = None
    """Where a visitor who is not signed in is sent."""

    class Wanted(Message):
        """Another address was asked for."""

        def __init__(self, address: str) -> None:
            super().__init__()
            self.address = address

    class SituationWanted(Message):
        """A situation is to be started, in the place of this sitting."""

        def __init__(self, start: "Start") -> None:
            super().__init__()
            self.start = start

    class Happened(Message):
        """Something was done that may have moved the guide, the clock or the mailboxes."""

    def __init__(self, visit: Visit) -> None:
        super().__init__()
        self.visit = visit

    @property
    def title_text(self) -> str:
        """What the history and the bookmarks call the page."""
        return self.TITLE

    def fetch(self) -> None:
        """Read what the page shows; runs in a thread and touches no widget."""

    def beat(self, pulse: "Pulse") -> None:
        """Take note of a new look at the clock, the mail and the guide."""

    async def felt(self, pulse: "Pulse") -> None:
        """Take note of it, or go to the door when what lies behind it has closed by itself."""
        door = self.SIGN_IN
        if door is None or not self.screen.is_active:
            self.beat(pulse)
            return
        closed = await self.in_thread(self.visit.has_closed, door, pulse.now)
        if closed and self.is_attached:
            await self.keep_typed()
            self.go(door)
        elif self.is_attached:
            self.beat(pulse)

    async def keep_typed(self) -> None:
        """Keep what taking the page down would not keep; called before the door closes."""

    def start_focus(self) -> None:
        """Put the focus where the visitor begins: the first field, link or button."""
        wanted = ("KioskInput", "BallotCard", "Link", ".primary", "KioskButton", ".list")
        for selector in wanted:
            for widget in self.query(selector):
                if widget.focusable:
                    widget.focus(scroll_visible=False)
                    return

    def taken_down(self) -> None:
        """Keep what is to be found again when one comes back; called as the page is taken down."""

    def go(self, page: PageId, **params: str) -> None:
        """Ask for another page."""
        self.post_message(self.Wanted(self.visit.address_of(page, **params)))

    def go_to(self, address: str) -> None:
        """Ask for an address."""
        self.post_message(self.Wanted(address))

    def on_links_chosen(self, event: Links.Chosen) -> None:
        """Follow a link of a list of links."""
        event.stop()
        self.follow(event.key)

    def follow(self, key: str) -> None:
        """Go where a link leads; its key is an address unless the page says otherwise."""
        self.go_to(key)

    async def in_thread(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a service without holding up the screen."""
        return await asyncio.to_thread(function, *args, **kwargs)

    def sentence(self, refusal: Refusal) -> str:
        """Return the French sentence of a refusal."""
        return sentence(refusal, self.visit.services.content)

    def on_kiosk_input_forbidden(self, event: KioskInput.Forbidden) -> None:
        """Say by the field why what was typed has gone."""
        event.stop()
        for field in self.query(Field):
            if field.input is event.input:
                field.show_wiped(NUMEN_SENTENCE)


class FormPage(Page):
    """A page with fields: Enter walks through them, refusals stand by them, nothing is lost.

    A form left before it is sent finds its fields again as they were, but for the passwords.
    """

    TYPED_AGAIN: ClassVar[str] = ""
    """The field to type again when several are refused together."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._sending = Once(self, "form")
        self._is_sent = False

    def on_mount(self) -> None:
        """Fill in what was typed before the page was left."""
        draft = self.visit.sitting.drafts.get(self.visit.where.address, {})
        for field in self.query(Field):
            if field.field_id in draft and not field.value:
                field.value = draft[field.field_id]

    def taken_down(self) -> None:
        """Keep what is typed, unless it was sent."""
        fields = list(self.query(Field))
        typed = {
            field.field_id: field.value
            for field in fields
            if field.value and not field.input.is_secret
        }
        for field in fields:
            if field.input.has_focus:
                typed[_CURSOR] = field.field_id
        self.visit.sitting.drafts[self.visit.where.address] = {} if self._is_sent else typed

    def start_focus(self) -> None:
        """Go on in what was being typed, else begin on the first field left empty."""
        left = self.visit.sitting.drafts.get(self.visit.where.address, {}).get(_CURSOR)
        for one in self.query(Field):
            if one.field_id == left and one.value:
                one.type_on()
                return
        empty = (field for field in self.query(Field) if not field.value and field.input.focusable)
        if (field := next(empty, None)) is not None:
            field.input.focus(scroll_visible=False)
        else:
            super().start_focus()

    async def submitted(self) -> None:
        """Send the form; a subclass does it with ``attempt``."""

    async def attempt(
        self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T | None:
        """Call a service with what was typed; show what it refuses and return nothing then.

        A refusal may count too: a wrong password moves the guide.
        """
        buttons = list(self.query(KioskButton))
        for button in buttons:
            button.hold()
        self.clear_refusals()
        try:
            await self.in_thread(self.visit.attend, self.SIGN_IN)
            result = await self.in_thread(function, *args, **kwargs)
        except Refusals as refusals:
            self.show_refusals(refusals.refusals)
        except Refusal as refusal:
            self.show_refusals((refusal,))
        else:
            self._is_sent = True
            return result
        finally:
            for button in buttons:
                button.ready()
        self.post_message(self.Happened())
        return None

    def clear_refusals(self) -> None:
        """Take away what an earlier attempt was refused for."""
        for field in self.query(Field):
            field.clear_error()
        for notice in self.query("#form-error").results(Notice):
            notice.clear()

    def show_refusals(self, refusals: Iterable[Refusal]) -> None:
        """Show each refusal by its field, or under the form, and go to the first."""
        first: Field | None = None
        for refusal in refusals:
            fields = [field for field in self.query(Field) if field.field_id == refusal.field]
            if fields:
                fields[0].show_error(self.sentence(refusal))
                first = first or fields[0]
            else:
                notice = self.query_one("#form-error", Notice)
                notice.say(f"{glyphs_of(self.app).warning} {self.sentence(refusal)}")
                notice.scroll_visible(animate=False)
        again = [field for field in self.query(Field) if field.field_id == self.TYPED_AGAIN]
        if first is not None:
            first.type_again()
            first.scroll_visible(animate=False)
        elif again:
            again[0].type_again()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next field left empty, and sends the form when there is none."""
        event.stop()
        fields = list(self.query(Field))
        at = next((at for at, one in enumerate(fields) if one.input is event.input), len(fields))
        empty = next((field for field in fields[at + 1 :] if not field.value), None)
        if empty is not None:
            empty.focus_input()
        else:
            self.send()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Send the form by its own button."""
        if event.button.id == "send":
            event.stop()
            self.send()

    def send(self) -> None:
        """Start sending the form."""
        self.once(self.submitted)

    def once(self, work: Work) -> None:
        """Start something the form does, unless it is doing something."""
        self._sending.start(work)
