"""What is kept of an unexpected error: its kind and where it was, never what was typed."""

import contextlib
import traceback
from pathlib import Path

LOG_NAME = "kiosque.log"


def describe(error: BaseException) -> str:
    """Return the error's kind and its frames, file and line; neither message nor values."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    own = "\n".join([type(error).__name__, *lines])
    # A worker's failure wraps the error that made it fail.
    inner = getattr(error, "error", None) or error.__cause__
    return f"{own}\n{describe(inner)}" if isinstance(inner, BaseException) else own


def log_crash(error: BaseException) -> None:
    """Append the error to the log in the user's log folder; a full disk is no second error."""
    from platformdirs import user_log_path  # noqa: PLC0415 - only after a crash

    with contextlib.suppress(OSError):
        folder = user_log_path("kiosque-electeur", appauthor=False, ensure_exists=True)
        with (folder / LOG_NAME).open("a", encoding="utf-8") as log:
            log.write(describe(error) + "\n")
