"""What one does with a trap: believe it, or report it. Nothing that was typed comes here."""

from enum import StrEnum

from kiosk.services.clock import Clock
from kiosk.services.journal import Event, record_once
from kiosk.services.store import Store


class Suspicion(StrEnum):
    """The traps of the rehearsal (mission facts, trouble 14)."""

    COPIED_SITE = "site-copie"
    PASSWORD_BY_MAIL = "mot-de-passe-par-courriel"  # noqa: S105 - the name of a trap
    COLLEAGUE = "collegue"


class Reports:
    """Notes in the journal what somebody did with a trap."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def report(self, workshop_id: str, participant_id: str, suspicion: Suspicion) -> None:
        """Note that a trap was reported; once for each kind."""
        self._note(workshop_id, participant_id, Event.SUSPICION_REPORTED, suspicion)

    def believed(self, workshop_id: str, participant_id: str) -> None:
        """Note that a copied site was taken for the real one."""
        self._note(workshop_id, participant_id, Event.COPIED_SITE_BELIEVED, Suspicion.COPIED_SITE)

    def _note(
        self, workshop_id: str, participant_id: str, event: Event, suspicion: Suspicion
    ) -> None:
        now = self._clock.now(workshop_id)
        with self._store.unit() as unit:
            record_once(unit, participant_id, event, at=now, subject=suspicion)
