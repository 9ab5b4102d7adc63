"""The first start: set up this branch, or try a sample one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Middle, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from lobby_tui.locale import msg, n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.settings import Settings
from lobby_tui.widgets.commands import HELP, LANGUAGE, PALETTE, QUIT, Command, bindings

if TYPE_CHECKING:
    from lobby_tui.desk.sample_life.people import SampleStaff

CHOOSE = Command("choose", "enter", n_("Choose"), n_("Take the way under the highlight; its digit does the same."))


class SetupScreen(LobbyScreen):
    """Two ways to begin. Nothing heavy is imported before one of them is taken."""

    HELP = n_(
        "This terminal has no records yet. Set up your branch to begin working, or look around in a sample branch with "
        "invented customers; it lies in a folder of its own and is never in the way of real records."
    )
    COMMANDS = (CHOOSE,)
    BINDINGS = bindings(COMMANDS)
    AUTO_FOCUS = "#ways"
    CSS_PATH = "setup.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.begun: dict[str, str] = {}
        """What was typed into the form before somebody went back; never a password."""

    def body(self) -> ComposeResult:
        """What this is, and the two ways."""
        t = self.t
        with Middle(), Vertical(id="welcome-card"):
            yield Static("Lobby 大堂", id="brand", markup=False)
            yield Static(t("Welcome. This terminal does not belong to a branch yet."), id="tagline", markup=False)
            yield OptionList(
                Option(self._way(1, t("Set up this branch"), t("Its name, its playbook, its first supervisor."))),
                Option(self._way(2, t("Try a sample branch"), self._sample_hint())),
                id="ways",
            )
            yield Static(
                Content(t("Records are kept encrypted in {folder}", folder=str(self.lobby.settings.home))), id="where"
            )

    def _way(self, digit: int, name: str, hint: str) -> Content:
        return Content.assemble((f" {digit} ", "$key-cap"), " ", (name, "bold"), "\n    ", (hint, "$muted"))

    def _sample_hint(self) -> str:
        if self._sample.is_set_up:
            return self.t("Made earlier; open it again.")
        return self.t("Five days of invented customers; made in some seconds.")

    @property
    def _sample(self) -> Settings:
        """The sample branch lies in a folder within the real one, as `lobby demo` has it."""
        return replace(self.lobby.settings, home=self.lobby.settings.home / "demo")

    def title_texts(self) -> tuple[str, str]:
        """The product, and how to change the language."""
        return "Lobby", "F8 中文 / English"

    def commands(self) -> tuple[Command, ...]:
        """Nobody is signed in."""
        return (CHOOSE, HELP, PALETTE, LANGUAGE, QUIT)

    async def on_digit(self, digit: int) -> bool:
        """Take a way."""
        if digit in (1, 2):
            self.take(digit)
        return digit in (1, 2)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a click."""
        self.take(event.option_index + 1)

    def action_choose(self) -> None:
        """Take the way under the highlight."""
        self.take((self.query_one("#ways", OptionList).highlighted or 0) + 1)

    @work(exclusive=True, group="way")
    async def take(self, way: int) -> None:
        """Show the form, or make the sample branch."""
        if way == 1:
            from lobby_tui.screens.new_branch import NewBranchScreen

            await self.app.push_screen(NewBranchScreen(self.begun))
        elif self._sample.is_set_up:
            people = await self.at_desk(_sample_staff)
            self.lobby.begin(msg("The sample branch. Every person in it is invented."), self._sample.home, people)
        else:
            from lobby_tui.screens.sample import SampleScreen

            await self.app.push_screen(SampleScreen(self._sample.home))


def _sample_staff() -> "Sequence[SampleStaff]":
    from lobby_tui.desk.sample_life.people import STAFF

    return STAFF
