"""Many voters at once in one workshop, for what takes more ballots than one person has."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import select

from kiosk.models import Contest, Elector, Participant, RollEntry, VoterAccount
from kiosk.services.container import Services
from kiosk.services.sessions import System

HASH = "a digest that opens nothing"
"""Whoever is let in by another door than the form has a password that nobody knows."""


@dataclass(frozen=True)
class Neighbour:
    """Somebody else of the same workshop, on the same rolls as its first participant."""

    workshop_id: str
    participant_id: str

    def enter(self, services: Services) -> str:
        """Enter the polling station of a terminal and return its token."""
        at = services.clock.now(self.workshop_id)
        return services.sessions.open(
            self.workshop_id, self.participant_id, System.POLLING_STATION, at, opened_with=HASH
        )


def bring(services: Services, workshop_id: str, number: int) -> Sequence[Neighbour]:
    """Add so many people to a workshop, each with a confirmed account."""
    now = services.clock.now(workshop_id)
    with services.store.unit() as unit:
        first = unit.exec(select(Participant).where(Participant.workshop_id == workshop_id)).first()
        assert first is not None
        rolls = unit.exec(
            select(RollEntry.contest_id)
            .join(Elector)
            .join(Contest)
            .where(Elector.participant_id == first.id)
            .order_by(Contest.position)  # type: ignore[arg-type]
        ).all()
        shared = first.model_dump(exclude={"id", "user_name", "address"})
        brought = [
            Participant(user_name=f"voisin{place}", address=f"voisin{place}@x.fr", **shared)
            for place in range(number)
        ]
        unit.add_all(brought)
        unit.flush()
        for person in brought:
            unit.add(VoterAccount(participant_id=person.id, password_hash=HASH, confirmed_at=now))
            elector = Elector(workshop_id=workshop_id, corps=person.corps, participant_id=person.id)
            unit.add(elector)
            unit.flush()
            unit.add_all(RollEntry(contest_id=one, elector_id=elector.id) for one in rolls)
    return [Neighbour(workshop_id, person.id) for person in brought]
