"""Arrows that nothing nearer uses: they go on to what comes next in the page or the window."""

from textual.containers import VerticalScroll
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget


class ArrowPage(VerticalScroll, can_focus=False):
    """A page that arrows walk through; it scrolls where the next thing is not in sight yet."""

    def action_scroll_down(self) -> None:
        """Go on to the next thing."""
        self._go_on(1)

    def action_scroll_right(self) -> None:
        """Go on to the next thing."""
        self._go_on(1)

    def action_scroll_up(self) -> None:
        """Go back to the thing before."""
        self._go_on(-1)

    def action_scroll_left(self) -> None:
        """Go back to the thing before."""
        self._go_on(-1)

    def _go_on(self, step: int) -> None:
        if self.screen.focused is not None:
            go_on(self.screen.focused, step)

    def must_scroll(self, step: int, coming: Widget | None) -> bool:
        """Tell whether there is more of the page to see that way before what comes next."""
        top = self.scroll_offset.y
        has_more = top < self.max_scroll_y if step > 0 else top > 0
        return has_more and not (coming is not None and self.content_region.overlaps(coming.region))


def ground_of(widget: Widget) -> DOMNode:
    """Return the page that a widget is part of, or its screen where it is part of none."""
    return next(node for node in widget.ancestors if isinstance(node, ArrowPage | Screen))


def go_on(focused: Widget, step: int) -> None:
    """Move the focus to the next thing of the page or the window that takes it, or the one before.

    It stops at either end: the address bar is no part of the page.
    """
    ground = ground_of(focused)
    chain = [one for one in focused.screen.focus_chain if ground in one.ancestors]
    at = chain.index(focused) + step if focused in chain else -1
    coming = chain[at] if 0 <= at < len(chain) else None
    if isinstance(ground, ArrowPage) and ground.must_scroll(step, coming):
        ground.scroll_relative(y=step, animate=False, immediate=True)
    elif coming is not None:
        focused.screen.set_focus(coming)
