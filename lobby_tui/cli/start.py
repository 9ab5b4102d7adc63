"""Opening the app: first make sure that this terminal can show it."""

import codecs
import io
import os
import sys

from lobby_tui.cli.context import CommandContext
from lobby_tui.errors import UsageError
from lobby_tui.locale import msg

# What Python puts into LC_CTYPE itself where the system does not know the locale that was asked for.
_COERCED = ("C.UTF-8", "C.utf8")


def start(context: CommandContext, *, mouse: bool) -> int:
    """Run the app until somebody leaves it, and give its exit status. Raises UsageError where the terminal cannot
    show it.
    """
    check_terminal()
    # Before Textual is imported: with the Kitty protocol, characters that an input method commits together arrive
    # garbled on some terminals, and are dropped on others.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    from lobby_tui.app import LobbyApp

    app = LobbyApp(context.settings)
    app.run(mouse=mouse)
    _let_go_of_a_lost_terminal()
    return app.return_code or 0


def check_terminal() -> None:
    """Raise UsageError unless this is a terminal that speaks UTF-8. Textual draws on stderr."""
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        raise UsageError(
            msg("Lobby needs a terminal to show its screens."),
            remedy=msg("Start it in a terminal window; for scripts there are the commands in `lobby --help`."),
            code="no_terminal",
        )
    encoding = terminal_encoding()
    if encoding != "utf-8":
        if isinstance(sys.stderr, io.TextIOWrapper):
            sys.stderr.reconfigure(encoding=encoding)  # so that at least this can be read
        raise UsageError(
            msg("This terminal speaks {encoding}, not UTF-8; names would be garbled.", encoding=encoding),
            remedy=msg("Set the terminal and the variable LANG to UTF-8, as in LANG=zh_CN.UTF-8, and start again."),
            code="not_utf8",
        )


def terminal_encoding() -> str:
    """The encoding that Python writes in; where that is UTF-8, the one that the locale names, if it names another.

    On a system that lacks the locale zh_CN.GBK, Python takes UTF-8 instead, and the terminal is none the wiser.
    """
    found = codecs.lookup(sys.stdout.encoding or "ascii").name
    return _named_by_locale() or found if found == "utf-8" and os.name == "posix" else found


def _named_by_locale() -> str | None:
    chosen = os.environ.get("LC_CTYPE", "")
    if chosen in _COERCED:
        chosen = ""
    name = os.environ.get("LC_ALL") or chosen or os.environ.get("LANG", "")
    try:
        return codecs.lookup(name.partition(".")[2].partition("@")[0]).name
    except LookupError:
        return None


def _let_go_of_a_lost_terminal() -> None:
    """Where the terminal is gone, what is still to be written to it must not become an error on the way out."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
