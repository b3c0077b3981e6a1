"""The webmail: the folders."""

from datetime import datetime

import pytest
from textual.content import Content

from kiosk.models import Message
from kiosk.screens.webmail.folder import FolderPage
from kiosk.services.addresses import PageId
from kiosk.services.french import PARIS
from kiosk.services.postman import Folder
from kiosk.widgets.message_list import MailState, MessageList
from kiosk.widgets.quota import QuotaGauge

from ..conftest import MakeApp
from .visitor import Visitor, visiting
from .widget_app import HOSTILE

INBOX = "webmail.ac-orleans-tours.fr/dossiers/inbox"
REMINDER = datetime(2014, 10, 7, 9, tzinfo=PARIS)
LIST = slice(5, 21)
"""The rows of the screen that hold the messages."""


def messages(visitor: Visitor) -> MessageList:
    return visitor.page.query_one(MessageList)


def marked(visitor: Visitor) -> str | None:
    option = messages(visitor).highlighted_option
    return option.id if option is not None else None


def fill_up(visitor: Visitor, number: int) -> None:
    """Add so many older messages to the inbox."""
    with visitor.services.store.unit() as unit:
        first = unit.get_one(Message, visitor.message_ids()[-1])
        shared = first.model_dump(exclude={"id", "subject"})
        unit.add_all(
            Message(id=f"m{n:05}", subject=f"Message {n}", **shared) for n in range(number)
        )


class TestFolder:
    async def test_newest_first_and_unread_by_a_mark(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            rows = messages(visitor).rows
            assert [row.id for row in rows] == visitor.message_ids()
            assert {row.state for row in rows} == set(MailState)
            for row in rows[:10]:
                line = next(line for line in visitor.lines() if row.subject[:20] in line)
                assert line.startswith(" ●") is (row.state is MailState.UNREAD)

    async def test_opening_a_message_reads_it(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            unread = sum(row.state is MailState.UNREAD for row in messages(visitor).rows)
            subject = messages(visitor).rows[0].subject
            await visitor.press("enter")
            assert visitor.is_on(PageId.WEBMAIL_MESSAGE)
            assert visitor.sees(subject)
            await visitor.choose("Boîte de réception")
            assert visitor.sees(f"{unread - 1} non lu")

    @pytest.mark.parametrize("name", ["archives", "INBOX", "[/b]"])
    async def test_an_unknown_folder_is_the_inbox(self, name: str, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            await visitor.open(PageId.WEBMAIL_INBOX, folder=name)
            assert visitor.page.title_text == "Boîte de réception"

    async def test_an_empty_folder_says_so(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            await visitor.choose("Corbeille")
            assert visitor.sees("La corbeille est vide.")
            assert not visitor.sees("Objet")

    async def test_the_inbox_sends_to_the_junk_when_empty(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            for message_id in visitor.message_ids():
                visitor.forge(message_id, folder=Folder.TRASH)
            await visitor.press("ctrl+r")
            assert visitor.sees("peut-être dans les indésirables")

    async def test_mail_that_arrives_leaves_the_cursor_on_its_message(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, INBOX) as visitor:
            await visitor.press("down", "down")
            before, page = marked(visitor), visitor.page
            assert messages(visitor).highlighted == 2
            await visitor.work_until(REMINDER)
            assert visitor.page is page
            assert marked(visitor) == before
            assert messages(visitor).highlighted == 3
            assert visitor.sees(messages(visitor).rows[0].subject[:30])
            assert [row.id for row in messages(visitor).rows] == visitor.message_ids()

    async def test_mail_that_arrives_does_not_move_a_list_being_read(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, INBOX) as visitor:
            fill_up(visitor, 40)
            await visitor.press("ctrl+r", "end", "up", "up")
            seen, before = visitor.lines()[LIST], marked(visitor)
            await visitor.work_until(REMINDER)
            assert len(messages(visitor).rows) > 40
            assert [line[:70] for line in visitor.lines()[LIST]] == [line[:70] for line in seen]
            assert marked(visitor) == before

    async def test_mail_that_fills_an_empty_folder_shows(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            for message_id in visitor.message_ids():
                visitor.forge(message_id, folder=Folder.TRASH)
            await visitor.press("ctrl+r")
            await visitor.work_until(REMINDER)
            assert not visitor.sees("Aucun message ici")
            assert messages(visitor).option_count == len(visitor.message_ids())

    async def test_room_is_told_in_words(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            assert visitor.sees("Mo sur 20 Mo")
            gauge = visitor.page.query_one(QuotaGauge)
            gauge.used = round(6.1 * 1024 * 1024)
            await visitor.player.settle()
            assert visitor.sees("6,1 Mo sur 20 Mo")
            gauge.used = 20 * 1024 * 1024 - 1
            await visitor.player.settle()
            assert visitor.sees("presque pleine, 19,9 Mo sur 20 Mo")
            gauge.used = 20 * 1024 * 1024
            await visitor.player.settle()
            assert visitor.sees("boîte pleine")

    async def test_signing_out_closes_the_mailbox(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            await visitor.choose("Se déconnecter")
            assert visitor.is_on(PageId.WEBMAIL_SIGN_IN)
            await visitor.press("alt+left")
            assert visitor.is_on(PageId.WEBMAIL_SIGN_IN)

    async def test_dates_tell_hour_day_or_year(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            today, this_year, last_year, *_ = visitor.message_ids()
            for message_id, sent_at in (
                (today, datetime(2014, 9, 22, 8, 5, tzinfo=PARIS)),
                (this_year, datetime(2014, 3, 1, 8, tzinfo=PARIS)),
                (last_year, datetime(2013, 12, 31, 8, tzinfo=PARIS)),
            ):
                visitor.forge(message_id, sent_at=sent_at)
            await visitor.press("ctrl+r")
            days = [row.day for row in messages(visitor).rows[:3]]
            assert days == ["08:05", "1er mars", "31 déc. 2013"]

    async def test_thousands_of_messages_open_at_once(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            fill_up(visitor, 3000)
            await visitor.press("ctrl+r", "end")
            assert messages(visitor).highlighted == messages(visitor).option_count - 1 > 3000

    async def test_hostile_names_keep_to_their_columns(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            for message_id, text in zip(visitor.message_ids(), HOSTILE, strict=False):
                visitor.forge(message_id, sender=text, subject=text)
            await visitor.press("ctrl+r")
            assert isinstance(visitor.page, FolderPage)
            rows = messages(visitor).rows
            async for _ in visitor.sizes():
                top = next(y for y, line in enumerate(visitor.lines()) if "Objet" in line) + 1
                for row, line in zip(rows[:12], visitor.lines()[top:], strict=False):
                    drawn = line.split("│", maxsplit=1)[0].rstrip(" █")
                    assert drawn.endswith(row.day)
                    assert Content(drawn).cell_length <= 3 + messages(visitor).size.width
                    assert "\x1b" not in line
                    assert "\u202e" not in line
