"""The browser's own pages, the department's site, the assistance."""

import asyncio
from datetime import datetime

import pytest
from textual.widgets import Static

from kiosk.player.player import Player
from kiosk.player.prompt_pilot import running
from kiosk.screens.sitting import SittingScreen
from kiosk.services.addresses import AddressBook, PageId
from kiosk.services.browser import Bookmark
from kiosk.services.content import Stage, load_content
from kiosk.services.french import PARIS
from kiosk.services.letters import read_letter
from kiosk.services.postman import Folder
from kiosk.start import Start
from kiosk.widgets.address_bar import AddressBar
from kiosk.widgets.fields import KioskInput
from kiosk.widgets.links import Link

from ..conftest import MakeApp
from .visitor import raw_mail, visiting
from .widget_app import HOSTILE

HOME, HISTORY = "kiosque:accueil", "kiosque:historique"
DSDEN = "www.ac-orleans-tours.fr/dsden37/"
ASSISTANCE = {
    "fabienne-martin": "www.ac-orleans-tours.fr/assistance",
    "maelle-casteran": "messagerie.ac-toulouse.fr/assistance",
}


class TestBrowserHome:
    async def test_bookmarks_are_whole_and_lead_to_their_site(self, make_app: MakeApp) -> None:
        async with visiting(make_app, HOME, stage=Stage.FRESH) as visitor:
            async for _ in visitor.sizes():
                for shown in (
                    "webmail.ac-orleans-tours.fr",
                    "vote2014.education.gouv.fr",
                    "Ctrl+L",
                ):
                    assert visitor.sees(shown)
                assert not visitor.sees("…")
            await visitor.choose("Messagerie professionnelle")
            assert visitor.is_on(PageId.WEBMAIL_SIGN_IN)

    async def test_the_title_of_a_site_is_whole_in_its_bookmark(self, make_app: MakeApp) -> None:
        async with visiting(make_app, HOME, stage=Stage.FRESH) as visitor:
            title = "Élections professionnelles 2014"
            visitor.sitting.browser.bookmarks[:] = [
                Bookmark("https://webmail.ac-orleans-tours.fr/", title)
            ]
            await visitor.open(PageId.BROWSER_HOME)
            async for _ in visitor.sizes():
                assert visitor.sees(f"{title} webmail.ac-orleans-tours.fr")

    async def test_without_a_bookmark_it_says_how_to_make_one(self, make_app: MakeApp) -> None:
        async with visiting(make_app, HOME, stage=Stage.FRESH) as visitor:
            visitor.sitting.browser.bookmarks[:] = []
            await visitor.open(PageId.BROWSER_HOME)
            assert visitor.sees("Aucun favori")

    async def test_hostile_bookmarks_are_shown_as_they_stand(self, make_app: MakeApp) -> None:
        async with visiting(make_app, HOME, stage=Stage.FRESH) as visitor:
            for text in HOSTILE:
                visitor.sitting.browser.bookmarks[:] = [Bookmark(text, text)]
                await visitor.open(PageId.BROWSER_HOME)
                assert visitor.sees("Vos favoris")
                assert visitor.sees(text) or text not in {"[FO]", "[/b]"}


