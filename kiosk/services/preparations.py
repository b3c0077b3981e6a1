"""What was done to somebody before a situation starts, on top of the stage they reached."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from sqlalchemy import update
from sqlmodel import col, select

from kiosk.models import DeskItem, Message, Participant, Workshop
from kiosk.services.ballots import BLANK
from kiosk.services.browser import Cookies
from kiosk.services.campaign import draw_campaign
from kiosk.services.clock import Clock
from kiosk.services.contacts import Contacts
from kiosk.services.content import Content, Corps, MailTrigger, Preparation, Situation
from kiosk.services.desk import Desk
from kiosk.services.enrolling import Enrolment
from kiosk.services.identifiers import make_identifier
from kiosk.services.journal import Event, record
from kiosk.services.mail_room import used_bytes
from kiosk.services.mail_rounds import mail_values
from kiosk.services.polling import PollingStation
from kiosk.services.postman import Channel, Folder, Postman
from kiosk.services.sittings import Sittings
from kiosk.services.stages import LENT_PASSWORD, Stages
from kiosk.services.store import Store
from kiosk.services.user_accounts import UserAccounts


class Preparations:
    """Carries out what a situation's file says was done, by the rules where a rule does it."""

    def __init__(
        self,
        store: Store,
        content: Content,
        clock: Clock,
        *,
        postman: Postman,
        sittings: Sittings,
        stages: Stages,
        desk: Desk,
        accounts: UserAccounts,
        contacts: Contacts,
        polling: PollingStation,
        chance: Random,
    ) -> None:
        self._store = store
        self._content = content
        self._clock = clock
        self._postman = postman
        self._sittings = sittings
        self._stages = stages
        self._desk = desk
        self._accounts = accounts
        self._contacts = contacts
        self._polling = polling
        self._chance = chance

    def prepare(self, who: Enrolment, situation: Situation) -> Cookies:
        """Bring somebody fresh to where a situation starts, and return the browser's cookies."""
        cookies = self._stages.reach(who, situation.stage, situation.at)
        makers = {
            Preparation.CONFIRMATION_IN_JUNK: self._file_confirmation_as_junk,
            Preparation.CAMPAIGN_MAILS: self._send_campaign_mails,
            Preparation.LINK_REPLACED: self._stages.request_account,
            Preparation.FULL_MAILBOX: self._fill_mailbox,
            Preparation.ACCOUNT_ASKED: self._stages.request_account,
            Preparation.PASSWORD_FORGOTTEN: self._forget_password,
            Preparation.NOTICE_LOST: self._lose_notice,
            Preparation.DATA_KNOWN: self._keep_data,
            Preparation.WRONG_SCHOOL: self._mistake_school,
            Preparation.ONE_BALLOT_CAST: self._cast_one_ballot,
            Preparation.SIGNED_OUT: self._sign_out,
        }
        for preparation in situation.prepared:
            makers[preparation](who, cookies)
        with self._store.unit() as unit:
            now = self._clock.now(who.workshop_id)
            event = Event.SITUATION_STARTED
            record(unit, who.participant_id, event, at=now, subject=situation.name)
        self._sittings.pulse(who.workshop_id, who.participant_id)
        return cookies

    def _file_confirmation_as_junk(self, who: Enrolment, _cookies: Cookies) -> None:
        (template,) = self._content.mails_on(MailTrigger.ACCOUNT_REQUESTED)
        with self._store.unit() as unit:
            confirmations = unit.exec(
                select(Message).where(
                    col(Message.participant_id) == who.participant_id,
                    Message.subject == template.subject,
                )
            )
            for message in confirmations:
                message.folder = Folder.JUNK

    def _send_campaign_mails(self, who: Enrolment, _cookies: Cookies) -> None:
        values = mail_values(self._content.academies[who.academy_id])
        now = self._clock.now(who.workshop_id)
        with self._store.unit() as unit:
            person = unit.get_one(Participant, who.participant_id)
            seed = unit.get_one(Workshop, who.workshop_id).seed
            chance = Random(f"{seed}:campaign")  # noqa: S311 - invented mails, no secret
            rules = self._content.rules.situations
            since = now - timedelta(days=rules.campaign_days)
            campaign = self._content.campaign
            mails = draw_campaign(campaign, rules.campaign_mails, chance, since=since, until=now)
            for mail in mails:
                assert mail.sent is not None  # noqa: S101 - drawn with an instant
                self._postman.send_mail(unit, person, mail, due_at=mail.sent, values=values)

    def _fill_mailbox(self, who: Enrolment, _cookies: Cookies) -> None:
        """Let one more mail arrive, as large as the room that is left."""
        (template,) = self._content.mails_on(MailTrigger.LARGE_MAIL)
        quota = self._content.rules.quota_megabytes * 1024 * 1024
        values = mail_values(self._content.academies[who.academy_id])
        now = self._clock.now(who.workshop_id)
        with self._store.unit() as unit:
            person = unit.get_one(Participant, who.participant_id)
            room = quota - used_bytes(unit, person.id)
            heavy = replace(template, kilobytes=room // 1024)
            self._postman.send_mail(unit, person, heavy, due_at=now, values=values)
        self._sittings.pulse(who.workshop_id, who.participant_id)

    def _forget_password(self, who: Enrolment, cookies: Cookies) -> None:
        """Have a password nobody remembers in the place of the NUMEN."""
        forgotten = make_identifier(self._chance)
        self._accounts.set_password(who.workshop_id, who.participant_id, forgotten)
        self._sign_out(who, cookies)

    def _lose_notice(self, who: Enrolment, _cookies: Cookies) -> None:
        with self._store.unit() as unit:
            unit.execute(
                update(DeskItem)
                .where(
                    col(DeskItem.participant_id) == who.participant_id,
                    col(DeskItem.channel) == Channel.PAPER,
                )
                .values(channel=Channel.LOST)
            )

    def _keep_data(self, who: Enrolment, cookies: Cookies) -> None:
        self._contacts.keep(cookies.voter_space, self._contacts.lent(who.participant_id))

    def _mistake_school(self, who: Enrolment, _cookies: Cookies) -> None:
        with self._store.unit() as unit:
            person = unit.get_one(Participant, who.participant_id)
            others = self._other_schools(who, Corps(person.corps))
            person.roll_school = self._chance.choice(others)

    def _other_schools(self, who: Enrolment, corps: Corps) -> list[str]:
        """Return schools of the same academy and corps; of the corps, where it has no other."""
        alike = [one for one in self._content.personas if one.corps is corps]
        here = {one.school for one in alike if one.academy == who.academy_id}
        here.update(self._content.academies[who.academy_id].schools.get(corps, ()))
        others = here - {who.school} or {one.school for one in alike} - {who.school}
        return sorted(others)

    def _cast_one_ballot(self, who: Enrolment, cookies: Cookies) -> None:
        paper = self._desk.pigeonhole(who.participant_id).papers[0]
        token = self._polling.enter(
            cookies.voter_space, identifier=paper.body, password=LENT_PASSWORD
        )
        first = self._polling.contests(token)[0]
        self._polling.cast(token, first.code, BLANK)
        self._polling.leave(token)

    def _sign_out(self, _who: Enrolment, cookies: Cookies) -> None:
        cookies.webmail = cookies.voter_space = cookies.polling_station = None
