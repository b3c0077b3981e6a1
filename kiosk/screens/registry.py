"""Which class draws which page; each is imported when it is first opened."""

from importlib import import_module
from typing import cast

from kiosk.screens.page import Page
from kiosk.services.addresses import PageId

_PLACES = {
    PageId.DESK: "desk:DeskPage",
    PageId.CALENDAR: "calendar:CalendarPage",
    PageId.TELEPHONE: "desk_objects:TelephonePage",
    PageId.PIGEONHOLE: "desk_objects:PigeonholePage",
    PageId.NOTICE: "desk_objects:NoticePage",
    PageId.PERSONAL_MAIL: "personal_mail:PersonalMailPage",
    PageId.PERSONAL_MESSAGE: "personal_mail:PersonalMessagePage",
    PageId.NOTEBOOK: "desk_objects:NotebookPage",
    PageId.SITUATIONS: "situations:SituationsPage",
    PageId.BROWSER_HOME: "browsing:BrowserHomePage",
    PageId.HISTORY: "browsing:HistoryPage",
    PageId.NOT_FOUND: "browsing:NotFoundPage",
    PageId.LOOK_ALIKE: "phishing:LookAlikePage",
    PageId.DSDEN_HOME: "academy:DsdenHomePage",
    PageId.ASSISTANCE: "academy:AssistancePage",
    PageId.REPORT: "phishing:ReportPage",
    PageId.PHISHING_ADVICE: "academy:PhishingAdvicePage",
    PageId.WEBMAIL_SIGN_IN: "webmail.sign_in:SignInPage",
    PageId.WEBMAIL_INBOX: "webmail.folder:FolderPage",
    PageId.WEBMAIL_MESSAGE: "webmail.message:MessagePage",
    PageId.WEBMAIL_HEADERS: "webmail.views:HeadersPage",
    PageId.WEBMAIL_PRINT: "webmail.views:PrintPage",
    PageId.WEBMAIL_ATTACHMENT: "webmail.views:AttachmentPage",
    PageId.WEBMAIL_SEARCH: "webmail.search:SearchPage",
    PageId.WEBMAIL_FOLDERS: "webmail.own_folders:FoldersPage",
    PageId.WEBMAIL_WRITE: "webmail.write:WritePage",
    PageId.WEBMAIL_DRAFT: "webmail.write:WritePage",
    PageId.WEBMAIL_ANSWER: "webmail.write:WritePage",
    PageId.WEBMAIL_PASSWORD: "webmail.password:PasswordPage",
    PageId.LOST_PASSWORD: "webmail.lost_password:LostPasswordPage",
    PageId.LOST_PASSWORD_NUMEN: "webmail.lost_password:LostPasswordNumenPage",
    PageId.LOST_PASSWORD_NEW: "webmail.lost_password:LostPasswordNewPage",
    PageId.IPROF_SIGN_IN: "iprof.door:IProfDoorPage",
    PageId.IPROF_HOME: "iprof.career:IProfHomePage",
    PageId.IPROF_FILE: "iprof.career:IProfFilePage",
    PageId.IPROF_CV: "iprof.career:IProfCvPage",
    PageId.IPROF_GUIDES: "iprof.reading:IProfGuidesPage",
    PageId.IPROF_SERVICES: "iprof.reading:IProfServicesPage",
    PageId.IPROF_TOPIC: "iprof.reading:IProfTopicPage",
    PageId.IPROF_BOX: "iprof.reading:IProfBoxPage",
    PageId.IPROF_MESSAGE: "iprof.reading:IProfMessagePage",
    PageId.PORTAL_HOME: "voter.home:PortalHomePage",
    PageId.ACCOUNT_REQUEST: "voter.account:AccountRequestPage",
    PageId.ACCOUNT_FORM: "voter.account:AccountFormPage",
    PageId.ACCOUNT_CAPTCHA: "voter.captcha:CaptchaPage",
    PageId.ACCOUNT_MAIL_SENT: "voter.account:MailSentPage",
    PageId.ACCOUNT_CONFIRM: "voter.account:ConfirmPage",
    PageId.ACCOUNT_MAIL_AGAIN: "voter.by_address:MailAgainPage",
    PageId.VOTER_SIGN_IN: "voter.sign_in:VoterSignInPage",
    PageId.VOTER_TROUBLES: "voter.troubles:TroublesPage",
    PageId.VOTER_PASSWORD_LOST: "voter.by_address:PasswordLostPage",
    PageId.VOTER_PASSWORD_RESET: "voter.password:PasswordResetPage",
    PageId.VOTER_SPACE: "voter.space:VoterSpacePage",
    PageId.VOTER_CONTESTS: "voter.space:VoterContestsPage",
    PageId.VOTER_DATA: "voter.data:VoterDataPage",
    PageId.VOTER_IDENTIFIER: "voter.identifier:VoterIdentifierPage",
    PageId.IDENTIFIER_AGAIN: "voter.identifier:IdentifierAgainPage",
    PageId.IDENTIFIER_NEW: "voter.identifier:IdentifierNewPage",
    PageId.VOTER_REQUEST: "voter.request:VoterRequestPage",
    PageId.VOTER_PASSWORD: "voter.password:VoterPasswordPage",
    PageId.POLLING_DOOR: "polling.door:PollingDoorPage",
    PageId.POLLING_CONTESTS: "polling.contests:PollingContestsPage",
    PageId.POLLING_BALLOT: "polling.ballot:BallotPage",
    PageId.POLLING_LIST: "polling.ballot:CandidatesPage",
    PageId.POLLING_REVIEW: "polling.review:ReviewPage",
    PageId.POLLING_RECEIPT: "polling.review:ReceiptPage",
    PageId.RESULTS: "results:ResultsPage",
    PageId.CONTEST_RESULTS: "results:ContestResultsPage",
}


def page_class(page: PageId) -> type[Page]:
    """Return the class of a page."""
    module, _, name = _PLACES[page].partition(":")
    return cast("type[Page]", getattr(import_module(f"kiosk.screens.{module}"), name))
