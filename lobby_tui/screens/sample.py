"""Making the sample branch, with a bar that shows how far it is."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Middle, Vertical
from textual.content import Content
from textual.widgets import ProgressBar, Static

from lobby_tui.errors import LobbyError
from lobby_tui.locale import Language, msg, n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.settings import Settings
from lobby_tui.widgets.commands import LANGUAGE, Command, bindings

if TYPE_CHECKING:
    from collections.abc import Callable

    from lobby_tui.desk.sample import Sample
    from lobby_tui.models.clock import Clock

BACK = Command("back", "escape", n_("Stop"), n_("Stop making the sample branch; nothing of it is left behind."))
STEPS = 200


class _StoppedError(Exception):
    """The person went back, or the program ends."""


class SampleScreen(LobbyScreen):
    """A bar that fills while five days are lived through; then one signs in to them."""

    HELP = n_("The sample branch is made anew. It takes some seconds; Esc stops it.")
    COMMANDS = (BACK,)
    BINDINGS = bindings(COMMANDS)
    CSS_PATH = "setup.tcss"

    def __init__(self, home: Path) -> None:
        super().__init__()
        self.home = home
        self._stop = False
        self._making = False
        self._done = 0

    def body(self) -> ComposeResult:
        """What is going on, and how far it is."""
        with Middle(), Vertical(id="welcome-card"):
            yield Static(self.t("Making the sample branch"), id="brand", markup=False)
            told = self.t("Five days of customers, referrals and papers, all of them invented.")
            yield Static(told, id="tagline", markup=False)
            yield ProgressBar(STEPS, show_eta=False, id="making")
            yield Static(Content(self.t("It lies in {folder}", folder=str(self.home))), id="where")

    def opened(self) -> None:
        """Begin; another language only shows the bar anew."""
        self.query_one(ProgressBar).update(progress=self._done)
        if not self._making:
            self._making = True
            self.make()

    def title_texts(self) -> tuple[str, str]:
        """What this page is."""
        return self.t("Sample branch"), "F8 中文 / English"

    def commands(self) -> tuple[Command, ...]:
        """Wait, or stop."""
        return (BACK, LANGUAGE)

    @work(exclusive=True, group="make")
    async def make(self) -> None:
        """Make it in the desk's thread; the bar hears of every half percent."""
        loop = asyncio.get_running_loop()

        def told(share: float) -> None:
            """How far it is, heard in the desk's thread."""
            if self._stop:
                raise _StoppedError
            done = int(share * STEPS)
            if done != self._done:
                self._done = done
                loop.call_soon_threadsafe(self._show_progress)

        try:
            settings = replace(self.lobby.settings, home=self.home)
            sample = await self.at_desk(_make, settings, self.lobby.clock, self.t.language, told)
        except _StoppedError:
            self.app.pop_screen()
            return
        except LobbyError as error:
            self.app.pop_screen()
            self.lobby.show_error(error)
            return
        self.lobby.begin(msg("✓ The sample branch is ready. Every person in it is invented."), self.home, sample.staff)

    def _show_progress(self) -> None:
        if self.is_attached:
            self.query_one(ProgressBar).update(progress=self._done)

    def action_back(self) -> None:
        """Stop; the screen goes when everything has been cleared away."""
        self._stop = True

    def on_unmount(self) -> None:
        """The program ends: do not let it wait."""
        self._stop = True


def _make(settings: Settings, clock: "Clock | None", language: Language, told: "Callable[[float], None]") -> "Sample":
    from lobby_tui.desk.sample import make_sample
    from lobby_tui.models.clock import SystemClock

    return make_sample(settings, (clock or SystemClock()).now(), language=language, told=told)
