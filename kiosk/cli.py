"""The commands; each does its work elsewhere."""

import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click

from kiosk import __version__
from kiosk.cli_box import box
from kiosk.cli_help import HelpedGroup
from kiosk.cli_mail import mail
from kiosk.cli_minutes import journal, minutes
from kiosk.cli_results import results
from kiosk.cli_seats import seats
from kiosk.cli_store import STORE
from kiosk.crash_log import log_crash
from kiosk.runner import CANNOT_OPEN, NO_TERMINAL, complain, run_kiosk
from kiosk.services.content import Content, ContentError, load_content
from kiosk.services.french_instants import parse_instant
from kiosk.services.refusals import Refusal
from kiosk.settings import SettingError, Settings, load_settings, with_value
from kiosk.terminal import has_terminal

JOINED = "--join va sans --at ni --situation : l’heure est celle de l’atelier que l’on rejoint."
MAIN_SCRIPT = "parcours"


class FrenchGroup(HelpedGroup):
    """The commands; what makes no sense is answered with one French sentence."""

    def run(self) -> NoReturn:
        """Run the command line; exit 2 with one sentence when it makes no sense."""
        try:
            code = self.main(prog_name="kiosk", standalone_mode=False)
        except click.ClickException as error:
            code = complain(_in_french(error))
        except (SettingError, ContentError) as error:
            code = complain(str(error))
        except click.Abort:
            code = 130
        except Exception as error:  # whatever it is, no traceback: it would show what was typed
            log_crash(error)
            complain(CANNOT_OPEN)
            code = 1
        sys.exit(code if isinstance(code, int) else 0)


