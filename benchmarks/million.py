"""A million ballots, once: a store is filled, its box counted; time, memory and size are told.

The box and its roll are filled once the vote is closed, as nobody can: the report says that the
box is not what it was, and that is checked too.
"""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import SQLModel, select

from benchmarks.casting import CODE
from benchmarks.counting import peak_memory
from benchmarks.full_boxes import fill
from kiosk.bootstrap import open_services
from kiosk.models import CandidateList, Contest, Elector, RollEntry, RollSignature
from kiosk.services.ballot_box import fill_box
from kiosk.services.ceremony import opening_secret
from kiosk.services.container import Services
from kiosk.services.content import Milestone
from kiosk.services.count import Problem
from kiosk.settings import Settings

BALLOTS = 1_000_000
_ROWS = 50_000


def main() -> None:
    """Fill, count, and print what it took."""
    with TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "kiosque.db"
        services = open_services(Settings(store=f"sqlite:///{file.as_posix()}", clock_rate=0))
        workshop = services.workshops.begin_as("fabienne-martin").workshop_id
        services.clock.jump(workshop, services.calendar.at(Milestone.POLLING_GRACE_ENDS))
        services.bureaus.let_due_happen(workshop)
        started = time.perf_counter()
        _fill(services, workshop)
        print(f"{BALLOTS} ballots sealed, signed for and stored: {_since(started)}")
        print(f"store: {file.stat().st_size / 1e6:.0f} MB; peak so far: {peak_memory():.0f} MB")
        started = time.perf_counter()
        shares = services.bureaus.simulated_shares(workshop)
        reports = services.count.count(workshop, shares, progress=_say)
        print(f"\ncounted, and the count stored: {_since(started)}")
        services.store.empty_log()
        print(f"store: {file.stat().st_size / 1e6:.0f} MB; peak: {peak_memory():.0f} MB")
        [report] = (one for one in reports if one.code == CODE)
        if (report.signatures, report.envelopes) != (BALLOTS, BALLOTS) or report.invalid:
            raise AssertionError("every ballot is counted")
        if report.problems != (Problem.BOX_CHANGED,):
            raise AssertionError("what was changed after the close is reported")
        services.store.close()


def _fill(services: Services, workshop: str) -> None:
    """Put a box and a roll in the place of a contest's own."""
    with services.store.unit() as unit:
        contest = unit.exec(select(Contest.id).where(Contest.code == CODE)).one()
        lists = unit.exec(select(CandidateList.id).where(CandidateList.contest_id == contest)).all()
        secret = opening_secret(unit, workshop, services.pockets.shares(workshop))
        signatures = unit.exec(
            select(RollSignature).where(RollSignature.contest_id == contest)
        ).all()
        day = signatures[0].day
        for signature in signatures:
            unit.delete(signature)
        fill_box(unit.connection(), contest, fill(BALLOTS, secret, contest, lists))
        unit.flush()
        for first in range(0, BALLOTS, _ROWS):
            voters = [f"{number:032x}" for number in range(first, first + _ROWS)]
            common = {"contest_id": contest, "workshop_id": workshop, "corps": "primary"}
            rows = [common | {"id": one, "elector_id": one, "day": day} for one in voters]
            for model in (Elector, RollEntry, RollSignature):
                table = SQLModel.metadata.tables[str(model.__tablename__)]
                own = [{key: row[key] for key in row if key in table.columns} for row in rows]
                unit.connection().execute(table.insert(), own)


def _say(done: int, whole: int) -> None:
    if done % 100_000 == 0:
        print(f"\r{done} of {whole}", end="", flush=True)


def _since(started: float) -> str:
    seconds = time.perf_counter() - started
    return f"{seconds:.0f} s ({1e6 * seconds / BALLOTS:.0f} µs a ballot)"


if __name__ == "__main__":
    main()
