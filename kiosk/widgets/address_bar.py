"""The address bar of the simulated browser."""

from enum import Enum, auto
from typing import TYPE_CHECKING, ClassVar, Final

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from kiosk.glyphs import Glyphs, glyphs_of
from kiosk.services.addresses import PageId
from kiosk.widgets.fields import KioskInput
from kiosk.widgets.foreign_text import shortened

if TYPE_CHECKING:
    from kiosk.services.addresses import Resolved
    from kiosk.services.browser import Browser


class Travel(Enum):
    """Whether there is a page to go to in one direction."""

    POSSIBLE = auto()
    IMPOSSIBLE = auto()


class Bookmark(Enum):
    """Whether the page shown is among the bookmarks."""

    ABSENT = auto()
    PRESENT = auto()


class BarIcon(Enum):
    """The four small buttons of the bar."""

    BACK = auto()
    FORWARD = auto()
    RELOAD = auto()
    BOOKMARK = auto()


_TOOLTIPS: Final = {
    BarIcon.BACK: "Page précédente",
    BarIcon.FORWARD: "Page suivante",
    BarIcon.RELOAD: "Recharger la page",
    BarIcon.BOOKMARK: "Ajouter aux favoris",
}
_TOOLTIP_BOOKMARKED: Final = "Retirer des favoris"


