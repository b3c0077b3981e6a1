"""Who gets which mail of the content, and what its template may name."""

from kiosk.models import Participant
from kiosk.services.addresses import AddressBook, PageId
from kiosk.services.content import Academy, MailTemplate


def mail_values(academy: Academy) -> dict[str, object]:
    """Return what every mail template may name besides the person."""
    book = AddressBook(academy)
    return {
        "academy": academy,
        "portal": book.of(PageId.PORTAL_HOME),
        "webmail": book.of(PageId.WEBMAIL_SIGN_IN),
        "link": "",
        "minutes": 0,
        "returned_to": "",
        "returned_subject": "",
    }


def is_for(template: MailTemplate, participant: Participant, academy: Academy) -> bool:
    """Say whether a mail goes to a participant, by academy and corps; unsaid is everybody."""
    of_academy = not template.academies or academy.id in template.academies
    of_corps = not template.corps or participant.corps in template.corps
    return of_academy and of_corps
