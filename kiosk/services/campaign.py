"""The mass of campaign mails among which the official one gets lost."""

from datetime import datetime, timedelta
from random import Random

from kiosk.services.content import Campaign, MailFolder, MailTemplate
from kiosk.services.content_people import Corps

_JUNK_SHARE = 0.2
_MOST_PARAGRAPHS = 7
_KILOBYTES = (4, 260)


def draw_campaign(
    campaign: Campaign, count: int, chance: Random, *, since: datetime, until: datetime
) -> tuple[MailTemplate, ...]:
    """Draw mails of different subjects sent between two instants, oldest first, some as junk.

    There are no more of them than there are subjects.
    """
    subjects = chance.sample(campaign.subjects, min(count, len(campaign.subjects)))
    seconds = int((until - since).total_seconds())
    instants = sorted(since + timedelta(seconds=chance.randrange(seconds)) for _ in subjects)
    return tuple(
        _mail(campaign, place, subject, instant, chance)
        for place, (subject, instant) in enumerate(zip(subjects, instants, strict=True))
    )


def _mail(
    campaign: Campaign, place: int, subject: str, sent: datetime, chance: Random
) -> MailTemplate:
    sender = chance.choice(campaign.senders)
    paragraphs = chance.sample(campaign.paragraphs, chance.randint(1, _MOST_PARAGRAPHS))
    opening, ending = chance.choice(campaign.openings), chance.choice(campaign.endings)
    file = campaign.file if campaign.file.paragraph in paragraphs else None
    return MailTemplate(
        id=f"campaign-{place}",
        from_name=sender.name,
        from_address=sender.address,
        subject=subject,
        folder=MailFolder.JUNK if chance.random() < _JUNK_SHARE else MailFolder.INBOX,
        sent=sent,
        trigger=None,
        academies=(),
        corps=tuple(Corps),
        read=False,
        kilobytes=chance.randint(*_KILOBYTES),
        body="\n\n".join((opening, *paragraphs, ending, sender.name)) + "\n",
        attachment=file.name if file else "",
        attachment_text=file.text if file else "",
    )
