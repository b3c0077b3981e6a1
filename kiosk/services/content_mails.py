"""Loads what is written as Markdown: the mails and the help pages."""

from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType

from kiosk.services.content_mail_records import (
    Campaign,
    CampaignFile,
    CampaignSender,
    MailFolder,
    MailTemplate,
    MailTrigger,
    Suspicion,
    TrapLesson,
)
from kiosk.services.content_people import Corps
from kiosk.services.content_reader import (
    ContentError,
    Table,
    names_in,
    read_fenced,
    read_table,
    read_text,
)
from kiosk.services.content_records import HelpPage

EVERY_CORPS = tuple(Corps)


def load_mails(folder: Path, academies: Collection[str]) -> tuple[MailTemplate, ...]:
    """Load the mails in order of file name; a mistake raises ``ContentError``."""
    mails: dict[str, MailTemplate] = {}
    for name in names_in(folder, "mails", ".md"):
        head, body = read_fenced(folder, name)
        mail = _mail(head, body, academies)
        if mail.id in mails:
            raise head.error("id", f"«\u00a0{mail.id}\u00a0» est déjà pris")
        mails[mail.id] = mail
    return tuple(mails.values())


def _mail(head: Table, body: str, academies: Collection[str]) -> MailTemplate:
    if head.has("sent") == head.has("trigger"):
        raise head.error(
            "sent", "donner «\u00a0sent\u00a0» ou «\u00a0trigger\u00a0», l’un des deux"
        )
    wanted = head.texts("academies", tuple(academies))
    for academy in wanted:
        if academy not in academies:
            raise head.error("academies", f"académie inconnue «\u00a0{academy}\u00a0»")
    mail = MailTemplate(
        id=head.text("id"),
        from_name=head.text("from_name"),
        from_address=head.text("from_address"),
        subject=head.text("subject"),
        folder=head.choice("folder", MailFolder),
        sent=head.instant("sent") if head.has("sent") else None,
        trigger=head.choice("trigger", MailTrigger) if head.has("trigger") else None,
        academies=wanted,
        corps=head.choices("corps", Corps, EVERY_CORPS),
        read=head.switch("read", default=False),
        kilobytes=head.integer("kilobytes", 1, 12),
        body=body,
        attachment=head.text("attachment", ""),
        attachment_text=head.text("attachment_text", ""),
        trap=head.choice("trap", Suspicion) if head.has("trap") else None,
    )
    head.finish()
    return mail


def load_campaign(folder: Path) -> Campaign:
    """Load what campaign mails are drawn from; a mistake raises ``ContentError``."""
    book = read_table(folder, "campaign.toml")
    senders = []
    for row in book.tables("sender"):
        senders.append(CampaignSender(row.text("name"), row.text("address")))
        row.finish()
    campaign = Campaign(
        senders=tuple(senders),
        subjects=book.texts("subjects"),
        openings=book.texts("openings"),
        paragraphs=book.texts("paragraphs"),
        endings=book.texts("endings"),
        file=_campaign_file(book.table("file")),
    )
    book.finish()
    if campaign.file.paragraph not in campaign.paragraphs:
        raise book.error("file.paragraph", "ce paragraphe n’est pas parmi les autres")
    return campaign


def _campaign_file(row: Table) -> CampaignFile:
    file = CampaignFile(row.text("paragraph"), row.text("name"), row.text("text"))
    row.finish()
    return file


def load_traps(folder: Path) -> Mapping[Suspicion, TrapLesson]:
    """Load what is shown to who answered a trap; a mistake raises ``ContentError``."""
    book = read_table(folder, "traps.toml")
    lessons: dict[Suspicion, TrapLesson] = {}
    for suspicion in Suspicion:
        page = book.table(suspicion)
        signs = page.tables("sign")
        lessons[suspicion] = TrapLesson(
            title=page.text("title"),
            told=page.text("told"),
            signs=tuple((sign.text("name"), sign.text("text")) for sign in signs),
        )
        for table in (*signs, page):
            table.finish()
    book.finish()
    return MappingProxyType(lessons)


def load_help(folder: Path) -> Mapping[str, HelpPage]:
    """Load the help pages by page id; each begins with its title on a ``# `` line."""
    pages: dict[str, HelpPage] = {}
    for name in names_in(folder, "help", ".md"):
        title, _, body = read_text(folder, name).partition("\n")
        if not title.startswith("# ") or not title[2:].strip():
            raise ContentError(
                f"content/{name}", "", "la première ligne doit être «\u00a0# Titre\u00a0»"
            )
        if not body.strip():
            raise ContentError(f"content/{name}", "", "le texte manque")
        page_id = Path(name).stem
        pages[page_id] = HelpPage(page_id, title[2:].strip(), body.strip() + "\n")
    return MappingProxyType(pages)
