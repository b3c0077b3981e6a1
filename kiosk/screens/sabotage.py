"""“Sabotez l’urne”: a class watches what the checks find on a copy of its own counted box."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Horizontal, HorizontalGroup, VerticalScroll
from textual.widgets import Button

from kiosk.glyphs import Glyphs, glyphs_of
from kiosk.screens.box_words import NAMES, line_of, sentence_of
from kiosk.screens.once import Once
from kiosk.screens.page import Page
from kiosk.screens.visit import Visit
from kiosk.services.addresses import PageId
from kiosk.services.box_examination import Examined
from kiosk.services.box_faults import Checked
from kiosk.services.refusals import Refusal
from kiosk.services.sabotages import Sabotage, Traces
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.choice import Choice
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.more_below import MoreBelow
from kiosk.widgets.texts import Lead, Notice, Text, Title

_UNHARMED = "unharmed"
_LABELS = {
    Sabotage.REMOVE: ("Retirer un bulletin", "une enveloppe de moins"),
    Sabotage.ADD: ("Ajouter un bulletin", "une enveloppe de plus, valable"),
    Sabotage.ALTER: ("Altérer un bulletin", "il devient illisible"),
    Sabotage.SWAP: ("Échanger un bulletin", "une enveloppe valable à la place d’une autre"),
    Sabotage.RESULT: ("Modifier le résultat", "des voix passent d’une liste à une autre"),
}
_TRACES = {
    Traces.LEFT: "il n’en fait pas plus",
    Traces.COVERED: "…et il maquille ses traces",
}
_DONE = {
    Traces.LEFT: "Il a agi sur la copie, et il n’en a pas fait plus.",
    Traces.COVERED: "Il a agi sur la copie, puis refait registre, empreintes et journal.",
}
_RESTORED = "La copie est celle de l’urne dépouillée."
_ALL_RIGHT = "Tout est juste. Chacun peut le vérifier, sans ouvrir une enveloppe."


class SabotagePage(Page):
    """A sabotage to choose, then what the checks find; the box itself is never touched."""

    TITLE = "Sabotez l’urne"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._sabotaging = Once(self, "sabotage")
        self._traces = Traces.LEFT
        self._sabotage: Sabotage | None = None
        self._examined: Examined | None = None

    def fetch(self) -> None:
        """Make sure that there is a count; refuses COUNT_NOT_DUE and COUNT_WAITS."""
        self.visit.services.sabotages.require_count(self.visit.workshop_id)

    def compose(self) -> ComposeResult:
        """What may be done, or what was found once it is."""
        if self._examined is None:
            yield from self._choices()
        else:
            yield from self._found(self._examined, glyphs_of(self.app))

    def _choices(self) -> ComposeResult:
        yield Title(self.TITLE)
        yield Lead("Sur une copie\u202f: la vraie urne n’est jamais touchée.")
        traces = Choice("Le saboteur", list(_TRACES.items()), id="traces")
        traces.place = list(Traces).index(self._traces)
        yield traces
        yield Links([LinkItem(one, *said) for one, said in _LABELS.items()], id="sabotages")
        yield Links(
            [LinkItem(_UNHARMED, "Ne rien faire", "vérifier la copie telle quelle")],
            classes="spaced",
        )
        bureau = self.visit.address_of(PageId.BUREAU)
        yield Links([LinkItem(bureau, "Le bureau de vote électronique")])
        yield Notice(id="refused")

    def _found(self, examined: Examined, glyphs: Glyphs) -> ComposeResult:
        if self._sabotage is None:
            yield Title(self.TITLE)
            yield Lead(_RESTORED)
        else:
            yield Title(f"{self.TITLE} · {_LABELS[self._sabotage][0]}")
            yield Lead(_DONE[self._traces])
        verdict = Notice(id="verdict")
        if examined.findings:
            told = [f"{glyphs.missed} {sentence_of(one)}" for one in examined.findings]
            verdict.say("\n".join(told))
        else:
            verdict.say(f"{glyphs.done} {_ALL_RIGHT}", "done")
        yield verdict
        with VerticalScroll(id="checks") as checks:
            for checked in examined.checks:
                yield from _row(checked, glyphs)
        yield MoreBelow(checks, "ligne")
        with Horizontal(classes="actions"):
            yield from self._buttons()

    def _buttons(self) -> Iterator[KioskButton]:
        if self._sabotage is None:
            yield KioskButton("Choisir un sabotage", kind=ButtonKind.PRIMARY, id="choose")
            return
        yield KioskButton("Rétablir", kind=ButtonKind.PRIMARY, id="restore")
        if self._traces is Traces.LEFT:
            yield KioskButton("…et il maquille", id="cover", tooltip=_TRACES[Traces.COVERED])
        yield KioskButton("Un autre sabotage", id="choose")

    def start_focus(self) -> None:
        """Begin on the sabotages, or on what restores the copy."""
        for button in self.query(".primary").results(KioskButton):
            button.focus(scroll_visible=False)
            return
        super().start_focus()

    def follow(self, key: str) -> None:
        """Do what was chosen, or follow a way on."""
        if key == _UNHARMED:
            self._start(None, Traces.LEFT)
        elif key in set(Sabotage):
            self._start(Sabotage(key), Traces(self.query_one("#traces", Choice).value))
        else:
            self.go_to(key)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Restore the copy, cover the traces, or choose again."""
        event.stop()
        match event.button.id:
            case "restore":
                self._start(None, Traces.LEFT)
            case "cover":
                self._start(self._sabotage, Traces.COVERED)
            case _:
                self._sabotaging.start(self._choose_again)

    def _start(self, sabotage: Sabotage | None, traces: Traces) -> None:
        async def work() -> None:
            for button in self.query(KioskButton):
                button.hold()
            await self._examine(sabotage, traces)

        self._sabotaging.start(work)

    async def _examine(self, sabotage: Sabotage | None, traces: Traces) -> None:
        sabotages, workshop_id = self.visit.services.sabotages, self.visit.workshop_id
        try:
            if sabotage is None:
                found = await self.in_thread(sabotages.examine_unharmed, workshop_id)
            else:
                found = await self.in_thread(sabotages.commit, workshop_id, sabotage, traces)
        except Refusal as refusal:
            warning = glyphs_of(self.app).warning
            self.query_one("#refused", Notice).say(f"{warning} {self.sentence(refusal)}", "warning")
            return
        self._sabotage, self._traces, self._examined = sabotage, traces, found
        await self._draw_again()

    async def _choose_again(self) -> None:
        self._examined = None
        await self._draw_again()

    async def _draw_again(self) -> None:
        await self.recompose()
        self.start_focus()


def _row(checked: Checked, glyphs: Glyphs) -> Iterator[HorizontalGroup]:
    mark = glyphs.missed if checked.faults else glyphs.done
    name = Text(f"{mark} {NAMES[checked.check]}", classes="row-name")
    value = Text(line_of(checked), classes="row-value")
    yield HorizontalGroup(name, value, classes=f"named-row {'-wrong' if checked.faults else ''}")
