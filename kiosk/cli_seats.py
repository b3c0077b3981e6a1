"""The command that shares out the seats of any table of votes."""

from pathlib import Path

import click

from kiosk.cli_help import HelpedCommand
from kiosk.runner import complain
from kiosk.services.content import load_content
from kiosk.services.french import number
from kiosk.services.refusals import Refusal
from kiosk.settings import Settings

MOST_SEATS = 1_000
MOST_VOTES = 10**12
"""As of a table's lines, whose reading is loaded with the first table."""


class WholeNumber(click.ParamType[int]):
    """A whole number between two others; spaces within it do not matter."""

    name = "number"

    def __init__(self, least: int, most: int) -> None:
        self._least = least
        self._most = most

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Return the number, or refuse it with what is expected."""
        digits = "".join(str(value).split())
        if digits.isascii() and digits.isdigit() and len(digits) <= len(str(self._most)):
            given = int(digits)
            if self._least <= given <= self._most:
                return given
        expected = f"un nombre entier de {number(self._least)} à {number(self._most)} est attendu"
        raise click.BadParameter(expected, ctx, param, "fr")


@click.command("seats", cls=HelpedCommand)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--seats", "seats_to_give", type=WholeNumber(1, MOST_SEATS), required=True)
@click.option("--valid", type=WholeNumber(0, MOST_VOTES), default=None)
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def seats(
    settings: Settings,
    file: Path,
    seats_to_give: int,
    valid: int | None,
    as_json: bool,  # noqa: FBT001 - a flag of the command line
) -> int:
    """Share out the seats of a table, and tell by how much each list missed one more."""
    from kiosk.screens.sentences import sentence  # noqa: PLC0415 - for this command only
    from kiosk.seat_table import SeatTable  # noqa: PLC0415 - for this command only

    content = load_content(Path(settings.content) if settings.content else None)
    try:
        table = SeatTable(file, seats_to_give, valid=valid, tie_breaks=content.rules.tie_breaks)
    except Refusal as refusal:
        return complain(sentence(refusal, content))
    for line in [table.as_json()] if as_json else table.as_lines():
        click.echo(line)
    return 0
