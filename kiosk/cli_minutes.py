"""The commands that hand out what the bureau wrote: its minutes, and its journal."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli_help import HelpedCommand
from kiosk.cli_store import STORE, with_store
from kiosk.runner import complain
from kiosk.services.content import load_content
from kiosk.services.french import NARROW_NO_BREAK, NO_BREAK, number
from kiosk.services.refusals import Refusal
from kiosk.settings import Settings

if TYPE_CHECKING:
    from kiosk.services.container import Services

WORKSHOP = click.option("--workshop", default="")
_FILE = click.argument("file", type=click.Path(path_type=Path))
_BROKEN = 1


@click.command("minutes", cls=HelpedCommand)
@_FILE
@STORE
@WORKSHOP
@click.pass_obj
def minutes(settings: Settings, file: Path, store: str | None, workshop: str) -> int:
    """Write the minutes of a count to a new file."""
    ending = file.suffix.lower()
    if ending not in {".pdf", ".txt"}:
        return complain("Le nom du fichier doit finir par .pdf ou par .txt.")

    def drawn_up(services: "Services") -> bytes:
        from kiosk.services.minutes_pdf import pdf_file  # noqa: PLC0415 - for this command only
        from kiosk.services.minutes_sheet import lay_out  # noqa: PLC0415 - for this command only
        from kiosk.services.minutes_text import text_file  # noqa: PLC0415 - for this command only

        sheet = lay_out(services.secretariat.minutes(workshop), services.content.minutes)
        return pdf_file(sheet) if ending == ".pdf" else text_file(sheet)

    return _written(with_store(settings, store), file, drawn_up, "Procès-verbal écrit.")


@click.command("journal", cls=HelpedCommand)
@_FILE
@click.option("--check", is_flag=True)
@STORE
@WORKSHOP
@click.pass_obj
def journal(
    settings: Settings,
    file: Path,
    check: bool,  # noqa: FBT001 - a flag of the command line
    store: str | None,
    workshop: str,
) -> int:
    """Write a bureau's journal to a new file, or check one that was written."""
    if check:
        return _checked(file)
    if file.suffix.lower() != ".json":
        return complain("Le nom du fichier doit finir par .json.")

    def handed_out(services: "Services") -> bytes:
        return services.secretariat.journal(workshop)

    return _written(with_store(settings, store), file, handed_out, "Journal écrit.")


def _written(settings: Settings, file: Path, make: "Callable[[Services], bytes]", done: str) -> int:
    from kiosk.bootstrap import open_services  # noqa: PLC0415 - for these commands only
    from kiosk.services.new_files import write_new  # noqa: PLC0415 - for these commands only
    from kiosk.services.store import StoreError  # noqa: PLC0415 - for these commands only

    try:
        services = open_services(settings)
    except StoreError as error:
        return complain(str(error))
    try:
        write_new(file, make(services))
    except Refusal as refusal:
        return complain(services.content.refusals[refusal.code])
    except OSError:
        return complain("Ce fichier ne peut pas être écrit\u00a0: choisissez un autre dossier.")
    finally:
        services.store.close()
    click.echo(done)
    return 0


def _checked(file: Path) -> int:
    """Say whether a journal's file is whole and signed, naming the first entry that is not."""
    from kiosk.services.journal_check import first_fault  # noqa: PLC0415 - for this command only
    from kiosk.services.journal_files import read_journal  # noqa: PLC0415 - for this command only

    words = load_content()
    try:
        told = read_journal(file)
    except Refusal as refusal:
        return complain(words.refusals[refusal.code])
    except OSError:
        return complain("Ce fichier ne peut pas être lu\u00a0: vérifiez son nom et ses droits.")
    fault = first_fault(told.entries, told.verify_key)
    if fault is not None:
        said = words.minutes.faults[fault.kind].format(place=fault.place)
        complain(f"Journal refusé\u00a0: {said}.".replace(NARROW_NO_BREAK, NO_BREAK))
        return _BROKEN
    last = next(entry.digest for entry in reversed(told.entries) if entry is not None)
    click.echo(
        f"Journal entier et signé, {number(len(told.entries))} inscriptions\u00a0;"
        f" comparez au procès-verbal la dernière empreinte, {last}."
    )
    return 0
