"""Pages whose system closes behind their reader: left unused, or its password was changed."""

from datetime import datetime, timedelta

import pytest

from kiosk.screens.asking import HelpWindow
from kiosk.screens.page import Page
from kiosk.screens.sitting import SittingScreen
from kiosk.services.addresses import PageId
from kiosk.services.content import Milestone, Stage
from kiosk.services.french import PARIS
from kiosk.services.journal import Event
from kiosk.services.stages import LENT_PASSWORD
from kiosk.widgets.fields import Field

from ..conftest import MakeApp
from .test_door_pages import DOOR, INBOX, IPROF, NEW, into_iprof, later, numen_of
from .visitor import visiting
from .voter import inside

SPACE = "vote2014.education.gouv.fr/espace"


class TestLeftUnused:
    async def test_the_door_says_why_after_a_jump(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            assert visitor.is_on(PageId.WEBMAIL_INBOX)
            await visitor.jump(later(visitor, days=1))
            assert visitor.is_on(PageId.WEBMAIL_SIGN_IN)
            assert visitor.sees("La messagerie s’est fermée d’elle-même")
            assert visitor.sees("calendrier compte aussi")
            await into_iprof(visitor)
            assert visitor.is_on(PageId.WEBMAIL_PASSWORD)
            await visitor.choose("Plus tard")
            await visitor.choose("Se déconnecter")
            assert not visitor.sees("fermée d’elle-même")

    @pytest.mark.parametrize("seconds", [-1, 0, 1])
    async def test_the_limit_to_the_second(self, make_app: MakeApp, seconds: int) -> None:
        async with visiting(make_app, INBOX) as visitor:
            await visitor.jump(later(visitor, minutes=45, seconds=seconds))
            assert visitor.is_on(PageId.WEBMAIL_SIGN_IN) is (seconds >= 0)

    async def test_a_form_sent_too_late_is_refused_and_keeps_its_text(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, f"{DOOR}/mot-de-passe") as visitor:
            await visitor.fill(current="x", password=NEW, confirmation=NEW)
            visitor.services.clock.jump(visitor.sitting.who.workshop_id, later(visitor, hours=2))
            await visitor.press("enter")
            assert visitor.sees("La messagerie s’est fermée d’elle-même")
            assert visitor.events.count(Event.WEBMAIL_PASSWORD_CHANGED) == 0
            assert NEW not in str(visitor.sitting.drafts)

    async def test_moving_the_clock_at_the_calendar_closes_it_too(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            await visitor.press("f3")
            await visitor.choose("Calendrier")
            await visitor.fill(instant="23/09/2014 10h")
            await visitor.press("enter", "alt+left", "alt+left")
            assert visitor.is_on(PageId.WEBMAIL_SIGN_IN)
            assert visitor.sees("La messagerie s’est fermée d’elle-même")

    async def test_what_was_typed_is_found_again(self, make_app: MakeApp) -> None:
        async with visiting(make_app, IPROF["fabienne-martin"], stage=Stage.FRESH) as visitor:
            await into_iprof(visitor)
            await visitor.open(PageId.IPROF_CV)
            await visitor.fill(studies="Licence")
            await visitor.jump(later(visitor, hours=2))
            assert visitor.is_on(PageId.IPROF_SIGN_IN)
            assert visitor.sees("I-Prof s’est fermé de lui-même")
            await into_iprof(visitor)
            await visitor.open(PageId.IPROF_CV)
            assert visitor.page.query_one("#studies", Field).value == "Licence"

    async def test_draft_is_among_the_others(self, make_app: MakeApp) -> None:
        async with visiting(make_app, f"{DOOR}/ecrire") as visitor:
            await visitor.fill(to="julie.labert@ac-orleans-tours.fr", subject="Photo de classe")
            await visitor.jump(later(visitor, hours=2))
            assert visitor.is_on(PageId.WEBMAIL_SIGN_IN)
            visitor.sign_in_again()
            await visitor.open(PageId.WEBMAIL_INBOX, folder="inbox")
            assert visitor.sees("gardé parmi les brouillons")
            await visitor.open(PageId.WEBMAIL_INBOX, folder="drafts")
            assert visitor.sees("Photo de classe")

    async def test_window_over_the_page_is_left_alone(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            await visitor.press("f1")
            visitor.services.clock.jump(visitor.sitting.who.workshop_id, later(visitor, hours=2))
            below = visitor.app.screen_stack[-2]
            assert isinstance(below, SittingScreen)
            below.feel_pulse()
            await visitor.player.settle()
            assert isinstance(visitor.app.screen, HelpWindow)
            assert below.query_one(Page).visit.where.page is PageId.WEBMAIL_INBOX
            await visitor.press("escape")
            below.feel_pulse()
            await visitor.player.settle()
            assert visitor.is_on(PageId.WEBMAIL_SIGN_IN)

    @pytest.mark.parametrize("seconds", [-1, 0, 1])
    async def test_the_voter_space_too(self, make_app: MakeApp, seconds: int) -> None:
        async with visiting(make_app, SPACE, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            await visitor.jump(later(visitor, minutes=45, seconds=seconds))
            assert visitor.is_on(PageId.VOTER_SIGN_IN) is (seconds >= 0)
            assert visitor.sees("L’espace électeur s’est fermé de lui-même") is (seconds >= 0)
            assert visitor.sees("calendrier compte aussi") is (seconds >= 0)

    async def test_the_voter_spaces_door_is_whole_and_lets_in_again(
        self, make_app: MakeApp
    ) -> None:
        data = f"{SPACE}/donnees"
        async with visiting(make_app, data, stage=Stage.ACCOUNT_CONFIRMED) as visitor:
            await visitor.fill(mobile="06 39 98 12 04")
            await visitor.jump(datetime(2014, 11, 20, 9, tzinfo=PARIS))
            assert visitor.is_on(PageId.VOTER_SIGN_IN)
            async for _ in visitor.sizes():
                assert visitor.page.max_scroll_y == 0
            sheet = visitor.services.workshops.sheet(visitor.sitting.who.participant_id)
            await visitor.fill(address=sheet.address, password=LENT_PASSWORD)
            await visitor.press("enter")
            assert visitor.is_on(PageId.VOTER_SPACE)
            await visitor.open(PageId.VOTER_DATA)
            assert visitor.page.query_one("#mobile", Field).value == "06 39 98 12 04"


class TestWhileVoting:
    """The voter space one entered the polling station from."""

    async def test_a_ballot_may_take_its_time(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            await voter.open(PageId.POLLING_BALLOT, contest="ctm")
            await voter.jump(later(voter, hours=3))
            assert voter.is_on(PageId.POLLING_BALLOT)
            await voter.open(PageId.VOTER_SPACE)
            assert voter.is_on(PageId.VOTER_SPACE)
            await voter.jump(later(voter, hours=3))
            assert voter.is_on(PageId.VOTER_SPACE), "a ballot is left to cast"

    async def test_it_is_there_when_one_comes_out_with_everything_cast(
        self, make_app: MakeApp
    ) -> None:
        async with inside(make_app) as voter:
            voter.cast_all()
            voter.services.clock.jump(voter.sitting.who.workshop_id, later(voter, hours=3))
            await voter.open(PageId.POLLING_CONTESTS)
            await voter.open(PageId.VOTER_SPACE)
            assert voter.is_on(PageId.VOTER_SPACE)
            await voter.jump(later(voter, minutes=45))
            assert voter.is_on(PageId.VOTER_SIGN_IN)

    @pytest.mark.parametrize("seconds", [-1, 0, 1])
    async def test_it_keeps_to_the_stations_own_limit(
        self, make_app: MakeApp, seconds: int
    ) -> None:
        async with inside(make_app) as voter:
            ends = voter.services.calendar.at(Milestone.POLLING_GRACE_ENDS)
            until = ends + timedelta(seconds=seconds)
            voter.services.clock.jump(voter.sitting.who.workshop_id, until)
            await voter.open(PageId.VOTER_SPACE)
            assert voter.is_on(PageId.VOTER_SPACE) is (seconds < 0)

    async def test_a_station_left_keeps_nothing_open(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            await voter.choose("Quitter le bureau")
            await voter.choose("Quitter")
            assert voter.is_on(PageId.VOTER_SPACE)
            await voter.jump(later(voter, minutes=45))
            assert voter.is_on(PageId.VOTER_SIGN_IN)


class TestPasswordChangedElsewhere:
    async def test_open_mailbox_turns_into_its_door(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            numen, own = numen_of(visitor), visitor.cookies.webmail
            visitor.sign_in_again()
            visitor.services.webmail.change_password(own, current=numen, new=NEW, confirmation=NEW)
            await visitor.jump(later(visitor, seconds=1))
            assert visitor.is_on(PageId.WEBMAIL_SIGN_IN)
            assert visitor.sees("Le mot de passe a été changé")
            await visitor.fill(user_name="fmartin", password=NEW)
            await visitor.press("enter")
            assert visitor.is_on(PageId.WEBMAIL_INBOX)
            assert visitor.services.webmail.is_open(own)

    async def test_change_from_inside_leaves_one_inside(self, make_app: MakeApp) -> None:
        async with visiting(make_app, f"{DOOR}/mot-de-passe") as visitor:
            await visitor.fill(current=numen_of(visitor), password=NEW, confirmation=NEW)
            await visitor.press("enter")
            await visitor.jump(later(visitor, seconds=1))
            await visitor.open(PageId.WEBMAIL_INBOX, folder="inbox")
            assert visitor.is_on(PageId.WEBMAIL_INBOX)

    async def test_voter_space_and_polling_station_turn_into_their_doors(
        self, make_app: MakeApp
    ) -> None:
        opens = datetime(2014, 11, 27, 10, tzinfo=PARIS)
        async with visiting(make_app, SPACE, stage=Stage.NOTICE_READ, at=opens) as visitor:
            services, cookies = visitor.services, visitor.cookies
            who = visitor.sitting.who.participant_id
            notice = services.desk.pigeonhole(who).papers[0].body
            await visitor.open(PageId.POLLING_DOOR)
            await visitor.fill(identifier=notice, password=LENT_PASSWORD)
            await visitor.press("enter")
            assert visitor.is_on(PageId.POLLING_CONTESTS)
            services.voter_passwords.change(
                cookies.voter_space,
                current=LENT_PASSWORD,
                new="Autre2014",
                confirmation="Autre2014",
            )
            await visitor.jump(later(visitor, seconds=1))
            assert visitor.is_on(PageId.POLLING_DOOR)
            assert visitor.sees("Le mot de passe a été changé")
            async for _ in visitor.sizes():
                assert visitor.page.max_scroll_y == 0
            await visitor.open(PageId.VOTER_SPACE)
            assert visitor.is_on(PageId.VOTER_SPACE)
            address = services.workshops.sheet(who).address
            elsewhere = services.voter_accounts.sign_in(
                visitor.sitting.who.workshop_id, who, address, "Autre2014"
            )
            services.voter_passwords.change(
                elsewhere, current="Autre2014", new="Encore2014", confirmation="Encore2014"
            )
            await visitor.jump(later(visitor, seconds=1))
            assert visitor.is_on(PageId.VOTER_SIGN_IN)
            assert visitor.sees("Le mot de passe a été changé")
            async for _ in visitor.sizes():
                assert visitor.page.max_scroll_y == 0
