"""The situation somebody is in, and whether they have found the way out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiosk.services.content import Situation
from kiosk.services.journal import Event, Fact


@dataclass(frozen=True)
class SituationProgress:
    """A situation under way; ``solved`` once the journal says the way out was taken."""

    situation: Situation
    solved: bool


def situation_progress(
    situations: Mapping[str, Situation], facts: Sequence[Fact]
) -> SituationProgress | None:
    """Return the situation last started, or nothing outside any; read from the journal."""
    started = [at for at, fact in enumerate(facts) if fact.event is Event.SITUATION_STARTED]
    situation = situations.get(facts[started[-1]].subject) if started else None
    if situation is None:
        return None
    since = facts[started[-1] :]
    happened = {str(fact.event) for fact in since}
    happened |= {f"{fact.event}/{fact.subject}" for fact in since}
    wanted = set(situation.solved_by)
    if Event.COPIED_SITE_BELIEVED in happened:
        wanted |= set(situation.if_believed)
    return SituationProgress(situation, wanted <= happened)
