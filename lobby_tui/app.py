"""The Textual app: who is signed in, which language and theme, and the way from a screen to the desk.

Only Textual is imported here. The store costs more to import than Textual itself, so the sign-in screen is painted
first and the desk is imported behind it, in the thread in which every desk function then runs.
"""

import asyncio
import gc
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, ParamSpec, TypeVar

from textual.binding import BindingType
from textual.screen import Screen

from lobby_tui.errors import LobbyError
from lobby_tui.locale import Language, Message, catalogue
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.sign_in import SignInScreen
from lobby_tui.settings import Settings, remembered
from lobby_tui.terminal_app import TerminalApp
from lobby_tui.themes import THEMES
from lobby_tui.widgets.commands import EVERYWHERE, HELP, PALETTE, SETTINGS, bindings

if TYPE_CHECKING:
    from lobby_tui.desk.opening import Desk
    from lobby_tui.desk.referrals import Logged
    from lobby_tui.desk.sample_life.people import SampleStaff
    from lobby_tui.desk.shift import Shift
    from lobby_tui.models.clock import Clock
    from lobby_tui.playbook.schema import Playbook

P = ParamSpec("P")
R = TypeVar("R")


class LobbyApp(TerminalApp):
    """The front desk in a terminal."""

    TITLE = "Lobby"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(EVERYWHERE)
    CSS_PATH = ["app.tcss", "screens/base.tcss", "screens/dialogs.tcss", "widgets/widgets.tcss"]  # noqa: RUF012

    def __init__(self, settings: Settings, clock: "Clock | None" = None) -> None:
        super().__init__(settings)
        self.clock = clock
        self.desk: Desk | None = None
        self._shift: Shift | None = None
        # One thread: what is typed in order is saved in order, and nothing waits for the event loop.
        self._desk_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        self.just_logged: Logged | None = None
        """The referral that the screen above has saved, for the screen below to show."""
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

    def _first_screen(self) -> Screen[None]:
        """Sign in; or, on a device that knows no branch yet, set one up."""
        if self.settings.is_set_up:
            return SignInScreen()
        from lobby_tui.screens.setup import SetupScreen

        return SetupScreen()

    def on_mount(self) -> None:
        """Show the first screen."""
        self.push_screen(self._first_screen())

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

    async def upgrade(self, staff_no: str, password: str) -> None:
        """Bring the store up to this release. Raises what `upgrading.upgrade` raises."""
        from lobby_tui.desk.upgrading import upgrade

        assert self.desk is not None
        await self.at_desk(upgrade, self.desk, staff_no, password)

    def go_home(self) -> None:
        """Leave every screen and show the one that the person's role works on."""
        from lobby_tui.desk.permissions import Action

        if self.shift.may(Action.VISIT):
            from lobby_tui.screens.desk import DeskScreen

            self._show_only(DeskScreen())
        elif self.shift.may(Action.ANSWER):
            from lobby_tui.screens.worklist import WorklistScreen

            self._show_only(WorklistScreen())
        else:
            from lobby_tui.screens.own import OwnScreen

            self._show_only(OwnScreen())

    def _show_only(self, screen: Screen[None]) -> None:
        """Put `screen` in place of all others. In a worker of the app: a screen cannot wait for its own end."""

        async def _replace_all() -> None:
            with self.holding_keys():
                while len(self.screen_stack) > 1:
                    await self.pop_screen()
                if isinstance(screen, SignInScreen):
                    # Only now: until here the screens of this shift were alive. From here on nobody is signed in.
                    self._shift = None
                await self.push_screen(screen)

        self.run_worker(_replace_all(), group="screens")

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
            await self.cover(LockScreen())

    async def left_alone(self) -> None:
        """Somebody has walked away from the desk."""
        await self.action_lock()

    async def action_shield(self) -> None:
        """Cover the screen with a neutral page."""
        from lobby_tui.screens.lock import LockScreen
        from lobby_tui.screens.shield import ShieldScreen

        if isinstance(self.screen, ShieldScreen):
            self.screen.action_lift()
        elif self.signed_in and not any(isinstance(one, ShieldScreen | LockScreen) for one in self.screen_stack):
            await self.cover(ShieldScreen())

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

    async def on_unmount(self) -> None:
        """Give the store back."""
        self.stop_listening()
        if self.desk:
            await self.at_desk(self.desk.close)
        self._desk_thread.shutdown(wait=True)


def _import_desk() -> None:
    """Import what the desk needs, about 0.4 s, while the person types their number."""
    import lobby_tui.desk.managers
    import lobby_tui.desk.opening
    import lobby_tui.desk.referrals
    import lobby_tui.desk.summary
    import lobby_tui.desk.visit_endings  # noqa: F401

    # What is there now stays for the day, and the collector need not look through it again: p99 of a save 4.6 to 4.1 ms
    gc.collect()
    gc.freeze()
