"""Hosts that look like an academy's own and are not: where they would have one believe to be."""

import re

from kiosk.services.content_people import Academy, SystemKey

_IMITATED = (SystemKey.WEBMAIL, SystemKey.IPROF, SystemKey.PORTAL)
_MINISTRY = "education.gouv.fr"
_OTHER_ENDS = ("com", "eu", "example", "info", "net", "org")
_LONGEST_HOST = 200
# Digits and foreign letters that pass for ours at a glance.
_PASSES_FOR = str.maketrans(
    {
        "0": "o",
        "1": "l",
        "\u0430": "a",
        "\u0435": "e",
        "\u043e": "o",
        "\u0441": "c",
        "\u0440": "p",
        "\u0456": "i",
        "\u0455": "s",
    }
)


class LookAlikes:
    """The hosts that imitate the sites of one academy."""

    def __init__(self, academy: Academy) -> None:
        self._real_ends = (academy.domain, _MINISTRY)
        hosts: dict[str, SystemKey] = {}
        for key in _IMITATED:
            site = academy.systems[key]
            for base in (site.base, *site.aliases):
                hosts.setdefault(_folded(_host(base)), key)
        hosts.setdefault(_folded(academy.domain), SystemKey.WEBMAIL)
        hosts.setdefault(_folded(_MINISTRY), SystemKey.PORTAL)
        self._hosts = sorted(hosts.items(), key=lambda item: -len(item[0]))

    def imitated(self, host: str) -> SystemKey | None:
        """Return the site a host would pass for; nothing for a real host, or for another name.

        What stands before an “@” is no part of the host, and is there to be mistaken for it.
        """
        real = host.rpartition("@")[2].partition(":")[0].rstrip(".")
        if not real or len(host) > _LONGEST_HOST or not host.isprintable() or self._is_real(real):
            return None
        folded = f"-{_folded(host)}-"
        for pattern, key in self._hosts:
            stem = pattern.removesuffix("-fr")
            ends = "|".join(("fr", *_OTHER_ENDS))
            if re.search(f"-{re.escape(stem)}-(?:{ends})-", folded):
                return key
        return None

    def _is_real(self, host: str) -> bool:
        return any(host == end or host.endswith(f".{end}") for end in self._real_ends)


def _host(base: str) -> str:
    return base.removeprefix("https://").partition("/")[0].removeprefix("www.")


def _folded(host: str) -> str:
    return re.sub(r"[.@:_-]+", "-", host.lower().translate(_PASSES_FOR))
