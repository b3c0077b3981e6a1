"""The count by hand: the members give their shares one by one, then every box is opened."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Button

from kiosk.glyphs import glyphs_of
from kiosk.screens.page import FormPage
from kiosk.screens.visit import Visit
from kiosk.services.addresses import PageId
from kiosk.services.bureau import BureauState
from kiosk.services.bureau_journal import Act
from kiosk.services.count import BoxReport
from kiosk.services.french import percent
from kiosk.services.refusals import Refusal
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.fields import Field, PasswordField
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.more_below import MoreBelow
from kiosk.widgets.progress import Progress
from kiosk.widgets.texts import Lead, Notice, Title

_ASK = "ask-"
_HOW = "Quarante caractères\u202f; espaces, tirets et minuscules au choix."
_SAME = "Les urnes ont déjà été ouvertes\u202f: le résultat doit être le même."


class HandCountPage(FormPage):
    """One field, for one share at a time: whoever types it is alone to see it, and may hide it.

    The shares given are in this page's memory alone, until they have opened the boxes.
    """

    class Counted(Message):
        """More envelopes and ballots have been opened."""

        def __init__(self, done: int, whole: int) -> None:
            super().__init__()
            self.done = done
            self.whole = whole

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._state: BureauState | None = None
        self._given: tuple[str, ...] = ()
        self._failed: Refusal | None = None

    def fetch(self) -> None:
        """Read the bureau; refuses TOO_EARLY before the last voter had to be done."""
        services = self.visit.services
        services.bureaus.require_closed(services.clock.now(self.visit.workshop_id))
        self._state = services.bureaus.state(self.visit.workshop_id)

    @property
    def state(self) -> BureauState:
        """The bureau whose shares are asked for."""
        assert self._state is not None  # noqa: S101 - fetched before it is drawn
        return self._state

    @property
    def title_text(self) -> str:
        """A first count, or another."""
        return "Recompter à la main" if self._is_again else "Dépouiller à la main"

    @property
    def _is_again(self) -> bool:
        return self.state.last(Act.BOX_COUNTED) is not None

    @property
    def _number(self) -> int:
        return len(self._given) + 1

    def compose(self) -> ComposeResult:
        """Which share is asked for, its field, whom to ask."""
        yield Title(self.title_text)
        yield Lead(
            f"{self.state.needed} parts ouvrent les urnes. {_SAME if self._is_again else ''}"
        )
        received = Notice(id="received")
        if self._given:
            count = len(self._given)
            said = f"{count} parts reçues" if count > 1 else "1 part reçue"
            received.say(f"{glyphs_of(self.app).done} {said} sur {self.state.needed}.", "done")
        yield received
        with Vertical(classes="form share-form"):
            yield PasswordField(
                f"Part {self._number} sur {self.state.needed}",
                field_id=f"share-{self._number}",
                help=_HOW,
            )
            error = Notice(id="form-error")
            if self._failed is not None:
                why = self.sentence(self._failed)
                error.say(f"{glyphs_of(self.app).warning} {why} Redonnez toutes les parts.")
            yield error
        yield Progress(id="progress", classes="hidden")
        is_last = self._number == self.state.needed
        with Horizontal(classes="actions"):
            label = "Ouvrir les urnes" if is_last else "Donner cette part"
            yield KioskButton(label, kind=ButtonKind.PRIMARY, id="send")
            if self._given:
                yield KioskButton("Recommencer", id="again", tooltip="Redonner toutes les parts")
        with VerticalScroll(id="bureau-ways", can_focus=False) as ways:
            yield Links(self._ways())
        yield MoreBelow(ways, "lien")

    def _ways(self) -> list[LinkItem]:
        ways = []
        if not self.state.made_by_hand:
            ways += [
                LinkItem(f"{_ASK}{place}", f"Demander à {member.name}", member.role)
                for place, member in enumerate(self.state.members)
            ]
        back = self.visit.address_of(PageId.BUREAU)
        return [*ways, LinkItem(back, "Revenir au bureau de vote", "les parts données s’oublient")]

    def follow(self, key: str) -> None:
        """Ask a simulated member for a share, or go where the link leads."""
        if key.startswith(_ASK):
            place = int(key.removeprefix(_ASK))
            self.run_worker(self._ask(place), group="ask", exclusive=True)
        else:
            super().follow(key)

    async def _ask(self, place: int) -> None:
        simulated = self.visit.services.bureaus.simulated_shares
        shares = await self.in_thread(simulated, self.visit.workshop_id)
        if place >= len(shares):
            self.go(PageId.HAND_COUNT)  # meanwhile the keys were made by hand: nobody to ask
            return
        for field in self.query(PasswordField):
            field.value = shares[place]
            self.query_one("#send").focus()

    async def submitted(self) -> None:
        """Take a share; with the last one, open the boxes."""
        typed = self.query_one(PasswordField).value
        given = (*self._given, typed)
        if await self.attempt(self._require, typed) is None:
            return
        if len(given) < self.state.needed:
            await self._ask_for_next(given)
            return
        self._show_progress(0, 1)
        reports = await self.attempt(self._count, given)
        if reports is not None:
            self._given = ()
            self.go(PageId.COUNT_REPORT)

    def _require(self, typed: str) -> int:
        require = self.visit.services.count.require_share
        return require(self.visit.workshop_id, typed, self._given)

    def _count(self, given: tuple[str, ...]) -> tuple[BoxReport, ...]:
        count = self.visit.services.count.count
        return count(self.visit.workshop_id, given, progress=self._tell)

    def _tell(self, done: int, whole: int) -> None:
        """Have the bar drawn further: this is another thread."""
        self.post_message(self.Counted(done, whole))

    def on_hand_count_page_counted(self, event: Counted) -> None:
        """Draw the bar further."""
        event.stop()
        self._show_progress(event.done, event.whole)

    def _show_progress(self, done: int, whole: int) -> None:
        share = percent(done / whole if whole else 1.0)
        for field in self.query(Field):
            field.show_help(f"Les urnes s’ouvrent, les bulletins sont comptés\u202f: {share}")
        for bar in self.query(Progress):
            bar.remove_class("hidden")
            bar.show(done, whole)

    def show_refusals(self, refusals: Iterable[Refusal]) -> None:
        """Shares that do not open these boxes are all to be given again."""
        told = tuple(refusals)
        if any(refusal.field == "form" for refusal in told):
            self.run_worker(self._ask_for_next((), told[0]), group="again")
        else:
            super().show_refusals(told)

    async def _ask_for_next(self, given: tuple[str, ...], failed: Refusal | None = None) -> None:
        self._given, self._failed = given, failed
        await self.recompose()
        self.query_one(PasswordField).focus_input()

    async def _begin_again(self) -> None:
        await self._ask_for_next(())

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Give the share, or forget those given."""
        event.stop()
        if event.button.id == "again":
            self.once(self._begin_again)
        else:
            self.send()
