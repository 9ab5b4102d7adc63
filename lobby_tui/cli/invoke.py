"""Running a named command with Typer, and answering with its help."""

from functools import cache
from typing import Any

import typer

from lobby_tui.cli.commands import build
from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.help import help_text
from lobby_tui.cli.output import emit_lines, say
from lobby_tui.cli.usage import USAGE_PROBLEM, Found, explained, find
from lobby_tui.errors import UsageError
from lobby_tui.locale import msg


def invoke(context: CommandContext, words: list[str]) -> int:
    """Run the command that `words` name; its exit status. Raises LobbyError, KeyboardInterrupt."""
    command = _commands()
    found = find(command, words)
    if found.wants_help or found.lacks_command:
        return _help(context, found)
    try:
        result = command.main(args=words, prog_name="lobby", obj=context, standalone_mode=False)
    except USAGE_PROBLEM as problem:
        raise explained(problem, found) from problem
    except typer.Abort as error:
        raise KeyboardInterrupt from error
    return result if isinstance(result, int) else 0


@cache
def _commands() -> Any:
    """All of them, with their options: 28 ms."""
    return typer.main.get_command(build())


def _help(context: CommandContext, found: Found) -> int:
    """Answer with the help; where it was not asked for, a command is missing, and the line is wrong."""
    text = help_text(found.command, found.path, context.catalogue)
    if found.wants_help:
        emit_lines([text])
        return 0
    error = UsageError(
        msg("A command is missing after `{command}`.", command=found.path),
        remedy=msg("`{command} --help` says what it takes.", command=found.path),
        field="command",
    )
    if not context.json:
        say(text)
    raise error
