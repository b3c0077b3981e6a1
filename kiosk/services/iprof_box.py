"""I-Prof's own box: its messages, written to whoever reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Protocol

from sqlmodel import Session

from kiosk.models import Participant, Workshop
from kiosk.services.content import Academy, Content, Corps
from kiosk.services.content_iprof import BoxTemplate
from kiosk.services.letters import filled_in


class OfCorps(Protocol):
    """Somebody whose corps is known."""

    @property
    def corps(self) -> str:
        """One of the corps that the content names."""


@dataclass(frozen=True)
class BoxMessage:
    """A message of I-Prof's own box."""

    id: str
    sender: str
    subject: str
    sent: datetime
    text: str = field(repr=False)


def received(
    unit: Session, participant_id: str, content: Content, now: datetime
) -> tuple[BoxMessage, ...]:
    """Return what somebody has received by now, newest first; the same at each look."""
    person = unit.get_one(Participant, participant_id)
    workshop = unit.get_one(Workshop, person.workshop_id)
    values = iprof_values(person, content.academies[workshop.academy], content)
    there = [one for one in content.iprof.messages if one.sent <= now]
    return tuple(
        _written(one, values, Random(f"{workshop.seed}:{person.user_name}:{one.id}"))  # noqa: S311 - no secret
        for one in sorted(there, key=lambda one: one.sent, reverse=True)
    )


def iprof_values(person: OfCorps, academy: Academy, content: Content) -> Mapping[str, object]:
    """Return what a message may name: the person, the academy, the words of the corps."""
    words = content.iprof.words[Corps(person.corps)]
    return {"person": person, "academy": academy, "words": words}


def _written(template: BoxTemplate, values: Mapping[str, object], chance: Random) -> BoxMessage:
    text = filled_in(chance.choice(template.texts), values)
    return BoxMessage(template.id, template.sender, template.subject, template.sent, text)
