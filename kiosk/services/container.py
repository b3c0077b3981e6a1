"""Everything a screen may ask, in one frozen container."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.services.account_requests import AccountRequests
from kiosk.services.addresses import AddressBook
from kiosk.services.box_files import BoxFiles
from kiosk.services.bureau import Bureaus
from kiosk.services.calendar import Calendar
from kiosk.services.captchas import Captchas
from kiosk.services.clock import SimulatedClock
from kiosk.services.contacts import Contacts
from kiosk.services.content import Content
from kiosk.services.corrections import Corrections
from kiosk.services.count import Count
from kiosk.services.desk import Desk
from kiosk.services.identifier_requests import IdentifierRequests
from kiosk.services.iprof import IProf
from kiosk.services.joining import Joining
from kiosk.services.linking_attack import LinkingAttack
from kiosk.services.lost_passwords import LostPasswords
from kiosk.services.mail_files import MailFiles
from kiosk.services.mail_filing import MailFiling
from kiosk.services.mail_folders import MailFolders
from kiosk.services.mail_writing import MailWriting
from kiosk.services.mailboxes import Mailboxes
from kiosk.services.minutes import Secretariat
from kiosk.services.pockets import Pockets
from kiosk.services.polling import PollingStation
from kiosk.services.preparations import Preparations
from kiosk.services.register import Register
from kiosk.services.reports import Reports
from kiosk.services.results import Results
from kiosk.services.sabotage_copies import Sabotages
from kiosk.services.sessions import Sessions
from kiosk.services.sittings import Sittings
from kiosk.services.stages import Stages
from kiosk.services.store import Store
from kiosk.services.voter_accounts import VoterAccounts
from kiosk.services.voter_passwords import VoterPasswords
from kiosk.services.voter_space import VoterSpaces
from kiosk.services.webmail import Webmail
from kiosk.services.workshops import Workshops


@dataclass(frozen=True)
class Services:
    """One of each service, made by ``bootstrap`` and by nobody else."""

    seed: int | None
    store: Store
    pockets: Pockets
    content: Content
    calendar: Calendar
    clock: SimulatedClock
    address_books: Mapping[str, AddressBook]
    sessions: Sessions
    captchas: Captchas
    workshops: Workshops
    joining: Joining
    sittings: Sittings
    desk: Desk
    webmail: Webmail
    lost_passwords: LostPasswords
    iprof: IProf
    reports: Reports
    mailboxes: Mailboxes
    mail_files: MailFiles
    mail_filing: MailFiling
    mail_folders: MailFolders
    mail_writing: MailWriting
    account_requests: AccountRequests
    voter_accounts: VoterAccounts
    voter_passwords: VoterPasswords
    voter_spaces: VoterSpaces
    contacts: Contacts
    corrections: Corrections
    identifier_requests: IdentifierRequests
    bureaus: Bureaus
    polling: PollingStation
    count: Count
    box_files: BoxFiles
    results: Results
    secretariat: Secretariat
    register: Register
    linking_attack: LinkingAttack
    sabotages: Sabotages
    stages: Stages
    preparations: Preparations
