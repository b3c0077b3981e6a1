"""The academies and the people one may be: all of the content that the first screen needs.

It stands apart from the rest of the content so that nothing else is read before the first screen
is painted.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from pathlib import Path
from types import MappingProxyType

from kiosk.services.content_reader import Table, names_in, read_table
from kiosk.services.numen import NumenKind

OUR_CONTENT = Path(__file__).parent.parent / "content"

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DOMAIN = re.compile(r"ac-[a-z]+(-[a-z]+)*\.fr")


class Corps(StrEnum):
    """The three bodies of staff a persona may belong to."""

    PRIMARY = auto()
    SECONDARY = auto()
    CONTRACT = auto()


class SystemKey(StrEnum):
    """The simulated sites an academy gives addresses to."""

    DSDEN = auto()
    WEBMAIL = auto()
    ASSISTANCE = auto()
    IPROF = auto()
    MAGISTERE = auto()
    PORTAL = auto()


@dataclass(frozen=True, slots=True)
class SystemSite:
    """A simulated site: its address, the other addresses that lead to it, its title."""

    key: SystemKey
    base: str
    aliases: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Academy:
    """An academy, its mail domain, its sites by ``SystemKey`` and its own wording."""

    id: str
    name: str
    short_name: str
    domain: str
    department: str
    town: str
    """Postcode and name of a town of the academy, for an address given as an example."""
    forgotten_password_label: str
    assistance_label: str
    portal_enter_label: str
    systems: Mapping[str, SystemSite]
    schools: Mapping[Corps, tuple[str, ...]]
    """Schools of the academy by corps, beside those of the personas; there may be none."""


@dataclass(frozen=True, slots=True)
class Persona:
    """An invented teacher lent to whoever walks up.

    ``numen_kind`` is a ``NumenKind``'s name in lower case; ``mobile`` and ``personal_mail`` may
    be empty.
    """

    id: str
    first_name: str
    last_name: str
    corps: Corps
    grade: str
    school: str
    academy: str
    homonym: int
    numen_kind: str
    entry_year: int
    postal_address: str
    mobile: str
    personal_mail: str
    notice_by_post: bool = False
    """Whether there is no school to hand the notice over."""


SYSTEM_KEYS = frozenset(key.value for key in SystemKey)
NUMEN_KINDS = tuple(kind.name.lower() for kind in NumenKind)
OPTIONAL_SYSTEMS = frozenset({SystemKey.DSDEN})


def load_academies(folder: Path | None = None) -> Mapping[str, Academy]:
    """Load the academies by id; a mistake raises ``ContentError``."""
    root = folder or OUR_CONTENT
    academies: dict[str, Academy] = {}
    for name in names_in(root, "academies", ".toml"):
        page = read_table(root, name)
        academy = _academy(page)
        if academy.id != Path(name).stem:
            raise page.error("id", "différent du nom du fichier")
        academies[academy.id] = academy
    return MappingProxyType(academies)


def load_personas(folder: Path | None = None) -> tuple[Persona, ...]:
    """Load the personas in order of display; a mistake raises ``ContentError``."""
    book = read_table(folder or OUR_CONTENT, "personas.toml")
    personas: dict[str, Persona] = {}
    for row in book.tables("persona"):
        persona = _persona(row)
        refuse_taken(row, persona.id, personas)
        personas[persona.id] = persona
    book.finish()
    return tuple(personas.values())


def _academy(page: Table) -> Academy:
    systems = page.table("systems")
    for key in systems.keys():  # noqa: SIM118 - a checked table, not a mapping
        if key not in SYSTEM_KEYS:
            raise systems.error(key, "clé inconnue")
    sites: dict[str, SystemSite] = {
        key: _site(key, systems.table(key))
        for key in SystemKey
        if key not in OPTIONAL_SYSTEMS or systems.has(key)
    }
    academy = Academy(
        id=_matching(page, "id", SLUG),
        name=page.text("name"),
        short_name=page.text("short_name"),
        domain=_matching(page, "domain", DOMAIN),
        department=page.text("department"),
        town=page.text("town"),
        forgotten_password_label=page.text("forgotten_password_label"),
        assistance_label=page.text("assistance_label"),
        portal_enter_label=page.text("portal_enter_label"),
        systems=MappingProxyType(sites),
        schools=_schools(page),
    )
    page.finish()
    return academy


def _schools(page: Table) -> Mapping[Corps, tuple[str, ...]]:
    if not page.has("schools"):
        return MappingProxyType({})
    rows = page.table("schools")
    schools = {corps: rows.texts(corps, ()) for corps in Corps}
    rows.finish()
    return MappingProxyType(schools)


def _site(key: SystemKey, row: Table) -> SystemSite:
    site = SystemSite(key, row.text("base"), row.texts("aliases", ()), row.text("title"))
    for name, address in [("base", site.base), *(("aliases", alias) for alias in site.aliases)]:
        if not address.startswith("https://") or not address.endswith("/"):
            raise row.error(
                name, f"«\u00a0{address}\u00a0» doit aller de https:// à une barre finale"
            )
    row.finish()
    return site


def _persona(row: Table) -> Persona:
    numen_kind = row.text("numen_kind")
    if numen_kind not in NUMEN_KINDS:
        raise row.error("numen_kind", f"choisir parmi {', '.join(NUMEN_KINDS)}")
    persona = Persona(
        id=_matching(row, "id", SLUG),
        first_name=row.text("first_name"),
        last_name=row.text("last_name"),
        corps=row.choice("corps", Corps),
        grade=row.text("grade"),
        school=row.text("school"),
        academy=row.text("academy"),
        homonym=row.integer("homonym", 0),
        numen_kind=numen_kind,
        entry_year=row.integer("entry_year", 1970),
        postal_address=row.text("postal_address"),
        mobile=row.text("mobile", ""),
        personal_mail=row.text("personal_mail", ""),
        notice_by_post=row.switch("notice_by_post", default=False),
    )
    row.finish()
    return persona


def _matching(table: Table, key: str, shape: re.Pattern[str]) -> str:
    value = table.text(key)
    if not shape.fullmatch(value):
        raise table.error(key, f"«\u00a0{value}\u00a0» est mal écrit")
    return value


def refuse_taken(table: Table, value: str, taken: Collection[str], key: str = "id") -> None:
    """Raise ContentError for an id, or another key, that an earlier entry has."""
    if value in taken:
        raise table.error(key, f"«\u00a0{value}\u00a0» est déjà pris")
