"""Windows over the page: a question, the help, the steps."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button

from kiosk.keys import EVERYWHERE_HELP, Key, bindings
from kiosk.screens.guide_view import TOO_LATE
from kiosk.screens.situation_card import situation_title
from kiosk.screens.window import Window
from kiosk.services.french import counted
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.guide import GuideSteps, GuideView
from kiosk.widgets.line_breaks import keep_them_in_markdown
from kiosk.widgets.named_rows import NamedRows
from kiosk.widgets.texts import Subtitle, Text, Title
from kiosk.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from kiosk.services.content import HelpPage
    from kiosk.services.situations import SituationProgress

MORE_BELOW = "↓ La suite\u202f: flèches, ou Page suivante"

CLOSE = Key("escape", "Échap", "close", "Fermer", "Fermer la fenêtre")


class Question(Window[bool]):
    """One question, two answers; Escape is the answer that changes nothing."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(CLOSE)

    def __init__(self, title: str, text: str, *, yes: str, no: str) -> None:
        super().__init__()
        self._texts = (title, text)
        self._answers = (yes, no)

    def compose(self) -> ComposeResult:
        """Title, sentence, the two answers."""
        yield TopBar()
        with Vertical(classes="window"):
            yield Title(self._texts[0])
            yield Text(self._texts[1], classes="window-text")
            with Horizontal(classes="actions"):
                yield KioskButton(self._answers[1], id="no")
                yield KioskButton(self._answers[0], kind=ButtonKind.PRIMARY, id="yes")

    def on_mount(self) -> None:
        """Begin on the answer that changes nothing."""
        self.query_one("#no").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        self.dismiss(event.button.id == "yes")

    def action_close(self) -> None:
        """Answer no."""
        self.dismiss(False)


class ReadWindow(Window[None]):
    """A window that is read and closed, by its button or by Escape."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(CLOSE)

    def on_button_pressed(self) -> None:
        """Go back to the page."""
        self.dismiss()

    def action_close(self) -> None:
        """Go back to the page."""
        self.dismiss()


class Telling(ReadWindow):
    """One sentence that must be read, and the way back."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._texts = (title, text)

    def compose(self) -> ComposeResult:
        """Title, sentence, one button."""
        yield TopBar()
        with Vertical(classes="window"):
            yield Title(self._texts[0])
            yield Text(self._texts[1], classes="window-text")
            yield KioskButton("Fermer", kind=ButtonKind.PRIMARY, id="close")

    def on_mount(self) -> None:
        """Begin on the way back."""
        self.query_one("#close").focus()


class HelpWindow(ReadWindow):
    """The help of one page, the keys that work everywhere, the marks of the bar at the top."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Key("f1", "F1", "close", "Fermer", "Fermer l’aide")
    )

    def __init__(
        self,
        page: "HelpPage",
        keys: tuple[Key, ...],
        marks: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__()
        self._page = page
        self._keys = keys
        self._marks = marks

    def compose(self) -> ComposeResult:
        """The page's help, then the keys, then the way out."""
        from textual.widgets import Markdown  # noqa: PLC0415 - 50 ms that a question does without

        keep_them_in_markdown()
        rows = [(key.display, key.tooltip) for key in self._keys]
        rows += [*EVERYWHERE_HELP, *self._marks]
        yield TopBar()
        with Vertical(classes="window tall"):
            yield Title(self._page.title)
            with VerticalScroll(classes="window-body"):
                yield Markdown(self._page.body, open_links=False)
                yield Subtitle("Les touches")
                yield NamedRows(rows, classes="keys")
            with Horizontal(classes="actions"):
                yield KioskButton("Fermer", kind=ButtonKind.PRIMARY)
                yield Text(MORE_BELOW, classes="more-below")

    def on_mount(self) -> None:
        """Begin in the text, so that the arrows scroll it; say so while there is more below."""
        body = self.query_one(VerticalScroll)
        body.focus()
        for what in ("scroll_y", "size", "virtual_size"):
            self.watch(body, what, self._tell_of_more, init=False)

    def _tell_of_more(self) -> None:
        body = self.query_one(VerticalScroll)
        self.query_one(".more-below").visible = body.scroll_offset.y < body.max_scroll_y


class SituationWindow(ReadWindow):
    """What a situation is about, its way out, and once it is found the lesson."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Key("f2", "F2", "close", "Fermer", "Fermer la situation")
    )

    def __init__(self, progress: "SituationProgress") -> None:
        super().__init__()
        self._progress = progress

    def compose(self) -> ComposeResult:
        """What one finds, the way out, the lesson, the way back."""
        situation = self._progress.situation
        yield TopBar()
        with Vertical(classes="window"):
            yield Title(situation_title(self._progress))
            yield Text(situation.finds, classes="window-text")
            yield Subtitle("La sortie")
            yield Text(situation.way_out, classes="window-told")
            if self._progress.missed:
                yield Text(TOO_LATE, classes="window-told")
            if self._progress.solved:
                yield Subtitle("À retenir")
                yield Text(situation.lesson, classes="window-told")
            with Horizontal(classes="actions"):
                yield KioskButton("Fermer", kind=ButtonKind.PRIMARY)

    def on_mount(self) -> None:
        """Begin on the way back."""
        self.query_one(KioskButton).focus()


class StepsWindow(ReadWindow):
    """All the steps of the guide, with what to do now: the side panel of a narrow window."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Key("f2", "F2", "close", "Fermer", "Fermer les étapes")
    )

    def __init__(self, view: GuideView) -> None:
        super().__init__()
        self._view = view

    def compose(self) -> ComposeResult:
        """Steps, hint, the way out."""
        yield TopBar()
        with Vertical(classes="window"):
            done = counted(self._view.done, "étape")
            yield Title(f"Pas à pas\u202f: {done} sur {len(self._view.steps)}")
            yield GuideSteps()
            yield Text(self._view.hint, classes="hint")
            with Horizontal(classes="actions"):
                yield KioskButton("Fermer", kind=ButtonKind.PRIMARY)

    def on_mount(self) -> None:
        """Show the steps and begin on the way out."""
        self.query_one(GuideSteps).view = self._view
        self.query_one(KioskButton).focus()
