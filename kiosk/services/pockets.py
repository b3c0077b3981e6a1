"""The pockets of the simulated members: where their shares are kept, outside any store.

Whoever has the store has no key to its boxes. A small file for each workshop, in a folder of
its own, is wiped with the workshop.
"""

import json
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path

_ENDING = ".json"


class Pockets:
    """A folder of shares, by workshop."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def fill(self, workshop_id: str, shares: Sequence[str]) -> None:
        """Give the members of a workshop's bureau their shares, in order."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):
            self._folder.chmod(0o700)  # other people of a shared machine have no business there
        self._file(workshop_id).write_text(json.dumps(list(shares)), "utf-8")

    def shares(self, workshop_id: str) -> tuple[str, ...]:
        """Return the shares of a workshop's members; none where people hold them, or elsewhere."""
        try:
            return tuple(json.loads(self._file(workshop_id).read_text("utf-8")))
        except (OSError, ValueError):
            return ()

    def empty(self, workshop_id: str) -> None:
        """Forget the shares of a workshop."""
        with suppress(OSError):
            self._file(workshop_id).unlink(missing_ok=True)

    def keep_only(self, workshop_ids: Collection[str]) -> None:
        """Forget what belongs to no workshop any more."""
        for file in self._folder.glob(f"*{_ENDING}"):
            if file.stem not in workshop_ids:
                self.empty(file.stem)

    def _file(self, workshop_id: str) -> Path:
        return self._folder / f"{workshop_id}{_ENDING}"
