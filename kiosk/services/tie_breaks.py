"""What parts lists of the same average; light, for the content names it before the first paint."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, auto


class TieBreak(StrEnum):
    """What parts two lists of the same average."""

    VOTES = auto()
    CANDIDATES = auto()
    DRAW = auto()


TIE_BREAKS = (TieBreak.VOTES, TieBreak.CANDIDATES, TieBreak.DRAW)
"""The order of the mission facts; ``tie_breaks`` of ``rules.toml`` may give another."""


@dataclass(frozen=True)
class TieRule:
    """The tie-breaks in their order, and what they look at; ``draw`` names the luckiest first."""

    order: Sequence[TieBreak] = TIE_BREAKS
    candidates: Mapping[str, int] = field(default_factory=dict)
    draw: Sequence[str] = ()

    def strength(self, tie_break: TieBreak, list_id: str, votes: int) -> int:
        """Tell how strong a list of so many votes is at one tie-break: the strongest passes."""
        match tie_break:
            case TieBreak.VOTES:
                return votes
            case TieBreak.CANDIDATES:
                return self.candidates.get(list_id, 0)
            case TieBreak.DRAW:
                drawn = list_id in self.draw
                return -self.draw.index(list_id) if drawn else -len(self.draw)

    def strengths(self, list_id: str, votes: int) -> tuple[int, ...]:
        """Tell how strong a list is at each tie-break: of two lists, the greater one passes."""
        return tuple(self.strength(tie_break, list_id, votes) for tie_break in self.order)
