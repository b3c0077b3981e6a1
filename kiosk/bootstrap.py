"""Settings into services: the one place that knows every class."""

from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from secrets import SystemRandom

from kiosk.services.account_requests import AccountRequests
from kiosk.services.addresses import AddressBook
from kiosk.services.box_files import BoxFiles
from kiosk.services.bureau import Bureaus
from kiosk.services.calendar import Calendar
from kiosk.services.captchas import Captchas
from kiosk.services.clock import RealTime, SimulatedClock, real_time
from kiosk.services.contacts import Contacts
from kiosk.services.container import Services
from kiosk.services.content import Content, MailTrigger, load_content
from kiosk.services.corrections import Corrections
from kiosk.services.count import Count
from kiosk.services.desk import Desk
from kiosk.services.enrolling import Enroller
from kiosk.services.guide import Guide
from kiosk.services.identifier_requests import IdentifierRequests
from kiosk.services.iprof import IProf
from kiosk.services.joining import Joining
from kiosk.services.junk_filter import JunkFilter
from kiosk.services.letters import LetterWriter
from kiosk.services.link_tokens import LinkTokens
from kiosk.services.linking_attack import LinkingAttack
from kiosk.services.lost_passwords import LostPasswords
from kiosk.services.mail_files import MailFiles
from kiosk.services.mail_filing import MailFiling
from kiosk.services.mail_folders import MailFolders
from kiosk.services.mail_senders import MailSenders
from kiosk.services.mail_writing import MailWriting
from kiosk.services.mailboxes import Mailboxes
from kiosk.services.minutes import Secretariat
from kiosk.services.password_hashes import PasswordHashes
from kiosk.services.passwords_kept import password_of
from kiosk.services.pockets import Pockets
from kiosk.services.polling import PollingStation
from kiosk.services.postman import Postman
from kiosk.services.preparations import Preparations
from kiosk.services.register import Register
from kiosk.services.reports import Reports
from kiosk.services.results import Results
from kiosk.services.sabotage_copies import Sabotages
from kiosk.services.service_mails import ServiceMails
from kiosk.services.sessions import Sessions
from kiosk.services.sittings import Sittings
from kiosk.services.stages import Stages
from kiosk.services.store import Store
from kiosk.services.user_accounts import UserAccounts
from kiosk.services.voter_accounts import VoterAccounts
from kiosk.services.voter_passwords import VoterPasswords
from kiosk.services.voter_space import VoterSpaces
from kiosk.services.webmail import Webmail
from kiosk.services.workshops import Workshops
from kiosk.services.wrong_tries import TryCounter
from kiosk.settings import Settings, default_store, pockets_beside


