"""The lists to choose from, as cards of equal size; the blank vote is a card like the others."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.glyphs import Glyphs, glyphs_of
from kiosk.widgets.arrows import go_on
from kiosk.widgets.foreign_text import cleaned, fitted

_COLUMNS: Final = 2
_CHOSEN: Final = "votre choix"
_ROOMY: Final = 6
"""Up to so many cards have two rows of text on a short screen; more have one, to stay in sight."""


@dataclass(frozen=True)
class BallotOption:
    """One thing to vote for: a key for the page, a name, a few words under it."""

    key: str
    name: str
    detail: str = ""


class BallotCard(Widget, can_focus=True):
    """One card: a mark, a name, a detail; the focus shows as an arrow and a heavy border."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"ballot-card--name", "ballot-card--detail"}
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "choose", show=False)]

    is_chosen: reactive[bool] = reactive(False, toggle_class="-chosen")
    """Whether this is the card chosen among its group."""

    class Picked(Message):
        """The card was clicked, or Space or Enter was pressed on it."""

        def __init__(self, card: "BallotCard") -> None:
            super().__init__()
            self.card = card

    def __init__(self, option: BallotOption) -> None:
        super().__init__()
        self.option = option
        self.tooltip = Content(cleaned(option.name))

    def render(self) -> Content:
        """Two rows that fill the card, or one where the cards are many."""
        glyphs = glyphs_of(self.app)
        width = self.content_size.width
        pointer = glyphs.current if self.has_focus else " "
        mark = glyphs.radio_on if self.is_chosen else glyphs.radio_off
        head = f"{pointer} {mark}  "
        detail = cleaned(self.option.detail)
        if self.is_chosen:
            detail = f"{detail} · {_CHOSEN}" if detail else _CHOSEN
        room = max(0, width - len(head))
        if self.content_size.height == 1:
            return self._in_one_row(head, room, glyphs)
        name_style = self.get_visual_style("ballot-card--name")
        detail_style = self.get_visual_style("ballot-card--detail")
        return Content.assemble(
            (head + fitted(self.option.name, room, glyphs.ellipsis), name_style),
            "\n",
            (" " * len(head) + fitted(detail, room, glyphs.ellipsis), detail_style),
        )

    def _in_one_row(self, head: str, room: int, glyphs: Glyphs) -> Content:
        """Mark and name; no detail, which would stand beside short names and not beside long."""
        left = room - Content(cleaned(self.option.name)).cell_length
        aside = f"  {_CHOSEN} " if self.is_chosen else ""
        if len(aside) > left:
            aside = ""
        name = fitted(self.option.name, room - len(aside), glyphs.ellipsis)
        return Content.assemble(
            (head + name, self.get_visual_style("ballot-card--name")),
            (aside, self.get_visual_style("ballot-card--detail")),
        )

    def action_choose(self) -> None:
        """Choose this card."""
        self.post_message(self.Picked(self))

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        event.stop()
        self.action_choose()


class BallotCards(VerticalScroll, can_focus=False):
    """The cards in two columns; arrows move, Space, Enter or a click chooses one and only one.

    Ten fit on a short screen; with more, the group scrolls.
    """

    SCOPED_CSS = False
    DEFAULT_CSS = """
    BallotCards {
        width: 100%;
        height: auto;
        max-height: 15;
        layout: grid;
        grid-size: 2;
        grid-rows: 4;
        grid-gutter: 0 2;
        scrollbar-size-vertical: 1;
    }
    .-short BallotCards.-many { grid-rows: 3; }
    .-short .-many BallotCard { height: 3; }
    .-tall BallotCards { max-height: 19; grid-gutter: 1 2; margin-bottom: 1; }
    BallotCard {
        height: 4;
        border: round $line;
        color: $ink;
        pointer: pointer;
        & > .ballot-card--name { text-style: bold; }
        & > .ballot-card--detail { color: $muted; }
        &:hover { border: round $accent; }
        &.-chosen { border: round $accent; }
        &.-chosen > .ballot-card--name { background: $accent-soft; color: $accent-ink; }
        &.-chosen > .ballot-card--detail { background: $accent-soft; color: $accent-ink; }
        &:focus { border: heavy $accent; }
    }
    .-console BallotCard { border: solid $line; }
    .-console BallotCard:hover, .-console BallotCard.-chosen { border: solid $accent; }
    .-console BallotCard:focus { border: double $accent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "walk(1)", show=False),
        Binding("left", "walk(-1)", show=False),
        Binding("down", f"walk({_COLUMNS})", show=False),
        Binding("up", f"walk(-{_COLUMNS})", show=False),
    ]

    class _About(Message):
        """What happened to a card of the group."""

        def __init__(self, cards: "BallotCards", key: str) -> None:
            super().__init__()
            self.cards = cards
            self.key = key
            """The key of the chosen option."""

        @property
        def control(self) -> "BallotCards":
            """The group."""
            return self.cards

    class ChoiceChanged(_About):
        """Another card was chosen."""

    class ChosenAgain(_About):
        """The card that was chosen already was chosen once more."""

    def __init__(
        self,
        options: Iterable[BallotOption],
        *,
        chosen: str | None = None,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._options = tuple(options)
        self._chosen = chosen
        self.set_class(len(self._options) > _ROOMY, "-many")

    @property
    def chosen(self) -> str | None:
        """The key of the chosen option; none before the first choice."""
        return self._chosen

    def compose(self) -> ComposeResult:
        """One card for each option, in the order given."""
        keys = [option.key for option in self._options]
        first = [self._chosen] if self._chosen in keys else keys[:1]
        for option in self._options:
            card = BallotCard(option)
            card.is_chosen = option.key == self._chosen
            card.can_focus = option.key in first
            yield card

    def choose(self, key: str) -> None:
        """Choose an option by its key and say so, also where it is chosen already."""
        if key == self._chosen:
            self.post_message(self.ChosenAgain(self, key))
            return
        self._chosen = key
        for card in self.query(BallotCard):
            card.is_chosen = card.option.key == key
        self.post_message(self.ChoiceChanged(self, key))

    def focus_cards(self) -> None:
        """Put the focus on the chosen card, else on the first."""
        cards = list(self.query(BallotCard))
        if cards:
            self.focus_card(next((card for card in cards if card.is_chosen), cards[0]))

    def action_walk(self, step: int) -> None:
        """Move the focus by so many cards; where there is no card that far, out of the group."""
        cards = list(self.query(BallotCard))
        focused = next((at for at, card in enumerate(cards) if card.has_focus), None)
        if focused is None:
            return
        target = focused + step
        if step == _COLUMNS and target >= len(cards):
            # The last row may have one card: from its other column, down goes to it.
            target = len(cards) - 1 if focused // _COLUMNS < (len(cards) - 1) // _COLUMNS else -1
        if 0 <= target < len(cards):
            self.focus_card(cards[target])
        else:
            go_on(cards[focused], 1 if step > 0 else -1)

    def focus_card(self, card: BallotCard) -> None:
        """Put the focus on a card: Tab enters the group there, and leaves it from there."""
        card.can_focus = True
        self.screen.set_focus(card)
        for other in self.query(BallotCard):
            other.can_focus = other is card

    def on_ballot_card_picked(self, event: BallotCard.Picked) -> None:
        """Make the picked card the only chosen one."""
        event.stop()
        self.focus_card(event.card)
        self.choose(event.card.option.key)
