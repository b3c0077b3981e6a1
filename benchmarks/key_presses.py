"""From a letter to its echo: the user name of the webmail's sign-in form, and a bare input.

Both run at once and are typed into in turn, line by line, at the pace of a quick typist; the
kiosk goes on looking at its clock every second meanwhile.
"""

import string

from benchmarks.bytecode import require_bytecode
from benchmarks.contestants import BARE, OURS, PERSONA, WEBMAIL
from benchmarks.figures import Figure, in_ms, middle, p95, table
from benchmarks.terminal import Terminal

LINES = 6
"""Lines of twenty letters typed into each."""

LINE = string.ascii_lowercase[:20]
_BETWEEN_KEYS = 0.03
_ERASE = "\x15"
_OPTIONS = ("--as", PERSONA, "--open", WEBMAIL)
_FORM = ("Messagerie professionnelle", "Mot de passe", "Connexion")


def measure(repeats: int = LINES) -> list[Figure]:
    """Type, and return the middle and the 95th percentile of the times to the echo."""
    require_bytecode()
    bare_times: list[float] = []
    our_times: list[float] = []
    with BARE.running() as bare, OURS.running(*_OPTIONS) as ours:
        bare.wait_for(BARE.is_drawn)
        ours.wait_for(lambda text: all(word in text for word in _FORM))
        for terminal in (bare, ours):
            terminal.rest(1.0)
            _type_line(terminal)  # the first letters find caches empty on both sides
        for _ in range(repeats):
            bare_times += _type_line(bare)
            our_times += _type_line(ours)
    bare_ms, our_ms = in_ms(bare_times), in_ms(our_times)
    return [
        Figure("letter to echo, median", middle(bare_ms), middle(our_ms)),
        Figure("letter to echo, 95th percentile", p95(bare_ms), p95(our_ms), target=1.5),
    ]


def _type_line(terminal: Terminal) -> list[float]:
    """Type a line into an empty input and empty it again; returns the time of each echo."""
    times = []
    for length in range(1, len(LINE) + 1):
        typed = LINE[:length]
        pressed = terminal.press(typed[-1])
        # A letter alone is anywhere on the screen: the first two of a line are not timed.
        echoed = terminal.wait_for(lambda text, typed=typed: typed in text)  # type: ignore[misc]
        if length > 2:
            times.append(echoed - pressed)
        terminal.rest(_BETWEEN_KEYS)
    terminal.press(_ERASE)
    terminal.rest(4 * _BETWEEN_KEYS)
    return times


if __name__ == "__main__":
    print(table(measure()))
