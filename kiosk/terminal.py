"""The terminal that the kiosk was started on, and what its output can write."""

import sys

_NARROW_NO_BREAK, _NO_BREAK = "\u202f", "\u00a0"


def has_terminal() -> bool:
    """Say whether somebody can see the screen and press keys."""
    streams = (sys.stdin, sys.stdout, sys.stderr)  # Textual draws on the last one
    return all(stream is not None and stream.isatty() for stream in streams)


def can_write(characters: str) -> bool:
    """Say whether standard output can write these: a redirected one on Windows has few."""
    try:
        characters.encode(_encoding())
    except UnicodeEncodeError:
        return False
    return True


def writable(line: str) -> str:
    """Keep a line to what standard output can write."""
    encoding = _encoding()
    plain = line.replace(_NARROW_NO_BREAK, _NO_BREAK)
    return plain.encode(encoding, "replace").decode(encoding)


def _encoding() -> str:
    return sys.stdout.encoding or "utf-8"