class TestHistory:
    async def test_empty_history_says_so(self, make_app: MakeApp) -> None:
        async with visiting(make_app, HISTORY, stage=Stage.FRESH) as visitor:
            visitor.sitting.browser.visited.clear()
            await visitor.open(PageId.HISTORY)
            assert visitor.sees("Aucune page vue")

    async def test_pages_are_listed_latest_first_and_lead_back(self, make_app: MakeApp) -> None:
        async with visiting(make_app, DSDEN, stage=Stage.FRESH) as visitor:
            await visitor.open(PageId.WEBMAIL_SIGN_IN)
            await visitor.open(PageId.HISTORY)
            labels = [link.item.label for link in visitor.page.query(Link)]
            assert labels == ["Messagerie professionnelle", "DSDEN d’Indre-et-Loire"]
            assert visitor.sees("lun. 22 sept. 2014")
            assert visitor.sees("09:00 webmail.ac-orleans-tours.fr")
            await visitor.choose("DSDEN")
            assert visitor.is_on(PageId.DSDEN_HOME)

    async def test_long_titles_and_addresses_are_shown_whole(self, make_app: MakeApp) -> None:
        title = "Convocation\u202f: stage «\u00a0le numérique en classe\u00a0», lundi à Tours"
        address = "https://webmail.ac-orleans-tours.fr/message/a1363a1d4701/piece/1"
        async with visiting(make_app, HOME, stage=Stage.FRESH) as visitor:
            now = visitor.services.clock.now(visitor.sitting.who.workshop_id)
            visitor.sitting.browser.saw(address, title, now)
            await visitor.open(PageId.HISTORY)
            async for _ in visitor.sizes():
                assert visitor.sees(title)
                assert visitor.sees(f"09:00 {address.removeprefix('https://')}")

    async def test_hostile_titles_are_shown_as_they_stand(self, make_app: MakeApp) -> None:
        async with visiting(make_app, HOME, stage=Stage.FRESH) as visitor:
            now = visitor.services.clock.now(visitor.sitting.who.workshop_id)
            for text in HOSTILE:
                visitor.sitting.browser.visited.clear()
                visitor.sitting.browser.saw("a", text, now)
                await visitor.open(PageId.HISTORY)
                assert visitor.is_on(PageId.HISTORY)
                assert visitor.sees(text) or text not in {"[FO]", "[/b]"}


class TestNotFound:
    async def test_nearest_address_is_a_link(self, make_app: MakeApp) -> None:
        async with visiting(make_app, "webmail.ac-orlean-tours.fr", stage=Stage.FRESH) as visitor:
            assert visitor.is_on(PageId.NOT_FOUND)
            assert visitor.sees("« webmail.ac-orlean-tours.fr »")
            await visitor.press("enter")
            assert visitor.is_on(PageId.WEBMAIL_SIGN_IN)

    async def test_address_like_nothing_has_advice_only(self, make_app: MakeApp) -> None:
        async with visiting(make_app, "zzz", stage=Stage.FRESH) as visitor:
            assert not visitor.sees("Vouliez-vous dire")
            assert visitor.sees("chaque lettre, chaque point")
            await visitor.press("enter")
            assert visitor.is_on(PageId.BROWSER_HOME)

    async def test_what_was_typed_is_shown_as_it_stands(self, make_app: MakeApp) -> None:
        async with visiting(make_app, HOME, stage=Stage.FRESH) as visitor:
            for text in filter(str.strip, HOSTILE):
                visitor.page.go_to(text)
                await visitor.player.settle()
                assert visitor.is_on(PageId.NOT_FOUND)
                assert visitor.sees("Rien ne répond")
                if text.startswith("[") and len(text) < 40:
                    assert visitor.sees(f"« {text} »")

    async def test_a_numen_within_a_longer_word_is_not_shown(self, make_app: MakeApp) -> None:
        async with visiting(make_app, HOME, stage=Stage.FRESH) as visitor:
            await visitor.press("ctrl+l")
            await visitor.type("vote2014.fr/x18G0612345ABCx\r")
            assert visitor.is_on(PageId.NOT_FOUND)
            assert visitor.sees("vote2014.fr/xx")
            assert not visitor.sees("12345")
            await visitor.open(PageId.HISTORY)
            assert not visitor.sees("12345")


