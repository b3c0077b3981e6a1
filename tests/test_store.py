import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Connection, create_engine, inspect, text
from sqlmodel import SQLModel, select

from kiosk.models import Workshop
from kiosk.models.migrations import steps
from kiosk.services.container import Services
from kiosk.services.store import Store, StoreError

from .worlds import ON_SQLITE, World

TABLES = sorted(table.name for table in SQLModel.metadata.sorted_tables)
INDEX = ["messagesearch" + part for part in ("", "_config", "_data", "_docsize", "_idx")]
"""What SQLite keeps the full-text index of the messages in."""

Row = tuple[object, ...]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kiosk.db"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{file.as_posix()}")
    yield store
    store.close()


def pragma(connection: Connection, name: str, table: str = "") -> list[Row]:
    asked = f"PRAGMA {name}({table})" if table else f"PRAGMA {name}"
    return [tuple(row) for row in connection.exec_driver_sql(asked)]


def shape(connection: Connection, table: str) -> dict[str, object]:
    """Columns, keys, indexes and references of a table, whatever their order."""
    indexes = pragma(connection, "index_list", table)
    return {
        "columns": sorted(row[1:] for row in pragma(connection, "table_info", table)),
        "indexes": sorted(
            (unique, origin, tuple(row[2] for row in pragma(connection, "index_info", str(name))))
            for _, name, unique, origin, _ in indexes
        ),
        "names": sorted(str(row[1]) for row in indexes if row[3] == "c"),
        "references": sorted(row[2:] for row in pragma(connection, "foreign_key_list", table)),
        "rowid": "WITHOUT ROWID"
        in str(
            connection.exec_driver_sql(
                "SELECT sql FROM sqlite_master WHERE name = ?", (table,)
            ).scalar()
        ),
    }


@pytest.fixture(scope="module")
def shapes(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Connection, Connection]]:
    """A store that went through the migrations, and one made from the models."""
    folder = tmp_path_factory.mktemp("shapes")
    migrated = f"sqlite:///{(folder / 'migrated.db').as_posix()}"
    Store.open(migrated).close()
    made = create_engine(f"sqlite:///{(folder / 'made.db').as_posix()}")
    SQLModel.metadata.create_all(made)
    engines = (create_engine(migrated), made)
    with engines[0].connect() as first, engines[1].connect() as second:
        yield first, second
    for engine in engines:
        engine.dispose()


def test_migrations_make_the_tables_of_the_models_and_no_other(
    shapes: tuple[Connection, Connection],
) -> None:
    migrated, made = (inspect(connection).get_table_names() for connection in shapes)
    assert sorted(migrated) == sorted([*TABLES, *INDEX])
    assert sorted(made) == TABLES


@pytest.mark.parametrize("table", TABLES)
def test_migrated_table_is_as_the_models_say(
    shapes: tuple[Connection, Connection], table: str
) -> None:
    migrated, made = (shape(connection, table) for connection in shapes)
    assert migrated == made


def test_store_is_opened_again_as_it_was(file: Path, store: Store) -> None:
    with store.unit() as unit:
        assert unit.execute(text("PRAGMA user_version")).scalar() == len(steps())
    again = Store.open(f"sqlite:///{file.as_posix()}")
    with again.unit() as unit:
        assert unit.execute(text("PRAGMA user_version")).scalar() == len(steps())
    again.close()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("foreign_keys", 1),
        ("synchronous", 2),
        ("secure_delete", 1),
        ("busy_timeout", 10_000),
    ],
)
def test_pragma_is_in_force_in_every_session(store: Store, name: str, value: object) -> None:
    sessions: tuple[Callable[[], object], ...] = (
        lambda: _asked(store, name, "look"),
        lambda: _asked(store, name, "unit"),
    )
    assert [ask() for ask in sessions] == [value, value]


def _asked(store: Store, name: str, kind: str) -> object:
    with store.look() if kind == "look" else store.unit() as session:
        return session.execute(text(f"PRAGMA {name}")).scalar()


def test_log_that_a_killed_process_left_is_emptied_at_the_next_opening(
    file: Path, store: Store
) -> None:
    with store.unit() as unit:
        unit.execute(text("CREATE TABLE told (word TEXT)"))
        unit.execute(text("INSERT INTO told VALUES ('kept')"))
    left = file.with_name("left.db")
    for ending in ("", "-wal"):
        shutil.copy(f"{file}{ending}", f"{left}{ending}")
    log = Path(f"{left}-wal")
    assert log.stat().st_size > 0
    again = Store.open(f"sqlite:///{left.as_posix()}")
    assert log.stat().st_size == 0
    with again.look() as unit:
        assert unit.execute(text("SELECT word FROM told")).scalar() == "kept"
    again.close()


