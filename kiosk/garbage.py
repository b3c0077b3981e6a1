"""Python's collector of garbage, held back while the kiosk starts.

What is imported stays: to look through it again and again is an eighth of a start.
"""

import gc


def hold_back() -> None:
    """Collect nothing until ``let_go``."""
    gc.disable()


def let_go() -> None:
    """Collect again, leaving out what the start has made; does nothing if nothing was held."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
