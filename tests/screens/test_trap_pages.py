"""The webmail: a trap that is answered, a trap that is reported."""

import pytest

from kiosk.services.addresses import PageId
from kiosk.services.journal import Event
from kiosk.services.postman import Folder

from ..conftest import MakeApp
from .test_filing_pages import JUNK
from .test_webmail_pages import INBOX
from .test_writing_pages import text
from .visitor import LARGE, SMALL, Visitor, visiting

SECRET = "Zanzibar2014"
TRAP = "support@ac-orleans-tours.fr.verification.example"


async def begin_an_answer(visitor: Visitor) -> None:
    await visitor.choose("URGENT")
    await visitor.choose("Répondre")
    text(visitor).insert(SECRET)
    await visitor.player.settle()


def kept(visitor: Visitor) -> list[str]:
    """What is among the drafts, those sent, those thrown away."""
    folders = (Folder.DRAFTS, Folder.SENT, Folder.TRASH)
    return [message for folder in folders for message in visitor.message_ids(folder)]


class TestAnswering:
    @pytest.mark.parametrize("size", [SMALL, LARGE])
    async def test_it_leads_to_the_signs_and_nothing_is_kept(
        self, size: tuple[int, int], make_app: MakeApp
    ) -> None:
        async with visiting(make_app, JUNK, size=size) as visitor:
            await begin_an_answer(visitor)
            await visitor.choose("Envoyer")
            assert visitor.is_on(PageId.WEBMAIL_TRAP)
            assert visitor.sees("n’est pas parti")
            assert visitor.sees(TRAP)
            assert visitor.page.max_scroll_y == 0
            assert kept(visitor) == []
            assert SECRET not in str(visitor.sitting.drafts)
            assert visitor.events.count(Event.TRAP_ANSWERED) == 1
            await visitor.choose("Signaler")
            assert visitor.sees("C’est signalé")
            assert visitor.events.count(Event.SUSPICION_REPORTED) == 1
            await visitor.choose("Revenir aux messages")
            assert visitor.is_on(PageId.WEBMAIL_INBOX)

    async def test_an_answer_left_is_not_found_again(self, make_app: MakeApp) -> None:
        async with visiting(make_app, JUNK) as visitor:
            await begin_an_answer(visitor)
            await visitor.press("f3")
            assert kept(visitor) == []
            assert SECRET not in str(visitor.sitting.drafts)
            await visitor.press("alt+left")
            assert visitor.is_on(PageId.WEBMAIL_ANSWER)
            assert SECRET not in text(visitor).text

    async def test_finishing_later_says_that_it_is_not_kept(self, make_app: MakeApp) -> None:
        async with visiting(make_app, JUNK) as visitor:
            await begin_an_answer(visitor)
            await visitor.choose("Finir plus tard")
            assert visitor.sees("Ce message n’est pas gardé")
            assert kept(visitor) == []
            assert SECRET not in str(visitor.sitting.drafts)

    async def test_a_lesson_without_its_trap_is_the_inbox(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            for sender in ("[/b]", "secretariat@ac-orleans-tours.fr"):
                await visitor.open(PageId.WEBMAIL_TRAP, sender=sender)
                assert visitor.is_on(PageId.WEBMAIL_INBOX)
            visitor.services.webmail.sign_out(visitor.cookies.webmail)
            await visitor.open(PageId.WEBMAIL_TRAP, sender=TRAP)
            assert visitor.is_on(PageId.WEBMAIL_SIGN_IN)


class TestReporting:
    async def test_a_trap_is_reported_from_itself(self, make_app: MakeApp) -> None:
        async with visiting(make_app, JUNK) as visitor:
            await visitor.choose("URGENT")
            await visitor.choose("Signaler")
            assert visitor.is_on(PageId.WEBMAIL_MESSAGE)
            assert visitor.sees("C’est signalé")
            assert visitor.events.count(Event.SUSPICION_REPORTED) == 1

    async def test_of_another_mail_one_says_what_it_is(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            await visitor.press("enter")
            await visitor.choose("Signaler")
            assert visitor.is_on(PageId.REPORT)
            assert visitor.sees("Qu’avez-vous reçu")
            assert Event.SUSPICION_REPORTED not in visitor.events

    async def test_signed_out_meanwhile_one_is_at_the_door(self, make_app: MakeApp) -> None:
        async with visiting(make_app, JUNK) as visitor:
            await visitor.choose("URGENT")
            visitor.services.webmail.sign_out(visitor.cookies.webmail)
            await visitor.choose("Signaler")
            assert visitor.is_on(PageId.WEBMAIL_SIGN_IN)
