"""Loads what I-Prof has to read: its guides, its services, the messages of its own box."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from pathlib import Path
from types import MappingProxyType

from kiosk.services.content_people import Corps, refuse_taken
from kiosk.services.content_reader import Table, read_table


class TopicKind(StrEnum):
    """The two shelves of I-Prof."""

    GUIDE = auto()
    SERVICE = auto()


@dataclass(frozen=True, slots=True)
class Topic:
    """A page to read; paragraphs are set apart by an empty line."""

    id: str
    kind: TopicKind
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class BoxTemplate:
    """A message of I-Prof's own box, to fill in; each of its texts is a Jinja2 template."""

    id: str
    sender: str
    subject: str
    sent: datetime
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CorpsWords:
    """What a corps calls the office that keeps its files, its commission, a move, a rise in pay."""

    office: str
    commission: str
    move: str
    step: str


@dataclass(frozen=True, slots=True)
class IProfContent:
    """Everything I-Prof has to read; ``words`` are what each corps calls things."""

    topics: tuple[Topic, ...]
    messages: tuple[BoxTemplate, ...]
    words: Mapping[Corps, CorpsWords]


def load_iprof(folder: Path) -> IProfContent:
    """Load ``iprof.toml``; a mistake raises ``ContentError``."""
    book = read_table(folder, "iprof.toml")
    topics: dict[str, Topic] = {}
    for row in book.tables("topic"):
        topic = Topic(
            id=row.text("id"),
            kind=row.choice("kind", TopicKind),
            title=row.text("title"),
            text=row.text("text").strip(),
        )
        row.finish()
        refuse_taken(row, topic.id, topics)
        topics[topic.id] = topic
    messages: dict[str, BoxTemplate] = {}
    for row in book.tables("message"):
        message = BoxTemplate(
            id=row.text("id"),
            sender=row.text("from"),
            subject=row.text("subject"),
            sent=row.instant("sent"),
            texts=tuple(text.strip() for text in row.texts("texts")),
        )
        row.finish()
        refuse_taken(row, message.id, messages)
        messages[message.id] = message
    named = book.table("words")
    words = {corps: _words(named.table(corps)) for corps in Corps}
    for table in (named, book):
        table.finish()
    return IProfContent(tuple(topics.values()), tuple(messages.values()), MappingProxyType(words))


def _words(row: Table) -> CorpsWords:
    words = CorpsWords(
        office=row.text("office"),
        commission=row.text("commission"),
        move=row.text("move"),
        step=row.text("step"),
    )
    row.finish()
    return words
