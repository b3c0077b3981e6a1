"""The webmail: folders, messages, the password."""

from datetime import datetime

import pytest
from textual.content import Content

from kiosk.models import Message
from kiosk.screens.webmail.folder import FolderPage
from kiosk.services.addresses import PageId
from kiosk.services.content import Stage
from kiosk.services.french import PARIS
from kiosk.services.journal import Event
from kiosk.services.postman import Folder
from kiosk.widgets.links import Link
from kiosk.widgets.message_list import MailState, MessageList
from kiosk.widgets.quota import QuotaGauge

from ..conftest import MakeApp
from .visitor import LARGE, SMALL, Visitor, raw_mail, visiting
from .widget_app import HOSTILE

INBOX = "webmail.ac-orleans-tours.fr/dossiers/inbox"
PASSWORD = "webmail.ac-orleans-tours.fr/mot-de-passe"
REMINDER = datetime(2014, 10, 7, 9, tzinfo=PARIS)
LIST = slice(5, 21)
"""The rows of the screen that hold the messages."""

CONFIRM = "Confirmer la création de mon compte"

LETTERS = {
    **{f"hostile {place}": text for place, text in enumerate(HOSTILE)},
    "images": "![a](https://ailleurs.example/x.png) <img src=https://ailleurs.example/y.png>",
    "html": "<script>app.exit()</script> <b>gras</b> https://ailleurs.example/nu",
    "odd links": "[a](javascript:alert(1)) [b](kiosque:bureau) [c](x') [d]()",
    "code": "    un bloc\n\n```python\nimport os\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    "long": "# T\n\n" + "- un\n" * 30,
    "many links": "\n".join(f"[lien {n}](https://a.example/{n})" for n in range(12)),
}


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
            assert visitor.sees(f"{unread - 1} non lus")

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
            await visitor.jump(REMINDER)
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
            await visitor.jump(REMINDER)
            assert len(messages(visitor).rows) > 50
            assert [line[:70] for line in visitor.lines()[LIST]] == [line[:70] for line in seen]
            assert marked(visitor) == before

    async def test_mail_that_fills_an_empty_folder_shows(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            for message_id in visitor.message_ids():
                visitor.forge(message_id, folder=Folder.TRASH)
            await visitor.press("ctrl+r")
            await visitor.jump(REMINDER)
            assert not visitor.sees("Aucun message ici")
            assert messages(visitor).option_count == len(visitor.message_ids())

    async def test_room_is_told_in_words(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            assert visitor.sees("Mo sur 20 Mo")
            gauge = visitor.page.query_one(QuotaGauge)
            gauge.used = round(6.1 * 1024 * 1024)
            await visitor.player.settle()
            assert visitor.sees("6,1 Mo sur 20 Mo")
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

    @pytest.mark.parametrize("size", [SMALL, LARGE])
    async def test_hostile_names_keep_to_their_columns(
        self, size: tuple[int, int], make_app: MakeApp
    ) -> None:
        async with visiting(make_app, INBOX, size=size) as visitor:
            for message_id, text in zip(visitor.message_ids(), HOSTILE, strict=False):
                visitor.forge(message_id, sender=text, subject=text)
            await visitor.press("ctrl+r")
            assert isinstance(visitor.page, FolderPage)
            rows = messages(visitor).rows
            top = next(y for y, line in enumerate(visitor.lines()) if "Objet" in line) + 1
            for row, line in zip(rows[:12], visitor.lines()[top:], strict=False):
                drawn = line.split("│", maxsplit=1)[0].rstrip(" █")
                assert drawn.endswith(row.day)
                assert Content(drawn).cell_length <= 3 + messages(visitor).size.width
                assert "\x1b" not in line
                assert "\u202e" not in line


class TestMessage:
    async def test_the_confirmation_mail_shows_its_link_at_80_by_24(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, INBOX, stage=Stage.ACCOUNT_REQUESTED) as visitor:
            await visitor.press("enter")
            assert visitor.lines()[-5].endswith(CONFIRM)
            assert visitor.sees("Vers : https://vote2014.education.gouv.fr/compte/confirmation/")
            for header in ("Objet", "De", "À", "Date"):
                assert any(line.startswith(f" {header} ") for line in visitor.lines())

    async def test_a_second_enter_follows_no_link(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX, stage=Stage.ACCOUNT_REQUESTED) as visitor:
            await visitor.press("enter", "enter")
            assert visitor.is_on(PageId.WEBMAIL_MESSAGE)

    async def test_the_link_is_followed_by_keyboard(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX, stage=Stage.ACCOUNT_REQUESTED) as visitor:
            await visitor.press("enter", "tab", "enter")
            assert visitor.is_on(PageId.ACCOUNT_CONFIRM)
            assert Event.ACCOUNT_CONFIRMED in visitor.events

    async def test_two_quick_presses_spend_the_link_once(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX, stage=Stage.ACCOUNT_REQUESTED) as visitor:
            await visitor.press("enter")
            link = visitor.page.query_one(Link)
            link.action_follow()
            link.action_follow()
            await visitor.player.settle()
            assert visitor.sees("Votre compte électeur est créé")

    async def test_the_link_is_followed_by_mouse_in_the_text(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX, stage=Stage.ACCOUNT_REQUESTED) as visitor:
            await visitor.press("enter")
            await visitor.click_on(CONFIRM)
            assert visitor.is_on(PageId.ACCOUNT_CONFIRM)

    async def test_neighbours_and_the_way_back(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            first, second, *_ = messages(visitor).rows
            await visitor.press("enter")
            assert not visitor.sees("Plus récent")
            await visitor.choose("Plus ancien")
            assert visitor.page.title_text == second.subject
            await visitor.choose("Plus récent")
            assert visitor.page.title_text == first.subject
            await visitor.choose("Boîte de réception")
            assert visitor.is_on(PageId.WEBMAIL_INBOX)

    async def test_a_message_that_is_gone_says_so(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            await visitor.open(PageId.WEBMAIL_MESSAGE, message="zzz")
            assert visitor.sees("Ce message n’est plus là")

    async def test_a_look_alike_address_stays_in_the_kiosk(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            await visitor.open(PageId.WEBMAIL_INBOX, folder=Folder.JUNK)
            await visitor.choose("URGENT")
            assert visitor.sees(".verification.example/")
            await visitor.press("tab", "enter")
            assert visitor.is_on(PageId.NOT_FOUND)

    @pytest.mark.parametrize("name", LETTERS)
    async def test_a_hostile_letter_is_only_text(self, name: str, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            message_id, body = visitor.message_ids()[0], LETTERS[name]
            subject = " ".join(body.split())[:150]
            raw = raw_mail(subject if subject.isprintable() else "Objet", body)
            visitor.forge(message_id, raw=raw)
            await visitor.open(PageId.WEBMAIL_MESSAGE, message=message_id)
            assert visitor.is_on(PageId.WEBMAIL_MESSAGE)
            assert visitor.app.is_running
            assert "\x1b" not in "".join(visitor.lines())
            assert visitor.sees("Plus ancien")

    async def test_markup_in_a_letter_is_shown_as_typed(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            message_id = visitor.message_ids()[0]
            raw = raw_mail("[FO] et [/b]", "Lisez [FO], [@click=app.quit]ici[/] et <b>là</b>.")
            visitor.forge(message_id, raw=raw)
            await visitor.open(PageId.WEBMAIL_MESSAGE, message=message_id)
            assert visitor.sees("[FO] et [/b]")
            assert visitor.sees("Lisez [FO], [@click=app.quit]ici[/] et <b>là</b>.")


class TestPassword:
    async def test_the_first_time_it_can_wait(self, make_app: MakeApp) -> None:
        async with visiting(make_app, PASSWORD) as visitor:
            assert visitor.sees("maintenant ou plus tard")
            await visitor.choose("Plus tard")
            assert visitor.is_on(PageId.WEBMAIL_INBOX)

    async def test_a_new_password_opens_the_mailbox(self, make_app: MakeApp) -> None:
        async with visiting(make_app, PASSWORD) as visitor:
            who = visitor.sitting.who
            numen = visitor.services.workshops.sheet(who.participant_id).numen
            await visitor.fill(current=numen, password="Bonjour-2014", confirmation="Bonjour-2014")
            await visitor.press("enter")
            assert visitor.sees("Votre nouveau mot de passe est enregistré")
            assert visitor.services.webmail.sign_in(
                who.workshop_id, who.participant_id, "fmartin", "Bonjour-2014"
            )
            await visitor.press("enter")
            assert visitor.is_on(PageId.WEBMAIL_INBOX)

    async def test_the_rule_is_ticked_off_as_one_types(self, make_app: MakeApp) -> None:
        async with visiting(make_app, PASSWORD) as visitor:
            assert visitor.sees("Il manque : au moins 8 caractères, une lettre, un chiffre")
            await visitor.fill(password="bonjour2")
            assert visitor.sees("Il manque : un signe de ponctuation.")
            await visitor.fill(password="!")
            assert visitor.sees("La règle est respectée")

    @pytest.mark.parametrize("size", [SMALL, LARGE])
    async def test_every_refusal_stands_by_its_field_in_sight(
        self, size: tuple[int, int], make_app: MakeApp
    ) -> None:
        async with visiting(make_app, PASSWORD, size=size) as visitor:
            await visitor.fill(current="x", password="abc", confirmation="abcd")
            await visitor.press("enter")
            assert set(visitor.errors) == {"current", "password", "confirmation"}
            assert visitor.page.max_scroll_y == 0
            for text in ("n’est pas l’actuel", "Trop simple", "diffèrent", "Changer"):
                assert visitor.sees(text)

    async def test_a_real_numen_is_wiped(self, make_app: MakeApp) -> None:
        async with visiting(make_app, PASSWORD) as visitor:
            await visitor.fill(current="18G0612345ABC")
            assert "a la forme d’un vrai NUMEN" in visitor.errors["current"]
            assert not visitor.sees("18G06")
