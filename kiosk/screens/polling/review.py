"""The last look at a choice before it is cast, and the receipt once it is."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalGroup, VerticalScroll
from textual.widgets import Button

from kiosk.glyphs import Glyphs, glyphs_of
from kiosk.screens.polling.inside import BLANK_NAME, ContestPage, entry_left, entry_missed
from kiosk.screens.visit import Redirect, Visit
from kiosk.services.addresses import PageId
from kiosk.services.polling import BallotPaper, Receipt
from kiosk.services.refusals import Refusal
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.entries import Entries
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.texts import Lead, Notice, Subtitle, Text, Title


class ReviewPage(ContestPage):
    """The choice in clear; nothing is cast until it is validated, and then for good."""

    TITLE = "Vérifier mon choix"
    _paper: BallotPaper

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._is_casting = False

    def fetch(self) -> None:
        """Read the ballot paper; without a choice, back to the ballot. Refuses as it does."""
        self._paper = self.read_ballot()
        self.read_limit()
        if self.choice is None:
            raise Redirect(self.visit.address_of(PageId.POLLING_BALLOT, contest=self.code.lower()))

    def compose(self) -> ComposeResult:
        """The choice, what validating means, the two ways on."""
        yield Title(self.TITLE)
        limit = f" · {self.limit_in_words()}" if self.last_hour else ""
        yield Lead(f"{self._paper.title}{limit}")
        with Vertical(classes="card") as card:
            card.border_title = "Votre choix"
            chosen = next((one for one in self._paper.lists if one.id == self.choice), None)
            yield Subtitle(chosen.name if chosen else BLANK_NAME)
            yield Text(
                chosen.motto if chosen else "Aucune liste. Le vote blanc est compté à part.",
                classes="muted",
            )
        notice = Notice(id="not-yet")
        notice.say(
            f"{glyphs_of(self.app).warning} Rien n’est encore dans l’urne. Valider est"
            " définitif\u202f: un bulletin scellé ne se change ni ne se reprend.",
            "warning",
        )
        yield notice
        with Horizontal(classes="actions"):
            yield KioskButton("Changer", id="change")
            yield KioskButton("Valider mon vote", kind=ButtonKind.PRIMARY, id="cast")

    def start_focus(self) -> None:
        """Begin on “Changer”: an Enter pressed twice on the ballot must not cast it."""
        self.query_one("#change").focus(scroll_visible=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Cast the ballot once, or go back to it."""
        event.stop()
        if self._is_casting:
            return
        if event.button.id == "change":
            self.go_in_contest(PageId.POLLING_BALLOT)
            return
        self._is_casting = True
        for button in self.query(KioskButton):
            button.hold()
        self.run_worker(self._cast(), group="cast")

    async def _cast(self) -> None:
        try:
            await self.in_thread(self._cast_and_keep_receipt, self.choice)
        except Refusal:
            # The same address, opened anew, is refused for the same reason, with the ways on.
            self.forget_choice()
            self.go_in_contest(PageId.POLLING_REVIEW)
        else:
            self.go_in_contest(PageId.POLLING_RECEIPT)

    def _cast_and_keep_receipt(self, choice: str | None) -> None:
        """In the thread, so that a visitor who leaves the page meanwhile keeps the receipt."""
        receipt = self.visit.services.polling.cast(self.token, self.code, choice)
        self.visit.browser.receipts[self.code] = receipt
        self.forget_choice()


class ReceiptCard(Vertical, can_focus=True):
    """The receipt's code; it has the focus first, so that an Enter too many skips nothing."""

    DEFAULT_CLASSES = "card"

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code
        self.border_title = "Reçu"

    def compose(self) -> ComposeResult:
        """The code, its groups set apart."""
        yield Subtitle(_in_groups(self._code, glyphs_of(self.app)))


class _ReceiptPage(ContestPage):
    """A page about a receipt, which is kept in memory for the sitting."""

    _receipt: Receipt

    def fetch(self) -> None:
        """Find the receipt, else go to the contests; refuses SIGN_IN_FIRST."""
        self.read_contests()
        receipt = self.visit.browser.receipts.get(self.code)
        if receipt is None:
            raise Redirect(self.visit.address_of(PageId.POLLING_CONTESTS))
        self._receipt = receipt


