"""A new file, written whole or not at all."""

from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from kiosk.services.refusals import Refusal, RefusalCode


def write_new(file: Path, data: bytes) -> None:
    """Write a file that is not there yet, its folder included; refuses FILE_EXISTS.

    Raises OSError, and leaves nothing half written then.
    """
    if file.exists():
        raise Refusal(RefusalCode.FILE_EXISTS)
    file.parent.mkdir(parents=True, exist_ok=True)
    # Written beside it under another name: nobody ever sees, or keeps, the half of a file.
    part = file.parent / f".{token_hex(8)}.part"
    try:
        part.write_bytes(data)
        part.replace(file)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
