"""What the forms that take a new password have in common."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from kiosk.glyphs import glyphs_of
from kiosk.screens.page import FormPage
from kiosk.services.password_rules import RuleLine
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.fields import PasswordField
from kiosk.widgets.texts import Notice


class NewPasswordPage(FormPage):
    """A form whose field “password” ticks its rule off as one types."""

    def rule(self, password: str) -> tuple[RuleLine, ...]:
        """Return the parts of the rule, and whether a password meets them."""
        raise NotImplementedError

    def kept(self, sentence: str) -> ComposeResult:
        """Say that the password is kept, and offer the mailbox by the button “later”."""
        notice = Notice()
        notice.say(f"{glyphs_of(self.app).done} {sentence}", "done")
        yield notice
        with Horizontal(classes="actions"):
            yield KioskButton("Ouvrir mes messages", kind=ButtonKind.PRIMARY, id="later")

    def on_mount(self) -> None:
        """Show the rule before anything is typed."""
        self._show_rule("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tick the rule off as the new password is typed."""
        if event.input is self.query_one("#password", PasswordField).input:
            self._show_rule(event.value)

    def _show_rule(self, password: str) -> None:
        sentences = self.visit.services.content.rule_lines
        self.query_one("#password", PasswordField).show_rule(
            (sentences[line.key.upper()], line.met) for line in self.rule(password)
        )
