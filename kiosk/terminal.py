"""The terminal that the kiosk was started on."""

import sys


def has_terminal() -> bool:
    """Say whether somebody can see the screen and press keys."""
    streams = (sys.stdin, sys.stdout, sys.stderr)  # Textual draws on the last one
    return all(stream is not None and stream.isatty() for stream in streams)
