"""The Textual app: who is signed in, which language and theme, and the way from a screen to the desk.

Only Textual is imported here. The store costs more to import than Textual itself, so the sign-in screen is painted
first and the desk is imported behind it, in the thread in which every desk function then runs.
"""

import asyncio
import json
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, ParamSpec, TypeVar

from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver
from textual.events import Event, Key, Paste, Resize
from textual.screen import Screen
from textual.worker import WorkerFailed

from lobby_tui.errors import LobbyError
from lobby_tui.keyboard import Keyboard
from lobby_tui.locale import Catalogue, Language, Message, catalogue
from lobby_tui.logs import log_defect
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.sign_in import SignInScreen
from lobby_tui.settings import Settings, remembered
from lobby_tui.themes import THEMES
from lobby_tui.widgets.commands import EVERYWHERE, HELP, PALETTE, SETTINGS, bindings

if TYPE_CHECKING:
    from lobby_tui.desk.opening import Desk
    from lobby_tui.desk.referrals import Logged
    from lobby_tui.desk.sample_people import SampleStaff
    from lobby_tui.desk.shift import Shift
    from lobby_tui.models.clock import Clock
    from lobby_tui.playbook.schema import Playbook

P = ParamSpec("P")
R = TypeVar("R")

IDLE_SECONDS = 180


