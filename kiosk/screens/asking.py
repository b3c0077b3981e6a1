"""Windows over the page: a question, the help, the steps, the window too small."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Markdown

from kiosk.keys import EVERYWHERE_HELP, Key, bindings
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.guide import GuideSteps, GuideView
from kiosk.widgets.texts import Text, Title

if TYPE_CHECKING:
    from kiosk.services.content import HelpPage

CLOSE = Key("escape", "Échap", "close", "Fermer", "Fermer la fenêtre")


class Question(ModalScreen[bool]):
    """One question, two answers; Escape is the answer that changes nothing."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(CLOSE)

    def __init__(self, title: str, text: str, *, yes: str, no: str) -> None:
        super().__init__()
        self._texts = (title, text)
        self._answers = (yes, no)

    def compose(self) -> ComposeResult:
        """Title, sentence, the two answers."""
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


class HelpWindow(ModalScreen[None]):
    """The help of one page, and the keys that work everywhere."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        CLOSE, Key("f1", "F1", "close", "Fermer", "Fermer l’aide")
    )

    def __init__(self, page: "HelpPage", keys: tuple[Key, ...]) -> None:
        super().__init__()
        self._page = page
        self._keys = keys

    def compose(self) -> ComposeResult:
        """The page's help, then the keys, then the way out."""
        rows = [(key.display, key.tooltip) for key in self._keys] + list(EVERYWHERE_HELP)
        table = "\n".join(f"| **{key}** | {what} |" for key, what in rows)
        with Vertical(classes="window tall"):
            yield Title(self._page.title)
            with VerticalScroll(classes="window-body"):
                yield Markdown(self._page.body, open_links=False)
                yield Markdown(f"## Les touches\n\n| Touche | Effet |\n|---|---|\n{table}")
            with Horizontal(classes="actions"):
                yield KioskButton("Fermer", kind=ButtonKind.PRIMARY)

    def on_mount(self) -> None:
        """Begin in the text, so that the arrows scroll it."""
        self.query_one(VerticalScroll).focus()

    def on_button_pressed(self) -> None:
        """Close."""
        self.dismiss()

    def action_close(self) -> None:
        """Close."""
        self.dismiss()


class StepsWindow(ModalScreen[None]):
    """All the steps of the guide, with what to do now: the side panel of a narrow window."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        CLOSE, Key("f2", "F2", "close", "Fermer", "Fermer les étapes")
    )

    def __init__(self, view: GuideView) -> None:
        super().__init__()
        self._view = view

    def compose(self) -> ComposeResult:
        """Steps, hint, the way out."""
        with Vertical(classes="window"):
            yield Title(f"Pas à pas : {self._view.done} étapes sur {len(self._view.steps)}")
            yield GuideSteps()
            yield Text(self._view.hint, classes="hint")
            with Horizontal(classes="actions"):
                yield KioskButton("Fermer", kind=ButtonKind.PRIMARY)

    def on_mount(self) -> None:
        """Show the steps and begin on the way out."""
        self.query_one(GuideSteps).view = self._view
        self.query_one(KioskButton).focus()

    def on_button_pressed(self) -> None:
        """Close."""
        self.dismiss()

    def action_close(self) -> None:
        """Close."""
        self.dismiss()


class WindowTooSmall(ModalScreen[None]):
    """Shown while the window is under 80 columns by 24 lines; what was typed waits below."""

    def compose(self) -> ComposeResult:
        """What to do about it."""
        with Vertical(classes="too-small"):
            yield Title("Fenêtre trop petite")
            yield Text(
                "Il faut 80 colonnes et 24 lignes. Agrandissez la fenêtre, ou réduisez la taille"
                " des lettres (souvent Ctrl et −). Ce que vous avez tapé est gardé."
            )
