"""The count of 200 ballots by the kiosk and by Belenios' own tool, on the same votes."""

import sys
import time
from pathlib import Path
from secrets import SystemRandom, token_bytes
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, middle, table
from benchmarks.full_boxes import CONTEST, LISTS, fill
from kiosk.services import belenios
from kiosk.services.belenios import JudgedContest, make_archive
from kiosk.services.belenios_tool import Bench, ToolAbsentError, find_tool
from kiosk.services.counting import open_box
from kiosk.services.election_keys import SECRET_LENGTH, box_keys

BALLOTS = 200
REPEATS = 1
_OWN = 20
"""Times that the kiosk counts while the tool counts once."""


def measure(repeats: int = REPEATS) -> list[Figure]:
    """Count the same votes with both; nothing but a word where the tool is absent."""
    try:
        tool = find_tool()
    except ToolAbsentError as absent:
        print(f"judging: {absent}", file=sys.stderr)
        return []
    secret = token_bytes(SECRET_LENGTH)
    envelopes = fill(BALLOTS, secret)
    ours = []
    for _ in range(_OWN):
        started = time.perf_counter()
        tally = open_box(box_keys(secret, CONTEST), CONTEST, envelopes, LISTS, SystemRandom()).tally
        ours.append(time.perf_counter() - started)
    votes = tuple(tally.votes[entry] for entry in LISTS)
    contest = JudgedContest("CTM", "Comité technique", LISTS, votes, tally.blank, BALLOTS)
    theirs = [_by_the_tool(contest, tool) for _ in range(repeats)]
    return [Figure(f"{BALLOTS} ballots: Belenios, kiosk", middle(theirs), middle(ours), "s")]


def _by_the_tool(contest: JudgedContest, tool: Path) -> float:
    """Return how long the tool counts: what it takes to make its ballots is not in it.

    That it finds the same votes is checked where the archive is made.
    """
    spent: list[float] = []
    count = belenios._count

    def timed(bench: Bench) -> object:
        started = time.perf_counter()
        yield from count(bench)
        spent.append(time.perf_counter() - started)

    belenios._count = timed  # type: ignore[assignment]
    try:
        with TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as folder:
            make_archive(contest, Path(folder), tool=tool, progress=lambda *_: None)
    finally:
        belenios._count = count
    return spent[0]


if __name__ == "__main__":
    print(table(measure()))
