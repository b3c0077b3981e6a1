"""The window that asks for a workshop's code before one chooses who enters it."""

import asyncio
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from kiosk.keys import bindings
from kiosk.screens.asking import CLOSE
from kiosk.screens.once import Once
from kiosk.screens.window import Window
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.fields import Field, KioskInput
from kiosk.widgets.texts import Text, Title
from kiosk.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from textual.widgets import Button, Input

    from kiosk.app import KioskApp
    from kiosk.services.joining import SharedWorkshop  # noqa: F401 - named in a base class

_WHAT = (
    "Un collègue a commencé une séance à un autre poste. Son bureau (F3, Atelier) montre le code"
    " de son atelier\u202f: vous y entrerez à la même date que lui."
)
_SHAPE = "Six lettres ou chiffres, comme abc-def."
_WIPED = "Ce texte a la forme d’un vrai NUMEN\u202f: il a été effacé et n’est gardé nulle part."
_LONGEST = 20


class JoinWindow(Window["SharedWorkshop"]):
    """Answers with the workshop of the code that was typed, or with nothing."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(CLOSE)

    def __init__(self, code: str = "", refused: str = "") -> None:
        super().__init__()
        self._code = code
        self._refused = refused
        self._asking = Once(self, "join")

    def compose(self) -> ComposeResult:
        """What a code is, the field, the two answers."""
        yield TopBar()
        with Vertical(classes="window"):
            yield Title("Rejoindre un atelier")
            yield Text(_WHAT, classes="window-text")
            yield Field(
                "Code de l’atelier",
                field_id="code",
                value=self._code,
                help=_SHAPE,
                max_length=_LONGEST,
            )
            with Horizontal(classes="actions"):
                yield KioskButton("Annuler", id="no")
                yield KioskButton("Rejoindre", kind=ButtonKind.PRIMARY, id="yes")

    def on_mount(self) -> None:
        """Begin in the field; a code given at the start is tried at once."""
        field = self.query_one(Field)
        field.focus_input()
        if self._refused:
            field.show_error(self._refused)
            field.type_again()
        elif self._code:
            self._asking.start(self._find)

    def on_kiosk_input_forbidden(self, event: KioskInput.Forbidden) -> None:
        """Say by the field why what was typed has gone."""
        event.stop()
        self.query_one(Field).show_wiped(_WIPED)

    def on_input_submitted(self, event: "Input.Submitted") -> None:
        """Look for the workshop."""
        event.stop()
        self._asking.start(self._find)

    def on_button_pressed(self, event: "Button.Pressed") -> None:
        """Look for the workshop, or give it up."""
        if event.button.id == "yes":
            self._asking.start(self._find)
        else:
            self.dismiss()

    def action_close(self) -> None:
        """Give it up."""
        self.dismiss()

    async def _find(self) -> None:
        # Imported here, as the first paint needs none of them.
        from kiosk.screens.sentences import sentence  # noqa: PLC0415 - when asked for
        from kiosk.services.refusals import Refusal  # noqa: PLC0415 - when asked for

        field, button = self.query_one(Field), self.query_one("#yes", KioskButton)
        button.hold()
        services = await cast("KioskApp", self.app).services_ready()
        try:
            found = await asyncio.to_thread(services.joining.find, field.value)
        except Refusal as refusal:
            if self.is_attached:
                field.show_error(sentence(refusal, services.content))
                field.type_again()
            return
        finally:
            button.ready()
        if self.is_current:
            self.dismiss(found)
