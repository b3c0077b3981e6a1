"""The ``kiosk`` command."""

import sys


def main() -> None:
    """Start the kiosk; only a command line with words in it needs the option parser."""
    if len(sys.argv) > 1:
        from kiosk.cli import kiosk  # noqa: PLC0415 - 40 ms that a plain start does without

        kiosk.run()
    else:
        from kiosk.runner import run_kiosk  # noqa: PLC0415 - one way or the other

        sys.exit(run_kiosk())


if __name__ == "__main__":
    main()