class IconButton(Widget, can_focus=True):
    """A button of one row and one mark, between brackets when it has the focus."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", show=False)]

    travel: reactive[Travel] = reactive(Travel.POSSIBLE)
    """A dot stands for the mark while there is nowhere to go."""
    bookmark: reactive[Bookmark] = reactive(Bookmark.ABSENT)
    """The star is filled when the page is bookmarked."""

    class Pressed(Message):
        """The button was pressed."""

        def __init__(self, icon: BarIcon) -> None:
            super().__init__()
            self.icon = icon

    def __init__(self, icon: BarIcon) -> None:
        super().__init__()
        self.icon = icon
        self.tooltip = _TOOLTIPS[icon]

    def _mark(self, glyphs: Glyphs) -> str:
        if self.travel is Travel.IMPOSSIBLE:
            return glyphs.pending
        star = glyphs.star_on if self.bookmark is Bookmark.PRESENT else glyphs.star
        return {
            BarIcon.BACK: glyphs.arrow_left,
            BarIcon.FORWARD: glyphs.arrow_right,
            BarIcon.RELOAD: glyphs.reload,
            BarIcon.BOOKMARK: star,
        }[self.icon]

    def render(self) -> Content:
        """The mark; brackets show the focus."""
        mark = self._mark(glyphs_of(self.app))
        return Content(f"[{mark}]" if self.has_focus else f" {mark} ")

    def watch_bookmark(self, bookmark: Bookmark) -> None:
        """The tooltip says what a press would do."""
        present = bookmark is Bookmark.PRESENT
        self.tooltip = _TOOLTIP_BOOKMARKED if present else _TOOLTIPS[self.icon]

    def action_press(self) -> None:
        """Post `Pressed`, unless there is nowhere to go."""
        if self.travel is Travel.POSSIBLE:
            self.post_message(self.Pressed(self.icon))

    def on_click(self, event: events.Click) -> None:
        """A click presses."""
        event.stop()
        self.action_press()


class AddressInput(KioskInput):
    """The address; while one does not type in it, a mark shows that it goes on."""

    _is_cut = False

    def render_line(self, y: int) -> Strip:
        """One row, cut only while it is drawn: the width of the whole is what scrolls."""
        self._is_cut = not self.has_focus
        try:
            return super().render_line(y)
        finally:
            self._is_cut = False

    @property
    def _value(self) -> Text:
        if not self._is_cut:
            return super()._value
        width, ellipsis = self.content_size.width, glyphs_of(self.app).ellipsis
        return Text(shortened(self.value, width, ellipsis), no_wrap=True, end="")


class AddressBar(HorizontalGroup):
    """Back, forward, reload, the address itself, and the star of the bookmarks."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    class Submitted(Message):
        """Enter was pressed in the address."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text
            """What was typed, without control characters."""

    class Left(Message):
        """Escape was pressed: what was typed does not matter any more."""

    class Pressed(Message):
        """One of the small buttons was pressed."""

        def __init__(self, icon: BarIcon) -> None:
            super().__init__()
            self.icon = icon

    _shown = ""

    def compose(self) -> ComposeResult:
        """The bar, on one row."""
        yield IconButton(BarIcon.BACK)
        yield IconButton(BarIcon.FORWARD)
        yield IconButton(BarIcon.RELOAD)
        yield AddressInput(id="address", classes="address", tooltip="Adresse de la page")
        yield IconButton(BarIcon.BOOKMARK)

    def marks_in_words(self) -> tuple[tuple[str, str], ...]:
        """What the marks of the small buttons mean, for the help; nothing where there is no bar."""
        if self.has_class("hidden"):
            return ()
        glyphs = glyphs_of(self.app)
        return (
            (f"{glyphs.arrow_left} {glyphs.arrow_right}", "En haut\u202f: page d’avant, d’après"),
            (glyphs.reload, "En haut\u202f: relire la page, comme Ctrl+R"),
            (f"{glyphs.star} {glyphs.star_on}", "À droite\u202f: mettre en favori, en retirer"),
        )

    def on_mount(self) -> None:
        """A new bar has nowhere to go back to."""
        self._icon(BarIcon.BACK).travel = Travel.IMPOSSIBLE
        self._icon(BarIcon.FORWARD).travel = Travel.IMPOSSIBLE

    def show_page(self, where: "Resolved", browser: "Browser") -> None:
        """Show where the browser is; its own page has no address to show."""
        self.show_address(
            "" if where.page is PageId.BROWSER_HOME else where.address,
            Bookmark.PRESENT if browser.is_bookmarked(where.address) else Bookmark.ABSENT,
            Travel.POSSIBLE if browser.can_go_back else Travel.IMPOSSIBLE,
            Travel.POSSIBLE if browser.can_go_forward else Travel.IMPOSSIBLE,
        )

    def show_address(
        self,
        text: str,
        bookmark: Bookmark = Bookmark.ABSENT,
        back: Travel = Travel.IMPOSSIBLE,
        forward: Travel = Travel.IMPOSSIBLE,
    ) -> None:
        """Show the address of the page and which of the buttons lead somewhere."""
        field = self.query_one(KioskInput)
        field.value = self._shown = text
        # The beginning of an address is what tells whose it is.
        field.cursor_position = 0
        self._icon(BarIcon.BACK).travel = back
        self._icon(BarIcon.FORWARD).travel = forward
        self._icon(BarIcon.BOOKMARK).bookmark = bookmark

    def action_leave(self) -> None:
        """Give up typing an address."""
        self.post_message(self.Left())

    def focus_address(self) -> None:
        """Put the cursor in the address, all of it selected."""
        field = self.query_one(KioskInput)
        self.screen.set_focus(field)
        field.select_all()

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        """An address begun and left for the page is given up: the bar says where one is."""
        self.call_later(self._give_up)

    def _give_up(self) -> None:
        if not self.has_focus_within:
            field = self.query_one(KioskInput)
            field.value = self._shown
            field.cursor_position = 0

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Say what was typed."""
        event.stop()
        self.post_message(self.Submitted(event.value.strip()))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Each letter of an address is nobody else's business."""
        event.stop()

    def on_icon_button_pressed(self, event: IconButton.Pressed) -> None:
        """Say which button was pressed."""
        event.stop()
        self.post_message(self.Pressed(event.icon))

    def _icon(self, icon: BarIcon) -> IconButton:
        return next(button for button in self.query(IconButton) if button.icon is icon)
