"""The paper notice that carries the identifier, handed over at school or sent by post."""

from kiosk.services.content import Persona
from kiosk.services.postman import Channel, PaperKind, Parcel


def notice_for(persona: Persona, identifier: str) -> Parcel:
    """Return the notice of somebody; its sender is the place where it is brought.

    By post to whoever has no school to hand it over (leaflet 000, “L’identifiant”).
    """
    if persona.notice_by_post:
        return Parcel(
            channel=Channel.PAPER,
            kind=PaperKind.POSTED_NOTICE,
            sender=persona.postal_address,
            title="Courrier\u202f: notice de vote",
            body=identifier,
        )
    return Parcel(
        channel=Channel.PAPER,
        kind=PaperKind.NOTICE,
        sender=persona.school,
        title="Notice de vote",
        body=identifier,
    )
