"""Who the content's mails come from: services and lists, none of which reads answers, and traps."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlmodel import Session

from kiosk.models import Participant, Workshop
from kiosk.services.content import Content, MailFolder, MailTemplate, Suspicion
from kiosk.services.letters import LetterWriter
from kiosk.services.mail_rounds import is_for, mail_values


class MailSenders:
    """Tells apart, by address, those who write to somebody, within the caller's unit of work."""

    def __init__(self, content: Content, writer: LetterWriter) -> None:
        self._content = content
        self._writer = writer

    def heard(self, unit: Session, owner: Participant, now: datetime) -> Mapping[str, str]:
        """Return the names, by address, of those whose mail reached the inbox; never a trap's."""
        return {
            address: template.from_name
            for address, template in self._arrived(unit, owner, now)
            if template.folder is MailFolder.INBOX and template.trap is None
        }

    def traps(self, unit: Session, owner: Participant, now: datetime) -> Mapping[str, Suspicion]:
        """Return the traps that were sent to somebody, by the address each came from."""
        return {
            address: template.trap
            for address, template in self._arrived(unit, owner, now)
            if template.trap is not None
        }

    def is_known(self, unit: Session, owner: Participant, address: str) -> bool:
        """Say whether mails of the content come from an address."""
        campaign = {sender.address for sender in self._content.campaign.senders}
        return address in campaign or address in dict(self._addresses(unit, owner))

    def _arrived(
        self, unit: Session, owner: Participant, now: datetime
    ) -> Iterator[tuple[str, MailTemplate]]:
        academy = self._content.academies[unit.get_one(Workshop, owner.workshop_id).academy]
        for address, template in self._addresses(unit, owner):
            sent = template.sent
            if sent is not None and sent <= now and is_for(template, owner, academy):
                yield address, template

    def _addresses(self, unit: Session, owner: Participant) -> Iterator[tuple[str, MailTemplate]]:
        academy = self._content.academies[unit.get_one(Workshop, owner.workshop_id).academy]
        values = mail_values(academy)
        for template in self._content.mails:
            yield self._writer.sender_of(template, owner, values).addr_spec.lower(), template
