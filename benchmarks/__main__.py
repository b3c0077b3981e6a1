"""Runs the benchmarks: all of them, or those that are named; exits with 1 when a target is missed.

``python -m benchmarks [starting] [key_presses] [page_changes] [mailboxes] [memory] [casting]
[terminals] [counting] [judging] [--repeats N]``
"""

import argparse
import platform
import sys
from collections.abc import Callable

from benchmarks import (
    casting,
    counting,
    judging,
    key_presses,
    mailboxes,
    memory,
    page_changes,
    starting,
    terminals,
)
from benchmarks.figures import Figure, table

Measure = Callable[[int], list[Figure]]

BENCHMARKS: dict[str, tuple[Measure, int]] = {
    "starting": (starting.measure, starting.REPEATS),
    "key_presses": (key_presses.measure, key_presses.LINES),
    "page_changes": (page_changes.measure, page_changes.REPEATS),
    "mailboxes": (mailboxes.measure, mailboxes.REPEATS),
    "memory": (memory.measure, memory.REPEATS),
    "casting": (casting.measure, casting.REPEATS),
    "terminals": (terminals.measure, terminals.REPEATS),
    "counting": (counting.measure, counting.REPEATS),
    "judging": (judging.measure, judging.REPEATS),
}


def main() -> int:
    """Run what the command line asks for and print one table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(BENCHMARKS))
    parser.add_argument("--repeats", type=int, help="instead of each benchmark's own number")
    given = parser.parse_args()
    if unknown := set(given.names) - set(BENCHMARKS):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    figures: list[Figure] = []
    for name in given.names or BENCHMARKS:
        measure, repeats = BENCHMARKS[name]
        figures += measure(given.repeats or repeats)
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}\n")
    print(table(figures))
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
