"""How keys come in on Unix: Textual's driver, but what a terminal may send does not end the app or press keys.

Three things that the stock driver does not survive (Textual 8.2.8):
- Bytes that are not UTF-8 end the app. A window set to GBK sends some with the first Chinese character.
- An escape code inside a paste ends the paste, and what follows is taken for keys: Enter, or F2, which saves.
- A terminal that is gone ends the app at once, maybe before the drafts are saved.
"""

import os
import re
import select
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, Final, cast

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from lobby_tui.errors import UsageError
from lobby_tui.locale import msg

if TYPE_CHECKING:
    from lobby_tui.app import LobbyApp

PASTE_BEGINS: Final = "\x1b[200~"
PASTE_ENDS: Final = "\x1b[201~"
_ESCAPE: Final = re.compile("\x1b([@-_])|\x1b")
_READ_SECONDS: Final = 0.1
"""How soon the thread sees that the app ends, and the parser that Esc stays alone."""


class UnixDriver(LinuxDriver):
    """Reads keys until the app ends or the terminal is gone."""

    def _run_input_thread(self) -> None:
        app = cast("LobbyApp", self._app)
        try:
            self.run_input_thread()
        except OSError:
            app.call_later(app.stop)
        except Exception as error:  # noqa: BLE001 - a defect, to be logged and ended on like any other
            app.call_later(app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Turn what the terminal sends into events. Raises OSError when it is gone."""
        parser = XTermParser(self._debug)
        pastes = Pastes()
        decode = getincrementaldecoder("utf-8")("replace").decode
        while not self.exit_event.is_set():
            if select.select([self.fileno], [], [], _READ_SECONDS)[0]:
                data = os.read(self.fileno, 4096)
                if not data:
                    raise OSError("the terminal is gone")
                # An empty text would be the end of all for the parser.
                if text := pastes.defused(self._readable(decode(data))):
                    for event in parser.feed(text):
                        self.process_message(event)
            for event in parser.tick():
                self.process_message(event)

    def _readable(self, text: str) -> str:
        if "\N{REPLACEMENT CHARACTER}" in text:
            self._app.call_later(tell_garbled, self._app)
        return text.replace("\N{REPLACEMENT CHARACTER}", "")


class Pastes:
    """Holds a paste back until it is whole, and takes the ESC out of it: Textual would take it for a key's."""

    def __init__(self) -> None:
        self._begun: str | None = None

    def defused(self, text: str) -> str:
        """`text` as Textual may have it. An escape code keeps its meaning in its 8-bit form, to be removed whole."""
        ready = ""
        while text:
            if self._begun is None:
                before, begins, text = text.partition(PASTE_BEGINS)
                ready += before
                self._begun = "" if begins else None
            else:
                pasted, ends, rest = (self._begun + text).partition(PASTE_ENDS)
                text = rest if ends else ""
                self._begun = None if ends else pasted
                if ends:
                    ready += PASTE_BEGINS + _ESCAPE.sub(_eight_bit, pasted) + PASTE_ENDS
        return ready


def _eight_bit(escape: re.Match[str]) -> str:
    return chr(ord(escape[1]) + 0x40) if escape[1] else ""


def tell_garbled(app: "LobbyApp") -> None:
    """Say that what was just typed could not be read; once, however many bytes there were."""
    from lobby_tui.screens.dialogs import ErrorDialog

    if not isinstance(app.screen, ErrorDialog):
        app.show_error(
            UsageError(
                msg("The terminal sent characters that are not UTF-8; they were left out."),
                remedy=msg("Set the encoding of the terminal window to UTF-8, then type them again."),
                code="not_utf8",
            )
        )
