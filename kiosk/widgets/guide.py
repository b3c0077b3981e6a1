"""The step-by-step guide, as a panel at the side or as one line above the footer."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from kiosk.glyphs import Glyphs, glyphs_of
from kiosk.services.french import counted
from kiosk.widgets.foreign_text import cleaned_lines, fitted, shortened


class GuideStepState(Enum):
    """Where a step stands."""

    DONE = auto()
    CURRENT = auto()
    PENDING = auto()
    MISSED = auto()


@dataclass(frozen=True)
class GuideStepView:
    """One step as it is shown."""

    title: str
    state: GuideStepState


@dataclass(frozen=True)
class GuideView:
    """All that the guide shows."""

    steps: tuple[GuideStepView, ...]
    done: int
    """How many steps are done."""
    hint: str
    """What to do now, in two or three sentences."""
    short_hint: str
    """The same in one line of at most 66 characters."""
    is_news: bool = False
    """Whether the hint is good news, to be shown whole wherever the guide stands."""

    @property
    def position(self) -> int:
        """The number of the current step, from 1; the last one when nothing is left to do."""
        for number, step in enumerate(self.steps, start=1):
            if step.state is GuideStepState.CURRENT:
                return number
        return len(self.steps)

    @property
    def state(self) -> GuideStepState:
        """Where the whole stands: a step is current, or all are done, or some were missed."""
        states = {step.state for step in self.steps}
        for state in (GuideStepState.CURRENT, GuideStepState.MISSED):
            if state in states:
                return state
        return GuideStepState.DONE


EMPTY_GUIDE: Final = GuideView(steps=(), done=0, hint="", short_hint="")
"""Nothing to guide towards yet."""


def _mark(state: GuideStepState, glyphs: Glyphs) -> str:
    return {
        GuideStepState.DONE: glyphs.done,
        GuideStepState.CURRENT: glyphs.current,
        GuideStepState.PENDING: glyphs.pending,
        GuideStepState.MISSED: glyphs.missed,
    }[state]


def _news(view: GuideView, widget: Widget) -> str:
    return f"{glyphs_of(widget.app).done} {cleaned_lines(view.hint)}"


class GuideSteps(Widget):
    """The numbered steps, one a row: mark, number, title."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "guide--done",
        "guide--current",
        "guide--pending",
        "guide--missed",
    }

    view: reactive[GuideView] = reactive(EMPTY_GUIDE, layout=True)
    """What is shown."""

    def get_content_height(
        self,
        container: Size,  # noqa: ARG002 - Textual's signature
        viewport: Size,  # noqa: ARG002 - Textual's
        width: int,  # noqa: ARG002 - Textual's
    ) -> int:
        """One row for each step."""
        return len(self.view.steps)

    def render(self) -> Content:
        """The steps; the current one fills its row."""
        glyphs = glyphs_of(self.app)
        width = self.content_size.width
        lines = []
        for number, step in enumerate(self.view.steps, start=1):
            text = f"{_mark(step.state, glyphs)} {number:>2}  {step.title}"
            style = self.get_visual_style(f"guide--{step.state.name.lower()}")
            lines.append(Content.styled(fitted(text, width, glyphs.ellipsis), style))
        return Content("\n").join(lines)


class GuidePanel(VerticalScroll, can_focus=False):
    """“Pas à pas”: how far one is, the steps, and what to do now."""

    def compose(self) -> ComposeResult:
        """Heading, steps, hint."""
        yield Static(id="guide-heading")
        yield GuideSteps()
        yield Static(id="guide-hint")

    def show(self, view: GuideView) -> None:
        """Show where the person stands; its sentences are not read as markup."""
        steps = self.query_one(GuideSteps)
        if view == steps.view:
            return  # shown at every second: no need to lay the screen out again
        steps.view = view
        total = len(view.steps)
        heading = self.query_one("#guide-heading", Static)
        count = f"{counted(view.done, 'étape')} sur {total}" if total else ""
        heading.update(Content.assemble(("Pas à pas", "bold $accent"), "  ", (count, "$muted")))
        hint = self.query_one("#guide-hint", Static)
        hint.update(Content(_news(view, self) if view.is_news else cleaned_lines(view.hint)))
        hint.set_class(view.is_news, "-news")
        hint.display = bool(view.hint)


class GuideLine(Widget):
    """The guide in one line: “► 6/11  what to do now”; news takes as many as it needs."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"guide-line--count"}

    view: reactive[GuideView] = reactive(EMPTY_GUIDE)
    """What is shown."""

    def show(self, view: GuideView) -> None:
        """Show where the person stands; its sentence is not read as markup."""
        self.view = view

    def watch_view(self, view: GuideView) -> None:
        """Make room for news."""
        self.set_class(view.is_news, "-news")

    def render(self) -> Content:
        """Mark, position and short hint, cut with an ellipsis where the line is too short."""
        view, glyphs = self.view, glyphs_of(self.app)
        if not view.steps:
            return Content(self._cut(view.short_hint, self.content_size.width))
        count = f"{_mark(view.state, glyphs)} {view.position}/{len(view.steps)}"
        room = self.content_size.width - len(count) - 2
        hint = _news(view, self) if view.is_news else self._cut(view.short_hint, room)
        return Content.assemble((count, self.get_visual_style("guide-line--count")), "  ", hint)

    def _cut(self, hint: str, room: int) -> str:
        return shortened(hint, max(0, room), glyphs_of(self.app).ellipsis)
