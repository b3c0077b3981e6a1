"""The archive of a count for a judge from outside, as ``kiosk box export --belenios`` makes it."""

import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.runner import complain
from kiosk.services.content import load_content
from kiosk.services.refusals import Refusal

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from kiosk.services.belenios import JudgedContest


def export_belenios(contests: "Sequence[JudgedContest]", directory: Path) -> int:
    """Make an archive a contest in a folder, say how to have them judged; return the exit code."""
    from kiosk.services.belenios_archives import (  # noqa: PLC0415 - for this command only
        make_archives,
    )
    from kiosk.services.belenios_tool import (  # noqa: PLC0415 - for this command only
        NAME,
        BeleniosError,
        find_tool,
    )

    try:
        tool = find_tool()
        with _bar() as show:
            folders = make_archives(contests, directory, tool=tool, progress=show)
    except Refusal as refusal:
        return complain(load_content().refusals[refusal.code])
    except BeleniosError as error:
        return complain(str(error))
    except OSError:
        return complain("Ce dossier ne peut pas être écrit : choisissez-en un autre.")
    s = "s" if len(folders) > 1 else ""
    click.echo(f"{len(folders)} archive{s} écrite{s}. Pour faire juger le compte :")
    for folder in folders:
        click.echo(f"{NAME} election verify --dir {shlex.quote(str(folder))}")
    return 0


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """Yield what shows how far the work is: drawn when it begins, a refusal stays one sentence."""
    with ExitStack() as drawn:
        bar: ProgressBar[int] | None = None

        def show(done: int, whole: int) -> None:
            nonlocal bar
            if bar is None:
                begun = click.progressbar(
                    length=whole,
                    label="Bulletins chiffrés et comptés",
                    file=sys.stderr,
                )
                bar = drawn.enter_context(begun)
            bar.update(done - bar.pos)

        yield show
