"""What the bureau's journal notes of a box: figures, and the digests of roll and box."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from sqlmodel import Session, func, select

from kiosk.models import Contest, RollEntry, RollSignature
from kiosk.services.ballot_box import digest_of, envelopes_in


def box_figures(unit: Session, contest: Contest) -> Mapping[str, Any]:
    """Return what the journal says of a box: figures, and the digests of roll and box."""
    held = envelopes_in(unit.connection(), contest.id)
    roll = sorted(unit.exec(select(RollEntry.elector_id).where(RollEntry.contest_id == contest.id)))
    return {
        "registered": len(roll),
        "signatures": _signatures(unit, contest.id),
        "ballots": len(held),
        "roll": sha256("\n".join(roll).encode()).hexdigest(),
        "box": digest_of(b"".join(held)),
    }


def figures_of_boxes(unit: Session, contests: Sequence[Contest]) -> Mapping[str, Any]:
    """Return the same of several boxes, by their contests' codes."""
    return {contest.code: box_figures(unit, contest) for contest in contests}


def _signatures(unit: Session, contest_id: str) -> int:
    return unit.exec(
        select(func.count())
        .select_from(RollSignature)
        .where(RollSignature.contest_id == contest_id)
    ).one()
