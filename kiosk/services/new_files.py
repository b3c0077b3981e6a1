"""A new file, written whole or not at all."""

from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from kiosk.services.refusals import Refusal, RefusalCode


def write_new(file: Path, data: bytes) -> None:
    """Write a file that is not there yet; refuses as ``require_room``.

    Raises OSError, and leaves nothing half written then.
    """
    require_room(file)
    # Written beside it under another name: nobody ever sees, or keeps, the half of a file.
    part = file.parent / f".{token_hex(8)}.part"
    try:
        part.write_bytes(data)
        part.replace(file)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def require_room(file: Path) -> None:
    """Refuse FILE_EXISTS for what is there already, FOLDER_ABSENT where its folder is not.

    A folder is never made: a name mistyped would put the file where nobody looks for it.
    """
    if file.exists():
        raise Refusal(RefusalCode.FILE_EXISTS)
    if not file.parent.is_dir():
        raise Refusal(RefusalCode.FOLDER_ABSENT, folder=str(file.parent))
