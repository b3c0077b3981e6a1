"""What the lists of the webmail say: the names of folders, a line a message, what was done."""

from collections.abc import Iterable
from datetime import datetime

from kiosk.services.french import NO_BREAK, PARIS, hour, moment, short_date
from kiosk.services.letters import UNDATED, Letter
from kiosk.services.mail_folders import SHORT_TITLES, TITLES, FolderCount
from kiosk.services.mailboxes import MessageLine, Sort
from kiosk.services.postman import Folder
from kiosk.widgets.message_list import MailState, MessageRow

SORTS = {
    Sort.DATE: "date",
    Sort.SENDER: "expéditeur",
    Sort.SUBJECT: "objet",
    Sort.SIZE: "taille",
}
STATE = "webmail"
"""Where a sitting keeps how the lists are sorted, and what a page has to say on the next one."""

_KILOBYTE = 1024


def written_at(letter: Letter) -> str:
    """When a mail says it was written."""
    return "date illisible" if letter.sent_at == UNDATED else moment(letter.sent_at)


def folder_title(folder: str, name: str) -> str:
    """The name of a folder above its messages."""
    return name or TITLES[folder]


def tab(count: FolderCount) -> str:
    """The name of a folder on a button, with its unread messages, or how many drafts wait."""
    name = count.name or SHORT_TITLES[count.folder]
    number = {Folder.DRAFTS.value: count.messages, Folder.TRASH.value: 0}.get(
        count.folder, count.unread
    )
    return f"{name} ({number})" if number else name


def unread(number: int) -> str:
    """How many are not read, in words."""
    if not number:
        return "tout est lu"
    return f"{number}{NO_BREAK}non {'lu' if number == 1 else 'lus'}"


def messages(number: int, done: str) -> str:
    """So many messages, and what was done with them; ``done`` is a participle in the singular."""
    if number == 1:
        return f"1{NO_BREAK}message {done}"
    return f"{number}{NO_BREAK}messages {done if done.endswith('s') else done + 's'}"


def size(count: int) -> str:
    """So many bytes, in kilobytes or megabytes."""
    if count < _KILOBYTE * _KILOBYTE:
        return f"{max(1, round(count / _KILOBYTE))}{NO_BREAK}Ko"
    return f"{count / _KILOBYTE / _KILOBYTE:.1f}".replace(".", ",") + f"{NO_BREAK}Mo"


def rows(lines: Iterable[MessageLine], now: datetime, sort: Sort) -> tuple[MessageRow, ...]:
    """The lines of a folder; sorted by size, they tell it in the place of the date."""
    return tuple(
        _row(line, size(line.size) if sort is Sort.SIZE else _day(line.sent_at, now))
        for line in lines
    )


def found_rows(
    lines: Iterable[MessageLine], folders: Iterable[FolderCount]
) -> tuple[MessageRow, ...]:
    """The lines of a search; each tells its folder in the place of the date."""
    names = {count.folder: count.name or SHORT_TITLES[count.folder] for count in folders}
    return tuple(_row(line, names.get(line.folder, "")[:14]) for line in lines)


def heads(folder: str, sort: Sort) -> tuple[str, str, str]:
    """What stands above the columns."""
    who = "À" if folder in {Folder.SENT, Folder.DRAFTS} else "De"
    return who, "Objet", "Taille" if sort is Sort.SIZE else "Date"


def _row(line: MessageLine, last: str) -> MessageRow:
    state = MailState.READ if line.read else MailState.UNREAD
    return MessageRow(line.id, line.sender, line.subject, last, state)


def _day(sent_at: datetime, now: datetime) -> str:
    """Today's messages tell their hour, this year's their day, older ones their year too."""
    sent, today = sent_at.astimezone(PARIS), now.astimezone(PARIS)
    if sent.date() == today.date():
        return hour(sent_at)
    return short_date(sent_at) + (f" {sent.year}" if sent.year != today.year else "")
