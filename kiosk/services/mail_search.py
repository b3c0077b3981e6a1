"""How a search in the mailbox asks the store's full-text index.

Accents, capitals and punctuation do not matter; every word must be there, the last letters of
each may be missing.
"""

from sqlalchemy import ColumnElement, literal, literal_column, text
from sqlmodel import Session, col, func

from kiosk.models import Message
from kiosk.services.mail_words import words_in

MOST_WORDS = 12
"""Words of a search that count; the others are left out."""


def found_by(typed: str, dialect: str) -> ColumnElement[bool] | None:
    """Return the condition that finds messages by what was typed, or nothing without a word.

    Whatever is typed is only words: no operator of the index is read in it.
    """
    wanted = words_in(typed)[:MOST_WORDS]
    if not wanted:
        return None
    if dialect == "sqlite":
        query = " ".join(f'"{word}"*' for word in wanted)
        rows = text("SELECT rowid FROM messagesearch WHERE messagesearch MATCH :query")
        return literal_column("message.rowid").in_(rows.bindparams(query=query))
    query = " & ".join(f"'{word}':*" for word in wanted)
    simple: ColumnElement[str] = literal_column("'simple'::regconfig")
    return func.to_tsvector(simple, col(Message.words)).op("@@", is_comparison=True)(
        func.to_tsquery(simple, literal(query))
    )


def forget_deleted(unit: Session, dialect: str) -> None:
    """Take out of SQLite's index the words of deleted messages, which it else keeps for a while."""
    if dialect == "sqlite":
        unit.execute(text("INSERT INTO messagesearch(messagesearch) VALUES ('optimize')"))
