"""The key ceremony by hand: each member in turn notes a share on paper, then the keys are taken."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from kiosk.glyphs import glyphs_of
from kiosk.screens.bureau.ceremony_cards import ShareCard, TurnCard
from kiosk.screens.page import FormPage
from kiosk.screens.visit import Visit
from kiosk.services.addresses import PageId
from kiosk.services.bureau import BureauState, Ceremony, Member
from kiosk.services.bureau_journal import Act
from kiosk.services.french import counted, moment
from kiosk.services.key_shares import BureauSize, size_of
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.fields import Field
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.texts import Lead, Notice, Subtitle, Text, Title

_ON_PAPER = (
    "Les parts ne vivront que sur papier\u202f: le kiosque n’en garde aucune. S’il en manque trop,"
    " plus personne ne pourra dépouiller."
)
_NOTHING_YET = "Tant que tous n’ont pas noté leur part, les clés d’avant restent."
_LEFT_HALF_WAY = (
    "La cérémonie commencée a été quittée avant la fin\u202f: rien n’a changé. Déchirez les parts"
    " déjà notées, elles n’ouvrent rien."
)
_LEFT = "@left"
"""Where a draft keeps that a ceremony was left half-way."""


class KeyCeremonyPage(FormPage):
    """The size of the bureau, then for each member a turn and a share, then the keys tried.

    The shares are in this page's memory alone: left, opened anew or come back to, it begins at
    the size again, and the keys of before are still in force.
    """

    TITLE = "La cérémonie des clés"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._ceremony: Ceremony | None = None
        self._turn = 0
        self._is_shown = False
        self._made: BureauState | None = None
        self._state: BureauState | None = None
        self._is_taking = False
        self._overtaken: Refusal | None = None

    def fetch(self) -> None:
        """Read the bureau; refuses BUREAU_SEALED from the opening of the vote on."""
        bureaus = self.visit.services.bureaus
        bureaus.require_unsealed(self.visit.workshop_id)
        self._state = bureaus.state(self.visit.workshop_id)

    def compose(self) -> ComposeResult:
        """Where the ceremony has got to."""
        yield Title(self.TITLE)
        if self._made is not None:
            yield from self._done(self._made)
        elif self._ceremony is None:
            yield from self._size_form()
        elif self._turn == len(self._ceremony.members):
            yield from self._all_noted()
        elif self._is_shown:
            yield from self._share(self._member)
        else:
            yield from self._call(self._member)

    def start_focus(self) -> None:
        """Begin on the member's card, where there is one."""
        for card in self.query("ShareCard, TurnCard"):
            card.focus(scroll_visible=False)
            return
        if self._ceremony is None:
            super().start_focus()
        else:
            self.query_one(".primary").focus(scroll_visible=False)

    def taken_down(self) -> None:
        """Forget the shares; note that a ceremony was left half-way."""
        is_told = self._ceremony is None and _LEFT in self._draft
        is_half_way = self._ceremony is not None and not self._is_taking
        self._ceremony = None
        super().taken_down()
        if is_told or is_half_way:
            self._draft[_LEFT] = _LEFT

    @property
    def _draft(self) -> dict[str, str]:
        return self.visit.sitting.drafts.get(self.visit.where.address, {})

    @property
    def _member(self) -> Member:
        assert self._ceremony is not None  # noqa: S101 - a turn begins once the keys are drawn
        return self._ceremony.members[self._turn]

    def _size_form(self) -> ComposeResult:
        yield Lead(f"Nouvelles clés, une part par membre du bureau. {_NOTHING_YET}")
        warning = Notice(id="on-paper")
        warning.say(f"{glyphs_of(self.app).warning} {_ON_PAPER}", "warning")
        yield warning
        before = Notice(id="before")
        before.say(self._said_before(), "hint")
        yield before
        with Vertical(classes="form beside"):
            yield Field(
                "Membres du bureau",
                field_id="members",
                help="De 2 à 13.",
                value=self._draft.get("members", "3"),
                max_length=12,
            )
            yield Field(
                "Parts pour ouvrir",
                field_id="needed",
                help="De 2 à 7, et pas plus que de membres.",
                value=self._draft.get("needed", "2"),
                max_length=12,
            )
            yield Notice(id="form-error")
        with Horizontal(classes="actions"):
            yield KioskButton("Faire les clés", kind=ButtonKind.PRIMARY, id="send")
        yield Links([self._back()])

    def _said_before(self) -> str:
        if self._overtaken is not None:
            return self.sentence(self._overtaken)
        if _LEFT in self._draft:
            return _LEFT_HALF_WAY
        made = self._state.last(Act.KEYS_MADE) if self._state else None
        if self._state and self._state.made_by_hand and made:
            return f"Les parts notées le {moment(made.at)} n’ouvriront plus rien\u202f: à déchirer."
        return ""

    def _call(self, member: Member) -> ComposeResult:
        yield Lead(self._place())
        yield TurnCard(member)
        yield Text(
            "Votre part ne sera montrée qu’une fois. Quitter cette page, même pour le carnet (F6),"
            " recommence la cérémonie.",
            classes="spaced",
        )
        with Horizontal(classes="actions"):
            yield KioskButton("Montrer ma part", kind=ButtonKind.PRIMARY, id="show")

    def _share(self, member: Member) -> ComposeResult:
        yield Lead(self._place())
        yield Subtitle(f"{member.name}, {member.role}")
        yield ShareCard(member.share)
        yield Text(
            "Dix groupes de quatre\u202f; ni la lettre O, ni I, ni L\u202f: 0 et 1 sont des"
            " chiffres. Relisez\u202f: cette part ne sera plus montrée."
        )
        with Horizontal(classes="actions"):
            yield KioskButton("C’est noté, suivant", kind=ButtonKind.PRIMARY, id="next")

    def _all_noted(self) -> ComposeResult:
        yield Lead("Toutes les parts sont notées.")
        yield Text(
            "Il reste à essayer les clés\u202f: pour chaque urne, un bulletin d’essai est scellé,"
            " puis ouvert avec les parts. Ensuite seulement elles remplacent les clés d’avant.",
            classes="spaced",
        )
        notice = Notice(id="form-error")
        yield notice
        with Horizontal(classes="actions"):
            yield KioskButton("Essayer et prendre les clés", kind=ButtonKind.PRIMARY, id="take")

    def _done(self, state: BureauState) -> ComposeResult:
        tested = state.last(Act.KEYS_TESTED)
        boxes = tested.detail.get("contests", 0) if tested else 0
        notice = Notice(id="state")
        notice.say(
            f"{glyphs_of(self.app).done} Les clés sont faites et essayées\u202f: un bulletin"
            f" d’essai scellé, puis ouvert, pour {counted(boxes, 'urne')}.",
            "done",
        )
        yield notice
        yield Text(
            f"Pour dépouiller, il faudra {state.needed} des {len(state.members)} parts"
            " notées\u202f; sans elles, personne ne le peut. Gardez les papiers à part.",
            classes="spaced",
        )
        with Horizontal(classes="actions"):
            yield KioskButton(
                "Revenir au bureau de vote", kind=ButtonKind.PRIMARY, id=PageId.BUREAU.value
            )

    def _place(self) -> str:
        assert self._ceremony is not None  # noqa: S101 - a turn begins once the keys are drawn
        return f"Membre {self._turn + 1} sur {len(self._ceremony.members)}"

    def _back(self) -> LinkItem:
        return LinkItem(self.visit.address_of(PageId.BUREAU), "Revenir au bureau de vote")

    async def submitted(self) -> None:
        """Draw the keys, and call the first member."""
        typed = {field.field_id: field.value for field in self.query(Field)}
        ceremony = await self.attempt(self._draw, typed["members"], typed["needed"])
        if ceremony is not None:
            self._ceremony = ceremony
            await self._drawn_anew()

    def _draw(self, members: str, needed: str) -> Ceremony:
        size: BureauSize = size_of(members, needed)
        return self.visit.services.bureaus.draw_keys(self.visit.workshop_id, size)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go on, one press at a time."""
        event.stop()
        if event.button.id == "send":
            self.send()
        elif event.button.id == PageId.BUREAU.value:
            self.go(PageId.BUREAU)
        else:
            self.once(
                {"show": self._show, "next": self._next, "take": self._take}[event.button.id or ""]
            )

    async def _show(self) -> None:
        if await self._may_go_on():
            self._is_shown = True
            await self._drawn_anew()

    async def _next(self) -> None:
        if await self._may_go_on():
            self._is_shown = False
            self._turn += 1
            await self._drawn_anew()

    async def _take(self) -> None:
        if self._ceremony is None or not await self._may_go_on(self._ceremony):
            return
        bureaus, workshop_id = self.visit.services.bureaus, self.visit.workshop_id
        self._made = await self.in_thread(bureaus.state, workshop_id)
        await self._drawn_anew()
        self.post_message(self.Happened())

    async def _may_go_on(self, ceremony: Ceremony | None = None) -> bool:
        """Take the keys of a ceremony that has come to its end; say whether there is a next step.

        A colleague may have moved the clock, or have held a ceremony at another terminal.
        """
        bureaus, workshop_id = self.visit.services.bureaus, self.visit.workshop_id
        self._is_taking = ceremony is not None
        try:
            if ceremony is None:
                await self.in_thread(bureaus.require_unsealed, workshop_id)
            else:
                await self.in_thread(bureaus.take_keys, workshop_id, ceremony)
        except Refusal as refusal:
            self._is_taking = True
            if refusal.code is RefusalCode.BUREAU_SEALED:
                # The same address, opened anew, is refused for the same reason, with the ways on.
                self.go(PageId.KEY_CEREMONY)
                return False
            self._ceremony, self._turn, self._overtaken = None, 0, refusal
            await self.in_thread(self.fetch)
            await self._drawn_anew()
            return False
        return True

    async def _drawn_anew(self) -> None:
        await self.recompose()
        self.start_focus()
