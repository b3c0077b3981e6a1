"""The room in a mailbox: what is used, what is left, in bytes."""

from sqlmodel import Session, col, func, select

from kiosk.models import Message


def used_bytes(unit: Session, participant_id: str) -> int:
    """Return the room that the messages of a mailbox take, the trash's included."""
    used = select(func.coalesce(func.sum(Message.size), 0)).where(
        col(Message.participant_id) == participant_id
    )
    return max(0, int(unit.exec(used).one()))


def has_room(unit: Session, participant_id: str, size: int, quota: int) -> bool:
    """Say whether a mailbox can take so many bytes more."""
    return used_bytes(unit, participant_id) + max(0, size) <= quota
