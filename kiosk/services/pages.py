"""Every page of the kiosk, and the path of each below its site or its desk."""

from collections.abc import Mapping
from enum import StrEnum


class PageId(StrEnum):
    """Every page of the kiosk, desk and sites alike."""

    DESK = "desk"
    CALENDAR = "calendar"
    TELEPHONE = "telephone"
    PIGEONHOLE = "pigeonhole"
    NOTICE = "notice"
    PERSONAL_MAIL = "personal-mail"
    PERSONAL_MESSAGE = "personal-message"
    NOTEBOOK = "notebook"
    SITUATIONS = "situations"
    WORKSHOP = "workshop"
    BROWSER_HOME = "browser-home"
    HISTORY = "history"
    NOT_FOUND = "not-found"
    LOOK_ALIKE = "look-alike"
    DSDEN_HOME = "dsden-home"
    MAGISTERE = "magistere"
    ASSISTANCE = "assistance"
    REPORT = "report"
    PHISHING_ADVICE = "phishing-advice"
    WEBMAIL_SIGN_IN = "webmail-sign-in"
    WEBMAIL_INBOX = "webmail-inbox"
    WEBMAIL_MESSAGE = "webmail-message"
    WEBMAIL_HEADERS = "webmail-headers"
    WEBMAIL_PRINT = "webmail-print"
    WEBMAIL_ATTACHMENT = "webmail-attachment"
    WEBMAIL_SEARCH = "webmail-search"
    WEBMAIL_FOLDERS = "webmail-folders"
    WEBMAIL_WRITE = "webmail-write"
    WEBMAIL_DRAFT = "webmail-draft"
    WEBMAIL_ANSWER = "webmail-answer"
    WEBMAIL_TRAP = "webmail-trap"
    WEBMAIL_PASSWORD = "webmail-password"  # noqa: S105 - the name of a page
    LOST_PASSWORD = "lost-password"  # noqa: S105 - the name of a page
    LOST_PASSWORD_NUMEN = "lost-password-numen"  # noqa: S105 - the name of a page
    LOST_PASSWORD_NEW = "lost-password-new"  # noqa: S105 - the name of a page
    IPROF_SIGN_IN = "iprof-sign-in"
    IPROF_HOME = "iprof-home"
    IPROF_FILE = "iprof-file"
    IPROF_CV = "iprof-cv"
    IPROF_GUIDES = "iprof-guides"
    IPROF_SERVICES = "iprof-services"
    IPROF_TOPIC = "iprof-topic"
    IPROF_BOX = "iprof-box"
    IPROF_MESSAGE = "iprof-message"
    PORTAL_HOME = "portal-home"
    ACCOUNT_REQUEST = "account-request"
    ACCOUNT_FORM = "account-form"
    ACCOUNT_CAPTCHA = "account-captcha"
    ACCOUNT_MAIL_SENT = "account-mail-sent"
    ACCOUNT_CONFIRM = "account-confirm"
    ACCOUNT_MAIL_AGAIN = "account-mail-again"
    VOTER_SIGN_IN = "voter-sign-in"
    VOTER_TROUBLES = "voter-troubles"
    VOTER_PASSWORD_LOST = "voter-password-lost"  # noqa: S105 - the name of a page
    VOTER_PASSWORD_RESET = "voter-password-reset"  # noqa: S105 - the name of a page
    VOTER_SPACE = "voter-space"
    VOTER_CONTESTS = "voter-contests"
    VOTER_DATA = "voter-data"
    VOTER_IDENTIFIER = "voter-identifier"
    IDENTIFIER_AGAIN = "identifier-again"
    IDENTIFIER_NEW = "identifier-new"
    VOTER_REQUEST = "voter-request"
    VOTER_PASSWORD = "voter-password"  # noqa: S105 - the name of a page
    POLLING_DOOR = "polling-door"
    POLLING_CONTESTS = "polling-contests"
    POLLING_BALLOT = "polling-ballot"
    POLLING_LIST = "polling-list"
    POLLING_REVIEW = "polling-review"
    POLLING_RECEIPT = "polling-receipt"
    POLLING_RECEIPT_PRINT = "polling-receipt-print"
    TURNOUT = "turnout"
    CONTEST_TURNOUT = "contest-turnout"
    REGISTER = "register"
    CONTEST_REGISTER = "contest-register"
    LINKING = "linking"
    CONTEST_LINKING = "contest-linking"
    RESULTS = "results"
    CONTEST_RESULTS = "contest-results"
    SEAT_CALCULATION = "seat-calculation"
    MINUTES = "minutes"
    BUREAU = "bureau"
    BUREAU_JOURNAL = "bureau-journal"
    BUREAU_ENTRY = "bureau-entry"
    KEY_CEREMONY = "key-ceremony"
    HAND_COUNT = "hand-count"
    COUNT_REPORT = "count-report"
    SABOTAGE = "sabotage"


