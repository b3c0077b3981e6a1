"""The archives of all contests in one folder: all of them, or none."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from enum import StrEnum, auto
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Lock

from kiosk.services.belenios import JudgedContest, make_archive
from kiosk.services.belenios_tool import StoppedError
from kiosk.services.refusals import Refusal, RefusalCode

_BEAT = 1.0
"""Seconds between two words of progress, be there any or not."""


class Phase(StrEnum):
    """What the tool is at."""

    SEALING = auto()
    COUNTING = auto()
    """It goes through whole boxes, and says nothing until it is through."""


Progress = Callable[[int, int, Phase], None]
"""Told the steps done, of how many, and the phase; one call at a time, every second at least."""


def make_archives(
    contests: Sequence[JudgedContest], directory: Path, *, tool: Path, progress: Progress
) -> tuple[Path, ...]:
    """Make an archive a contest in a new or empty folder, and return their folders.

    Refuses FILE_EXISTS, and FOLDER_ABSENT for what that folder is to be in. Nothing is left
    behind where it raises, or is interrupted: BeleniosError, OSError.
    """
    if directory.exists() and not (directory.is_dir() and _is_empty(directory)):
        raise Refusal(RefusalCode.FILE_EXISTS)
    if not directory.parent.is_dir():
        raise Refusal(RefusalCode.FOLDER_ABSENT, folder=str(directory.parent))
    # Made elsewhere: whatever ends the work, its folder holds nothing half made.
    with _folder(directory), TemporaryDirectory(prefix="kiosque-") as staging:
        return _published(_Work(contests, progress).share_out(Path(staging), tool), directory)


class _Work:
    """The contests, shared out among the cores: the tool counts one box on one core."""

    def __init__(self, contests: Sequence[JudgedContest], progress: Progress) -> None:
        self._contests = contests
        self._progress = progress
        self._done = [0] * len(contests)
        self._whole = sum(contest.steps for contest in contests)
        self._lock = Lock()
        self._stop = Event()

    def share_out(self, staging: Path, tool: Path) -> list[Path]:
        """Make every archive; where one fails the others are given up."""
        self._say()
        pool = ThreadPoolExecutor(os.cpu_count())
        try:
            all_made = [
                pool.submit(
                    make_archive,
                    contest,
                    staging,
                    tool=tool,
                    progress=self._tell(place),
                    stop=self._stop,
                )
                for place, contest in enumerate(self._contests)
            ]
            pending = set(all_made)
            while pending:
                done, pending = wait(pending, _BEAT, FIRST_COMPLETED)
                for made in done:
                    made.result()
                self._say()
            return [made.result() for made in all_made]
        finally:
            self._stop.set()
            pool.shutdown(cancel_futures=True)

    def _tell(self, place: int) -> Callable[[int, int], None]:
        def tell(done: int, _: int) -> None:
            if self._stop.is_set():
                raise StoppedError
            self._done[place] = done
            self._say()

        return tell

    def _say(self) -> None:
        with self._lock:
            self._progress(sum(self._done), self._whole, self._phase())

    def _phase(self) -> Phase:
        made = zip(self._done, self._contests, strict=True)
        sealing = any(done < contest.ballots for done, contest in made)
        return Phase.SEALING if sealing else Phase.COUNTING


def _is_empty(directory: Path) -> bool:
    return next(directory.iterdir(), None) is None


@contextmanager
def _folder(directory: Path) -> Iterator[None]:
    """Make a folder, and take it away again where what is done for it fails."""
    is_new = not directory.exists()
    try:
        directory.mkdir(exist_ok=True)
        with TemporaryDirectory(dir=directory):
            pass  # a folder that cannot be written is known before the work
        yield
    except BaseException:
        if is_new:
            with suppress(OSError):
                directory.rmdir()
        raise


def _published(made: Sequence[Path], directory: Path) -> tuple[Path, ...]:
    """Move folders to where they will be: all of them, or none."""
    places: list[Path] = []
    try:
        for folder in made:
            place = directory / folder.name
            if place.exists():
                raise FileExistsError(place)
            places.append(place)
            shutil.move(folder, place)
    except BaseException:
        for place in places:
            shutil.rmtree(place, ignore_errors=True)
        raise
    return tuple(places)
