"""Sabotages for a class: a copy of a workshop's counted box is changed, then checked."""

from random import Random

from kiosk.services.box_examination import Examined, examine
from kiosk.services.box_files import BoxFiles
from kiosk.services.sabotages import Sabotage, Traces, sabotaged


class Sabotages:
    """Takes a copy of the box anew each time: restoring it is taking another."""

    def __init__(self, box_files: BoxFiles, chance: Random) -> None:
        self._box_files = box_files
        self._chance = chance

    def require_count(self, workshop_id: str) -> None:
        """Have the box counted where it is time; refuses as ``BoxFiles.document`` does."""
        self._box_files.require_count(workshop_id)

    def examine_unharmed(self, workshop_id: str) -> Examined:
        """Check an unharmed copy; refuses as ``BoxFiles.document`` does."""
        return examine(self._box_files.document(workshop_id))

    def commit(self, workshop_id: str, sabotage: Sabotage, traces: Traces) -> Examined:
        """Sabotage a copy and check it; refuses BOX_EMPTY, and as ``BoxFiles.document`` does."""
        copy = self._box_files.document(workshop_id)
        return examine(sabotaged(copy, sabotage, traces, self._chance))
