"""The kiosk's own bar, at the top of every screen."""

from typing import ClassVar, Final

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.glyphs import glyphs_of
from kiosk.widgets.foreign_text import cleaned

_NAME: Final = "Kiosque électeur"
_BADGE: Final = " EXERCICE "
_GAP: Final = 2
_SEPARATOR: Final = " · "


class TopBar(Widget):
    """Name of the kiosk, badge « EXERCICE », who is sitting here, simulated day and hour.

    Where the bar is narrow the school is left out, then the person; the badge, the day and the
    hour never are.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"top-bar--badge", "top-bar--strong"}

    day: reactive[str] = reactive("")
    """Simulated day in its short form."""
    hour: reactive[str] = reactive("")
    """Simulated hour."""
    person: reactive[str] = reactive("")
    """Who is sitting here; empty before anybody is known."""

    def show_moment(self, day: str, hour: str) -> None:
        """Show the simulated day ("lun. 22 sept. 2014") and hour ("09:12")."""
        self.day, self.hour = day, hour

    def show_person(self, text: str) -> None:
        """Show “person · school”; the text is not read as markup."""
        self.person = cleaned(text)

    def render(self) -> Content:
        """The three parts on one line, the person in the middle of the whole bar."""
        glyphs = glyphs_of(self.app)
        strong = self.get_visual_style("top-bar--strong")
        badge = self.get_visual_style("top-bar--badge")
        left = Content.assemble((f"{glyphs.diamond} {_NAME}", strong), "  ", (_BADGE, badge))
        right = Content.assemble(self.day, "  ", (self.hour, strong))
        width = self.content_size.width
        room = width - left.cell_length - right.cell_length - 2 * _GAP
        person = self._person_within(room)
        start = max(left.cell_length + _GAP, (width - person.cell_length) // 2)
        start = min(start, width - right.cell_length - _GAP - person.cell_length)
        before = " " * max(0, start - left.cell_length)
        so_far = Content.assemble(left, before, person)
        after = " " * max(1, width - so_far.cell_length - right.cell_length)
        return Content.assemble(so_far, after, right)

    def _person_within(self, room: int) -> Content:
        """The person and the school, else the person alone, else nothing."""
        whole = Content(self.person)
        alone = Content(self.person.partition(_SEPARATOR)[0])
        return next((text for text in (whole, alone) if text.cell_length <= room), Content(""))
