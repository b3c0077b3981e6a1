"""Ready-made states: carries somebody as far as a situation starts, by the rules themselves."""

from datetime import datetime, timedelta

from kiosk.services.account_requests import AccountRequests
from kiosk.services.ballots import BLANK
from kiosk.services.browser import Cookies
from kiosk.services.calendar import Calendar
from kiosk.services.clock import SimulatedClock
from kiosk.services.content import Milestone, Stage
from kiosk.services.desk import Desk
from kiosk.services.enrolling import Enrolment
from kiosk.services.mailboxes import Mailboxes
from kiosk.services.polling import PollingStation
from kiosk.services.postman import Folder
from kiosk.services.sittings import Sittings
from kiosk.services.user_names import user_name
from kiosk.services.voter_accounts import VoterAccounts
from kiosk.services.webmail import Webmail
from kiosk.services.workshops import Sheet, Workshops

LENT_PASSWORD = "Bonjour2014"  # noqa: S105 - an exercise's password, noted in its notebook


class Stages:
    """Plays the first steps of the journey, without a screen and without the image.

    ``mail_time`` is let pass until a mail that was asked for has arrived.
    """

    def __init__(
        self,
        calendar: Calendar,
        clock: SimulatedClock,
        *,
        workshops: Workshops,
        sittings: Sittings,
        desk: Desk,
        webmail: Webmail,
        mailboxes: Mailboxes,
        account_requests: AccountRequests,
        voter_accounts: VoterAccounts,
        polling: PollingStation,
        mail_time: timedelta,
    ) -> None:
        self._calendar = calendar
        self._clock = clock
        self._workshops = workshops
        self._sittings = sittings
        self._desk = desk
        self._webmail = webmail
        self._mailboxes = mailboxes
        self._requests = account_requests
        self._accounts = voter_accounts
        self._polling = polling
        self._mail_time = mail_time

    def reach(self, who: Enrolment, stage: Stage, at: datetime) -> Cookies:
        """Carry a fresh participant to a stage, move the clock to ``at``, return the cookies.

        An instant that the stage's own steps have already passed is left behind.
        """
        cookies = Cookies()
        order = list(Stage)
        steps = {
            Stage.WEBMAIL_OPEN: self._open_webmail,
            Stage.ACCOUNT_REQUESTED: self.request_account,
            Stage.ACCOUNT_CONFIRMED: self._confirm_account,
            Stage.NOTICE_READ: self._read_notice,
            Stage.VOTED: self._vote,
        }
        for step in order[1 : order.index(stage) + 1]:
            steps[step](who, cookies)
        self._move_to(who, at)
        self._webmail.resume(cookies.webmail)
        self._accounts.resume(cookies.voter_space)
        return cookies

    def request_account(self, who: Enrolment, cookies: Cookies) -> None:
        """Ask for an account, image copied, and wait for its mail."""
        sheet = self._workshops.sheet(who.participant_id)
        self._requests.open_form(who.workshop_id, who.participant_id)
        cookies.account_request = self._requests.fill_form(
            who.workshop_id,
            who.participant_id,
            address=sheet.address,
            password=LENT_PASSWORD,
            confirmation=LENT_PASSWORD,
        )
        self._desk.write_note(
            who.participant_id, f"Mot de passe d’électeur\u202f: {LENT_PASSWORD}\n"
        )
        self._requests.send_confirmation(cookies.account_request)
        self._move_to(who, self._clock.now(who.workshop_id) + self._mail_time)

    def _open_webmail(self, who: Enrolment, cookies: Cookies) -> None:
        sheet = self._workshops.sheet(who.participant_id)
        self._webmail.opened(who.workshop_id, who.participant_id)
        cookies.webmail = self._webmail.sign_in(
            who.workshop_id, who.participant_id, _user_name(sheet), sheet.numen
        )

    def _confirm_account(self, who: Enrolment, cookies: Cookies) -> None:
        newest = self._mailboxes.open_folder(cookies.webmail, Folder.INBOX).messages[0]
        letter = self._mailboxes.read(cookies.webmail, newest.id).letter
        token = letter.links[0].address.rsplit("/", 1)[-1]
        self._requests.confirm(who.workshop_id, token)
        cookies.voter_space = self._accounts.sign_in(
            who.workshop_id,
            who.participant_id,
            self._workshops.sheet(who.participant_id).address,
            LENT_PASSWORD,
        )

    def _read_notice(self, who: Enrolment, _cookies: Cookies) -> None:
        self._move_to(who, self._calendar.at(Milestone.NOTICES_ARRIVE))
        notice = self._desk.pigeonhole(who.participant_id).papers[0]
        self._desk.read_notice(who.workshop_id, who.participant_id, notice.id)

    def _vote(self, who: Enrolment, cookies: Cookies) -> None:
        self._move_to(who, self._calendar.at(Milestone.VOTE_OPENS))
        paper = self._desk.pigeonhole(who.participant_id).papers[0]
        cookies.polling_station = self._polling.enter(
            cookies.voter_space, identifier=paper.body, password=LENT_PASSWORD
        )
        for contest in self._polling.contests(cookies.polling_station):
            self._polling.cast(cookies.polling_station, contest.code, BLANK)

    def _move_to(self, who: Enrolment, at: datetime) -> None:
        if at > self._clock.now(who.workshop_id):
            self._clock.jump(who.workshop_id, at)
        self._sittings.pulse(who.workshop_id, who.participant_id)


def _user_name(sheet: Sheet) -> str:
    return user_name(sheet.first_name, sheet.last_name, sheet.homonym)
