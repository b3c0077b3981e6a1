"""The webmail: one message, the password."""

import pytest

from kiosk.services.addresses import PageId
from kiosk.services.content import Stage
from kiosk.services.journal import Event
from kiosk.services.postman import Folder
from kiosk.widgets.links import Link
from kiosk.widgets.message_list import MessageList

from ..conftest import MakeApp
from .visitor import LARGE, SMALL, Visitor, raw_mail, visiting
from .widget_app import HOSTILE

INBOX = "webmail.ac-orleans-tours.fr/dossiers/inbox"
PASSWORD = "webmail.ac-orleans-tours.fr/mot-de-passe"
CONFIRM = "Confirmer la création de mon compte"

LETTERS = (
    *HOSTILE,
    "![a](https://ailleurs.example/x.png) <img src=https://ailleurs.example/y.png>",
    "<script>app.exit()</script> <b>gras</b> https://ailleurs.example/nu",
    "[a](javascript:alert(1)) [b](kiosque:bureau) [c](x') [d]()",
    "    un bloc\n\n```python\nimport os\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    "# T\n\n" + "- un\n" * 30,
    "\n".join(f"[lien {n}](https://a.example/{n})" for n in range(12)),
)

RAW_LETTERS = (
    "From: =?utf-8?Q?Jos=E9?= <a@b.fr>\nSubject: =?utf-8?Q?=E9=00?=\n\nx",
    "Subject: n\n" + "Content-Type: message/rfc822\n\n" * 2_000,
    "From: " + "(" * 5_000 + "\nContent-Type: " + "(" * 5_000 + "\n\nx",
    "Subject: x\nDate: Fri, 31 Dec 9999 23:59:59 -2359\n\nx",
    "Subject: x\nContent-Type: text/plain; charset=idna\nContent-Transfer-Encoding: base64\n\n4pyT",
    "Subject: x\nContent-Type: text/html\n\n" + "<script" * 20_000,
)


def messages(visitor: Visitor) -> MessageList:
    return visitor.page.query_one(MessageList)


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

    @pytest.mark.parametrize(("glyphs", "ellipsis"), [("full", "…"), ("console", "...")])
    async def test_an_address_that_is_cut_says_so_in_any_font(
        self, glyphs: str, ellipsis: str, make_app: MakeApp
    ) -> None:
        async with visiting(
            make_app, INBOX, stage=Stage.ACCOUNT_REQUESTED, glyphs=glyphs
        ) as visitor:
            await visitor.press("enter")
            (line,) = [line for line in visitor.lines() if "Vers" in line]
            assert line.endswith(ellipsis)

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
            assert visitor.is_on(PageId.LOOK_ALIKE)
            assert visitor.sees(".verification.example/")

    async def test_letters_that_are_not_ours_break_nothing(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            message_id = visitor.message_ids()[0]
            for body in LETTERS:
                subject = " ".join(body.split())[:150]
                raw = raw_mail(subject if subject.isprintable() else "Objet", body)
                visitor.forge(message_id, raw=raw)
                await visitor.open(PageId.WEBMAIL_MESSAGE, message=message_id)
                assert visitor.is_on(PageId.WEBMAIL_MESSAGE)
                assert visitor.app.is_running
                assert "\x1b" not in "".join(visitor.lines())
                assert visitor.sees("Plus ancien")

    async def test_a_mail_without_a_date_has_none_wherever_it_is_said(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, INBOX) as visitor:
            message_id = visitor.message_ids()[0]
            undated = raw_mail("Objet", "Texte").replace("Mon, 22 Sep 2014 09:00:00", "un jour")
            visitor.forge(message_id, raw=undated)
            for page in (PageId.WEBMAIL_MESSAGE, PageId.WEBMAIL_PRINT, PageId.WEBMAIL_ANSWER):
                kind = {"kind": "reponse"} if page is PageId.WEBMAIL_ANSWER else {}
                await visitor.open(page, message=message_id, **kind)
                assert visitor.sees("date illisible"), page
                assert not visitor.sees("1970")

    async def test_mail_that_cannot_be_taken_apart_is_shown_all_the_same(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, INBOX) as visitor:
            message_id = visitor.message_ids()[0]
            views = (PageId.WEBMAIL_MESSAGE, PageId.WEBMAIL_HEADERS, PageId.WEBMAIL_PRINT)
            for raw in RAW_LETTERS:
                visitor.forge(message_id, raw=raw)
                for view in views:
                    await visitor.open(view, message=message_id)
                    assert visitor.is_on(view)

    async def test_very_long_letter_says_that_it_was_cut(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            message_id = visitor.message_ids()[0]
            visitor.forge(message_id, raw=raw_mail("Long", "mot\n\n" * 10_000))
            await visitor.open(PageId.WEBMAIL_MESSAGE, message=message_id)
            visitor.page.query_one("#letter").scroll_end(animate=False, immediate=True)
            await visitor.player.settle()
            assert visitor.sees("la suite n’est pas montrée")

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

    async def test_two_enters_change_it_once_and_say_so(self, make_app: MakeApp) -> None:
        async with visiting(make_app, PASSWORD) as visitor:
            numen = visitor.services.workshops.sheet(visitor.sitting.who.participant_id).numen
            await visitor.fill(current=numen, password="Bonjour-2014", confirmation="Bonjour-2014")
            await visitor.type("\r\r")
            assert visitor.sees("Votre nouveau mot de passe est enregistré")
            assert visitor.events.count(Event.WEBMAIL_PASSWORD_CHANGED) == 1

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
