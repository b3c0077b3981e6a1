"""Loads the content folder: what is text or data rather than code."""

from pathlib import Path

from kiosk.services.content_iprof import load_iprof
from kiosk.services.content_mail_records import (
    Campaign,
    JunkRules,
    MailFolder,
    MailTemplate,
    MailTrigger,
    Suspicion,
    TrapLesson,
)
from kiosk.services.content_mails import load_campaign, load_help, load_mails, load_traps
from kiosk.services.content_news import load_news
from kiosk.services.content_people import (
    OUR_CONTENT,
    Academy,
    Corps,
    Persona,
    SystemKey,
    SystemSite,
    load_academies,
    load_personas,
    refuse_taken,
)
from kiosk.services.content_reader import ContentError, Table, names_in, read_table
from kiosk.services.content_records import (
    CalendarTable,
    CandidateList,
    Content,
    Contest,
    ContestLevel,
    GuideStep,
    HelpPage,
    Milestone,
    MilestoneEntry,
    MilestoneKind,
    MinutesWords,
    Preparation,
    Situation,
    Stage,
    StepNeeds,
)
from kiosk.services.content_rules import Electorate, Rules, SignInRules, load_rules
from kiosk.services.content_sentences import (
    load_guide,
    load_minutes_words,
    load_sentences,
    load_situations,
)

__all__ = [
    "OUR_CONTENT",
    "Academy",
    "CalendarTable",
    "Campaign",
    "CandidateList",
    "Content",
    "ContentError",
    "Contest",
    "ContestLevel",
    "Corps",
    "Electorate",
    "GuideStep",
    "HelpPage",
    "JunkRules",
    "MailFolder",
    "MailTemplate",
    "MailTrigger",
    "Milestone",
    "MilestoneEntry",
    "MilestoneKind",
    "MinutesWords",
    "Persona",
    "Preparation",
    "Rules",
    "SignInRules",
    "Situation",
    "Stage",
    "StepNeeds",
    "Suspicion",
    "SystemKey",
    "SystemSite",
    "TrapLesson",
    "load_academies",
    "load_content",
    "load_personas",
]


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
        rules=load_rules(root),
        contests=_contests(root),
        personas=personas,
        mails=load_mails(root, academies),
        campaign=load_campaign(root),
        traps=load_traps(root),
        iprof=load_iprof(root),
        news=load_news(root),
        guide=load_guide(root),
        refusals=refusals,
        rule_lines=rule_lines,
        fields=fields,
        minutes=load_minutes_words(root),
        help=load_help(root),
        situations=load_situations(root),
    )


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
        refuse_taken(row, entry.key, milestones, "key")
        if not start <= entry.at <= end:
            raise row.error("at", "date hors de la répétition")
        milestones[entry.key] = entry
    book.finish()
    for key in Milestone:
        if key not in milestones:
            raise book.error("milestone", f"la date {key} manque")
    in_order = tuple(sorted(milestones.values(), key=lambda entry: entry.at))
    return CalendarTable(start, end, in_order)


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
        refuse_taken(row, entry.name, lists, "name")
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
