"""What many tests begin with is played once by each worker of a run, and remembered.

A sitting begun, a stage reached, a situation prepared: the second time that the same is asked of
services to which nothing else has happened, rows and cookies are laid down as they were left.
"""

import sqlite3
from collections.abc import Callable, Hashable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, Table, event
from sqlmodel import SQLModel

from kiosk.models import Workshop
from kiosk.services.container import Services
from kiosk.services.store import Store
from kiosk.settings import Settings

_WORKSHOPS = SQLModel.metadata.tables[str(Workshop.__tablename__)]
_DELETIONS = [
    f"DELETE FROM {table.name};"  # noqa: S608 - our own tables
    for table in SQLModel.metadata.sorted_tables
]
EMPTY = "SET LOCAL session_replication_role = replica;" + "".join(_DELETIONS)
"""Empties a PostgreSQL store: table by table, without a search for the rows that go with a row."""

_ALREADY: dict[Hashable, "_Played"] = {}


@dataclass(frozen=True)
class _Played:
    """What was played left behind: rows, shares, what the services keep in mind, the answer."""

    rows: "_Rows"
    pockets: dict[str, str]
    minds: tuple[dict[str, Any], ...]
    chance: Any
    answer: Any


_LISTENING: list["Remembered"] = []


def forget(store: Store) -> None:
    """Listen no longer to what is written to a store that the next test will use."""
    for remembered in [one for one in _LISTENING if one.engine is store._engine]:
        event.remove(remembered.engine, "commit", remembered.written)
        _LISTENING.remove(remembered)


class Remembered:
    """Listens to what services are asked from the moment they are opened on an empty store."""

    def __init__(
        self, services: Services, settings: Settings, real: Callable[[], datetime]
    ) -> None:
        self.engine: Engine = services.store._engine
        self._real = real
        self._pockets = services.pockets._folder
        self._chance = services.workshops._chance
        self._minds: tuple[dict[str, Any], ...] = (
            services.sessions._open,
            services.sessions._left_unused,
            services.captchas._kept,
            services.lost_passwords._requests,
        )
        self._asked: tuple[Hashable, ...] | None = (
            services.store.dialect,
            settings.content,
            settings.seed,
            settings.clock_rate,
        )
        self._own = False
        with self.engine.connect() as connection:
            if connection.execute(_WORKSHOPS.select().limit(1)).first() is not None:
                # Another terminal: what one of them writes, the other does not hear.
                self._asked = None
                for other in _LISTENING:
                    if other.engine.url == self.engine.url:
                        other._asked = None
        event.listen(self.engine, "commit", self.written)
        _LISTENING.append(self)
        for service, name in (
            (services.workshops, "begin_as"),
            (services.stages, "reach"),
            (services.preparations, "prepare"),
        ):
            setattr(service, name, partial(self._ask, name, getattr(service, name)))

    def written(self, _connection: object) -> None:
        """Remember nothing from here on: something else has happened."""
        if not self._own:
            self._asked = None

    def _ask(self, name: str, play: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self._asked is None or self._own:
            return play(*args, **kwargs)
        self._asked = (*self._asked, name, *map(repr, args), repr(kwargs), self._state())
        self._own = True
        try:
            if self._asked in _ALREADY:
                return self._lay_down(_ALREADY[self._asked])
            answer = play(*args, **kwargs)
            _ALREADY[self._asked] = self._taken(answer)
            return answer
        finally:
            self._own = False

    def _state(self) -> Hashable:
        """What else the next step depends on, and a test may have changed."""
        return self._real(), hash(self._chance.getstate()), repr(self._minds)

    def _taken(self, answer: Any) -> _Played:
        rows = (_Pages if self.engine.dialect.name == "sqlite" else _Copies)(self.engine)
        minds = deepcopy(self._minds)
        pockets = {file.name: file.read_text("utf-8") for file in self._pockets.glob("*")}
        return _Played(rows, pockets, minds, self._chance.getstate(), deepcopy(answer))

    def _lay_down(self, played: _Played) -> Any:
        played.rows.lay_down(self.engine)
        self._pockets.mkdir(exist_ok=True)
        for name, shares in played.pockets.items():
            (self._pockets / name).write_text(shares, "utf-8")
        for mind, kept in zip(self._minds, deepcopy(played.minds), strict=True):
            mind.clear()
            mind.update(kept)
        self._chance.setstate(played.chance)
        return deepcopy(played.answer)


class _Rows(Protocol):
    """The rows of a store as they were when they were kept."""

    def lay_down(self, engine: Engine) -> None:
        """Put them in the place of whatever a store holds."""
        ...


class _Pages:
    """The pages of a SQLite file, kept in memory."""

    def __init__(self, engine: Engine) -> None:
        self._kept = sqlite3.connect(":memory:", check_same_thread=False)
        connection = engine.raw_connection()
        connection.driver_connection.backup(self._kept)  # type: ignore[union-attr]
        connection.close()

    def lay_down(self, engine: Engine) -> None:
        connection = engine.raw_connection()
        self._kept.backup(connection.driver_connection)  # type: ignore[arg-type]
        connection.close()


class _Copies:
    """What the tables of a PostgreSQL store hold, kept in memory."""

    def __init__(self, engine: Engine) -> None:
        self._kept: list[tuple[str, bytes]] = []
        with engine.begin() as connection:
            cursor = _cursor(connection)
            for table in SQLModel.metadata.sorted_tables:
                columns, keys = _columns(table), ", ".join(table.primary_key.columns.keys())
                rows = f"SELECT {columns} FROM {table.name} ORDER BY {keys}"  # noqa: S608 - our own tables
                with cursor.copy(f"COPY ({rows}) TO STDOUT") as copied:
                    kept = b"".join(copied)
                if kept:
                    self._kept.append((f"COPY {table.name} ({columns}) FROM STDIN", kept))

    def lay_down(self, engine: Engine) -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql(EMPTY)
            cursor = _cursor(connection)
            for statement, kept in self._kept:
                with cursor.copy(statement) as copied:
                    copied.write(kept)


def _cursor(connection: Connection) -> Any:
    """A cursor of the driver: SQLAlchemy knows no COPY."""
    return connection.connection.cursor()


def _columns(table: Table) -> str:
    """The columns of a table; a number that the store gives is its to give again."""
    columns = [column for column in table.columns if table.autoincrement_column is not column]
    return ", ".join(f'"{column.name}"' for column in columns)
