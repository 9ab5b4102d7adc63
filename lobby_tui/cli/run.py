"""Running a command line: global options anywhere, errors in one form, the promised exit status."""

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.output import ReaderLeftError, can_say, emit_json, error_json, error_text, say
from lobby_tui.errors import LobbyError, RefusedError, UsageError
from lobby_tui.locale import LANGUAGES, Catalogue, catalogue, msg
from lobby_tui.settings import read_settings

VALUED: Final = ("--home", "--lang", "--as")
INTERRUPTED: Final = 130


def hoisted(arguments: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Take the global options out of a command line, wherever they stand; a later one wins.

    `--` ends them. One without its value is found with an empty one.
    """
    found: dict[str, str] = {}
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        word = waiting.pop(0)
        name, equals, value = word.partition("=")
        if word == "--":
            return found, [*rest, word, *waiting]
        if word == "--json":
            found[word] = "yes"
        elif name in VALUED:
            taken = waiting and not equals and not waiting[0].startswith("--")
            found[name] = waiting.pop(0) if taken else value
        else:
            rest.append(word)
    return found, rest


def run(arguments: Sequence[str]) -> int:
    """Run one command. Exit status: 0 done, 1 refused, 2 usage, 3 not allowed, 4 store, 5 anything else."""
    options, rest = hoisted(arguments)
    wants_json = "--json" in options
    language = catalogue(next((known for known in LANGUAGES if known == options.get("--lang")), "en"))
    try:
        context = _context(options)
        language = context.catalogue
        return _done(context, rest)
    except LobbyError as error:
        return _report(error, language, wants_json)
    except KeyboardInterrupt:
        say(language.render(msg("Stopped. What was acknowledged is saved.")))
        return INTERRUPTED
    except (ReaderLeftError, BrokenPipeError):
        # Nothing more can be said on stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        # Wherever a command looks at a file that somebody named: no system tells such a name from a missing file.
        return _report(_too_long() if error.errno == errno.ENAMETOOLONG else _defect(error), language, wants_json)
    except Exception as error:  # noqa: BLE001 - the one place where a defect of ours becomes an answer
        return _report(_defect(error), language, wants_json)


def _done(context: CommandContext, words: list[str]) -> int:
    """Open the app where no command is named: without Typer, which would hold up the first frame for 50 ms."""
    if words in ([], ["--no-mouse"]):
        from lobby_tui.cli.start import start

        return start(context, mouse=not words)
    from lobby_tui.cli.invoke import invoke

    return invoke(context, words)


def _context(options: dict[str, str]) -> CommandContext:
    """What every command is given. Raises UsageError."""
    for option in VALUED:
        if options.get(option) == "":
            raise UsageError(msg("{option} needs a value.", option=option), field=option[2:])
    home = Path(options["--home"]) if "--home" in options else None
    return CommandContext(
        settings=read_settings(home, options.get("--lang")),
        staff_no=options.get("--as"),
        json="--json" in options,
        language_chosen="--lang" in options or bool(os.environ.get("LOBBY_LANG")),
        home_chosen=home is not None or bool(os.environ.get("LOBBY_HOME")),
    )


def _report(error: LobbyError, language: Catalogue, wants_json: bool) -> int:
    if wants_json:
        emit_json(error_json(error, language))
    else:
        text = error_text(error, language)
        say(text if can_say(text) else error_text(error, catalogue("en")))
    return error.exit_status


def _too_long() -> LobbyError:
    return RefusedError(
        msg("No file or folder can have a name as long as this one."),
        remedy=msg("Check its name and its folder."),
        field="file",
        code="name_too_long",
    )


def _defect(error: Exception) -> LobbyError:
    """An error that nobody foresaw. It names the place in the program, and nothing that somebody typed."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = "?" if frame is None else f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}"
    return LobbyError(
        msg(
            "A defect in the program stopped this command: {kind} at {place}.",
            kind=type(error).__name__,
            place=place,
        ),
        data=msg("What was acknowledged before is saved; look whether this command was done."),
        remedy=msg("Please report it with this line."),
        code="internal",
    )
