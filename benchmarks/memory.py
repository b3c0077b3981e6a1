"""Resident memory: the welcome screen with the services open behind it, and the bare app."""

import time

from benchmarks.bytecode import require_bytecode
from benchmarks.contestants import BARE, BOTH, OURS, Contestant
from benchmarks.figures import Figure, middle, table
from benchmarks.terminal import Terminal

REPEATS = 5
_QUIET_SECONDS = 0.75
_QUIET_SHARE = 0.04
"""A program is at rest when it uses less of a processor than this; a cursor that blinks does."""
_LONGEST_WAIT = 20.0


def measure(repeats: int = REPEATS) -> list[Figure]:
    """Start both in turn and return the medians, in megabytes."""
    require_bytecode()
    seen: dict[str, list[float]] = {contestant.name: [] for contestant in BOTH}
    for _ in range(repeats):
        for contestant in BOTH:
            seen[contestant.name].append(_resident(contestant))
    bare, ours = (middle(seen[one.name]) for one in (BARE, OURS))
    return [Figure("resident memory at rest", bare, ours, "MB", 2.0)]


def _resident(contestant: Contestant) -> float:
    with contestant.running() as terminal:
        terminal.wait_for(contestant.is_drawn)
        _let_settle(terminal)
        return float(terminal.process.memory_info().rss) / 1e6


def _let_settle(terminal: Terminal) -> None:
    end = time.monotonic() + _LONGEST_WAIT
    before = terminal.processor_time
    while time.monotonic() < end:
        terminal.rest(_QUIET_SECONDS)
        after = terminal.processor_time
        if after - before < _QUIET_SHARE * _QUIET_SECONDS:
            return
        before = after


if __name__ == "__main__":
    print(table(measure()))
