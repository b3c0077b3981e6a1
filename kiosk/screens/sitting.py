"""The sitting: the kiosk's chrome around one page at a time."""

import asyncio
import re
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.events import Event, Key
from textual.message import Message

from kiosk import keys
from kiosk.screens.base import Ending, KioskScreen
from kiosk.screens.guide_view import guide_view
from kiosk.screens.once import OnceMore
from kiosk.screens.page import NUMEN_SENTENCE, Page
from kiosk.screens.visit import Sitting
from kiosk.services.addresses import DESK_PAGES, DESK_SCHEME, PageId
from kiosk.services.browser import Browser
from kiosk.services.french import hour, short_day
from kiosk.services.refusals import Refusal
from kiosk.widgets.address_bar import AddressBar, BarIcon
from kiosk.widgets.guide import GuideLine, GuidePanel
from kiosk.widgets.inputs import KioskInput
from kiosk.widgets.key_line import KeyLine
from kiosk.widgets.texts import Lead, Title
from kiosk.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from kiosk.screens.arrival import Arrival
    from kiosk.services.container import Services
    from kiosk.services.sittings import Pulse

_ANYWHERE = re.compile(r"f\d+|ctrl\+.*|alt\+.*|escape")
"""Keys that mean the same on every page."""


class SittingScreen(KioskScreen):
    """Top bar, address bar, page, guide, footer; knows which page is open, not what it does."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(*keys.SITTING)

    def __init__(self) -> None:
        super().__init__()
        self._sitting: Sitting | None = None
        self._services: Services | None = None
        self._pulse: Pulse | None = None
        self.page: Page | None = None
        """The page that is open, once it is drawn."""
        self._opening = ""
        self._address_wanted = False
        self._readable_since = 0.0
        self._feeling = OnceMore(self, "pulse", self._feel_pulse)

    def compose(self) -> ComposeResult:
        """The chrome, and a word while the workshop is being made."""
        yield TopBar()
        yield AddressBar(classes="hidden")
        with Horizontal(classes="body"):
            with Container(id="host"), Container(classes="page"):
                yield Title("Un instant…")
                yield Lead("Votre atelier se prépare.")
            yield GuidePanel()
        yield GuideLine()
        yield KeyLine(keys.SITTING)

    def on_mount(self) -> None:
        """Begin as soon as the services are there."""
        self.begin()
        if seconds := self.kiosk.settings.pulse_seconds:
            self.set_interval(seconds, self.feel_pulse)

    @work(group="begin")
    async def begin(self) -> None:
        """Make or take up the sitting, then open its first page."""
        from kiosk.screens.beginning import take_up  # noqa: PLC0415 - after the first paint

        services = await self.kiosk.services_ready()
        sitting = self.kiosk.sitting = await take_up(self.kiosk)
        if sitting is None:
            return
        self._services, self._sitting = services, sitting
        book = services.address_books[sitting.who.academy_id]
        self.query_one(TopBar).show_person(f"{sitting.who.name} · {sitting.who.school}")
        self.open(self.kiosk.start.address or sitting.browser.address or book.of(PageId.DESK))

    def open(self, address: str) -> None:
        """Open what an address leads to, unless it is being opened: a mailed link works once."""
        if address != self._opening:
            self._opening = address
            self._open_page(address)

    @work(group="page", exclusive=True)
    async def _open_page(self, address: str) -> None:
        try:
            await self._open(address)
        finally:
            if self._opening == address:
                self._opening = ""

    async def _open(self, address: str) -> None:
        from kiosk.screens.arrival import arrive  # noqa: PLC0415 - after the first paint

        if self._services is None or self._sitting is None:
            return
        arrival = await arrive(self._services, self._sitting, address)
        if self._sitting is not None:
            await self._show(arrival, self._sitting.browser)

    async def _show(self, arrival: "Arrival", browser: Browser) -> None:
        page, where = arrival.page, arrival.where
        browser.went_to(where.address, instead_of=arrival.asked.address)
        host, bar = self.query_one("#host"), self.query_one(AddressBar)
        if self.page is not None:
            self.page.taken_down()
            # An answer that comes from now on would find no widget to be shown by.
            self.workers.cancel_node(self.page)
        self.page = None
        with self.app.batch_update():
            await host.remove_children()
            await host.mount(page)
            bar.set_class(where.page in DESK_PAGES, "hidden")
            bar.show_page(where, browser)
        self.page = page
        self._readable_since = Message().time
        if self._address_wanted and not bar.has_class("hidden"):
            bar.focus_address()
        else:
            page.start_focus()
        self._address_wanted = False
        await self._feel_pulse()
        if self._pulse is not None and not where.address.startswith(DESK_SCHEME):
            browser.saw(where.address, page.title_text, self._pulse.now)

    def is_stale(self, event: Event) -> bool:
        """Tell whether a key of the page was pressed before the page was there.

        Typed blind, a password would land in clear in the first field of the page.
        """
        of_page = isinstance(event, Key) and not _ANYWHERE.fullmatch(event.key)
        return of_page and event.time < self._readable_since

    def feel_pulse(self) -> None:
        """Look at the clock, the mail and the guide."""
        self._feeling.start()

    async def _feel_pulse(self) -> None:
        if self._services is None or self._sitting is None:
            return
        who = self._sitting.who
        try:
            pulse = await asyncio.to_thread(
                self._services.sittings.pulse, who.workshop_id, who.participant_id
            )
        except Refusal:
            self._leave_wiped()
            return
        if self._sitting is None:
            return
        self._pulse = pulse
        self.query_one(TopBar).show_moment(short_day(pulse.now), hour(pulse.now))
        view = guide_view(pulse.guide, pulse.situation)
        self.query_one(GuidePanel).show(view)
        self.query_one(GuideLine).show(view)
        if (page := self.page) is not None:
            await page.felt(pulse)

    def on_page_wanted(self, event: Page.Wanted) -> None:
        """Open the address that a page asked for."""
        event.stop()
        self.open(event.address)

    def on_page_happened(self, event: Page.Happened) -> None:
        """Look again at once when something was done."""
        event.stop()
        self.feel_pulse()

    def on_address_bar_submitted(self, event: AddressBar.Submitted) -> None:
        """Open what was typed; an empty address is the browser's own page."""
        self.open(event.text or f"{DESK_SCHEME}accueil")

    def on_address_bar_left(self) -> None:
        """Show the page's address again and go back to the page."""
        if (page := self.page) is not None:
            self.query_one(AddressBar).show_page(page.visit.where, page.visit.browser)
            page.start_focus()

    def on_address_bar_pressed(self, event: AddressBar.Pressed) -> None:
        """Do what the small buttons of the bar are for."""
        acts = {
            BarIcon.BACK: self.action_back,
            BarIcon.FORWARD: self.action_forward,
            BarIcon.RELOAD: self.action_reload,
            BarIcon.BOOKMARK: self._toggle_bookmark,
        }
        acts[event.icon]()

    def _toggle_bookmark(self) -> None:
        if (page := self.page) is not None:
            where, browser = page.visit.where, page.visit.browser
            browser.toggle_bookmark(where.address, page.title_text)
            self.query_one(AddressBar).show_page(where, browser)

    def on_kiosk_input_forbidden(self, event: KioskInput.Forbidden) -> None:
        """Say why what was typed in the address bar has gone."""
        from kiosk.screens.asking import Telling  # noqa: PLC0415 - when it happens

        event.stop()
        self.app.push_screen(Telling("Texte effacé", NUMEN_SENTENCE))

    def action_back(self) -> None:
        """Open the page before this one."""
        if self._sitting is not None and self._sitting.browser.can_go_back:
            self.open(self._sitting.browser.back())

    def action_forward(self) -> None:
        """Open the page one went back from."""
        if self._sitting is not None and self._sitting.browser.can_go_forward:
            self.open(self._sitting.browser.forward())

    def action_reload(self) -> None:
        """Open the same page anew."""
        if self._sitting is not None:
            self.open(self._sitting.browser.address)

    def action_address(self) -> None:
        """Put the cursor in the address bar, from the browser's own page on the desk."""
        bar = self.query_one(AddressBar)
        if bar.has_class("hidden"):
            self._address_wanted = True
            self.open(f"{DESK_SCHEME}accueil")
        else:
            bar.focus_address()

    def action_desk(self, page: str) -> None:
        """Open a page of the desk."""
        if self._services is not None and self._sitting is not None:
            book = self._services.address_books[self._sitting.who.academy_id]
            self.open(book.of(PageId(page)))

    def action_guide(self) -> None:
        """Show all the steps, or in a situation what it is about."""
        from kiosk.screens.asking import SituationWindow, StepsWindow  # noqa: PLC0415 - when asked

        if self._pulse is None:
            return
        situation = self._pulse.situation
        view = guide_view(self._pulse.guide)
        self.app.push_screen(SituationWindow(situation) if situation else StepsWindow(view))

    def show_help(self) -> None:
        """Show the help of the page that is open."""
        from kiosk.screens.asking import HelpWindow  # noqa: PLC0415 - when asked for

        page = self.page
        if page is None or self._services is None:
            return
        help_page = self._services.content.help[page.visit.where.page]
        marks = self.query_one(AddressBar).marks_in_words()
        self.app.push_screen(HelpWindow(help_page, (*keys.SITTING, keys.THEME), marks))

    def action_finish(self) -> None:
        """End the sitting, after asking."""
        self._end(Ending.NEXT)

    def ask_to_leave(self) -> None:
        """Leave the kiosk, after asking."""
        self._end(Ending.QUIT)

    def _end(self, ending: Ending) -> None:
        from kiosk.screens.leaving import ending_question  # noqa: PLC0415 - when asked for

        def answered(sure: bool | None) -> None:  # noqa: FBT001 - the window's answer
            if sure:
                self._wipe(ending)

        people = self._pulse.people if self._pulse is not None else 1
        self.app.push_screen(ending_question(people), answered)

    @work(group="ending", exclusive=True)
    async def _wipe(self, ending: Ending) -> None:
        from kiosk.screens.leaving import end_sitting  # noqa: PLC0415 - when asked for

        self._services = self._sitting = None
        await end_sitting(self.kiosk, ending)

    def on_page_situation_wanted(self, event: Page.SituationWanted) -> None:
        """End the sitting, and begin the next one in a situation."""
        event.stop()
        self.kiosk.next_start = event.start
        self._wipe(Ending.NEXT)

    def _leave_wiped(self) -> None:
        """Go back to the welcome screen: another terminal has wiped what was left too long."""
        if self._sitting is not None:
            self._sitting = self.kiosk.sitting = None
            self.app.exit(Ending.NEXT)
