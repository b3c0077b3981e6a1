"""From a key to another page: two sign-in forms of the kiosk, and two bare screens.

The kiosk goes back and forth in its browser between the webmail's door and the voter space's; each
page is made anew, what it shows is read from the store in a thread, and so is the guide. The bare
app switches between two screens, each made anew with a header, one input and a footer. No target:
the two do not do the same work.
"""

from benchmarks.bytecode import require_bytecode
from benchmarks.contestants import BARE, OURS, PERSONA, VOTER_SPACE, WEBMAIL
from benchmarks.figures import Figure, in_ms, middle, p95, table
from benchmarks.terminal import Terminal

REPEATS = 20
"""Changes of page, there and back, of each."""

_BETWEEN_KEYS = 0.25
_ADDRESS_BAR, _BACK, _FORWARD = "\x0c", "\x1b[1;3D", "\x1b[1;3C"
_FIRST, _SECOND = "\x1bOS", "\x1b[17~"
_OPTIONS = ("--as", PERSONA, "--open", WEBMAIL)
_WEBMAIL_MARK, _VOTER_MARK = "Nom d’utilisateur", "Adresse professionnelle"


def measure(repeats: int = REPEATS) -> list[Figure]:
    """Change pages, and return the middle and the 95th percentile of the times."""
    require_bytecode()
    bare_times: list[float] = []
    our_times: list[float] = []
    with BARE.running("pages") as bare, OURS.running(*_OPTIONS) as ours:
        bare.wait_for(BARE.is_drawn)
        ours.wait_for(lambda text: _WEBMAIL_MARK in text)
        ours.rest(1.0)
        ours.press(_ADDRESS_BAR)
        ours.rest(0.2)
        _change(ours, f"{VOTER_SPACE}\r", _VOTER_MARK)
        for turn in range(repeats + 1):
            times = (
                [_change(bare, _SECOND, "BareSecond"), _change(bare, _FIRST, "BareInput")],
                [_change(ours, _BACK, _WEBMAIL_MARK), _change(ours, _FORWARD, _VOTER_MARK)],
            )
            if turn:  # the first time round finds caches empty on both sides
                bare_times += times[0]
                our_times += times[1]
    bare_ms, our_ms = in_ms(bare_times), in_ms(our_times)
    return [
        Figure("change of page, median", middle(bare_ms), middle(our_ms)),
        Figure("change of page, 95th percentile", p95(bare_ms), p95(our_ms)),
    ]


def _change(terminal: Terminal, keys: str, mark: str) -> float:
    pressed = terminal.press(keys)
    drawn = terminal.wait_for(lambda text: mark in text)
    terminal.rest(_BETWEEN_KEYS)
    return drawn - pressed


if __name__ == "__main__":
    print(table(measure()))
