"""The archives of all contests in one folder: all of them, or none."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from kiosk.services.belenios import JudgedContest, make_archive
from kiosk.services.refusals import Refusal, RefusalCode


def make_archives(
    contests: Sequence[JudgedContest],
    directory: Path,
    *,
    tool: Path,
    progress: Callable[[int, int], None],
) -> tuple[Path, ...]:
    """Make an archive a contest in a new or empty folder, and return their folders.

    ``progress`` is told the steps done, of how many, one call at a time. Refuses FILE_EXISTS;
    nothing is left behind where it raises: BeleniosError, OSError.
    """
    if directory.exists() and not (directory.is_dir() and _is_empty(directory)):
        raise Refusal(RefusalCode.FILE_EXISTS)
    # Made beside where they will be: a folder that cannot be written is known before the work.
    with _folder(directory), TemporaryDirectory(dir=directory) as staging:
        work = _Work(contests, progress)
        made = work.share_out(Path(staging), tool)
        return tuple(folder.rename(directory / folder.name) for folder in made)


class _Work:
    """The contests, shared out among the cores: the tool counts one box on one core."""

    def __init__(
        self, contests: Sequence[JudgedContest], progress: Callable[[int, int], None]
    ) -> None:
        self._contests = contests
        self._progress = progress
        self._done = [0] * len(contests)
        self._whole = sum(contest.steps for contest in contests)
        self._lock = Lock()
        self._stopped = False

    def share_out(self, staging: Path, tool: Path) -> list[Path]:
        """Make every archive; where one fails the others are left where they are."""
        self._progress(0, self._whole)
        pool = ThreadPoolExecutor(os.cpu_count())
        try:
            all_made = [
                pool.submit(make_archive, contest, staging, tool=tool, progress=self._tell(place))
                for place, contest in enumerate(self._contests)
            ]
            for made in as_completed(all_made):
                made.result()
            return [made.result() for made in all_made]
        finally:
            self._stopped = True
            pool.shutdown(cancel_futures=True)

    def _tell(self, place: int) -> Callable[[int, int], None]:
        def tell(done: int, _: int) -> None:
            with self._lock:
                if self._stopped:
                    raise CancelledError
                self._done[place] = done
                self._progress(sum(self._done), self._whole)

        return tell


def _is_empty(directory: Path) -> bool:
    return next(directory.iterdir(), None) is None


@contextmanager
def _folder(directory: Path) -> Iterator[None]:
    """Make a folder, and take it away again where what is done in it fails."""
    missing = [folder for folder in (directory, *directory.parents) if not folder.exists()]
    try:
        directory.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for folder in missing:
            with suppress(OSError):
                folder.rmdir()
        raise
