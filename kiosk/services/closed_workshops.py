"""Which workshop a command speaks of: the one named, else the last one that it may speak of."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from kiosk.models import Bureau, Contest, ContestCount, Participant, Workshop
from kiosk.services.identifiers import unseparated
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.storable_text import storable
from kiosk.services.workshop_codes import shown


@dataclass(frozen=True)
class WorkshopLabel:
    """By what one knows a workshop again: its code as on the desk, who is in it, from where."""

    id: str
    code: str
    people: tuple[tuple[str, str], ...]
    """Name and school of each participant, in the order of their names."""


def counted_workshop(unit: Session, named: str = "") -> Workshop:
    """Return the workshop named, else of those counted the one last looked at.

    Refuses WORKSHOP_UNKNOWN and NOTHING_COUNTED.
    """
    counted = select(Contest.workshop_id).join(
        ContestCount, col(ContestCount.contest_id) == col(Contest.id)
    )
    found = unit.exec(
        select(Workshop)
        .where(col(Workshop.id).in_(counted))
        .where(col(Workshop.id) == named_workshop(unit, named) if named else True)
        .order_by(col(Workshop.seen_at).desc())
    ).first()
    if found is None:
        raise Refusal(RefusalCode.NOTHING_COUNTED)
    return found


def workshop_with_bureau(unit: Session, named: str = "") -> Workshop:
    """Return the workshop named, else of those with a bureau the one last looked at.

    Refuses WORKSHOP_UNKNOWN and WORKSHOP_NONE.
    """
    found = unit.exec(
        select(Workshop)
        .join(Bureau, col(Bureau.workshop_id) == col(Workshop.id))
        .where(col(Workshop.id) == named_workshop(unit, named) if named else True)
        .order_by(col(Workshop.seen_at).desc())
    ).first()
    if found is None:
        raise Refusal(RefusalCode.WORKSHOP_NONE)
    return found


def label_of(unit: Session, workshop: Workshop) -> WorkshopLabel:
    """Return by what a workshop is known again."""
    people = unit.exec(
        select(Participant)
        .where(Participant.workshop_id == workshop.id)
        .order_by(col(Participant.last_name), col(Participant.first_name))
    )
    told = tuple((f"{one.first_name} {one.last_name}", one.school) for one in people)
    return WorkshopLabel(workshop.id, shown(workshop.code), told)


def named_workshop(unit: Session, typed: str) -> str:
    """Return the id of a workshop, named by its code as the desk shows it, or by its id.

    Refuses WORKSHOP_UNKNOWN.
    """
    named = storable(typed).strip().lower()
    code = select(Workshop.id).where(Workshop.code == unseparated(named))
    found = (
        unit.exec(code).first()
        or unit.exec(select(Workshop.id).where(Workshop.id == named)).first()
    )
    if found is None:
        raise Refusal(RefusalCode.WORKSHOP_UNKNOWN)
    return found
