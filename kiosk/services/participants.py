"""Who a participant is: a persona's data, and what the rules make of them."""

from random import Random

from kiosk.models import Participant, Workshop
from kiosk.services.content import Academy, Persona
from kiosk.services.numen import NumenKind, make_numen
from kiosk.services.user_names import address, user_name


def participant_of(workshop: Workshop, persona: Persona, academy: Academy) -> Participant:
    """Return a persona's participant; the NUMEN follows from the workshop's seed."""
    chance = Random(f"{workshop.seed}:{persona.id}")  # noqa: S311 - a fictive NUMEN, no secret
    kind = NumenKind[persona.numen_kind.upper()]
    return Participant(
        workshop_id=workshop.id,
        first_name=persona.first_name,
        last_name=persona.last_name,
        corps=persona.corps,
        grade=persona.grade,
        school=persona.school,
        homonym=persona.homonym,
        user_name=user_name(persona.first_name, persona.last_name, persona.homonym),
        address=address(persona.first_name, persona.last_name, academy.domain, persona.homonym),
        numen=make_numen(chance, kind, persona.entry_year),
        mobile=persona.mobile,
        personal_mail=persona.personal_mail,
    )
