"""Every page has an address, and what is typed or clicked leads to a page.

An academy's content gives each system its base address and its other names; a page is a
path below one of them. Pages of the desk have addresses too, so that ``--open`` and the
tests reach any page in the same way.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from urllib.parse import quote, unquote, urlsplit

from kiosk.services.content_people import Academy
from kiosk.services.look_alikes import LookAlikes
from kiosk.services.numen import without_glued
from kiosk.services.pages import DESK, DESK_PAGES, SITES, PageId

__all__ = ["DESK_PAGES", "DESK_SCHEME", "AddressBook", "PageId", "Resolved"]

DESK_SCHEME = "kiosque:"
_LONGEST_TYPED = 300
_NEAR = 0.6


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
            _Route(page, _pattern(base + path), _joined(base, path), _joined(system.base, path))
            for key, paths in SITES.items()
            if (system := academy.systems.get(key)) is not None
            for base in (system.base, *system.aliases)
            for path, page in paths.items()
        ]
        self._routes += [_Route(page, *[DESK_SCHEME + path] * 3) for path, page in DESK.items()]
        # A page named in full ("bureau-de-vote/scrutins") comes before one with a blank.
        self._routes.sort(key=lambda route: route.pattern.count("{"))
        self._shown = {route.page: route.shown for route in reversed(self._routes)}

    def resolve(self, typed: str) -> Resolved:
        """Return the page an address leads to, the “not found” page where there is none.

        With or without ``https://``, ``www.``, a trailing slash or capitals; never raises.
        A host that imitates one of the academy's leads to the page that shows how to tell. Of
        what leads nowhere, nothing that looks like a real NUMEN is shown.
        """
        text = _canonical(typed)
        for route in self._routes:
            params = _match(route.pattern, text)
            if params is not None:
                return Resolved(route.page, _fill(route.shown, params), params)
        host = without_glued(text.partition("/")[0])
        if (system := self._look_alikes.imitated(host)) is not None:
            params = {"system": system, "host": host.rpartition("@")[2]}
            return Resolved(PageId.LOOK_ALIKE, f"https://{host}/", params)
        shown = without_glued(typed.strip())[:_LONGEST_TYPED]
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


@cache
def _pattern(address: str) -> str:
    return _canonical(address)


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
        shown = shown.replace("{" + name + "}", quote(value, safe="@", errors="replace"))
    return shown
