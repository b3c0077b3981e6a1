"""From the start of the process to the first screenful, and to the first key that is answered.

The key is sent at the instant the first screenful is read, then every 25 ms until what it does is
drawn. On the bare app it is a letter, answered by its echo in the focused input; on the kiosk it is
the down arrow, answered by the mark of the focus on another person than the first.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.bytecode import require_bytecode
from benchmarks.contestants import BARE, BOTH, OURS, Contestant
from benchmarks.figures import Figure, in_ms, middle, table
from benchmarks.terminal import Terminal, UnseenError

REPEATS = 11
_AGAIN_AFTER = 0.025
_MOST_TRIES = 400


@dataclass
class _Starts:
    paint: list[float] = field(default_factory=list)
    key: list[float] = field(default_factory=list)
    wait: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


def measure(repeats: int = REPEATS) -> list[Figure]:
    """Start both in turn and return the medians."""
    require_bytecode()
    seen = {contestant.name: _Starts() for contestant in BOTH}
    for _ in range(repeats):
        for contestant in BOTH:
            _start(contestant, seen[contestant.name])

    def figure(
        what: str, values: Callable[[_Starts], list[float]], target: float | None = None
    ) -> Figure:
        bare, ours = (middle(in_ms(values(seen[one.name]))) for one in (BARE, OURS))
        return Figure(what, bare, ours, target=target)

    return [
        figure("start to first paint", lambda starts: starts.paint, 1.25),
        figure("start to first key answered", lambda starts: starts.key, 2.0),
        figure("first key alone", lambda starts: starts.wait),
        figure("processor time to first paint", lambda starts: starts.processor),
    ]


def _start(contestant: Contestant, starts: _Starts) -> None:
    with contestant.running() as terminal:
        painted = terminal.wait_for(contestant.is_drawn)
        spent = terminal.processor_time
        pressed = terminal.press(contestant.key)
        answered = _until_answered(terminal, contestant)
        starts.paint.append(painted - terminal.started)
        starts.key.append(answered - terminal.started)
        starts.wait.append(answered - pressed)
        starts.processor.append(spent)


def _until_answered(terminal: Terminal, contestant: Contestant) -> float:
    for _ in range(_MOST_TRIES):
        try:
            return terminal.wait_for(contestant.has_answered, _AGAIN_AFTER)
        except UnseenError:
            terminal.repeat(contestant.key)
    raise UnseenError(terminal.text)


if __name__ == "__main__":
    print(table(measure()))