class TestMagistere:
    @pytest.mark.parametrize("persona", ["fabienne-martin", "maelle-casteran"])
    async def test_the_mail_leads_to_a_page_that_leads_back(
        self, persona: str, make_app: MakeApp
    ) -> None:
        inbox = "kiosque:bureau"
        async with visiting(make_app, inbox, persona=persona) as visitor:
            message_id = visitor.message_ids()[0]
            body = "[Ouvrir mon parcours](https://magistere.education.fr/)"
            visitor.forge(message_id, raw=raw_mail("Votre parcours", body))
            await visitor.open(PageId.WEBMAIL_MESSAGE, message=message_id)
            await visitor.press("tab", "enter")
            assert visitor.is_on(PageId.MAGISTERE)
            assert visitor.sees("ni vote")
            await visitor.choose("Aller à l’espace électeur")
            assert visitor.is_on(PageId.PORTAL_HOME)

    def test_every_link_of_the_mails_that_names_it_resolves(self) -> None:
        content = load_content()
        (mail,) = [one for one in content.mails if "magistere.education" in one.body]
        (link,) = read_letter("\n" + mail.body).links
        for academy in content.academies.values():
            assert AddressBook(academy).resolve(link.address).page is PageId.MAGISTERE


class TestAcademy:
    async def test_envelope_leads_to_the_mailbox(self, make_app: MakeApp) -> None:
        async with visiting(make_app, DSDEN, stage=Stage.FRESH) as visitor:
            async for width, _ in visitor.sizes():
                assert visitor.page.query_one(".envelope", Static).region.x < width // 4
                assert visitor.page.max_scroll_y == 0
            await visitor.press("enter")
            assert visitor.is_on(PageId.WEBMAIL_SIGN_IN)

    async def test_envelope_itself_is_clicked(self, make_app: MakeApp) -> None:
        async with visiting(make_app, DSDEN, stage=Stage.FRESH) as visitor:
            await visitor.pilot.click(".envelope")
            await visitor.player.settle()
            assert visitor.is_on(PageId.WEBMAIL_SIGN_IN)

    async def test_news_follow_the_calendar(self, make_app: MakeApp) -> None:
        async with visiting(make_app, DSDEN, stage=Stage.FRESH) as visitor:
            assert visitor.sees("Rentrée scolaire")
            assert not visitor.sees("Notices de vote")
            await visitor.jump(datetime(2014, 11, 4, 8, tzinfo=PARIS))
            await visitor.press("ctrl+r")
            assert visitor.sees("Notices de vote")
            assert not visitor.sees("Rentrée scolaire")

    async def test_toulouse_has_no_department_site(self, make_app: MakeApp) -> None:
        async with visiting(
            make_app, DSDEN, stage=Stage.FRESH, persona="maelle-casteran"
        ) as visitor:
            assert visitor.is_on(PageId.NOT_FOUND)

    @pytest.mark.parametrize("persona", ASSISTANCE)
    async def test_assistance_says_who_gives_back_what(
        self, make_app: MakeApp, persona: str
    ) -> None:
        async with visiting(
            make_app, ASSISTANCE[persona], stage=Stage.FRESH, persona=persona
        ) as visitor:
            assert visitor.is_on(PageId.ASSISTANCE)
            assert visitor.sees("Le bureau qui tient votre dossier")
            assert visitor.sees("L’assistance de l’académie")
            assert visitor.sees(visitor.page.visit.academy.assistance_label)
            async for _ in visitor.sizes():
                assert visitor.page.max_scroll_y == 0
            await visitor.choose("Aller à la messagerie")
            assert visitor.is_on(PageId.WEBMAIL_SIGN_IN)


async def test_ctrl_l_on_the_desk_leads_to_the_address_bar(make_app: MakeApp) -> None:
    app = make_app(Start(persona="fabienne-martin", address="kiosque:carnet"))
    async with running(app) as pilot:
        player = Player(app)
        await pilot.press("ctrl+l")
        await player.settle()
        assert app.screen.query_one(AddressBar).has_focus_within


async def test_escape_gives_up_typing_an_address(make_app: MakeApp) -> None:
    app = make_app(Start(persona="fabienne-martin", address="webmail.ac-orleans-tours.fr"))
    async with running(app) as pilot:
        player = Player(app)
        await pilot.press("ctrl+l", "x", "escape")
        await player.settle()
        bar = app.screen.query_one(AddressBar)
        assert not bar.has_focus_within
        assert bar.query_one(KioskInput).value == "https://webmail.ac-orleans-tours.fr/"