def open_services(
    settings: Settings,
    *,
    real: RealTime = real_time,
    hashes: PasswordHashes | None = None,
    content: Content | None = None,
    store: Store | None = None,
) -> Services:
    """Make every service; content is loaded and the store is opened unless they are given.

    Raises ContentError for a mistake in the content and StoreError for a store that cannot
    be used.
    """
    content = content or load_content(Path(settings.content) if settings.content else None)
    url = settings.store or default_store()
    store = store or Store.open(url)
    pockets = Pockets(Path(settings.pockets) if settings.pockets else pockets_beside(url))
    # A seed makes a run the same again: for tests and pictures, never for a real rehearsal.
    chance = SystemRandom() if settings.seed is None else Random(settings.seed)  # noqa: S311 - asked for
    calendar = Calendar(content.calendar.milestones)
    clock = SimulatedClock(store, real=real, end=content.calendar.end)
    door_rules = content.rules.sign_in
    sessions = Sessions(timedelta(minutes=door_rules.idle_minutes), partial(password_of, store))
    hashes = hashes or PasswordHashes()
    tries = TryCounter(door_rules)
    accounts = UserAccounts(store, clock, sessions=sessions, hashes=hashes, tries=tries)
    books = {key: AddressBook(academy) for key, academy in content.academies.items()}
    writer = LetterWriter()
    senders = MailSenders(content, writer)
    junk = JunkFilter(content.rules.junk, content.academies)
    quota = content.rules.quota_megabytes * 1024 * 1024
    postman = Postman(
        writer,
        chance,
        quota=quota,
        returned=content.mails_on(MailTrigger.RECIPIENT_FULL),
        returns_after=timedelta(seconds=content.rules.return_delay_seconds),
    )
    links = LinkTokens(chance)
    mails = ServiceMails(content, postman, chance)
    captchas = Captchas(chance, content.rules.captcha_tries)
    enroller = Enroller(
        content, calendar, writer=writer, postman=postman, hashes=hashes, chance=chance
    )
    workshops = Workshops(
        store,
        content,
        enroller=enroller,
        pockets=pockets,
        chance=chance,
        real=real,
        rate=settings.clock_rate,
    )
    sittings = Sittings(
        store,
        calendar,
        clock,
        guide=Guide(content.guide, calendar),
        situations=content.situations,
        postman=postman,
        real=real,
    )
    desk = Desk(store, calendar, clock)
    webmail = Webmail(store, clock, sessions=sessions, accounts=accounts)
    lost_passwords = LostPasswords(
        store, clock, sessions=sessions, hashes=hashes, tries=tries, rules=door_rules
    )
    longest_letter = content.rules.letter_characters
    mailboxes = Mailboxes(store, clock, sessions=sessions, longest_letter=longest_letter)
    account_requests = AccountRequests(
        store,
        content,
        calendar,
        clock,
        captchas=captchas,
        links=links,
        mails=mails,
        hashes=hashes,
    )
    contacts = Contacts(store, content, clock, sessions=sessions)
    voter_accounts = VoterAccounts(store, clock, sessions=sessions, hashes=hashes)
    bureaus = Bureaus(
        store,
        calendar,
        clock,
        electorate=content.rules.electorate,
        pockets=pockets,
        chance=chance,
    )
    count = Count(store, clock, bureaus=bureaus, chance=chance)
    box_files = BoxFiles(store, content, count=count)
    polling = PollingStation(
        store,
        calendar,
        clock,
        bureaus=bureaus,
        sessions=sessions,
        hashes=hashes,
        chance=chance,
    )
    results = Results(store, calendar, clock, count=count, tie_breaks=content.rules.tie_breaks)
    stages = Stages(
        calendar,
        clock,
        workshops=workshops,
        sittings=sittings,
        desk=desk,
        webmail=webmail,
        mailboxes=mailboxes,
        account_requests=account_requests,
        voter_accounts=voter_accounts,
        polling=polling,
        mail_time=timedelta(minutes=content.rules.situations.mail_minutes),
    )
    return Services(
        seed=settings.seed,
        store=store,
        pockets=pockets,
        content=content,
        calendar=calendar,
        clock=clock,
        address_books=books,
        sessions=sessions,
        captchas=captchas,
        workshops=workshops,
        joining=Joining(store, content, calendar, clock, workshops=workshops, enroller=enroller),
        sittings=sittings,
        desk=desk,
        webmail=webmail,
        lost_passwords=lost_passwords,
        reports=Reports(store, clock, sessions=sessions, senders=senders, books=books),
        iprof=IProf(store, clock, content, sessions=sessions, accounts=accounts),
        mailboxes=mailboxes,
        mail_files=MailFiles(store, clock, junk=junk, quota=quota, longest_letter=longest_letter),
        mail_filing=MailFiling(store, clock, sessions=sessions),
        mail_folders=MailFolders(store, sessions=sessions),
        mail_writing=MailWriting(
            store,
            content,
            clock,
            sessions=sessions,
            senders=senders,
            junk=junk,
            postman=postman,
            mails=mails,
            chance=chance,
            quota=quota,
        ),
        account_requests=account_requests,
        voter_accounts=voter_accounts,
        voter_passwords=VoterPasswords(
            store,
            content,
            calendar,
            clock,
            sessions=sessions,
            links=links,
            mails=mails,
            hashes=hashes,
        ),
        voter_spaces=VoterSpaces(
            store,
            calendar,
            clock,
            sessions=sessions,
            correction_days=content.rules.correction_days,
        ),
        contacts=contacts,
        corrections=Corrections(
            store,
            calendar,
            clock,
            sessions=sessions,
            mails=mails,
            days=content.rules.correction_days,
        ),
        identifier_requests=IdentifierRequests(
            store,
            calendar,
            clock,
            sessions=sessions,
            mails=mails,
            hashes=hashes,
            chance=chance,
            renewals_max=content.rules.renewals_max,
        ),
        bureaus=bureaus,
        polling=polling,
        count=count,
        results=results,
        secretariat=Secretariat(
            store,
            clock,
            academies=content.academies,
            bureaus=bureaus,
            count=count,
            results=results,
        ),
        register=Register(store, calendar, clock, bureaus=bureaus),
        linking_attack=LinkingAttack(store, calendar, clock, bureaus=bureaus),
        box_files=box_files,
        sabotages=Sabotages(box_files, chance),
        stages=stages,
        preparations=Preparations(
            store,
            content,
            clock,
            postman=postman,
            sittings=sittings,
            stages=stages,
            desk=desk,
            accounts=accounts,
            contacts=contacts,
            polling=polling,
            chance=chance,
        ),
    )
