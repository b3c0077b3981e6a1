"""The commands that carry messages between a mailbox and standard files."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli_help import HelpedGroup
from kiosk.cli_store import STORE, with_store
from kiosk.runner import complain
from kiosk.services.refusals import Refusal
from kiosk.settings import Settings

if TYPE_CHECKING:
    from kiosk.services.mail_files import MailFiles


@click.group(cls=HelpedGroup)
def mail() -> None:
    """Carry messages between a mailbox and standard files."""


@mail.command("export")
@click.argument("address")
@click.argument("file", type=click.Path(path_type=Path))
@STORE
@click.pass_obj
def export_mail(settings: Settings, address: str, file: Path, store: str | None) -> int:
    """Write a mailbox to a file or a folder."""

    def export(files: "MailFiles") -> str:
        written = files.export(address, file)
        return f"{_messages(written)} écrit{_s(written)}"

    return _with_mail_files(with_store(settings, store), export)


@mail.command("import")
@click.argument("address")
@click.argument("file", type=click.Path(path_type=Path))
@STORE
@click.pass_obj
def import_mail(settings: Settings, address: str, file: Path, store: str | None) -> int:
    """Add the messages of a file or a folder to a mailbox."""

    def take_in(files: "MailFiles") -> str:
        told = files.take_in(address, file)
        said = [f"{_messages(told.taken)} ajouté{_s(told.taken)}"]
        if told.unreadable:
            said.append(f"{told.unreadable} illisible{_s(told.unreadable)}")
        if told.without_room:
            said.append(f"{told.without_room} sans place dans la boîte")
        return ", ".join(said)

    return _with_mail_files(with_store(settings, store), take_in)


def _messages(number: int) -> str:
    return f"{number} message{_s(number)}"


def _s(number: int) -> str:
    return "s" if number > 1 else ""


def _with_mail_files(settings: Settings, act: "Callable[[MailFiles], str]") -> int:
    from mailbox import Error as MailboxError  # noqa: PLC0415 - for the mail commands only

    from kiosk.bootstrap import open_services  # noqa: PLC0415 - for the mail commands only
    from kiosk.services.store import StoreError  # noqa: PLC0415 - for the mail commands only

    try:
        services = open_services(settings)
    except StoreError as error:
        return complain(str(error))
    try:
        click.echo(act(services.mail_files))
    except Refusal as refusal:
        return complain(services.content.refusals[refusal.code])
    except (OSError, MailboxError):
        return complain("Ce fichier ne peut pas être lu ou écrit : vérifiez son nom et ses droits.")
    finally:
        services.store.close()
    return 0
