"""Running a command line: global options anywhere, errors in one form, the promised exit status."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click
import typer

from lobby_tui.cli.commands import build
from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.output import emit_json, error_json, error_text, say
from lobby_tui.errors import LobbyError, UsageError
from lobby_tui.locale import Catalogue, catalogue, msg
from lobby_tui.settings import read_settings

VALUED: Final = ("--home", "--lang", "--as")


def hoisted(arguments: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Take the global options out of a command line, wherever they stand; a later one wins. `--` ends them."""
    found: dict[str, str] = {}
    rest: list[str] = []
    waiting = iter(arguments)
    for word in waiting:
        name, equals, value = word.partition("=")
        if word == "--":
            rest += [word, *waiting]
        elif word == "--json":
            found[word] = "yes"
        elif name in VALUED:
            taken = value if equals else next(waiting, None)
            if taken is None:
                raise UsageError(msg("{option} needs a value.", option=name), field=name[2:])
            found[name] = taken
        else:
            rest.append(word)
    return found, rest


def run(arguments: Sequence[str]) -> int:
    """Run one command; the exit status: 0 done, 1 refused, 2 usage, 3 not allowed, 4 store, 5 anything else."""
    wants_json = "--json" in arguments
    language = catalogue("zh" if "zh" in arguments else "en")
    try:
        options, rest = hoisted(arguments)
        home = Path(options["--home"]) if "--home" in options else None
        settings = read_settings(home, options.get("--lang"))
        language = catalogue(settings.language)
        context = CommandContext(settings, options.get("--as"), wants_json, "--lang" in options)
        return _invoke(context, rest)
    except LobbyError as error:
        return _report(error, language, wants_json)


def _invoke(context: CommandContext, rest: list[str]) -> int:
    command = typer.main.get_command(build())
    translate(command, context.catalogue)
    try:
        result = command.main(args=rest, prog_name="lobby", obj=context, standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.ClickException as error:
        usage = UsageError(msg("{reason}", reason=error.format_message()), remedy=msg("`lobby --help` lists the commands."))
        return _report(usage, context.catalogue, context.json)
    except (click.Abort, KeyboardInterrupt):
        say(context.catalogue("Stopped. What was acknowledged is saved."))
        return 130
    return result if isinstance(result, int) else 0


def _report(error: LobbyError, language: Catalogue, wants_json: bool) -> int:
    if wants_json:
        emit_json(error_json(error, language))
    else:
        say(error_text(error, language))
    return error.exit_status


def translate(command: click.Command, language: Catalogue) -> None:
    """Put the help texts into the reader's language; they were declared in English, and marked with `n_`."""
    if command.help:
        command.help = language(command.help)
    for parameter in command.params:
        text = getattr(parameter, "help", None)
        if text:
            parameter.help = language(text)  # type: ignore[attr-defined]
    for child in getattr(command, "commands", {}).values():
        translate(child, language)


