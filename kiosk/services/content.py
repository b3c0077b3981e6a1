"""Loads the content folder: what is text or data rather than code."""

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType

from kiosk.services.content_mails import load_help, load_mails
from kiosk.services.content_reader import ContentError, Table, names_in, read_table
from kiosk.services.content_records import (
    Academy,
    CalendarTable,
    CandidateList,
    Content,
    Contest,
    ContestLevel,
    Corps,
    Electorate,
    GuideStep,
    HelpPage,
    MailFolder,
    MailTemplate,
    MailTrigger,
    Milestone,
    MilestoneEntry,
    MilestoneKind,
    Persona,
    Rules,
    Situation,
    Stage,
    StepNeeds,
    SystemKey,
    SystemSite,
)
from kiosk.services.content_sentences import load_guide, load_sentences, load_situations
from kiosk.services.numen import NumenKind

__all__ = [
    "Academy",
    "CalendarTable",
    "CandidateList",
    "Content",
    "ContentError",
    "Contest",
    "ContestLevel",
    "Corps",
    "Electorate",
    "GuideStep",
    "HelpPage",
    "MailFolder",
    "MailTemplate",
    "MailTrigger",
    "Milestone",
    "MilestoneEntry",
    "MilestoneKind",
    "Persona",
    "Rules",
    "Situation",
    "Stage",
    "StepNeeds",
    "SystemKey",
    "SystemSite",
    "load_academies",
    "load_content",
    "load_personas",
]

OUR_CONTENT = Path(__file__).parent.parent / "content"

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DOMAIN = re.compile(r"ac-[a-z]+(-[a-z]+)*\.fr")
SYSTEM_KEYS = frozenset(key.value for key in SystemKey)
NUMEN_KINDS = tuple(kind.name.lower() for kind in NumenKind)
OPTIONAL_SYSTEMS = frozenset({SystemKey.DSDEN})


def load_content(folder: Path | None = None) -> Content:
    """Load everything, from our own folder unless another is given.

    The first mistake found raises ``ContentError``; instants come back aware, in Paris time.
    """
    root = folder or OUR_CONTENT
    academies = load_academies(root)
    calendar = _calendar(root)
    refusals, rule_lines, fields = load_sentences(root)
    personas = load_personas(root)
    for place, persona in enumerate(personas, start=1):
        if persona.academy not in academies:
            reason = f"académie inconnue «\u00a0{persona.academy}\u00a0»"
            raise ContentError("content/personas.toml", f"persona[{place}].academy", reason)
    return Content(
        academies=academies,
        calendar=calendar,
        rules=_rules(root),
        contests=_contests(root),
        personas=personas,
        mails=load_mails(root, academies),
        guide=load_guide(root),
        refusals=refusals,
        rule_lines=rule_lines,
        fields=fields,
        help=load_help(root),
        situations=load_situations(root),
    )


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
        _refuse_taken(row, persona.id, personas)
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
        forgotten_password_label=page.text("forgotten_password_label"),
        assistance_label=page.text("assistance_label"),
        portal_enter_label=page.text("portal_enter_label"),
        systems=MappingProxyType(sites),
    )
    page.finish()
    return academy


def _site(key: SystemKey, row: Table) -> SystemSite:
    site = SystemSite(key, row.text("base"), row.texts("aliases", ()), row.text("title"))
    for name, address in [("base", site.base), *(("aliases", alias) for alias in site.aliases)]:
        if not address.startswith("https://") or not address.endswith("/"):
            raise row.error(
                name, f"«\u00a0{address}\u00a0» doit aller de https:// à une barre finale"
            )
    row.finish()
    return site


def _calendar(root: Path) -> CalendarTable:
    book = read_table(root, "calendar.toml")
    start, end = book.instant("start"), book.instant("end")
    if end <= start:
        raise book.error("end", "la fin précède le début")
    milestones: dict[Milestone, MilestoneEntry] = {}
    for row in book.tables("milestone"):
        entry = MilestoneEntry(
            key=row.choice("key", Milestone),
            at=row.instant("at"),
            kind=row.choice("kind", MilestoneKind),
            title=row.text("title"),
            shown=row.switch("shown", default=True),
        )
        row.finish()
        _refuse_taken(row, entry.key, milestones, "key")
        if not start <= entry.at <= end:
            raise row.error("at", "date hors de la répétition")
        milestones[entry.key] = entry
    book.finish()
    for key in Milestone:
        if key not in milestones:
            raise book.error("milestone", f"la date {key} manque")
    in_order = tuple(sorted(milestones.values(), key=lambda entry: entry.at))
    return CalendarTable(start, end, in_order)


def _rules(root: Path) -> Rules:
    book = read_table(root, "rules.toml")
    delay = book.integers("mail_delay_seconds", 0)
    if len(delay) != 2 or delay[0] > delay[1]:
        raise book.error("mail_delay_seconds", "deux nombres sont attendus, le plus petit d’abord")
    colleagues = book.table("electorate")
    sizes = colleagues.table("sizes")
    rules = Rules(
        mail_delay_seconds=(delay[0], delay[1]),
        reset_link_minutes=book.integer("reset_link_minutes", 1),
        renewals_max=book.integer("renewals_max", 0),
        captcha_tries=book.integer("captcha_tries", 1),
        quota_megabytes=book.integer("quota_megabytes", 1),
        electorate=Electorate(
            sizes=MappingProxyType({corps: sizes.integer(corps, 1) for corps in Corps}),
            turnout=colleagues.share("turnout"),
            blank_share=colleagues.share("blank_share"),
        ),
    )
    for table in (sizes, colleagues, book):
        table.finish()
    return rules


def _contests(root: Path) -> tuple[Contest, ...]:
    contests: dict[str, Contest] = {}
    for name in names_in(root, "contests", ".toml"):
        page = read_table(root, name)
        contest = _contest(page)
        if contest.code.lower() != Path(name).stem:
            raise page.error("code", "différent du nom du fichier")
        contests[contest.code] = contest
    return tuple(sorted(contests.values(), key=lambda contest: (contest.order, contest.code)))


def _contest(page: Table) -> Contest:
    lists: dict[str, CandidateList] = {}
    for row in page.tables("list"):
        entry = CandidateList(
            name=row.text("name"),
            motto=row.text("motto"),
            weight=row.integer("weight", 1),
            candidates=row.integer("candidates", 1),
        )
        row.finish()
        _refuse_taken(row, entry.name, lists, "name")
        lists[entry.name] = entry
    contest = Contest(
        code=page.text("code"),
        title=page.text("title"),
        short=page.text("short"),
        about=page.text("about"),
        level=page.choice("level", ContestLevel),
        order=page.integer("order", 1),
        seats=page.integer("seats", 1),
        corps=page.choices("corps", Corps, tuple(Corps)),
        lists=tuple(lists.values()),
    )
    page.finish()
    return contest


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
    )
    row.finish()
    return persona


def _matching(table: Table, key: str, shape: re.Pattern[str]) -> str:
    value = table.text(key)
    if not shape.fullmatch(value):
        raise table.error(key, f"«\u00a0{value}\u00a0» est mal écrit")
    return value


def _refuse_taken(table: Table, value: str, taken: Collection[str], key: str = "id") -> None:
    if value in taken:
        raise table.error(key, f"«\u00a0{value}\u00a0» est déjà pris")
