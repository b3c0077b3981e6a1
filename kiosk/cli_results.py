"""The command that takes the results out of a store."""

from pathlib import Path

import click

from kiosk.cli_help import HelpedGroup
from kiosk.cli_store import STORE, with_store
from kiosk.runner import complain
from kiosk.services.refusals import Refusal
from kiosk.settings import Settings


@click.group(cls=HelpedGroup)
def results() -> None:
    """Take the results out of a store."""


@results.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@STORE
@click.option("--workshop", default="")
@click.pass_obj
def export_results(settings: Settings, file: Path, store: str | None, workshop: str) -> int:
    """Write the results and the turnout of a counted workshop to a file."""
    from kiosk.bootstrap import open_services  # noqa: PLC0415 - for this command only
    from kiosk.cli_workshop import told  # noqa: PLC0415 - for this command only
    from kiosk.screens.sentences import sentence  # noqa: PLC0415 - for this command only
    from kiosk.services.closed_workshops import (  # noqa: PLC0415 - for this command only
        counted_workshop,
        label_of,
    )
    from kiosk.services.results_export import write_results  # noqa: PLC0415 - as above
    from kiosk.services.store import StoreError  # noqa: PLC0415 - as above

    try:
        services = open_services(with_store(settings, store))
    except StoreError as error:
        return complain(str(error))
    try:
        with services.store.look() as unit:
            label = label_of(unit, counted_workshop(unit, workshop))
            counted = services.results.counted(unit, label.id)
        write_results(file, label.code, counted, services.bureaus.turnout(label.id))
    except Refusal as refusal:
        return complain(sentence(refusal, services.content))
    except OSError:
        return complain("Ce fichier ne peut pas être écrit : vérifiez son nom et ses droits.")
    finally:
        services.store.close()
    s = "s" if len(counted) > 1 else ""
    click.echo(f"{len(counted)} scrutin{s} écrit{s}\u00a0: {told(label)}.")
    return 0
