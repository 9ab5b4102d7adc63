"""Opening the app: first make sure that this terminal can show it."""

import codecs
import os
import sys

from lobby_tui.cli.context import CommandContext
from lobby_tui.errors import UsageError
from lobby_tui.locale import msg


def start(context: CommandContext, *, mouse: bool) -> None:
    """Run the app until somebody leaves it. Raises UsageError where the terminal cannot show it."""
    check_terminal()
    # Before Textual is imported: with the Kitty protocol, characters that an input method commits together arrive
    # garbled on some terminals, and are dropped on others.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    from lobby_tui.app import LobbyApp

    LobbyApp(context.settings).run(mouse=mouse)


def check_terminal() -> None:
    """Raise UsageError unless this is a terminal that speaks UTF-8."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            msg("Lobby needs a terminal to show its screens."),
            remedy=msg("Start it in a terminal window; for scripts there are the commands in `lobby --help`."),
            code="no_terminal",
        )
    encoding = codecs.lookup(sys.stdout.encoding or "ascii").name
    if encoding != "utf-8":
        raise UsageError(
            msg("This terminal speaks {encoding}, not UTF-8; names would be garbled.", encoding=encoding),
            remedy=msg("Set the terminal and the variable LANG to UTF-8, as in LANG=zh_CN.UTF-8, and start again."),
            code="not_utf8",
        )
