"""A counted box, as it leaves a store in which everybody was honest."""

import json
from dataclasses import dataclass
from pathlib import Path

from kiosk.services.box_document import BoxDocument, plain
from kiosk.services.box_examination import Examined, examine
from kiosk.services.box_faults import Check
from kiosk.services.box_findings import FindingKind
from kiosk.services.content import Milestone
from kiosk.settings import Settings

from .worlds import FABIENNE, Hands, open_cheaply


@dataclass(frozen=True)
class Counted:
    """The document of a counted box, and the shares that its members hold."""

    document: BoxDocument
    shares: tuple[str, ...]


def count_somewhere(folder: Path, content: Path, *, seed: int = 1) -> Counted:
    """Let a workshop of few colleagues vote, count its box and export it."""
    settings = Settings(
        store=f"sqlite:///{(folder / f'counted-{seed}.db').as_posix()}",
        pockets=str(folder / f"pockets-{seed}"),
        seed=seed,
        clock_rate=0,
        content=str(content),
    )
    services = open_cheaply(settings, Hands())
    try:
        workshop_id = services.workshops.begin_as(FABIENNE, seed=seed).workshop_id
        services.clock.jump(workshop_id, services.calendar.at(Milestone.RESULTS_OPEN))
        document = services.box_files.document(workshop_id)
        return Counted(document, services.pockets.shares(workshop_id))
    finally:
        services.store.close()


def written(document: BoxDocument) -> bytes:
    """The document as a file holds it."""
    return json.dumps(plain(document), ensure_ascii=False, indent=1).encode()


def failed(examined: Examined) -> set[Check]:
    return {one.check for one in examined.checks if one.faults}


def found(document: BoxDocument, shares: tuple[str, ...] = ()) -> list[FindingKind]:
    return [finding.kind for finding in examine(document, shares).findings]
