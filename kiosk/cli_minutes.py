"""The commands that hand out what the bureau wrote: its minutes, and its journal."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli_help import HelpedCommand
from kiosk.cli_store import STORE, with_store
from kiosk.runner import complain
from kiosk.services.content import load_content
from kiosk.services.french import NARROW_NO_BREAK, NO_BREAK, counted, moment
from kiosk.services.refusals import Refusal
from kiosk.settings import Settings

if TYPE_CHECKING:
    from sqlmodel import Session

    from kiosk.models import Workshop
    from kiosk.services.container import Services
    from kiosk.services.journal_files import JournalFile

WORKSHOP = click.option("--workshop", default="")
_FILE = click.argument("file", type=click.Path(path_type=Path))
_BROKEN = 1


@dataclass(frozen=True)
class _Paper:
    """What is written of a workshop: which one it may be, how, and what is said of it then."""

    choose: "Callable[[Session, str], Workshop]"
    make: "Callable[[Services, str], bytes]"
    done: str


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

    from kiosk.services.closed_workshops import (  # noqa: PLC0415 - for this command only
        counted_workshop,
    )

    def drawn_up(services: "Services", workshop_id: str) -> bytes:
        from kiosk.services.minutes_pdf import pdf_file  # noqa: PLC0415 - for this command only
        from kiosk.services.minutes_sheet import lay_out  # noqa: PLC0415 - for this command only
        from kiosk.services.minutes_text import text_file  # noqa: PLC0415 - for this command only

        sheet = lay_out(services.secretariat.minutes(workshop_id), services.content.minutes)
        return pdf_file(sheet) if ending == ".pdf" else text_file(sheet)

    paper = _Paper(counted_workshop, drawn_up, "Procès-verbal écrit")
    return _written(with_store(settings, store), file, workshop, paper)


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

    from kiosk.services.closed_workshops import (  # noqa: PLC0415 - for this command only
        workshop_with_bureau,
    )

    def handed_out(services: "Services", workshop_id: str) -> bytes:
        return services.secretariat.journal(workshop_id)

    paper = _Paper(workshop_with_bureau, handed_out, "Journal écrit")
    return _written(with_store(settings, store), file, workshop, paper)


def _written(settings: Settings, file: Path, named: str, paper: _Paper) -> int:
    from kiosk.bootstrap import open_services  # noqa: PLC0415 - for these commands only
    from kiosk.cli_workshop import told  # noqa: PLC0415 - for these commands only
    from kiosk.screens.sentences import sentence  # noqa: PLC0415 - for these commands only
    from kiosk.services.closed_workshops import label_of  # noqa: PLC0415 - as above
    from kiosk.services.new_files import write_new  # noqa: PLC0415 - for these commands only
    from kiosk.services.store import StoreError  # noqa: PLC0415 - for these commands only

    try:
        services = open_services(settings)
    except StoreError as error:
        return complain(str(error))
    try:
        with services.store.look() as unit:
            label = label_of(unit, paper.choose(unit, named))
        write_new(file, paper.make(services, label.id))
    except Refusal as refusal:
        return complain(sentence(refusal, services.content))
    except OSError:
        return complain("Ce fichier ne peut pas être écrit\u00a0: choisissez un autre dossier.")
    finally:
        services.store.close()
    click.echo(f"{paper.done}\u00a0: {told(label)}.")
    return 0


def _checked(file: Path) -> int:
    """Say what is wrong with a journal's file, or what is known of one where nothing is."""
    from kiosk.services.journal_check import (  # noqa: PLC0415 - for this command only
        first_fault_of_file,
    )
    from kiosk.services.journal_files import read_journal  # noqa: PLC0415 - for this command only

    words = load_content()
    try:
        told = read_journal(file)
    except Refusal as refusal:
        return complain(words.refusals[refusal.code])
    except OSError:
        return complain("Ce fichier ne peut pas être lu\u00a0: vérifiez son nom et ses droits.")
    fault = first_fault_of_file(told)
    if fault is not None:
        said = words.minutes.faults[fault.kind].format(place=fault.place)
        complain(f"Journal refusé\u00a0: {said}.".replace(NARROW_NO_BREAK, NO_BREAK))
        return _BROKEN
    click.echo(_standing(told))
    return 0


def _standing(file: "JournalFile") -> str:
    """Say how far a journal in which nothing is wrong can be believed: never more than is known."""
    from kiosk.services.journal_check import End, end_of  # noqa: PLC0415 - for this command only
    from kiosk.widgets.foreign_text import cleaned  # noqa: PLC0415 - as above

    last = next(entry.digest for entry in reversed(file.entries) if entry is not None)
    many = f"atelier {cleaned(file.whose.workshop)}, {counted(len(file.entries), 'inscription')}"
    compare = f"Comparez au procès-verbal la dernière empreinte, {last}."
    unsigned = f"Rien n’est changé dans ce journal, {many}, mais sa ligne de fin n’est pas signée"
    match end_of(file):
        case End.SIGNED if file.closing is not None:
            return f"Journal entier et signé, {many}, au {moment(file.closing.at)}. {compare}"
        case End.AT_COUNT:
            again = "un dépouillement refait ensuite peut y manquer"
            return f"{unsigned}\u00a0: {again}. {compare}"
        case _:
            cut = "le dépouillement n’y est pas, et la fin peut avoir été coupée"
            other = f"Comparez la dernière empreinte, {last}, à celle d’un autre exemplaire."
            return f"{unsigned}\u00a0: {cut}. {other}"
