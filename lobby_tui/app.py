"""The Textual app: which screen is shown, in which language and colours.

Only Textual is imported here: the store costs more to import than Textual itself (see `desk_app`).
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.screen import Screen

from lobby_tui.desk_app import DeskApp
from lobby_tui.errors import LobbyError
from lobby_tui.locale import Language, Message, catalogue
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.sign_in import SignInScreen
from lobby_tui.settings import Settings, remembered
from lobby_tui.themes import THEMES
from lobby_tui.widgets.commands import EVERYWHERE, HELP, PALETTE, SETTINGS, bindings

if TYPE_CHECKING:
    from lobby_tui.desk.referrals import Logged
    from lobby_tui.desk.sample_life.people import SampleStaff
    from lobby_tui.desk.shift import Limits
    from lobby_tui.models.clock import Clock
    from lobby_tui.playbook.schema import Playbook


class LobbyApp(DeskApp):
    """The front desk in a terminal."""

    TITLE = "Lobby"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(EVERYWHERE)
    CSS_PATH = ["app.tcss", "screens/base.tcss", "screens/dialogs.tcss", "widgets/widgets.tcss"]  # noqa: RUF012

    def __init__(self, settings: Settings, clock: "Clock | None" = None) -> None:
        super().__init__(settings, clock)
        self.just_logged: Logged | None = None
        """The referral that the screen above has saved, for the screen below to show."""
        self.just_set_up = False
        """Whether a branch was set up here a moment ago: whoever signs in first is offered a paper key."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = str(remembered(settings.home).get("theme", "lobby-dark"))

    def _first_screen(self) -> Screen[None]:
        """Sign in; or, on a device that knows no branch yet, set one up."""
        if self.settings.is_set_up:
            return SignInScreen()
        from lobby_tui.screens.setup import SetupScreen

        return SetupScreen()

    def on_mount(self) -> None:
        """Show the first screen."""
        self.push_screen(self._first_screen())

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
                    await self.leave_desk()
                await self.push_screen(screen)
                if self.signed_in:
                    from lobby_tui.screens.keeping import after_signing_in

                    self.run_worker(after_signing_in(self), group="keeping", exclusive=True)
                if self.just_set_up and self.signed_in:
                    from lobby_tui.screens.keys import KeysScreen

                    self.just_set_up = False
                    await self.push_screen(KeysScreen(first=True))

        self.run_worker(_replace_all(), group="screens")

    def begin(self, note: Message, home: Path, people: Sequence["SampleStaff"] = ()) -> None:
        """Sign in to the branch that now lies in `home`, and use that folder from here on."""
        self.settings = replace(self.settings, home=home)
        self.desk = None  # of another folder
        self._show_only(SignInScreen(note, people))

    def adopt(self, playbook: "Playbook", limits: "Limits") -> None:
        """Go on with the playbook and the limits as the branch has just changed them."""
        branch = replace(self.shift.branch, limits=limits)
        self._shift = replace(self.shift, playbook=playbook, branch=branch)

    async def action_sign_out(self) -> None:
        """Let somebody else sign in. Drafts are kept; where they cannot be, nobody is signed out."""
        try:
            await self.save_drafts()
        except LobbyError as error:
            self.show_error(error)
            return
        self._show_only(SignInScreen())

    def turn_out(self, error: LobbyError) -> None:
        """Back to the first screen, which says why. What was typed is kept as this person's draft."""

        async def _turn_out() -> None:
            with suppress(LobbyError):  # it says why nobody can go on here; a full disk beside it is no news
                await self.save_drafts()
            self._show_only(SignInScreen(error.message))

        self.run_worker(_turn_out(), group="turn-out", exclusive=True)

    def uncover(self) -> None:
        """Take the lock away. The screens beneath take over a language that was chosen on it."""
        self.pop_screen()
        if self.locked_in not in (None, self.t.language):
            self.run_worker(self.speak(self.t.language), group="language")

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
        for screen in self.screen_stack[-1:] if self.locked else self.screen_stack:
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
