"""The public register: a receipt is looked for, or the receipts of a box are read."""

from textual.app import ComposeResult
from textual.containers import Horizontal

from kiosk.glyphs import glyphs_of
from kiosk.screens.link_columns import aligned
from kiosk.screens.page import FormPage, Page
from kiosk.screens.visit import Visit
from kiosk.services.addresses import PageId
from kiosk.services.french import number
from kiosk.services.register import BoxRegister, Sought
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.fields import Field, IdentifierField
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.more_below import MoreBelow
from kiosk.widgets.receipt_columns import ReceiptColumns
from kiosk.widgets.texts import Lead, Notice, Title

_WIDEST_TITLE = 50


class RegisterPage(FormPage):
    """The field “Votre reçu”, the answer, and the boxes."""

    TITLE = "Registre des urnes"
    TYPED_AGAIN = "receipt"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._boxes: tuple[BoxRegister, ...] = ()
        self._sought: Sought | None = None

    def fetch(self) -> None:
        """Read the boxes, and look again for what was looked for; refuses TOO_EARLY."""
        visit, register = self.visit, self.visit.services.register
        self._boxes = register.boxes(visit.workshop_id)
        if visit.browser.sought_receipt:
            self._sought = register.find(visit.workshop_id, visit.browser.sought_receipt)

    def compose(self) -> ComposeResult:
        """What it is, the field, the answer, the boxes."""
        yield Title(self.TITLE)
        yield Lead(
            "Toutes les enveloppes y sont, chacune sous son reçu. Un reçu dit dans quelle urne"
            " est l’enveloppe\u202f: rien de ce qu’elle contient, ni de qui elle vient."
        )
        with Horizontal(classes="instant-row"):
            yield IdentifierField(
                "Votre reçu",
                field_id="receipt",
                help="16 caractères, par groupes de quatre.",
                value=self._sought.receipt if self._sought is not None else "",
            )
            yield KioskButton("Chercher", kind=ButtonKind.PRIMARY, id="send")
        yield Notice(id="form-error")
        yield Notice(id="answer")
        yield Links(self._links(), id="boxes")
        linking = self.visit.address_of(PageId.LINKING)
        yield Links([LinkItem(linking, "Essayez de les rapprocher", "émargements et enveloppes")])

    def on_mount(self) -> None:
        """Say where it is, where one comes with a receipt."""
        super().on_mount()
        self._answer()

    def clear_refusals(self) -> None:
        """Take away the answer too: it is about what was looked for before."""
        super().clear_refusals()
        self.query_one("#answer", Notice).clear()

    async def submitted(self) -> None:
        """Look for what is typed."""
        typed = self.query_one("#receipt", Field).value
        sought = await self.attempt(
            self.visit.services.register.find, self.visit.workshop_id, typed
        )
        self._sought = sought
        self.visit.browser.sought_receipt = sought.receipt if sought is not None else ""
        self._answer()
        await self.query_one("#boxes", Links).show(self._links())

    def _answer(self) -> None:
        if self._sought is None:
            return
        notice, glyphs = self.query_one("#answer", Notice), glyphs_of(self.app)
        found = self._sought.found
        if found is not None:
            notice.say(
                f"{glyphs.done} Cette enveloppe est dans l’urne\u202f: {found.title}, numéro"
                f" {number(found.place)} du registre sur {number(found.envelopes)}.",
                "done",
            )
        else:
            notice.say(
                f"{glyphs.warning} Ce reçu n’est dans aucune urne. Comparez-le avec votre carnet"
                " (F6). S’il est bien de cet exercice et bien recopié, prévenez le bureau de vote.",
                "warning",
            )

    def _links(self) -> list[LinkItem]:
        items = [self._link(box) for box in self._boxes]
        return aligned(items, glyphs_of(self.app).ellipsis, _WIDEST_TITLE)

    def _link(self, box: BoxRegister) -> LinkItem:
        address = self.visit.address_of(PageId.CONTEST_REGISTER, contest=box.code.lower())
        found = self._sought.found if self._sought is not None else None
        held = _envelopes(len(box.receipts))
        own = found is not None and found.code == box.code
        mark = f"{glyphs_of(self.app).done} " if own else ""
        return LinkItem(address, f"{box.code} · {box.title}", f"{mark}{held}")


class ContestRegisterPage(Page):
    """The receipts of one box, sorted, as many as there are."""

    _box: BoxRegister

    def fetch(self) -> None:
        """Read the box; refuses TOO_EARLY and CONTEST_UNKNOWN."""
        visit = self.visit
        self._box = visit.services.register.box(visit.workshop_id, visit.where.params["contest"])

    @property
    def title_text(self) -> str:
        """The register of which box."""
        return f"Registre · {self._box.title}"

    def compose(self) -> ComposeResult:
        """How many, the receipts, what is below them, the ways on."""
        receipts, sought = self._box.receipts, self.visit.browser.sought_receipt
        yield Title(self.title_text)
        held = _envelopes(len(receipts))
        where = (
            f", celle que vous cherchez au numéro {number(receipts.index(sought) + 1)}"
            if sought in receipts
            else ""
        )
        yield Lead(f"{held} dans l’ordre des reçus{where}. Cet ordre ne dit rien d’autre.")
        columns = ReceiptColumns(receipts, marked=sought, id="receipts")
        yield columns
        yield MoreBelow(columns, "ligne")
        every = self.visit.address_of(PageId.REGISTER)
        yield Links([LinkItem(every, "Chercher un reçu", "dans toutes les urnes")])

    def start_focus(self) -> None:
        """Begin in the receipts: the arrows go through them."""
        self.query_one("#receipts").focus(scroll_visible=False)


def _envelopes(count: int) -> str:
    return f"{number(count)} enveloppe{'s' if count > 1 else ''}"
