"""A box of 100,000 ballots opened and counted, against the bare library's loop on the same cores.

Both open the same two layers in as many new processes; ours puts the envelopes in an order of
chance, sorts what they held, looks for copies and adds up.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from secrets import SystemRandom, token_bytes

import psutil

from benchmarks.figures import Figure, middle, table
from benchmarks.full_boxes import CONTEST, LISTS, FullBox, fill, open_barely
from kiosk.services.counting import Progress, open_box
from kiosk.services.election_keys import SECRET_LENGTH

BALLOTS = 100_000
REPEATS = 3
"""Times that each of the two counts the box, in turn."""

TARGET = 1.25


@dataclass(frozen=True)
class _Spent:
    """Seconds by the clock, and of the processor in this process and those it waited for."""

    seconds: float
    processor: float


def measure(repeats: int = REPEATS) -> list[Figure]:
    """Fill a box, let both open it in turn, and return the medians."""
    secret = token_bytes(SECRET_LENGTH)
    box = FullBox(secret, fill(BALLOTS, secret))
    bare: list[_Spent] = []
    ours: list[_Spent] = []
    for _ in range(repeats):
        bare.append(_spent(open_barely, box))
        ours.append(_spent(count, box))
    weight = sum(map(len, box.envelopes)) / 1e6
    return [
        Figure(
            f"{BALLOTS} ballots: count",
            middle([one.seconds for one in bare]),
            middle([one.seconds for one in ours]),
            "s",
            TARGET,
        ),
        Figure(
            f"{BALLOTS} ballots: processor time",
            middle([one.processor for one in bare]),
            middle([one.processor for one in ours]),
            "s",
        ),
        Figure(f"{BALLOTS} ballots: box, memory of its count", weight, _peak(), "MB"),
    ]


def _spent(act: Callable[[FullBox], object], box: FullBox) -> _Spent:
    before = os.times()
    act(box)
    after = os.times()
    return _Spent(after.elapsed - before.elapsed, sum(after[:4]) - sum(before[:4]))


def count(box: FullBox, progress: Progress | None = None) -> None:
    """Count a box as the kiosk does; nothing in it is invalid."""
    chance = SystemRandom()
    opened = open_box(box.keys, CONTEST, box.envelopes, LISTS, chance, progress=progress)
    tally = opened.tally
    found = sum(tally.votes.values()) + tally.blank
    if found != len(box.envelopes) or tally.invalid:
        raise AssertionError("the count finds what was put in")


def peak_memory() -> float:
    """Return the most memory this process has had so far, in megabytes."""
    if sys.platform == "win32":
        return float(psutil.Process().memory_info().peak_wset) / 1e6
    import resource  # noqa: PLC0415 - not on Windows

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def _peak() -> float:
    """Return by how much a process of its own grows while it counts such a box."""
    command = (sys.executable, "-m", "benchmarks.counting", "grow")
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout)


def _grow() -> None:
    secret = token_bytes(SECRET_LENGTH)
    box = FullBox(secret, fill(BALLOTS, secret))
    # Step by step: what the system calls a process's peak may be that of its parent.
    seen = [_resident()]
    count(box, progress=lambda *_: seen.append(_resident()))
    print(max(seen) - seen[0])


def _resident() -> float:
    return float(psutil.Process().memory_info().rss) / 1e6


if __name__ == "__main__":
    if sys.argv[1:] == ["grow"]:
        _grow()
    else:
        print(table(measure()))
