"""Ready-made worlds: services on a store, somebody at the desk, an hour that stands still."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ParamSpec

import pytest
from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection
from sqlmodel import Session

from kiosk.bootstrap import open_services
from kiosk.services.browser import Cookies
from kiosk.services.container import Services
from kiosk.services.content import OUR_CONTENT, Content, Milestone, Stage, load_content
from kiosk.services.enrolling import Enrolment
from kiosk.services.journal import Event, facts
from kiosk.services.password_hashes import PasswordHashes
from kiosk.services.postman import Folder
from kiosk.services.refusals import Refusal, Refusals
from kiosk.services.sittings import Pulse
from kiosk.services.stages import LENT_PASSWORD
from kiosk.services.store import Store
from kiosk.services.workshops import Sheet
from kiosk.settings import Settings

from .postgres import KEPT
from .remembered import Remembered

P = ParamSpec("P")

CHEAP = PasswordHashes(time_cost=1, memory_cost=8, parallelism=1)
"""Digests that cost nothing: a test's passwords are no secret."""

FABIENNE = "fabienne-martin"
PASSWORD = LENT_PASSWORD

ON_SQLITE = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
"""For what concerns one kind of store, or none."""

KEPT_MAILS = (
    "situation-",
    "2014-09-11-cantine",
    "2014-09-15-hameconnage",
    "2014-09-16-liste-alouette",
    "2014-09-18-annonce",
    "2014-10-06-rappel",
    "2014-10-13-liste-bouvreuil",
    "2014-11-03-notice",
    "2014-11-24-collegue",
    "2014-11-27-ouverture",
    "service-",
)


class Hands:
    """A real time that stands still until a test moves its hands."""

    def __init__(self) -> None:
        self.instant = datetime(2026, 9, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.instant

    def advance(self, seconds: float) -> None:
        """Let real time pass."""
        self.instant += timedelta(seconds=seconds)


@dataclass
class World:
    """Fabienne Martin in a workshop of her own, at the start of the rehearsal."""

    services: Services
    settings: Settings
    hands: Hands
    who: Enrolment
    others: list[Services] = field(default_factory=list)

    @property
    def workshop_id(self) -> str:
        return self.who.workshop_id

    @property
    def participant_id(self) -> str:
        return self.who.participant_id

    @property
    def sheet(self) -> Sheet:
        return self.services.workshops.sheet(self.participant_id)

    @property
    def now(self) -> datetime:
        return self.services.clock.now(self.workshop_id)

    def at(self, milestone: Milestone, offset: float = 0) -> datetime:
        """Move the clock to a milestone, so many seconds after it."""
        return self.move_to(self.services.calendar.at(milestone) + timedelta(seconds=offset))

    def move_to(self, instant: datetime) -> datetime:
        return self.services.clock.jump(self.workshop_id, instant)

    def later(self, seconds: float) -> datetime:
        return self.move_to(self.now + timedelta(seconds=seconds))

    def look(self) -> Pulse:
        """Let what is due arrive, as a terminal does every second."""
        return self.services.sittings.pulse(self.workshop_id, self.participant_id)

    def reach(self, stage: Stage, at: datetime | None = None) -> Cookies:
        return self.services.stages.reach(self.who, stage, at or self.now)

    def in_polling_station(self) -> Cookies:
        """Reach the opening of the vote and enter the polling station."""
        cookies = self.reach(Stage.NOTICE_READ)
        self.at(Milestone.VOTE_OPENS)
        cookies.polling_station = self.services.polling.enter(
            cookies.voter_space, identifier=self.identifier, password=PASSWORD
        )
        return cookies

    @property
    def identifier(self) -> str:
        """The identifier on the notice, once it has arrived."""
        return self.services.desk.pigeonhole(self.participant_id).papers[0].body

    def sign_in_to_webmail(self) -> str:
        return self.services.webmail.sign_in(
            self.workshop_id, self.participant_id, "fmartin", self.sheet.numen
        )

    def links(self, webmail: str | None, path: str = "/compte/confirmation/") -> list[str]:
        """The tokens of the links received that lead there, newest first."""
        self.look()
        services = self.services
        found = []
        for line in services.mailboxes.open_folder(webmail, Folder.INBOX).messages:
            links = services.mailboxes.read(webmail, line.id).letter.links
            found += [link.address.rsplit("/", 1)[-1] for link in links if path in link.address]
        return found

    def events(self, unit: Session | None = None) -> list[Event]:
        """What the journal says of Fabienne."""
        if unit is not None:
            return [fact.event for fact in facts(unit, self.participant_id)]
        with self.services.store.look() as own:
            return self.events(own)

    def another_terminal(self, seed: int = 2) -> Services:
        """Other services on the same store, as another process would open them."""
        services = open_cheaply(replace(self.settings, seed=seed), self.hands)
        self.others.append(services)
        return services

    def close(self) -> None:
        """Close every store that was opened."""
        for services in (self.services, *self.others):
            services.store.close()


def open_cheaply(settings: Settings, hands: Callable[[], datetime]) -> Services:
    """Open services whose digests cost nothing and whose real time is the test's."""
    content = _content_of(settings.content or OUR_CONTENT)
    store: Store | None = KEPT.get(settings.store or "")
    if store is None and settings.store is not None:
        _lay_tables(settings.store)
        store = _open_carelessly(settings.store)
    services = open_services(settings, real=hands, hashes=CHEAP, content=content, store=store)
    if settings.seed is not None:
        Remembered(services, settings, hands)
    return services


def _lay_tables(url: str) -> None:
    """Put a new file in its place with its tables made: a run makes them once for all."""
    path = Path(url.removeprefix("sqlite:///"))
    if not path.exists():
        path.write_bytes(_empty_store())


def _open_carelessly(url: str) -> Store:
    """Open a store that need not outlive a power cut."""
    store = Store.open(url)
    store._engine.dispose()
    event.listen(store._engine, "connect", _hurry)
    return store


def _hurry(connection: PoolProxiedConnection, _record: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA synchronous=OFF")


@cache
def _empty_store() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        Store.open(f"sqlite:///{path.as_posix()}").close()
        return path.read_bytes()


@cache
def _content_of(folder: str | Path) -> Content:
    """Content is read-only: every test of a run shares what was loaded from a folder."""
    return load_content(Path(folder))


def small_content(folder: Path) -> Path:
    """Copy our content with a few colleagues and a few mails: a workshop is made at once."""
    copied = Path(shutil.copytree(OUR_CONTENT, folder))
    rules = copied / "rules.toml"
    text = rules.read_text("utf-8")
    for size, smaller in (("420", "20"), ("460", "12"), ("110", "8")):
        text = text.replace(f"= {size}\n", f"= {smaller}\n")
    rules.write_text(text, "utf-8")
    for mail in (copied / "mails").iterdir():
        if not mail.name.startswith(KEPT_MAILS):
            mail.unlink()
    return copied


def refusal_of(call: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> Refusal:
    """The one refusal a call answers with."""
    with pytest.raises(Refusal) as refused:
        call(*args, **kwargs)
    return refused.value


def refusals_of(call: Callable[[], object]) -> dict[str, str]:
    """The refusals of a form: field and code."""
    with pytest.raises(Refusals) as refused:
        call()
    return {refusal.field: refusal.code.value for refusal in refused.value.refusals}
