"""Every page has an address, and what is typed or clicked leads to a page.

An academy's content gives each system its base address and its other names; a page is a
path below one of them. Pages of the desk have addresses too, so that ``--open`` and the
tests reach any page in the same way.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from urllib.parse import quote, unquote, urlsplit

from kiosk.services.content_people import Academy
from kiosk.services.look_alikes import LookAlikes

DESK_SCHEME = "kiosque:"
_LONGEST_TYPED = 300
_NEAR = 0.6


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
    BROWSER_HOME = "browser-home"
    HISTORY = "history"
    NOT_FOUND = "not-found"
    LOOK_ALIKE = "look-alike"
    DSDEN_HOME = "dsden-home"
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
    RESULTS = "results"
    CONTEST_RESULTS = "contest-results"


# system key -> path below its base -> page; "{x}" is one segment, handed to the page
_SITES: Mapping[str, Mapping[str, PageId]] = {
    "dsden": {"": PageId.DSDEN_HOME},
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
        "resultats": PageId.RESULTS,
        "resultats/{contest}": PageId.CONTEST_RESULTS,
    },
}
_DESK: Mapping[str, PageId] = {
    "bureau": PageId.DESK,
    "calendrier": PageId.CALENDAR,
    "telephone": PageId.TELEPHONE,
    "casier": PageId.PIGEONHOLE,
    "casier/{item}": PageId.NOTICE,
    "courriel": PageId.PERSONAL_MAIL,
    "courriel/{item}": PageId.PERSONAL_MESSAGE,
    "carnet": PageId.NOTEBOOK,
    "situations": PageId.SITUATIONS,
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
    }
)


@dataclass(frozen=True)
class Resolved:
    """Where an address leads: a page, what it is told, and the address as the bar shows it."""

    page: PageId
    address: str
    params: Mapping[str, str]


@dataclass(frozen=True)
class _Route:
    page: PageId
    pattern: str
    typed: str
    shown: str


class AddressBook:
    """The addresses that resolve in one academy."""

    def __init__(self, academy: Academy) -> None:
        self._look_alikes = LookAlikes(academy)
        self._routes = [
            _Route(page, _canonical(base + path), _joined(base, path), _joined(system.base, path))
            for key, paths in _SITES.items()
            if (system := academy.systems.get(key)) is not None
            for base in (system.base, *system.aliases)
            for path, page in paths.items()
        ]
        self._routes += [_Route(page, *[DESK_SCHEME + path] * 3) for path, page in _DESK.items()]
        # A page named in full ("bureau-de-vote/scrutins") comes before one with a blank.
        self._routes.sort(key=lambda route: route.pattern.count("{"))
        self._shown = {route.page: route.shown for route in reversed(self._routes)}

    def resolve(self, typed: str) -> Resolved:
        """Return the page an address leads to, the “not found” page where there is none.

        With or without ``https://``, ``www.``, a trailing slash or capitals; never raises.
        A host that imitates one of the academy's leads to the page that shows how to tell.
        """
        text = _canonical(typed)
        for route in self._routes:
            params = _match(route.pattern, text)
            if params is not None:
                return Resolved(route.page, _fill(route.shown, params), params)
        host = text.partition("/")[0]
        if (system := self._look_alikes.imitated(host)) is not None:
            params = {"system": system, "host": host.rpartition("@")[2]}
            return Resolved(PageId.LOOK_ALIKE, f"https://{host}/", params)
        shown = typed.strip()[:_LONGEST_TYPED]
        return Resolved(PageId.NOT_FOUND, shown, {"typed": shown, "nearest": self.nearest(text)})

    def of(self, page: PageId, **params: str) -> str:
        """Return the address of a page, or nothing where this academy has no such page."""
        return _fill(self._shown.get(page, ""), params)

    def nearest(self, typed: str) -> str:
        """Return the address most like what was typed, or nothing when none is near."""
        text = _canonical(typed)
        best, best_ratio = "", _NEAR
        for route in self._entrances():
            ratio = SequenceMatcher(None, text, route.pattern).ratio()
            if ratio > best_ratio:
                best, best_ratio = route.shown, ratio
        return best

    def all(self) -> Sequence[tuple[PageId, str]]:
        """Return every page with the address that the bar shows for it."""
        return tuple(self._shown.items())

    def patterns(self) -> Sequence[tuple[PageId, str]]:
        """Return every page with each of its addresses, other names of a site included.

        “{x}” stands for a part that varies.
        """
        return tuple((route.page, route.typed) for route in self._routes)

    def _entrances(self) -> list[_Route]:
        return [route for route in self._routes if "{" not in route.pattern]


def _joined(base: str, path: str) -> str:
    return base.rstrip("/") + "/" + path


def _canonical(typed: str) -> str:
    """Fold what makes no difference: scheme, ``www.``, capitals of the host, slashes, spaces."""
    text = "".join(typed.split())[:_LONGEST_TYPED]
    if text.lower().startswith(DESK_SCHEME):
        return DESK_SCHEME + text[len(DESK_SCHEME) :].strip("/").lower()
    text = re.sub(r"^[a-z]+:/*", "", text, flags=re.IGNORECASE)
    try:
        parts = urlsplit("//" + text)
    except ValueError:
        return text.lower()
    host = parts.netloc.lower().removeprefix("www.").rstrip(".")
    path = re.sub(r"/+", "/", parts.path).strip("/")
    return f"{host}/{path}".rstrip("/")


def _match(pattern: str, text: str) -> dict[str, str] | None:
    wanted, given = pattern.split("/"), text.split("/")
    if len(wanted) != len(given):
        return None
    params: dict[str, str] = {}
    for want, have in zip(wanted, given, strict=True):
        if want.startswith("{"):
            value = unquote(have)
            if not value.isprintable():
                return None
            params[want[1:-1]] = value
        elif want != have.lower():
            return None
    return params


def _fill(shown: str, params: Mapping[str, str]) -> str:
    for name, value in params.items():
        shown = shown.replace("{" + name + "}", quote(value, safe="", errors="replace"))
    return shown
