"""Who a participant is: a persona's data, and what the rules make of them."""

from collections.abc import Sequence
from random import Random

from sqlmodel import Session, select

from kiosk.models import Participant, Workshop
from kiosk.services.content import Academy, Persona
from kiosk.services.numen import NumenKind, make_numen
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.services.user_names import MOST_HOMONYMS, address, user_name


def participant_of(
    workshop: Workshop, persona: Persona, academy: Academy, others: Sequence[Participant] = ()
) -> Participant:
    """Return a persona's participant; the NUMEN follows from the workshop's seed.

    User name, address and NUMEN are those of none of the others: a name that is taken has the
    next digit behind it. Refuses HOMONYMS_TOO_MANY when there is none left.
    """
    rank = _free_rank(persona, {one.user_name for one in others})
    return Participant(
        workshop_id=workshop.id,
        first_name=persona.first_name,
        last_name=persona.last_name,
        corps=persona.corps,
        grade=persona.grade,
        school=persona.school,
        homonym=rank,
        user_name=user_name(persona.first_name, persona.last_name, rank),
        address=address(persona.first_name, persona.last_name, academy.domain, rank),
        numen=_free_numen(workshop, persona, {one.numen for one in others}),
        mobile=persona.mobile,
        personal_mail=persona.personal_mail,
    )


def held(unit: Session, participant_id: str) -> Participant:
    """Return a participant held until the unit's end against another terminal's hand.

    Colleagues may write to them meanwhile: two who write to each other do not wait in a circle.
    """
    return unit.get_one(Participant, participant_id, with_for_update={"key_share": True})


def who_has(unit: Session, workshop_id: str, address: str) -> Participant | None:
    """Return who has an address in a workshop; they do not leave before the unit's end."""
    return unit.exec(
        select(Participant)
        .where(Participant.workshop_id == workshop_id, Participant.address == address)
        .with_for_update(read=True, key_share=True)
    ).first()


def _free_rank(persona: Persona, taken: set[str]) -> int:
    """Return the rank among homonyms: one's own, else the next that is free.

    User names of the same rank are alike whenever addresses are, and oftener.
    """
    for step in range(MOST_HOMONYMS):
        rank = (persona.homonym + step) % MOST_HOMONYMS
        if user_name(persona.first_name, persona.last_name, rank) not in taken:
            return rank
    raise Refusal(RefusalCode.HOMONYMS_TOO_MANY, "form", most=MOST_HOMONYMS)


def _free_numen(workshop: Workshop, persona: Persona, taken: set[str]) -> str:
    chance = Random(f"{workshop.seed}:{persona.id}")  # noqa: S311 - a fictive NUMEN, no secret
    kind = NumenKind[persona.numen_kind.upper()]
    while (numen := make_numen(chance, kind, persona.entry_year)) in taken:
        pass
    return numen
