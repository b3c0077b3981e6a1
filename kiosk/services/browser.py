"""The browser of one sitting: where it is, where it was, its bookmarks and its cookies."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.services.polling import Receipt

HISTORY_LENGTH = 200


@dataclass(frozen=True)
class Visited:
    """A page seen during the sitting, at a simulated instant."""

    address: str
    title: str
    at: datetime


@dataclass(frozen=True)
class Bookmark:
    """A page one wants to find again."""

    address: str
    title: str


@dataclass
class Cookies:
    """What the sites know this browser by: one token a system, none of them a secret typed."""

    webmail: str | None = None
    lost_password: str | None = None
    iprof: str | None = None
    voter_space: str | None = None
    polling_station: str | None = None
    account_request: str | None = None


@dataclass
class Browser:
    """One window: going back from the portal to the webmail signs nobody out."""

    bookmarks: list[Bookmark] = field(default_factory=list)
    cookies: Cookies = field(default_factory=Cookies, repr=False)
    visited: list[Visited] = field(default_factory=list, repr=False)
    ballot_choices: dict[str, str] = field(default_factory=dict, repr=False)
    """What is marked on each contest's ballot until it is cast; in memory and nowhere else."""
    receipts: dict[str, "Receipt"] = field(default_factory=dict, repr=False)
    """The receipt of each contest voted in during the sitting."""
    sought_receipt: str = field(default="", repr=False)
    """The receipt last looked for in the public register; in memory and nowhere else."""
    _trail: list[str] = field(default_factory=list, repr=False)
    _position: int = -1

    @property
    def address(self) -> str:
        """The address shown, or nothing before the first page."""
        return self._trail[self._position] if 0 <= self._position < len(self._trail) else ""

    @property
    def can_go_back(self) -> bool:
        """Whether there is an earlier page."""
        return self._position > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether one has gone back from a later page."""
        return self._position < len(self._trail) - 1

    def went_to(self, address: str, instead_of: str = "") -> None:
        """Note that an address was opened; what lay ahead is forgotten.

        An address that led elsewhere does not stay on the way back, which would end there.
        """
        if instead_of != address and instead_of and instead_of == self.address:
            del self._trail[self._position]
            self._position -= 1
        if address == self.address:
            return
        del self._trail[self._position + 1 :]
        self._trail.append(address)
        del self._trail[:-HISTORY_LENGTH]
        self._position = len(self._trail) - 1

    def saw(self, address: str, title: str, at: datetime) -> None:
        """Add a page to the sitting's history, unless it is the one just seen."""
        if not self.visited or self.visited[-1].address != address:
            self.visited.append(Visited(address, title, at))
            del self.visited[:-HISTORY_LENGTH]

    def back(self) -> str:
        """Go one page back, where there is one, and return its address."""
        self._position = max(self._position - 1, 0)
        return self.address

    def forward(self) -> str:
        """Go one page forward, where there is one, and return its address."""
        self._position = min(self._position + 1, len(self._trail) - 1)
        return self.address

    def is_bookmarked(self, address: str) -> bool:
        """Say whether an address is among the bookmarks."""
        return any(bookmark.address == address for bookmark in self.bookmarks)

    def toggle_bookmark(self, address: str, title: str) -> None:
        """Add the address to the bookmarks, or take it out."""
        kept = [bookmark for bookmark in self.bookmarks if bookmark.address != address]
        if len(kept) == len(self.bookmarks):
            kept.append(Bookmark(address, title))
        self.bookmarks = kept
