"""Wrong command lines: which command was meant, and what is wrong with it, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import typer

from lobby_tui.errors import LobbyError, UsageError
from lobby_tui.locale import Message, msg
from lobby_tui.nearest import nearest

HELP: Final = ("--help", "-h")
# Typer may carry its own copy of Click: its errors are told by a public relative, not by Click's own class.
USAGE_PROBLEM: Final[type[Exception]] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)


@dataclass(frozen=True, slots=True)
class Found:
    """The command that a line names: how it is called, what it is, and the words after it."""

    path: str
    command: Any
    rest: tuple[str, ...]

    @property
    def wants_help(self) -> bool:
        """Whether its help is asked for."""
        words = self.rest[: self.rest.index("--")] if "--" in self.rest else self.rest
        return any(word in HELP for word in words)

    @property
    def lacks_command(self) -> bool:
        """Whether it is a group of commands, and none of them was named."""
        return self.path != "lobby" and bool(_commands(self.command)) and not self.rest


def find(root: Any, words: Sequence[str]) -> Found:
    """Which command of `root` the words name. Raises UsageError for an unknown one, naming the nearest."""
    path, command, rest = "lobby", root, list(words)
    while commands := _commands(command):
        place = next((place for place, word in enumerate(rest) if not word.startswith("-")), None)
        if place is None:
            break
        name = rest[place]
        if name not in commands:
            raise UsageError(
                msg("There is no command “{command}”.", command=f"{path} {name}".removeprefix("lobby ")),
                remedy=nearest(name, list(commands)),
                field="command",
            )
        path, command, rest = f"{path} {name}", commands[name], rest[:place] + rest[place + 1 :]
    return Found(path, command, tuple(rest))


def explained(problem: Exception, found: Found) -> LobbyError:
    """A problem that Typer found in a command line, as an error of ours."""
    name = getattr(getattr(problem, "param", None), "name", None)
    option = getattr(problem, "option_name", None)
    field = (name or str(option or "").lstrip("-").replace("-", "_")) or None
    return UsageError(_message(problem, found), remedy=_remedy(problem, found), field=field)


def _message(problem: Exception, found: Found) -> Message:
    kind = type(problem).__name__
    parameter = getattr(problem, "param", None)
    shown = max(parameter.opts, key=len) if parameter is not None else ""
    if parameter is not None and parameter.param_type_name == "argument":
        shown = parameter.name.upper()
    if kind == "NoSuchOption":
        return msg("There is no option {option}.", option=getattr(problem, "option_name", ""))
    if kind == "MissingParameter":
        return msg("{option} is missing.", option=shown)
    if kind == "BadOptionUsage":
        return msg("{option} needs a value.", option=getattr(problem, "option_name", ""))
    if parameter is not None:
        return msg("The value of {option} does not fit.", option=shown)
    return msg("There is too much, or something is missing, after `{command}`.", command=found.path)


def _remedy(problem: Exception, found: Found) -> Message:
    options = [option for parameter in found.command.params for option in parameter.opts]
    if type(problem).__name__ == "NoSuchOption" and options:
        return nearest(getattr(problem, "option_name", ""), options)
    return msg("`{command} --help` says what it takes.", command=found.path)


def _commands(command: Any) -> dict[str, Any]:
    commands: dict[str, Any] = getattr(command, "commands", {})
    return commands
