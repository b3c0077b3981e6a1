"""The store: one database, one unit of work per service call."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, Engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection
from sqlmodel import Session, SQLModel, create_engine

import kiosk.models  # noqa: F401 - registers every table
from kiosk.models.migrations import steps

BUSY_SECONDS = 10
_BETWEEN_TRIES = 0.01
_READING = "kiosk_reading"


class StoreError(Exception):
    """The store cannot be used; the message is a French sentence for whoever starts the kiosk."""


class Store:
    """A database and its units of work."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading = engine.execution_options(**{_READING: True})

    @classmethod
    def open(cls, url: str) -> Self:
        """Open the store at a SQLAlchemy URL and bring its tables up to date.

        SQLite's log is emptied: one left by a process that was killed would tell which of a
        box's envelopes came last. Raises StoreError when the URL or the database cannot be
        used, or when the store was made by a newer release.
        """
        try:
            location = make_url(url)
            engine = create_engine(
                location,
                connect_args=_connect_args(location.get_backend_name()),
                hide_parameters=True,  # an error's text would tell notes and identifiers
            )
            if engine.dialect.name == "sqlite":
                event.listen(engine, "connect", _set_pragmas)
                event.listen(engine, "begin", _begin)
            with engine.begin() as connection:
                _bring_up_to_date(connection)
            store = cls(engine)
            store.empty_log()
        except (ArgumentError, ImportError, OSError, SQLAlchemyError, ValueError) as error:
            raise StoreError(_cannot_open(url)) from error
        return store

    @contextmanager
    def look(self) -> Iterator[Session]:
        """Yield a session that only reads: it waits for no writer and holds none up."""
        with Session(self._reading, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def glance(self) -> Iterator[Connection]:
        """Yield a bare connection that only reads: a few columns, a third of a session's time."""
        with self._reading.connect() as connection:
            yield connection

    @contextmanager
    def unit(self) -> Iterator[Session]:
        """Yield a session whose work commits whole on leaving, or not at all."""
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def act(self) -> Iterator[Connection]:
        """Yield a bare connection whose work commits whole, or not at all: for a few rows."""
        with self._engine.begin() as connection:
            yield connection

    @property
    def dialect(self) -> str:
        """The kind of database: “sqlite” or “postgresql”."""
        return self._engine.dialect.name

    def forget_deleted(self) -> None:
        """Leave nothing to be read of mails just deleted from SQLite.

        The full-text index keeps their words until it is merged, the log until it is written over.
        """
        if self.dialect != "sqlite":
            return
        with self._engine.begin() as writing:
            writing.exec_driver_sql("INSERT INTO messagesearch(messagesearch) VALUES ('optimize')")
        self.empty_log()

    def empty_log(self) -> None:
        """Leave nothing to be read of what SQLite's rows were before they were last written."""
        if self.dialect != "sqlite":
            return
        connection = self._engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()

    def copied(self) -> sqlite3.Connection:
        """Return a copy of SQLite's file in memory, page by page, as of one instant."""
        copy = sqlite3.connect(":memory:")
        connection = self._engine.raw_connection()
        try:
            # At the driver's own level: SQLAlchemy knows no online backup.
            connection.driver_connection.backup(copy)  # type: ignore[union-attr]
        finally:
            connection.close()
        return copy

    def without_log(self) -> bytes:
        """Return the bytes of SQLite's file alone, as it was when its log was last emptied."""
        return Path(self._engine.url.database or "").read_bytes()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _connect_args(backend: str) -> dict[str, object]:
    return {"timeout": BUSY_SECONDS} if backend == "sqlite" else {}


def _set_pragmas(connection: PoolProxiedConnection, _record: ConnectionPoolEntry) -> None:
    # The driver's own transaction handling is switched off so that BEGIN IMMEDIATE is ours:
    # a reader that turns writer half-way would otherwise be refused without waiting.
    connection.isolation_level = None  # type: ignore[attr-defined]
    cursor = connection.cursor()
    _write_ahead(cursor)
    for pragma in ("foreign_keys=ON", "synchronous=FULL", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _write_ahead(cursor: DBAPICursor) -> None:
    """Have a file write ahead: terminals that start at once refuse one another, without waiting."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_BETWEEN_TRIES)
        else:
            return


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get(_READING, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _bring_up_to_date(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        _migrate_sqlite(connection)
    else:
        _make_or_check(connection)


def _migrate_sqlite(connection: Connection) -> None:
    scripts = steps()
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    _refuse_newer(version, len(scripts))
    for script in scripts[version:]:
        for statement in script.split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)
    if version < len(scripts):
        connection.exec_driver_sql(f"PRAGMA user_version={len(scripts)}")


def _make_or_check(connection: Connection) -> None:
    # Two terminals may open an empty base at the same instant: one makes the tables.
    connection.execute(text("SELECT pg_advisory_xact_lock(20141127)"))
    current = len(steps())
    if not inspect(connection).has_table("schema_version"):
        SQLModel.metadata.create_all(connection)
        connection.execute(text("CREATE TABLE schema_version (version INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO schema_version VALUES (:v)"), {"v": current})
    version = connection.execute(text("SELECT version FROM schema_version")).scalar_one()
    _refuse_newer(version, current)
    if version < current:
        raise StoreError(
            "Cette base PostgreSQL vient d’une version plus ancienne du kiosque :"
            " indiquez une base vide."
        )


def _cannot_open(url: str) -> str:
    if url.startswith("sqlite:"):
        check = "vérifiez son adresse et les droits du dossier."
    else:
        check = "vérifiez son adresse, et que son serveur répond et vous laisse entrer."
    return f"La base de données ne peut pas être ouverte : {check}"


def _refuse_newer(version: int, current: int) -> None:
    if version > current:
        raise StoreError(
            "Cette base vient d’une version plus récente du kiosque :"
            " mettez le kiosque à jour ou indiquez une autre base."
        )