def test_store_of_a_newer_release_is_refused(file: Path, store: Store) -> None:
    with store.unit() as unit:
        unit.execute(text(f"PRAGMA user_version = {len(steps()) + 1}"))
    with pytest.raises(StoreError, match="plus récente"):
        Store.open(f"sqlite:///{file.as_posix()}")


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "nonsense://",
        "://",
        "mysql://somebody@nowhere/base",
        "sqlite:////proc/nowhere/kiosk.db",
        "postgresql+psycopg://127.0.0.1:1/kiosk?connect_timeout=2",
        "postgresql+psycopg://127.0.0.1:port/kiosk",
    ],
)
def test_store_that_cannot_be_opened_is_refused_in_one_french_sentence(url: str) -> None:
    with pytest.raises(StoreError, match="La base de données ne peut pas être ouverte") as refused:
        Store.open(url)
    said = str(refused.value)
    assert ("droits du dossier" in said) is url.startswith("sqlite:")
    assert "\n" not in said
    assert len(said) < 200


def test_sentence_does_not_repeat_the_password_of_the_address() -> None:
    with pytest.raises(StoreError) as refused:
        Store.open("postgresql+psycopg://kiosk:secret@127.0.0.1:1/kiosk?connect_timeout=2")
    assert "secret" not in str(refused.value)


def test_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "photo.db"
    file.write_bytes(b"JFIF" * 1000)
    with pytest.raises(StoreError):
        Store.open(f"sqlite:///{file.as_posix()}")
    assert file.read_bytes() == b"JFIF" * 1000


def test_terminals_that_open_an_empty_base_at_once_all_find_the_tables(tmp_path: Path) -> None:
    url = f"sqlite:///{(tmp_path / 'new.db').as_posix()}"
    start = Barrier(6)

    def open_it(_number: int) -> list[str]:
        start.wait()
        store = Store.open(url)
        with store.look() as unit:
            names = inspect(unit.connection()).get_table_names()
        store.close()
        return sorted(names)

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(open_it, range(6))) == [sorted([*TABLES, *INDEX])] * 6


def test_unit_of_work_is_kept_whole_or_not_at_all(world: World) -> None:
    store = world.services.store

    def work() -> None:
        with store.unit() as unit:
            unit.get_one(Workshop, world.workshop_id).academy = "toulouse"
            unit.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        work()
    with store.look() as unit:
        assert unit.get_one(Workshop, world.workshop_id).academy == "orleans-tours"


def test_what_is_changed_while_looking_is_not_kept(world: World) -> None:
    store = world.services.store
    with store.look() as unit:
        unit.get_one(Workshop, world.workshop_id).academy = "toulouse"
        unit.flush()
    with store.look() as unit:
        assert unit.get_one(Workshop, world.workshop_id).academy == "orleans-tours"


@ON_SQLITE
def test_looking_neither_waits_for_a_writer_nor_holds_one_up(world: World) -> None:
    store = world.services.store
    with store.unit() as writing:
        writing.get_one(Workshop, world.workshop_id).academy = "toulouse"
        writing.flush()
        with store.look() as reading:
            assert reading.get_one(Workshop, world.workshop_id).academy == "orleans-tours"
    with store.look() as reading:
        reading.exec(select(Workshop)).all()
        with store.unit() as writing:
            writing.get_one(Workshop, world.workshop_id).academy = "orleans-tours"


def test_row_that_points_nowhere_is_not_taken(services: Services) -> None:
    from sqlalchemy.exc import IntegrityError  # noqa: PLC0415 - the store's own answer

    from kiosk.models import Note  # noqa: PLC0415 - any row that belongs to somebody

    def write() -> None:
        with services.store.unit() as unit:
            unit.add(Note(participant_id="nobody"))

    with pytest.raises(IntegrityError):
        write()


def test_postgresql_base_is_made_whole_and_opened_again(fresh_postgres_url: str) -> None:
    for _ in range(2):
        store = Store.open(fresh_postgres_url)
        assert store.dialect == "postgresql"
        with store.look() as unit:
            names = inspect(unit.connection()).get_table_names()
            assert unit.execute(text("SELECT version FROM schema_version")).scalars().all() == [
                len(steps())
            ]
        store.close()
        assert sorted(names) == sorted([*TABLES, "schema_version"])


@pytest.mark.parametrize(("change", "said"), [(1, "plus récente"), (-1, "plus ancienne")])
def test_postgresql_base_of_another_release_is_refused(
    fresh_postgres_url: str, change: int, said: str
) -> None:
    store = Store.open(fresh_postgres_url)
    with store.unit() as unit:
        unit.execute(text("UPDATE schema_version SET version = version + :c"), {"c": change})
    store.close()
    with pytest.raises(StoreError, match=said):
        Store.open(fresh_postgres_url)


def test_terminals_that_open_an_empty_postgresql_at_once_all_find_the_tables(
    fresh_postgres_url: str,
) -> None:
    start = Barrier(4)

    def open_it(_number: int) -> int:
        start.wait()
        store = Store.open(fresh_postgres_url)
        with store.look() as unit:
            count = len(inspect(unit.connection()).get_table_names())
        store.close()
        return count

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(open_it, range(4))) == [len(TABLES) + 1] * 4


def test_postgresql_of_the_tests_is_a_real_server(fresh_postgres_url: str) -> None:
    store = Store.open(fresh_postgres_url)
    with store.look() as unit:
        version = unit.execute(text("SELECT version()")).scalar()
    store.close()
    assert str(version).startswith("PostgreSQL")
    assert urlsplit(fresh_postgres_url).scheme == "postgresql+psycopg"
