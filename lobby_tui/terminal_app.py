"""An app that lives in a terminal all day: what is typed ahead, idle hands, small windows, lost terminals, defects."""

import asyncio
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from textual.app import App
from textual.driver import Driver
from textual.events import Event, Key, Paste, Resize
from textual.filter import LineFilter
from textual.screen import Screen
from textual.worker import WorkerFailed

from lobby_tui import mended_textual
from lobby_tui.errors import LobbyError
from lobby_tui.keyboard import Keyboard
from lobby_tui.last_look import LastLook
from lobby_tui.locale import Catalogue, catalogue
from lobby_tui.logs import log_defect, places
from lobby_tui.models.clock import since_boot
from lobby_tui.settings import Settings

IDLE_SECONDS = 180
"""How long nobody may press a key, unless the branch has set another time."""
WATCH_SECONDS = 10


class TerminalApp(App[None]):
    """Nothing of a bank is in here. Screens that have something to lose have a `save_draft`."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        mended_textual.mend()
        self.settings = settings
        self.t: Catalogue = catalogue(settings.language)
        self._last_key = 0.0
        self._drafts_refused = False
        self._last_look = LastLook()
        self._keyboard = Keyboard(self, super().on_event)

    def on_mount(self) -> None:
        """Listen for the system's signals, and watch for idle hands."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            number = getattr(signal, name, None)
            if number is not None:
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self.stop)
        self._last_key = since_boot()
        self.set_interval(WATCH_SECONDS, self._watch_idle)

    @property
    def idle_seconds(self) -> int:
        """After how many seconds without a key nobody is there any more."""
        return IDLE_SECONDS

    @property
    def is_idle(self) -> bool:
        """Whether nobody has pressed a key for so long. A clock that somebody sets changes nothing."""
        return since_boot() - self._last_key > self.idle_seconds

    async def left_alone(self) -> bool:
        """Nobody has pressed a key for `idle_seconds`. True where the screen has been covered for that."""
        return False

    def stop_listening(self) -> None:
        """Nobody types any more."""
        self._keyboard.drop()

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver for this system; on Unix one that survives what a terminal may send."""
        found = super().get_driver_class()
        if sys.platform == "win32":
            return found
        from textual.drivers.linux_driver import LinuxDriver

        from lobby_tui.driver import UnixDriver

        return UnixDriver if found is LinuxDriver else found

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own, after the last look at what is drawn."""
        return [self._last_look, *super().get_line_filters()]

    async def cover(self, screen: Screen[None]) -> None:
        """Put `screen` over all others, but under the notice that the window is too small: that goes by itself."""
        from lobby_tui.screens.too_small import TooSmallScreen

        small = isinstance(self.screen, TooSmallScreen)
        if small:
            await self.pop_screen()
        await self.push_screen(screen)
        if small:
            await self.push_screen(TooSmallScreen())

    @contextmanager
    def holding_keys(self) -> Iterator[None]:
        """Keep what is typed while a step is being saved, and give it to whatever is shown next.

        Otherwise a quick hand's second key would go to the screen that the first key is just leaving.
        """
        with self._keyboard.holding():
            yield

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Let keys through to a question that is asked while a step is being saved."""
        with self._keyboard.asking():
            yield

    @property
    def holds_keys(self) -> bool:
        """Whether a step is being saved, or something typed has not been dealt with."""
        return self._keyboard.busy

    async def on_event(self, event: Event) -> None:
        """Take what is typed one at a time; what comes back from a widget has been forwarded already."""
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            covered = self.is_idle and await self.left_alone()  # a lid was opened again: the watch has slept as well
            # Noted here: a key that a field takes never comes back to the app, and typing is being there.
            self._last_key = since_boot()
            if not covered:  # else it was meant for what lies beneath now
                self._keyboard.take(event)
            return
        await super().on_event(event)

    def show_error(self, error: LobbyError) -> None:
        """Say what happened, what became of the data, and what to do."""
        from lobby_tui.screens.dialogs import ErrorDialog

        self.push_screen(ErrorDialog(error))

    async def save_drafts(self) -> None:
        """Ask every open form to save what was typed, now."""
        for screen in self.screen_stack:
            save = getattr(screen, "save_draft", None)
            if save is not None:
                await save()

    async def _watch_idle(self) -> None:
        if self.is_idle:
            await self.left_alone()

    async def on_resize(self, event: Resize) -> None:
        """Below the smallest size, say so instead of showing a broken screen."""
        # Only when Textual has taken in the size, after this: what a screen then shows again, it measures anew.
        self.call_next(self._mind_the_size)

    async def _mind_the_size(self) -> None:
        from lobby_tui.screens.too_small import TooSmallScreen, too_small

        small = too_small(self.size)
        shown = isinstance(self.screen, TooSmallScreen)
        if small and not shown:
            await self.push_screen(TooSmallScreen())
        elif shown and not small:
            await self.pop_screen()

    def _handle_exception(self, error: Exception) -> None:
        """End on a defect, but without Textual's picture of it: that shows local values, and so customers' data."""
        self._return_code = 5
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
            cause = error.error if isinstance(error, WorkerFailed) else error
            log_defect(self.settings.home, type(cause).__name__, places(cause))
            self.panic(self.t("Lobby has to stop because of a defect. What was acknowledged is saved."))

    def stop(self) -> None:
        """The system asks the program to end, or the terminal is gone: save what was typed, then end."""

        async def end() -> None:
            with suppress(LobbyError):  # the store itself may be what failed; there is nobody left to tell
                await self.save_drafts()
            self.exit()

        self.run_worker(end(), exclusive=True, group="quit")

    async def action_quit(self) -> None:
        """End the program. What was typed is kept as a draft; where it cannot be, only a second try ends."""
        try:
            await self.save_drafts()
        except LobbyError as error:
            if not self._drafts_refused:
                self._drafts_refused = True
                self.show_error(error)
                return
        self.exit()
