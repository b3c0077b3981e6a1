"""The mails that a site sends by itself, once something was asked of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from sqlmodel import Session, col, func, select

from kiosk.models import Delivery, Participant, Workshop
from kiosk.services.addresses import AddressBook, PageId
from kiosk.services.content import Content, MailTrigger
from kiosk.services.mail_rounds import mail_values
from kiosk.services.postman import Channel, Parcel, Postman


class ServiceMails:
    """Sends after a short simulated delay, drawn from ``chance``."""

    def __init__(self, content: Content, postman: Postman, chance: Random) -> None:
        self._content = content
        self._postman = postman
        self._chance = chance

    def mail(
        self,
        unit: Session,
        person: Participant,
        trigger: MailTrigger,
        *,
        at: datetime,
        values: Mapping[str, object] | None = None,
    ) -> None:
        """Send the mail of a trigger to somebody's professional mailbox.

        It arrives after those asked for before it: the last one to come is the one that counts.
        """
        workshop = unit.get_one(Workshop, person.workshop_id)
        academy = self._content.academies[workshop.academy]
        (template,) = self._content.mails_on(trigger)
        self._postman.send_mail(
            unit,
            person,
            template,
            due_at=max(at + self.delay(), self._after_others(unit, person, at)),
            values={**mail_values(academy), **(values or {})},
        )

    def mail_link(
        self,
        unit: Session,
        person: Participant,
        trigger: MailTrigger,
        *,
        at: datetime,
        page: PageId,
        token: str,
    ) -> None:
        """Send the mail of a trigger with a link to the page that takes its token."""
        workshop = unit.get_one(Workshop, person.workshop_id)
        book = AddressBook(self._content.academies[workshop.academy])
        values = {
            "link": book.of(page, token=token),
            "minutes": self._content.rules.reset_link_minutes,
        }
        self.mail(unit, person, trigger, at=at, values=values)

    def send(
        self,
        unit: Session,
        person: Participant,
        parcel: Parcel,
        *,
        at: datetime,
        after: datetime | None = None,
    ) -> None:
        """Send a text message or a personal mail, to arrive later than ``after``."""
        due_at = at + self.delay()
        if after is not None:
            due_at = max(due_at, after + timedelta(seconds=1))
        self._postman.send(unit, person, parcel, due_at=due_at)

    def _after_others(self, unit: Session, person: Participant, at: datetime) -> datetime:
        """Return the first instant after the mails that are on their way by now."""
        longest = timedelta(seconds=2 * self._content.rules.mail_delay_seconds[1])
        last = unit.exec(
            select(func.max(Delivery.due_at)).where(
                Delivery.participant_id == person.id,
                Delivery.channel == Channel.MAIL,
                col(Delivery.due_at) > at,
                col(Delivery.due_at) <= at + longest,
            )
        ).one()
        return last + timedelta(seconds=1) if last else at

    def delay(self) -> timedelta:
        """Draw how long a mail is on its way."""
        return timedelta(seconds=self._chance.randint(*self._content.rules.mail_delay_seconds))
