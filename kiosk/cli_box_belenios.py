"""The archive of a count for a judge from outside, as ``kiosk box export --belenios`` makes it."""

import os
import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from kiosk.runner import complain
from kiosk.screens.sentences import sentence
from kiosk.services.content import load_content
from kiosk.services.french import NO_BREAK, counted, number
from kiosk.services.refusals import Refusal

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from kiosk.services.belenios import JudgedContest
    from kiosk.services.belenios_archives import Phase, Progress

_SECONDS_A_BALLOT = 0.2
"""What a ballot takes of one core, sealed, added up and checked."""


def export_belenios(contests: "Sequence[JudgedContest]", directory: Path) -> int:
    """Make an archive a contest in a folder, say how to have them judged; return the exit code."""
    from kiosk.hang_up import cleaning_up  # noqa: PLC0415 - for this command only
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
        with cleaning_up(), _bar(sum(contest.ballots for contest in contests)) as show:
            folders = make_archives(contests, directory, tool=tool, progress=show)
    except Refusal as refusal:
        return complain(sentence(refusal, load_content()))
    except BeleniosError as error:
        return complain(str(error))
    except KeyboardInterrupt:
        complain("Interrompu\u00a0: rien n’a été écrit.")
        raise
    except OSError:
        return complain("Ce dossier ne peut pas être écrit : choisissez-en un autre.")
    s = "s" if len(folders) > 1 else ""
    click.echo(f"{len(folders)} archive{s} écrite{s}. Pour faire juger le compte :")
    for folder in folders:
        click.echo(f"{NAME} election verify --dir {shlex.quote(str(folder))}")
    return 0


@contextmanager
def _bar(ballots: int) -> "Iterator[Progress]":
    """Yield what shows how far the work is: drawn when it begins, a refusal stays one sentence."""
    begun_at = monotonic()
    with ExitStack() as drawn:
        bar: ProgressBar[int] | None = None

        def show(done: int, whole: int, phase: "Phase") -> None:
            nonlocal bar
            label = _label(phase, monotonic() - begun_at)
            if bar is None:
                click.echo(_foretold(ballots), err=True)
                begun = click.progressbar(
                    length=whole, label=label, file=sys.stderr, show_eta=False, width=20
                )
                bar = drawn.enter_context(begun)
            bar.label = label
            bar.update(done - bar.pos)
            bar.render_progress()  # where no step was done the time moves on

        yield show


def _foretold(ballots: int) -> str:
    minutes = round(ballots * _SECONDS_A_BALLOT / (os.cpu_count() or 1) / 60)
    time = f"environ {counted(minutes, 'minute')}" if minutes else "moins d’une minute"
    many = f"{number(ballots)} bulletin{'s' if ballots > 1 else ''}"
    return f"{many}{NO_BREAK}: comptez {time}.".replace("\u202f", NO_BREAK)


def _label(phase: "Phase", seconds: float) -> str:
    """Say what the tool is at; and since when, where somebody looks on."""
    from kiosk.services.belenios_archives import Phase  # noqa: PLC0415 - for this command only

    at = "Bulletins chiffrés" if phase is Phase.SEALING else "Belenios compte et vérifie"
    if not sys.stderr.isatty():
        return at
    minutes, left = divmod(int(seconds), 60)
    return f"{at}, {minutes}{NO_BREAK}min {left:02}{NO_BREAK}s"
