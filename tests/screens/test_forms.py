"""What every form does: typing again what was refused, finding again what was left."""

import pytest
from textual.events import Key

from kiosk.services.addresses import PageId
from kiosk.services.content import Milestone, Stage
from kiosk.widgets.fields import Field

from ..conftest import MakeApp
from .visitor import Visitor, visiting
from .voter import voting

DOOR = "webmail.ac-orleans-tours.fr"
FORM = "vote2014.education.gouv.fr/compte/creation"
HALF_IDENTIFIER = "abcd-efgh"


def value(visitor: Visitor, name: str) -> str:
    return visitor.page.query_one(f"#{name}", Field).value


def cursor_in(visitor: Visitor, name: str) -> bool:
    return visitor.focused is visitor.page.query_one(f"#{name}", Field).input


class TestTypingAgain:
    async def test_a_real_numen_wiped_keeps_its_reason_though_one_presses_enter(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, DOOR, stage=Stage.FRESH) as visitor:
            await visitor.fill(user_name="fmartin", password="18G0612345ABC")
            await visitor.press("enter")
            assert "NUMEN" in visitor.errors["password"]
            assert value(visitor, "password") == ""
            await visitor.type("faux")
            assert "password" not in visitor.errors

    async def test_what_was_refused_is_replaced_by_what_is_typed_next(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, DOOR, stage=Stage.FRESH) as visitor:
            sheet = visitor.services.workshops.sheet(visitor.sitting.who.participant_id)
            await visitor.fill(user_name="fmartin", password=sheet.numen.lower())
            await visitor.press("enter")
            assert cursor_in(visitor, "password")
            await visitor.type(sheet.numen)
            await visitor.press("enter")
            assert visitor.is_on(PageId.WEBMAIL_PASSWORD)

    async def test_a_form_refused_as_a_whole_goes_back_to_the_password(
        self, make_app: MakeApp
    ) -> None:
        async with voting(make_app) as voter:
            await voter.fill(identifier=voter.identifier, password="Autrement1")
            await voter.press("tab", "tab", "tab")
            await voter.choose("Entrer")
            assert cursor_in(voter, "password")
            await voter.type("x")
            assert value(voter, "password") == "x"

    async def test_first_field_refused_is_the_one_typed_again(self, make_app: MakeApp) -> None:
        async with visiting(make_app, FORM) as visitor:
            await visitor.fill(address="moi", password="Rentree2014", confirmation="Autre2014")
            await visitor.press("enter")
            assert set(visitor.errors) == {"address", "confirmation"}
            assert cursor_in(visitor, "address")
            await visitor.type("f")
            assert value(visitor, "address") == "f"


class TestTypingAhead:
    """Keys that wait while the machine is busy are handed on all at once."""

    @pytest.mark.parametrize("key", ["\t", "\r"])
    async def test_a_password_typed_ahead_lands_in_its_own_field(
        self, key: str, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, DOOR, stage=Stage.FRESH) as visitor:
            await visitor.type(f"fmartin{key}secret")
            assert value(visitor, "user_name") == "fmartin"
            assert value(visitor, "password") == "secret"

    async def test_what_is_typed_behind_the_last_enter_is_not_sent(self, make_app: MakeApp) -> None:
        async with visiting(make_app, DOOR, stage=Stage.FRESH) as visitor:
            sheet = visitor.services.workshops.sheet(visitor.sitting.who.participant_id)
            await visitor.type(f"fmartin\r{sheet.numen}\rxxx")
            assert visitor.is_on(PageId.WEBMAIL_PASSWORD)

    async def test_punctuation_behind_tab_is_kept(self, make_app: MakeApp) -> None:
        async with visiting(make_app, DOOR, stage=Stage.FRESH) as visitor:
            await visitor.type("x\t[FO]")
            assert value(visitor, "password") == "[FO]"

    async def test_keys_of_a_page_pressed_before_it_is_there_do_nothing(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, DOOR, stage=Stage.FRESH) as visitor:
            for key in ("f3", "down", "down", "enter"):
                visitor.app.post_message(Key(key, None))
            await visitor.player.settle()
            assert visitor.is_on(PageId.DESK)
            assert visitor.focused is visitor.page.query("Link").first()


