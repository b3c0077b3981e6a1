"""What the notebook says, from the first key typed to its place in the store."""

from collections.abc import Callable
from threading import Lock


class NoteDraft:
    """The notebook of one sitting, ahead of the store: leaving the page at once loses nothing.

    ``text`` is set at each key, from the screen; ``save`` runs in threads, and the last one to
    run writes the last text whichever thread it is.
    """

    def __init__(self) -> None:
        self.text: str | None = None
        """What stands in the notebook; none before it was first opened."""
        self._saved: str | None = None
        self._lock = Lock()

    def open(self, stored: Callable[[], str]) -> str:
        """Return the text, read from the store the first time."""
        with self._lock:
            if self.text is None:
                self.text = self._saved = stored()
            return self.text

    def save(self, write: Callable[[str], None]) -> None:
        """Write the text unless it is in the store already."""
        with self._lock:
            text = self.text
            if text is not None and text != self._saved:
                write(text)
                self._saved = text
