"""Row keys that tell neither order nor time, and that a seed makes the same again."""

from random import Random


def draw_key(chance: Random) -> str:
    """Return 128 bits of chance, in hexadecimal."""
    return f"{chance.getrandbits(128):032x}"
