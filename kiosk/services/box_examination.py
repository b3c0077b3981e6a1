"""A counted box examined: every check, and what was done to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.services.box_checks import check_box
from kiosk.services.box_document import BoxDocument
from kiosk.services.box_faults import Checked
from kiosk.services.box_findings import Finding, find_causes


@dataclass(frozen=True)
class Examined:
    """What the checks say of a document, and what was done to it: nothing where all are passed."""

    checks: tuple[Checked, ...]
    findings: tuple[Finding, ...]


def examine(document: BoxDocument, shares: Sequence[str] = ()) -> Examined:
    """Check a counted box and name what was done to it; refuses shares as ``check_box`` does."""
    checks = check_box(document, shares)
    return Examined(checks, find_causes(document, checks))