class LobbyApp(App[None]):
    """The front desk in a terminal."""

    TITLE = "Lobby"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(EVERYWHERE)
    CSS_PATH = ["app.tcss", "screens/base.tcss", "screens/dialogs.tcss", "widgets/widgets.tcss"]  # noqa: RUF012

    def __init__(self, settings: Settings, clock: "Clock | None" = None) -> None:
        super().__init__()
        self.settings = settings
        self.clock = clock
        self.t: Catalogue = catalogue(settings.language)
        self.desk: Desk | None = None
        self._shift: Shift | None = None
        # One thread: what is typed in order is saved in order, and nothing waits for the event loop.
        self._desk_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        self.just_logged: Logged | None = None
        """The referral that the screen above has saved, for the screen below to show."""
        self._last_key = 0.0
        self._drafts_refused = False
        self._keyboard = Keyboard(self, super().on_event)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = str(remembered(settings.home).get("theme", "lobby-dark"))

    @property
    def shift(self) -> "Shift":
        """The signed-in person's shift. Screens exist only while there is one."""
        assert self._shift is not None
        return self._shift

    @property
    def signed_in(self) -> bool:
        """Whether somebody is at work."""
        return self._shift is not None

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver for this system; on Unix one that survives what a terminal may send."""
        found = super().get_driver_class()
        if sys.platform == "win32":
            return found
        from textual.drivers.linux_driver import LinuxDriver

        from lobby_tui.driver import UnixDriver

        return UnixDriver if found is LinuxDriver else found

    def _first_screen(self) -> Screen[None]:
        """Sign in; or, on a device that knows no branch yet, set one up."""
        if self.settings.is_set_up:
            return SignInScreen()
        from lobby_tui.screens.setup import SetupScreen

        return SetupScreen()

    def on_mount(self) -> None:
        """Show the first screen, listen for the system's signals, and import the desk behind them."""
        self.push_screen(self._first_screen())
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            number = getattr(signal, name, None)
            if number is not None:
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self.stop)
        self._last_key = loop.time()
        self.set_interval(10, self._watch_idle)

    def warm_up(self) -> None:
        """Import the desk in its thread, so that it is there when the password is."""
        self._desk_thread.submit(_import_desk)

    async def at_desk(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a desk function in the desk's thread. Raises what it raises."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._desk_thread, lambda: function(*args, **kwargs))

    async def sign_in(self, staff_no: str, password: str) -> None:
        """Open the desk for a person. Raises NotAllowedError, StoreError."""
        self._shift = await self.at_desk(self._open, staff_no, password)

    def _open(self, staff_no: str, password: str) -> "Shift":
        from lobby_tui.desk.opening import open_desk

        if self.desk is None:
            self.desk = open_desk(self.settings, self.clock)
        return self.desk.sign_in(staff_no, password)

    def go_home(self) -> None:
        """Leave every screen and show the one that the person's role works on."""
        from lobby_tui.desk.permissions import Action

        if self.shift.may(Action.VISIT):
            from lobby_tui.screens.desk import DeskScreen

            self._show_only(DeskScreen())
        else:
            from lobby_tui.screens.own import OwnScreen

            self._show_only(OwnScreen())

    def _show_only(self, screen: Screen[None]) -> None:
        """Put `screen` in place of all others. In a worker of the app: a screen cannot wait for its own end."""

        async def replace_all() -> None:
            with self.holding_keys():
                while len(self.screen_stack) > 1:
                    await self.pop_screen()
                if isinstance(screen, SignInScreen):
                    # Only now: until here the screens of this shift were alive. From here on nobody is signed in.
                    self._shift = None
                await self.push_screen(screen)

        self.run_worker(replace_all(), group="screens")

    def begin(self, note: Message, home: Path, people: Sequence["SampleStaff"] = ()) -> None:
        """Sign in to the branch that now lies in `home`, and use that folder from here on."""
        self.settings = replace(self.settings, home=home)
        self.desk = None
        self._show_only(SignInScreen(note, people))

    def adopt(self, playbook: "Playbook") -> None:
        """Go on with the playbook as the branch has just changed it."""
        self._shift = replace(self.shift, playbook=playbook)

    async def action_sign_out(self) -> None:
        """Let somebody else sign in. Drafts are kept; where they cannot be, nobody is signed out."""
        try:
            await self.save_drafts()
        except LobbyError as error:
            self.show_error(error)
            return
        self._show_only(SignInScreen())

    async def action_lock(self) -> None:
        """Cover everything until the same person gives their password; another person may sign in instead."""
        from lobby_tui.screens.lock import LockScreen

        if self.signed_in and not any(isinstance(one, LockScreen) for one in self.screen_stack):
            with suppress(LobbyError):  # what was typed stays on the screens beneath, and they tell
                await self.save_drafts()
            await self._cover(LockScreen())

    async def action_shield(self) -> None:
        """Cover the screen with a neutral page."""
        from lobby_tui.screens.lock import LockScreen
        from lobby_tui.screens.shield import ShieldScreen

        if isinstance(self.screen, ShieldScreen):
            self.screen.action_lift()
        elif self.signed_in and not any(isinstance(one, ShieldScreen | LockScreen) for one in self.screen_stack):
            await self._cover(ShieldScreen())

    async def _cover(self, screen: Screen[None]) -> None:
        """Put `screen` over all others, but under the notice that the window is too small: that goes by itself."""
        from lobby_tui.screens.too_small import TooSmallScreen

        small = isinstance(self.screen, TooSmallScreen)
        if small:
            await self.pop_screen()
        await self.push_screen(screen)
        if small:
            await self.push_screen(TooSmallScreen())

    async def action_help(self) -> None:
        """Explain the screen."""
        from lobby_tui.screens.help import HelpDialog

        if isinstance(self.screen, LobbyScreen) and HELP in self.screen.commands():
            await self.push_screen(HelpDialog(self.screen))

    async def action_palette(self) -> None:
        """Find a command."""
        from lobby_tui.screens.palette import PaletteDialog

        if isinstance(self.screen, LobbyScreen) and PALETTE in self.screen.commands():
            await self.push_screen(PaletteDialog(self.screen))

    async def action_settings(self) -> None:
        """Change language, colours, and the branch's choices."""
        from lobby_tui.screens.settings import SettingsScreen

        # Over a locked screen, or one on which nobody is signed in, the key means nothing.
        if isinstance(self.screen, LobbyScreen) and SETTINGS in self.screen.commands():
            await self.push_screen(SettingsScreen())

    async def action_language(self) -> None:
        """Switch between Chinese and English."""
        await self.speak("en" if self.t.language == "zh" else "zh")

    async def speak(self, language: Language) -> None:
        """Show every screen in `language`, and start in it the next time.

        The screens are made anew, so that first of all what was typed has to be kept.
        """
        try:
            await self.save_drafts()
        except LobbyError as error:
            self.show_error(error)
            return
        self.t = catalogue(language)
        for screen in self.screen_stack:
            if isinstance(screen, LobbyScreen):
                await screen.retranslate()
        self.remember(language=language)

    def wear(self, theme: str) -> None:
        """Change the colours, and start in them the next time."""
        self.theme = theme
        self.remember(theme=theme)

    def remember(self, **values: str) -> None:
        """Keep what this terminal should know at its next start; before set-up there is nowhere to keep it."""
        from lobby_tui.store.files import write_private

        if not self.settings.terminal_path.exists():
            return
        known = remembered(self.settings.home) | values
        try:
            write_private(self.settings.terminal_path, json.dumps(known).encode(), replace=True)
        except OSError:
            self.notify(self.t("This choice could not be kept for the next start: the disk refused it."))

    @contextmanager
    def holding_keys(self) -> Iterator[None]:
        """Keep what is typed while a step is being saved, and give it to whatever is shown next.

        Otherwise a quick hand's second key would go to the screen that the first key is just leaving.
        """
        with self._keyboard.holding():
            yield

    @property
    def holds_keys(self) -> bool:
        """Whether a step is being saved, or something typed has not been dealt with."""
        return self._keyboard.busy

    async def on_event(self, event: Event) -> None:
        """Take what is typed one at a time; what comes back from a widget has been forwarded already."""
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            # Noted here: a key that a field takes never comes back to the app, and typing is being there.
            self._last_key = asyncio.get_running_loop().time()
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
        if asyncio.get_running_loop().time() - self._last_key > IDLE_SECONDS:
            await self.action_lock()

    async def on_resize(self, event: Resize) -> None:
        """Below the smallest size, say so instead of showing a broken screen."""
        from lobby_tui.screens.too_small import TooSmallScreen, too_small

        small = too_small(event.size)
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
            frames = traceback.extract_tb(cause.__traceback__)
            where = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-6:]]
            log_defect(self.settings.home, type(cause).__name__, where)
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

    async def on_unmount(self) -> None:
        """Give the store back."""
        self._keyboard.drop()
        if self.desk:
            await self.at_desk(self.desk.close)
        self._desk_thread.shutdown(wait=True)


def _import_desk() -> None:
    """Import what the desk needs, about 0.4 s, while the person types their number."""
    import lobby_tui.desk.forms
    import lobby_tui.desk.managers
    import lobby_tui.desk.opening
    import lobby_tui.desk.referrals
    import lobby_tui.desk.summary
    import lobby_tui.desk.visit_endings  # noqa: F401
