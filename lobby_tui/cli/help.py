"""The help texts, in the reader's language.

Typer's own help is English, and imports Rich and a Markdown parser, which take as long as all of the
rest. Here every word is translated, and lines are broken by the width that a terminal gives to Chinese.
"""

import shutil
from collections.abc import Iterable, Iterator
from typing import Any, Final
from unicodedata import east_asian_width

from lobby_tui.locale import Catalogue, n_

NARROWEST: Final = 40
WIDEST: Final = 100
_HELP: Final = ("--help", n_("Show this help."))


def help_text(command: Any, path: str, t: Catalogue, columns: int | None = None) -> str:
    """What a command of Typer is for and takes. `path` is how it is called, `columns` the width."""
    width = min(max(columns or shutil.get_terminal_size().columns, NARROWEST), WIDEST)
    options = [one for one in command.params if one.param_type_name == "option"]
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    commands = getattr(command, "commands", {})
    lines = [_usage(path, arguments, commands, t), ""]
    lines += [*wrapped(_text(command.help, t), width), ""]
    sections = (
        (n_("Commands"), [(name, t(_first_line(one))) for name, one in commands.items()]),
        (n_("Arguments"), [(_metavar(one), _explained(one, t)) for one in arguments]),
        (
            n_("Options"),
            [(_option(one), _explained(one, t)) for one in options] + [(_HELP[0], t(_HELP[1]))],
        ),
    )
    for title, rows in sections:
        if rows:
            lines += [t(title), *_table(rows, width), ""]
    return "\n".join(lines)


def wrapped(text: str, width: int) -> Iterator[str]:
    """Lines of `text` no wider than `width` columns, broken at spaces or between wide characters."""
    line = ""
    for piece in _pieces(text):
        if _width(line + piece.rstrip()) > width:
            if line.strip():
                yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    if line.strip():
        yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """What a line may be broken into: words with the space behind them, and single wide characters."""
    word = ""
    for character in text:
        # A closing mark stays with what it closes: no line begins with a full stop.
        if _wide(character) and character not in "，。；：、！？）》”’":
            if word:
                yield word
            word = character
        else:
            word += character
            if character == " ":
                yield word
                word = ""
    if word:
        yield word


def _usage(path: str, arguments: Iterable[Any], commands: Any, t: Catalogue) -> str:
    parts = [t("Usage: {path}", path=path), *(_metavar(one) for one in arguments)]
    parts += ["[" + t("options") + "]"]
    if commands:
        parts += [t("COMMAND")]
    return " ".join(parts)


def _text(text: str | None, t: Catalogue) -> str:
    # The help of commands and options was declared in English, and marked with `n_`.
    return t(text) if text else ""


def _metavar(argument: Any) -> str:
    return str(argument.metavar or argument.name.upper())


def _option(option: Any) -> str:
    value = "" if option.is_flag else f" {(option.metavar or option.name).upper()}"
    return ", ".join(option.opts) + value


def _explained(parameter: Any, t: Catalogue) -> str:
    parts = [_text(parameter.help, t)]
    if parameter.required:
        parts.append("[" + t("required") + "]")
    elif parameter.default not in (None, "", False, (), []):
        parts.append("[" + t("default: {value}", value=parameter.default) + "]")
    return " ".join(part for part in parts if part)


def _first_line(command: Any) -> str:
    return str(command.help or "").partition("\n")[0]


def _table(rows: list[tuple[str, str]], width: int) -> Iterator[str]:
    """Two columns; the left one is as wide as its widest entry, up to a third of the line."""
    left = min(max(_width(name) for name, _ in rows), width // 3) + 2
    for name, text in rows:
        lines = list(wrapped(text, width - left - 2)) or [""]
        if _width(name) + 2 > left:
            yield f"  {name}"
        else:
            yield f"  {name}{' ' * (left - _width(name))}{lines.pop(0)}".rstrip()
        yield from (" " * (left + 2) + line for line in lines)


def _wide(character: str) -> bool:
    return east_asian_width(character) in "WF"


def _width(text: str) -> int:
    return sum(2 if _wide(character) else 1 for character in text)