async def test_keys_typed_before_a_page_is_there_land_nowhere(make_app: MakeApp) -> None:
    async with visiting(make_app, HOME, stage=Stage.FRESH) as visitor:
        visitor.page.go(PageId.WEBMAIL_SIGN_IN)
        await visitor.type("Bonjour2014")
        assert visitor.is_on(PageId.WEBMAIL_SIGN_IN)
        assert not visitor.sees("Bonjour2014")
        await visitor.type("fmartin")
        assert visitor.sees("fmartin")


async def test_the_way_back_does_not_end_at_a_page_that_leads_on(make_app: MakeApp) -> None:
    async with visiting(make_app, HOME) as visitor:
        await visitor.open(PageId.WEBMAIL_SIGN_IN)
        assert visitor.is_on(PageId.WEBMAIL_INBOX)
        await visitor.open(PageId.PORTAL_HOME)
        await visitor.press("alt+left")
        assert visitor.is_on(PageId.WEBMAIL_INBOX)
        await visitor.press("alt+left")
        assert visitor.is_on(PageId.BROWSER_HOME)


async def test_a_mailed_link_typed_and_sent_twice_is_followed_once(make_app: MakeApp) -> None:
    async with visiting(make_app, HOME, stage=Stage.ACCOUNT_REQUESTED) as visitor:
        inbox = visitor.services.mailboxes.open_folder(visitor.cookies.webmail, Folder.INBOX)
        letter = visitor.services.mailboxes.read(
            visitor.cookies.webmail, inbox.messages[0].id
        ).letter
        await visitor.press("ctrl+l")
        await visitor.type(letter.links[0].address + "\r\r")
        assert visitor.is_on(PageId.ACCOUNT_CONFIRM)
        assert visitor.sees("Votre compte électeur est créé")


async def test_real_numen_in_the_address_bar_is_wiped_with_a_sentence(make_app: MakeApp) -> None:
    async with visiting(make_app, HOME, stage=Stage.FRESH) as visitor:
        await visitor.press("ctrl+l")
        await visitor.type("18G0612345ABC")
        assert visitor.sees("a la forme d’un vrai NUMEN")
        assert not visitor.sees("18G06")
        await visitor.press("enter")
        assert visitor.is_on(PageId.BROWSER_HOME)


async def test_a_look_that_ends_while_a_page_is_drawn_is_no_crash(make_app: MakeApp) -> None:
    async with visiting(make_app, HOME, stage=Stage.FRESH) as visitor:
        screen = visitor.app.screen
        assert isinstance(screen, SittingScreen)
        for page in (PageId.DESK, PageId.CALENDAR, PageId.DESK, PageId.BROWSER_HOME):
            visitor.page.go(page)
            while screen.page is None or screen.page.visit.where.page is not page:
                screen.feel_pulse()
                await asyncio.sleep(0)
            await visitor.player.settle()
        assert not visitor.app.crashed


async def test_an_answer_that_comes_when_the_page_has_gone_is_dropped(make_app: MakeApp) -> None:
    async with visiting(make_app, "webmail.ac-orleans-tours.fr", stage=Stage.FRESH) as visitor:
        for _ in range(4):
            await visitor.open(PageId.WEBMAIL_SIGN_IN)
            await visitor.fill(user_name="fmartin", password="26G0000000AAA")
            await visitor.type("\r")
            await visitor.press("f3")
            assert visitor.is_on(PageId.DESK)
        assert not visitor.app.crashed


async def test_an_address_begun_and_left_gives_way_to_the_page_s_own(make_app: MakeApp) -> None:
    async with visiting(make_app, "webmail.ac-orleans-tours.fr") as visitor:
        address = visitor.app.screen.query_one(AddressBar).query_one(KioskInput)
        before = address.value
        await visitor.press("ctrl+l", "a", "b")
        assert address.value == "ab"
        await visitor.press("tab", "tab")
        assert address.value == before
