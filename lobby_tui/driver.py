"""Textual's driver for Unix, kept alive through what a terminal may send or do.

The stock driver ends the app, with a traceback on the screen, when the terminal sends bytes that are not UTF-8: a window
set to GBK does so with the first Chinese character. It does the same when the terminal is gone, and would be faster
than the saving of drafts.
"""

from typing import TYPE_CHECKING, cast

from textual.drivers.linux_driver import LinuxDriver

from lobby_tui.errors import UsageError
from lobby_tui.locale import msg

if TYPE_CHECKING:
    from lobby_tui.app import LobbyApp


class UnixDriver(LinuxDriver):
    """Reads keys until the app ends or the terminal is gone."""

    def _run_input_thread(self) -> None:
        app = cast("LobbyApp", self._app)
        while True:
            try:
                self.run_input_thread()
            except UnicodeDecodeError:
                app.call_later(tell_garbled, app)
                continue
            except OSError:
                app.call_later(app.stop)
            except Exception as error:  # noqa: BLE001 - a defect, to be logged and ended on like any other
                app.call_later(app._handle_exception, error)
            return


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
