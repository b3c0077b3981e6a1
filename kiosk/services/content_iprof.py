"""Loads what I-Prof has to read: its guides, its services, the messages of its own box."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from pathlib import Path

from kiosk.services.content_people import refuse_taken
from kiosk.services.content_reader import read_table


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
class BoxMessage:
    """A message of I-Prof's own box, the same for everybody."""

    id: str
    sender: str
    subject: str
    sent: datetime
    text: str


@dataclass(frozen=True, slots=True)
class IProfContent:
    """Everything I-Prof has to read."""

    topics: tuple[Topic, ...]
    messages: tuple[BoxMessage, ...]


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
    messages: dict[str, BoxMessage] = {}
    for row in book.tables("message"):
        message = BoxMessage(
            id=row.text("id"),
            sender=row.text("from"),
            subject=row.text("subject"),
            sent=row.instant("sent"),
            text=row.text("text").strip(),
        )
        row.finish()
        refuse_taken(row, message.id, messages)
        messages[message.id] = message
    book.finish()
    return IProfContent(tuple(topics.values()), tuple(messages.values()))
