"""The situation somebody is in, and whether they have found the way out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kiosk.services.content import Milestone, Situation
from kiosk.services.journal import Event, Fact

IsPast = Callable[[Milestone], bool]


@dataclass(frozen=True)
class SituationProgress:
    """A situation under way; ``solved`` once the journal says the way out was taken.

    ``missed`` once the limit of its way out has passed first.
    """

    situation: Situation
    solved: bool
    missed: bool


def situation_progress(
    situations: Mapping[str, Situation], facts: Sequence[Fact], *, is_past: IsPast
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
    solved = wanted <= happened
    missed = not solved and situation.until is not None and is_past(situation.until)
    return SituationProgress(situation, solved, missed)