# system key -> path below its base -> page; "{x}" is one segment, handed to the page
SITES: Mapping[str, Mapping[str, PageId]] = {
    "dsden": {"": PageId.DSDEN_HOME},
    "magistere": {"": PageId.MAGISTERE},
    "assistance": {
        "": PageId.ASSISTANCE,
        "hameconnage": PageId.PHISHING_ADVICE,
        "signalement": PageId.REPORT,
    },
    "webmail": {
        "": PageId.WEBMAIL_SIGN_IN,
        "dossiers/{folder}": PageId.WEBMAIL_INBOX,
        "dossiers": PageId.WEBMAIL_FOLDERS,
        "message/{message}": PageId.WEBMAIL_MESSAGE,
        "message/{message}/entetes": PageId.WEBMAIL_HEADERS,
        "message/{message}/impression": PageId.WEBMAIL_PRINT,
        "message/{message}/piece/{part}": PageId.WEBMAIL_ATTACHMENT,
        "recherche": PageId.WEBMAIL_SEARCH,
        "ecrire": PageId.WEBMAIL_WRITE,
        "ecrire/{draft}": PageId.WEBMAIL_DRAFT,
        "ecrire/{kind}/{message}": PageId.WEBMAIL_ANSWER,
        "piege/{sender}": PageId.WEBMAIL_TRAP,
        "mot-de-passe": PageId.WEBMAIL_PASSWORD,
        "mot-de-passe-oublie": PageId.LOST_PASSWORD,
        "mot-de-passe-oublie/numen": PageId.LOST_PASSWORD_NUMEN,
        "mot-de-passe-oublie/nouveau": PageId.LOST_PASSWORD_NEW,
    },
    "iprof": {
        "": PageId.IPROF_SIGN_IN,
        "accueil": PageId.IPROF_HOME,
        "dossier": PageId.IPROF_FILE,
        "cv": PageId.IPROF_CV,
        "guides": PageId.IPROF_GUIDES,
        "services": PageId.IPROF_SERVICES,
        "lire/{topic}": PageId.IPROF_TOPIC,
        "courrier": PageId.IPROF_BOX,
        "courrier/{message}": PageId.IPROF_MESSAGE,
    },
    "portal": {
        "": PageId.PORTAL_HOME,
        "compte/demande": PageId.ACCOUNT_REQUEST,
        "compte/creation": PageId.ACCOUNT_FORM,
        "compte/controle": PageId.ACCOUNT_CAPTCHA,
        "compte/courriel": PageId.ACCOUNT_MAIL_SENT,
        "compte/confirmation/{token}": PageId.ACCOUNT_CONFIRM,
        "compte/renvoi": PageId.ACCOUNT_MAIL_AGAIN,
        "espace/connexion": PageId.VOTER_SIGN_IN,
        "espace/difficultes": PageId.VOTER_TROUBLES,
        "espace/mot-de-passe-perdu": PageId.VOTER_PASSWORD_LOST,
        "espace/nouveau-mot-de-passe/{token}": PageId.VOTER_PASSWORD_RESET,
        "espace": PageId.VOTER_SPACE,
        "espace/scrutins": PageId.VOTER_CONTESTS,
        "espace/donnees": PageId.VOTER_DATA,
        "espace/identifiant": PageId.VOTER_IDENTIFIER,
        "espace/identifiant/renvoi": PageId.IDENTIFIER_AGAIN,
        "espace/identifiant/nouveau": PageId.IDENTIFIER_NEW,
        "espace/demande": PageId.VOTER_REQUEST,
        "espace/mot-de-passe": PageId.VOTER_PASSWORD,
        "bureau-de-vote": PageId.POLLING_DOOR,
        "bureau-de-vote/scrutins": PageId.POLLING_CONTESTS,
        "bureau-de-vote/{contest}": PageId.POLLING_BALLOT,
        "bureau-de-vote/{contest}/liste/{list}": PageId.POLLING_LIST,
        "bureau-de-vote/{contest}/verification": PageId.POLLING_REVIEW,
        "bureau-de-vote/{contest}/recu": PageId.POLLING_RECEIPT,
        "bureau-de-vote/{contest}/recu/impression": PageId.POLLING_RECEIPT_PRINT,
        "participation": PageId.TURNOUT,
        "participation/{contest}": PageId.CONTEST_TURNOUT,
        "registre": PageId.REGISTER,
        "registre/{contest}": PageId.CONTEST_REGISTER,
        "bureau/rapprochement": PageId.LINKING,
        "bureau/rapprochement/{contest}": PageId.CONTEST_LINKING,
        "resultats": PageId.RESULTS,
        "resultats/{contest}": PageId.CONTEST_RESULTS,
        "resultats/{contest}/calcul": PageId.SEAT_CALCULATION,
        "bureau/proces-verbal": PageId.MINUTES,
        "bureau": PageId.BUREAU,
        "bureau/journal": PageId.BUREAU_JOURNAL,
        "bureau/journal/{entry}": PageId.BUREAU_ENTRY,
        "bureau/ceremonie": PageId.KEY_CEREMONY,
        "bureau/depouillement": PageId.HAND_COUNT,
        "bureau/depouillement/rapport": PageId.COUNT_REPORT,
        "bureau/sabotage": PageId.SABOTAGE,
    },
}
DESK: Mapping[str, PageId] = {
    "bureau": PageId.DESK,
    "calendrier": PageId.CALENDAR,
    "telephone": PageId.TELEPHONE,
    "casier": PageId.PIGEONHOLE,
    "casier/{item}": PageId.NOTICE,
    "courriel": PageId.PERSONAL_MAIL,
    "courriel/{item}": PageId.PERSONAL_MESSAGE,
    "carnet": PageId.NOTEBOOK,
    "situations": PageId.SITUATIONS,
    "atelier": PageId.WORKSHOP,
    "accueil": PageId.BROWSER_HOME,
    "historique": PageId.HISTORY,
}
DESK_PAGES = frozenset(
    {
        PageId.DESK,
        PageId.CALENDAR,
        PageId.TELEPHONE,
        PageId.PIGEONHOLE,
        PageId.NOTICE,
        PageId.PERSONAL_MAIL,
        PageId.PERSONAL_MESSAGE,
        PageId.NOTEBOOK,
        PageId.SITUATIONS,
        PageId.WORKSHOP,
    }
)
