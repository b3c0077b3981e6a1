"""What a test of the desk looks at, and puts there."""

from datetime import datetime

from kiosk.models import DeskItem
from kiosk.services.postman import Channel

from .visitor import Visitor


def now(visitor: Visitor) -> datetime:
    return visitor.services.clock.now(visitor.sitting.who.workshop_id)


def send_text(visitor: Visitor, body: str) -> None:
    """A text message that is already there."""
    with visitor.services.store.unit() as unit:
        unit.add(
            DeskItem(
                participant_id=visitor.sitting.who.participant_id,
                channel=Channel.SMS,
                kind="identifier",
                sender="Espace électeur",
                title="",
                body=body,
                arrived_at=now(visitor),
            )
        )