def _in_french(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption():
            return f"Option inconnue : {error.option_name}. Voyez « kiosk --help »."
        case click.MissingParameter():
            missing = error.param.opts[0] if isinstance(error.param, click.Option) else "un mot"
            return f"Il manque {missing} à la commande. Voyez « kiosk --help »."
        case click.BadOptionUsage():
            return f"{error.option_name} : il manque une valeur. Voyez « kiosk --help »."
        case click.BadParameter() if error.param is not None:
            given = error.message if error.param_hint == "fr" else "valeur refusée"
            if isinstance(error.param.type, click.Choice):
                given = f"il y a {', '.join(error.param.type.choices)}"
            return f"{error.param.opts[0]} : {given}. Voyez « kiosk --help »."
        case _:
            return "Commande inconnue ou mal écrite. Voyez « kiosk --help »."


class Instant(click.ParamType[datetime]):
    """An instant: ISO 8601, or as a teacher writes it; Paris time, within the rehearsal."""

    name = "instant"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Return the aware instant."""
        instant = value if isinstance(value, datetime) else _instant(str(value))
        calendar = load_content().calendar
        if instant is None or not calendar.start <= instant <= calendar.end:
            example = "du 22 septembre au 31 décembre 2014, par exemple 2014-11-27T10:00"
            raise click.BadParameter(f"instant illisible, écrivez-le {example}", ctx, param, "fr")
        return instant


def _instant(text: str) -> datetime | None:
    from kiosk.services.french import PARIS  # noqa: PLC0415 - when an instant is given

    with suppress(ValueError):
        parsed = datetime.fromisoformat(text)
        return parsed if parsed.tzinfo else parsed.replace(tzinfo=PARIS)
    with suppress(Refusal):
        return parse_instant(text)
    return None


class Known(click.ParamType[str]):
    """A name among those that the content knows."""

    name = "name"

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return the name, or refuse it with the names that exist."""
        known = _names(self._kind, load_content())
        if value not in known:
            raise click.BadParameter(
                f"« {value} » n’existe pas ; il y a {', '.join(known)}", ctx, param, "fr"
            )
        return str(value)


def _names(kind: str, content: Content) -> list[str]:
    match kind:
        case "persona":
            return [persona.id for persona in content.personas]
        case "situation":
            return list(content.situations)
        case "academy":
            return list(content.academies)
        case _:
            from kiosk.player.script import load_scripts  # noqa: PLC0415 - only for a demonstration

            return list(load_scripts())


@click.group(
    cls=FrenchGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--open", "address", default="")
@click.option("--at", type=Instant())
@click.option("--as", "persona", type=Known("persona"), default=None)
@click.option("--join", "code", default="")
@click.option("--situation", type=Known("situation"), default=None)
@click.option("--seed", type=int)
@STORE
@click.option("--theme", type=click.Choice(["light", "dark", "contrast"]))
@click.option("--kiosk", "shared", is_flag=True)
@click.version_option(__version__, message="%(version)s")
@click.pass_context
def kiosk(
    ctx: click.Context,
    address: str,
    at: datetime | None,
    persona: str | None,
    code: str,
    situation: str | None,
    seed: int | None,
    store: str | None,
    theme: str | None,
    shared: bool,  # noqa: FBT001 - a flag of the command line
) -> int | None:
    """Start the kiosk, or one of its commands."""
    settings = load_settings()
    given = {"seed": seed, "store": store, "theme": theme, "kiosk": "1" if shared else None}
    for name, value in given.items():
        if value is not None:
            settings = with_value(settings, name, str(value))
    ctx.obj = settings
    if ctx.invoked_subcommand is not None:
        return None
    if code and (at or situation):
        return complain(JOINED)
    from kiosk.start import Start  # noqa: PLC0415 - not for the other commands

    start = Start(
        persona=persona or "", join=code, situation=situation or "", address=address, at=at
    )
    return run_kiosk(settings, start)


@kiosk.command()
@click.option("--headless", is_flag=True)
@click.option("--script", "name", type=Known("script"), default=MAIN_SCRIPT)
@click.pass_obj
def demo(settings: Settings, name: str, headless: bool) -> int:  # noqa: FBT001 - a flag
    """Play the whole journey on the real screens."""
    from kiosk.player.script import load_scripts  # noqa: PLC0415 - only for a demonstration

    script = load_scripts()[name]
    if headless:
        from kiosk.player.headless import play_headless  # noqa: PLC0415 - one way or the other

        return 0 if play_headless(script, settings, click.echo) else 1
    from kiosk.player.demonstration import demonstrate  # noqa: PLC0415 - one way or the other

    if not has_terminal():
        return complain(NO_TERMINAL)
    wrong = demonstrate(script, settings)
    return complain(wrong) if wrong else 0


@kiosk.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def shots(settings: Settings, folder: Path) -> int:
    """Draw every screen."""
    from kiosk.player.scenes import draw_all  # noqa: PLC0415 - only for pictures
    from kiosk.player.script import load_scenes  # noqa: PLC0415 - only for pictures

    try:
        drawn = draw_all(load_scenes(), folder, settings, click.echo)
    except OSError:
        return complain("Ce dossier ne peut pas être écrit : choisissez-en un autre.")
    click.echo(f"{drawn} images")
    return 0


@kiosk.command()
@click.pass_obj
def doctor(settings: Settings) -> int:
    """Say what the kiosk finds on this machine."""
    from kiosk.doctor import examine  # noqa: PLC0415 - only when asked

    for line in examine(settings):
        click.echo(line)
    return 0


@kiosk.command()
def scripts() -> None:
    """Name the scripts that can be played."""
    for name in _names("script", load_content()):
        click.echo(name)


@kiosk.command()
def situations() -> None:
    """Name the situations, each with what it teaches."""
    for situation in load_content().situations.values():
        click.echo(f"{situation.name}\t{situation.lesson}")


@kiosk.command()
@click.option("--academy", type=Known("academy"), required=True)
def pages(academy: str) -> None:
    """Name every address that resolves in an academy, with the page's title."""
    from kiosk.services.addresses import AddressBook  # noqa: PLC0415 - for this command only

    content = load_content()
    for page, address in AddressBook(content.academies[academy]).patterns():
        click.echo(f"{address}\t{content.help[page].title}")


kiosk.add_command(box)
kiosk.add_command(mail)
kiosk.add_command(seats)
kiosk.add_command(minutes)
kiosk.add_command(journal)
kiosk.add_command(results)