class ReceiptPage(_ReceiptPage):
    """The receipt of a contest, and the contests left."""

    TITLE = "Votre bulletin est dans l’urne"

    @property
    def title_text(self) -> str:
        """What the history calls it."""
        return "Reçu de vote"

    def compose(self) -> ComposeResult:
        """The code, what it says and does not say, and what is left to do."""
        glyphs = glyphs_of(self.app)
        yield Title(f"{glyphs.done} {self.TITLE}")
        yield Lead(self._receipt.contest)
        yield ReceiptCard(self._receipt.code)
        yield Text(
            "Ce code montre que votre bulletin est dans l’urne et votre nom émargé."
            " Il ne dit rien de votre choix. Notez-le dans votre carnet (F6)."
        )
        if self.left:
            yield Subtitle(self.left_in_words())
            as_entry = entry_missed if self.is_over else entry_left
            yield Entries([as_entry(contest) for contest in self.left])
        else:
            yield self.say_all_done()
        goes_on = bool(self.left) and not self.is_over
        with Horizontal(classes="actions"):
            kind = ButtonKind.QUIET if goes_on else ButtonKind.PRIMARY
            yield KioskButton("Mes scrutins", kind=kind, id="contests")
            if goes_on:
                yield KioskButton("Scrutin suivant", kind=ButtonKind.PRIMARY, id="next")
        with Horizontal(classes="row tabs"):
            yield KioskButton("Le chercher dans le registre", id="register", classes="small")
            yield KioskButton("Version à imprimer", id="print", classes="small")

    def start_focus(self) -> None:
        """Begin on the code."""
        self.query_one(ReceiptCard).focus(scroll_visible=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go to the next ballot, the contests, the register or the sheet."""
        event.stop()
        if event.button.id == "next":
            self.go(PageId.POLLING_BALLOT, contest=self.left[0].code.lower())
        elif event.button.id == "register":
            self.visit.browser.sought_receipt = self._receipt.code
            self.go(PageId.REGISTER)
        elif event.button.id == "print":
            self.go_in_contest(PageId.POLLING_RECEIPT_PRINT)
        else:
            self.go(PageId.POLLING_CONTESTS)


class ReceiptPrintPage(_ReceiptPage):
    """The receipt on a sheet, without a name, a day or an hour: nothing that says whose it is."""

    TITLE = "Reçu à imprimer"

    def compose(self) -> ComposeResult:
        """A sheet: contest, code, what it is good for."""
        register = self.visit.address_of(PageId.REGISTER)
        with VerticalScroll(id="letter"):
            sheet = VerticalGroup(classes="printed")
            sheet.border_title = "EXERCICE"
            with sheet:
                yield Title("Reçu de vote")
                yield Text(self._receipt.contest)
                code = _in_groups(self._receipt.code, glyphs_of(self.app))
                yield Subtitle(code, classes="paragraph")
                yield Text(
                    "Ce code désigne une enveloppe de l’urne. Il ne dit ni ce qu’elle contient,"
                    " ni de qui elle vient, ni quand elle est venue.",
                    classes="paragraph",
                )
                yield Text(
                    "La dernière lettre contrôle les autres\u202f: une erreur de copie se voit.",
                    classes="paragraph",
                )
                yield Text(f"À chercher dans le registre des urnes\u202f: {register}")
        yield Lead("C’est ce qui sortirait de l’imprimante\u202f: l’exercice n’imprime rien.")
        back = self.visit.address_of(PageId.POLLING_RECEIPT, contest=self.code.lower())
        yield Links([LinkItem(back, "Revenir au reçu")])

    def start_focus(self) -> None:
        """Begin on the sheet."""
        self.query_one("#letter").focus(scroll_visible=False)


def _in_groups(code: str, glyphs: Glyphs) -> str:
    return code.replace("-", f" {glyphs.dash} ")
