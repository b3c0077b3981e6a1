"""The commands that take a counted box out of the store, and check it without one."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli_help import HelpedGroup
from kiosk.cli_store import STORE, with_store
from kiosk.runner import complain
from kiosk.screens.sentences import sentence
from kiosk.services.content import load_content
from kiosk.services.french import counted, number
from kiosk.services.refusals import Refusal
from kiosk.settings import Settings
from kiosk.terminal import can_write, writable

if TYPE_CHECKING:
    from kiosk.services.box_document import BoxDocument
    from kiosk.services.box_examination import Examined
    from kiosk.services.box_files import CountedWorkshop
    from kiosk.services.container import Services

FALSE = 1
_ONE_OF_THEM = (
    "Indiquez un fichier, ou bien --belenios et un dossier\u202f: l’un des deux."
    " Voyez «\u202fkiosk --help\u202f»."
)
_CANNOT_WRITE = (
    "Ce fichier ne peut pas être écrit\u202f: vérifiez son nom, son dossier et ses droits."
)


@click.group("box", cls=HelpedGroup)
def box() -> None:
    """Take a counted box out of the store, check one."""


@box.command("export")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--belenios", "folder", type=click.Path(path_type=Path))
@click.option("--workshop", default="")
@STORE
@click.pass_obj
def export_box(
    settings: Settings, file: Path | None, folder: Path | None, workshop: str, store: str | None
) -> int:
    """Write the counted box of a workshop to a file, or its count for a judge from outside."""
    from kiosk.bootstrap import open_services  # noqa: PLC0415 - for this command only
    from kiosk.services.store import StoreError  # noqa: PLC0415 - for this command only

    if (file is None) is (folder is None):
        return complain(_ONE_OF_THEM)
    try:
        services = open_services(with_store(settings, store))
    except StoreError as error:
        return complain(str(error))
    try:
        chosen = services.box_files.chosen(workshop)
        if file is not None:
            return _export(services, chosen, file)
        judged = services.box_files.judged(chosen.id)
    except Refusal as refusal:
        return complain(sentence(refusal, services.content))
    except OSError:
        return complain(_CANNOT_WRITE)
    finally:
        services.store.close()
    from kiosk.cli_box_belenios import export_belenios  # noqa: PLC0415 - one way or the other

    assert folder is not None  # noqa: S101 - said above, which the type checker does not follow
    return export_belenios(judged, folder)


def _export(services: "Services", chosen: "CountedWorkshop", file: Path) -> int:
    document = services.box_files.export(chosen.id, file)
    _say(f"Urne écrite\u202f: {_described(document)}.")
    _say(f"Atelier {chosen.code}, {chosen.academy}.")
    others = [one for one in services.box_files.workshops() if one.id != chosen.id]
    if others:
        listed = ", ".join(one.code for one in others)
        _say(f"Autres ateliers dépouillés (--workshop)\u202f: {listed}.")
    return 0


@box.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--share", "shares", multiple=True)
@click.pass_obj
def verify_box(settings: Settings, file: Path, shares: tuple[str, ...]) -> int:
    """Check a counted box: whatever it says is worked out again."""
    from kiosk.services.box_examination import examine  # noqa: PLC0415 - for this command only
    from kiosk.services.box_reading import read_box  # noqa: PLC0415 - for this command only

    try:
        document = read_box(file)
        examined = examine(document, shares)
    except Refusal as refusal:
        content = load_content(Path(settings.content) if settings.content else None)
        return complain(_refused(refusal, sentence(refusal, content)))
    for line in _report(document, examined):
        _say(line)
    return FALSE if examined.findings else 0


def _refused(refusal: Refusal, said: str) -> str:
    """Say which share is refused, by its place; a field's name from elsewhere drives nothing."""
    from kiosk.widgets.foreign_text import cleaned  # noqa: PLC0415 - not for the other commands

    _, is_share, place = refusal.field.partition("share-")
    if is_share:
        nth = "1re" if place == "1" else f"{place}e"
        said = f"La {nth} part\u202f: {said[0].lower()}{said[1:]}"
    return cleaned(said)


def _report(document: "BoxDocument", examined: "Examined") -> Iterator[str]:
    from kiosk.screens.box_words import NAMES, line_of, sentence_of  # noqa: PLC0415 - not to refuse

    marks = ("✓", "✗") if can_write("✓✗") else ("oui", "NON")
    yield f"{document.academy}\u202f: {_described(document)}"
    for one in examined.checks:
        mark = marks[bool(one.faults)]
        yield f"{mark:<{len(marks[1])}} {NAMES[one.check]:<12} {line_of(one)}"
    yield ""
    for finding in examined.findings:
        yield sentence_of(finding)
    if not examined.findings:
        yield "Tout est juste."
    yield f"Clé du bureau\u202f: {document.bureau.fingerprint}"


def _described(document: "BoxDocument") -> str:
    envelopes = sum(len(contest.envelopes) for contest in document.contests)
    many = f"{number(envelopes)} enveloppe{'s' if envelopes > 1 else ''}"
    return f"{counted(len(document.contests), 'scrutin')}, {many}"


def _say(line: str) -> None:
    """Write a line; what a file from elsewhere says must not drive the terminal."""
    from kiosk.widgets.foreign_text import cleaned  # noqa: PLC0415 - not for a refusal

    sys.stdout.write(writable(cleaned(line)) + "\n")
