"""Loads the news of the department's site."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.services.content_reader import read_table


@dataclass(frozen=True, slots=True)
class NewsItem:
    """A headline and its sentence, there from an instant on."""

    at: datetime
    title: str
    text: str


def load_news(folder: Path) -> tuple[NewsItem, ...]:
    """Load ``news.toml``, the latest first; a mistake raises ``ContentError``."""
    book = read_table(folder, "news.toml")
    news = []
    for row in book.tables("news"):
        news.append(NewsItem(row.instant("at"), row.text("title"), row.text("text")))
        row.finish()
    book.finish()
    return tuple(sorted(news, key=lambda item: item.at, reverse=True))
