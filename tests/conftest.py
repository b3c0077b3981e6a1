"""Fixtures: the stores, the world of a service test, the application of a screen test."""

import gc
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import hypothesis
import pytest

from kiosk.services.container import Services
from kiosk.settings import Settings

from .postgres import Postgres
from .worlds import FABIENNE, Hands, World, open_cheaply, small_content

if TYPE_CHECKING:
    from kiosk.app import KioskApp
    from kiosk.start import Start

for _name in list(os.environ):
    if _name in {"NO_COLOR", "FORCE_COLOR"} or _name.startswith(
        ("KIOSK_", "TEXTUAL_THEME", "TEXTUAL_ANIM")
    ):
        del os.environ[_name]

# An application is a large web of objects, a hundred of them some three million: looking through
# them for cycles as often as usual takes a fifth of the suite's time, and to take them apart as
# long again. Two gigabytes of them spare it.
gc.set_threshold(12_000_000, 50, 50)


hypothesis.settings.register_profile(
    "kiosk", derandomize=True, max_examples=60, deadline=None, database=None
)
hypothesis.settings.load_profile("kiosk")


@hypothesis.given(hypothesis.strategies.none())
def _begin(_: None) -> None:
    """Have Hypothesis look for cycles, as it does once, while there are few objects."""


_LONGEST = (
    "test_pictures",
    "test_scripts",
    "test_terminal",
    "test_killed_vote",
    "test_cli_box",
    "test_joining",
    "test_situations",
    "test_mail_filing",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: one begun last would leave the other worker idle."""
    places = {name: place for place, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


def pytest_collection_finish() -> None:
    """Leave what is imported by now out of every later look for cycles."""
    _begin()
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Spare the looks for cycles that end a run: what is left goes with the process."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests out of the folders of whoever runs them."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for kind in ("DATA", "CONFIG", "STATE", "CACHE"):
            patch.setenv(f"XDG_{kind}_HOME", str(folder / kind.lower()))
        patch.setenv("LOCALAPPDATA", str(folder))
        patch.setenv("APPDATA", str(folder))
        yield


@pytest.fixture(scope="session", autouse=True)
def spared() -> Iterator[None]:
    """Spare the applications what no test looks at."""
    from .sparing import spare  # noqa: PLC0415 - a service test needs no textual

    with pytest.MonkeyPatch.context() as patch:
        spare(patch)
        yield


@pytest.fixture(scope="session")
def content_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our content, with a few colleagues and a few mails."""
    return small_content(tmp_path_factory.mktemp("content") / "content")


@pytest.fixture(scope="session")
def postgres(testrun_uid: str, worker_id: str) -> Iterator[Postgres]:
    """The server, started by the first worker that needs it and stopped by the last."""
    server = Postgres(testrun_uid, worker_id)
    yield server
    server.leave()


@pytest.fixture(scope="session")
def postgres_url(postgres: Postgres) -> str:
    """This worker's database, kept through the run."""
    return postgres.make_database("kept")


@pytest.fixture
def fresh_postgres_url(postgres: Postgres) -> Iterator[str]:
    """A database without a table, for what concerns the tables themselves."""
    yield postgres.make_database("fresh")
    postgres.drop_database("fresh")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store without a row: a file, then the server."""
    if request.param == "sqlite":
        return f"sqlite:///{(tmp_path / 'kiosk.db').as_posix()}"
    url: str = request.getfixturevalue("postgres_url")
    server: Postgres = request.getfixturevalue("postgres")
    server.empty(url)
    return url


@pytest.fixture
def hands() -> Hands:
    """The real time of the test."""
    return Hands()


@pytest.fixture
def still(store_url: str, content_folder: Path, tmp_path: Path) -> Settings:
    """Settings under which workshops are small and their clocks stand still."""
    return Settings(
        store=store_url,
        pockets=str(tmp_path / "pockets"),
        seed=1,
        clock_rate=0,
        content=str(content_folder),
    )


@pytest.fixture
def services(still: Settings, hands: Hands) -> Iterator[Services]:
    """The services on a store without a row."""
    services = open_cheaply(still, hands)
    yield services
    services.store.close()


@pytest.fixture
def world(services: Services, still: Settings, hands: Hands) -> Iterator[World]:
    """Fabienne Martin in a workshop of her own, on 22 September 2014 at 9:00."""
    world = World(services, still, hands, services.workshops.begin_as(FABIENNE, seed=1))
    yield world
    world.close()


@pytest.fixture(scope="session")
def judge() -> Path:
    """Where belenios-tool is; what needs it is skipped without it, but never where CI runs."""
    from kiosk.services.belenios_tool import (  # noqa: PLC0415 - for these tests only
        ToolAbsentError,
        find_tool,
    )

    try:
        return find_tool()
    except ToolAbsentError as absent:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI has to have it: {absent}")
        pytest.skip(str(absent))


@pytest.fixture(scope="session")
def honest_archive(judge: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of a count: two blank votes, three for a list and one for the other."""
    from kiosk.services.belenios import JudgedContest, make_archive  # noqa: PLC0415 - as above

    lists = ("Liste Alouette", "[FO]")
    contest = JudgedContest("CTM", "Comité technique", lists, (3, 1), blank=2, registered=8)
    folder = tmp_path_factory.mktemp("belenios")
    return make_archive(contest, folder, tool=judge, progress=lambda *_: None)


class MakeApp(Protocol):
    """Makes an application that starts where it is told; further settings by their names."""

    def __call__(
        self,
        start: "Start | None" = None,
        *,
        services: Services | None = None,
        **settings: str | float | bool | None,
    ) -> "KioskApp": ...


@pytest.fixture
def app_settings(tmp_path: Path, content_folder: Path) -> Settings:
    """Settings of a screen test: nothing moves by itself, everything is the same again."""
    return Settings(
        store=f"sqlite:///{(tmp_path / 'app.db').as_posix()}",
        content=str(content_folder),
        theme="light",
        glyphs="full",
        seed=1,
        clock_rate=0,
        pulse_seconds=0,
        motion=False,
    )


@pytest.fixture
def make_app(app_settings: Settings, hands: Hands) -> Iterator[MakeApp]:
    """Make applications on one SQLite store; it is closed afterwards."""
    from kiosk.app import KioskApp  # noqa: PLC0415 - a service test needs no textual

    made: list[KioskApp] = []

    def make(
        start: "Start | None" = None,
        *,
        services: Services | None = None,
        **settings: str | float | bool | None,
    ) -> KioskApp:
        app = KioskApp(
            replace(app_settings, **settings),  # type: ignore[arg-type]
            start=start,
            services=services,
            open_services=lambda wanted: open_cheaply(wanted, hands),
        )
        made.append(app)
        return app

    yield make
    for app in made:
        if app.services is not None:
            app.services.store.close()