class TestLeavingAndComingBack:
    async def test_half_an_identifier_is_found_again_a_password_is_not(
        self, make_app: MakeApp
    ) -> None:
        async with voting(make_app) as voter:
            await voter.fill(password="Rentree2014", identifier=HALF_IDENTIFIER)
            await voter.press("f5")
            assert voter.is_on(PageId.PIGEONHOLE)
            await voter.press("alt+left")
            assert voter.is_on(PageId.POLLING_DOOR)
            assert value(voter, "identifier") == HALF_IDENTIFIER
            assert value(voter, "password") == ""
            assert "Rentree2014" not in str(voter.sitting.drafts)
            assert HALF_IDENTIFIER not in repr(voter.sitting)

    async def test_one_goes_on_typing_where_one_left(self, make_app: MakeApp) -> None:
        async with visiting(make_app, DOOR, stage=Stage.FRESH) as visitor:
            await visitor.fill(user_name="fmar")
            await visitor.press("f3", "alt+left")
            assert cursor_in(visitor, "user_name")
            await visitor.type("tin\t")
            assert value(visitor, "user_name") == "fmartin"
            assert cursor_in(visitor, "password")
            await visitor.press("f3", "alt+left")
            assert cursor_in(visitor, "password")

    @pytest.mark.parametrize("keys", [("ctrl+r",), ("f3", "alt+left")])
    async def test_an_empty_form_begins_in_its_first_field_wherever_one_was(
        self, keys: tuple[str, ...], make_app: MakeApp
    ) -> None:
        async with visiting(make_app, DOOR, stage=Stage.FRESH) as visitor:
            await visitor.press("tab")
            assert cursor_in(visitor, "password")
            await visitor.press(*keys)
            assert cursor_in(visitor, "user_name")
            await visitor.fill(password="secret")
            await visitor.press(*keys)
            assert value(visitor, "password") == ""
            assert cursor_in(visitor, "user_name")

    async def test_a_form_that_was_sent_is_found_empty(self, make_app: MakeApp) -> None:
        async with visiting(make_app, DOOR, stage=Stage.FRESH) as visitor:
            sheet = visitor.services.workshops.sheet(visitor.sitting.who.participant_id)
            await visitor.fill(user_name="fmartin")
            await visitor.press("f3", "alt+left")
            await visitor.fill(password=sheet.numen)
            await visitor.press("enter")
            await visitor.choose("Plus tard")
            await visitor.choose("Se déconnecter")
            await visitor.open(PageId.WEBMAIL_SIGN_IN)
            assert value(visitor, "user_name") == ""

    async def test_what_was_erased_stays_erased(self, make_app: MakeApp) -> None:
        async with visiting(make_app, DOOR, stage=Stage.FRESH) as visitor:
            await visitor.fill(user_name="fm")
            await visitor.press("f3", "alt+left")
            visitor.page.query_one("#user_name", Field).type_again()
            await visitor.press("backspace", "f3", "alt+left")
            assert value(visitor, "user_name") == ""

    async def test_an_answer_to_an_image_is_not_kept_for_another(self, make_app: MakeApp) -> None:
        async with visiting(make_app, FORM) as visitor:
            sheet = visitor.services.workshops.sheet(visitor.sitting.who.participant_id)
            await visitor.fill(
                address=sheet.address, password="Rentree2014", confirmation="Rentree2014"
            )
            await visitor.press("enter")
            assert visitor.is_on(PageId.ACCOUNT_CAPTCHA)
            await visitor.fill(answer="12")
            await visitor.press("f3", "alt+left")
            assert visitor.is_on(PageId.ACCOUNT_CAPTCHA)
            assert value(visitor, "answer") == ""


async def test_what_is_typed_while_the_clock_moves_is_the_next_instant(make_app: MakeApp) -> None:
    async with visiting(make_app, "kiosque:calendrier") as visitor:
        await visitor.fill(instant="4 novembre 10h")
        await visitor.type("\r27/11 10h")
        assert value(visitor, "instant") == "27/11 10h"
        await visitor.press("enter")
        opens = visitor.services.calendar.at(Milestone.VOTE_OPENS)
        assert visitor.services.clock.now(visitor.sitting.who.workshop_id) >= opens
        assert value(visitor, "instant") == ""
