"""The shield: a neutral page over the screen while somebody looks on."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Middle
from textual.widgets import Static

from lobby_tui.screens.base import LobbyScreen
from lobby_tui.widgets.commands import Command


class ShieldScreen(LobbyScreen):
    """A greeting, and nothing that tells of a customer."""

    CSS_PATH = "shield.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("escape,enter,space,f9", "lift", "")]

    def body(self) -> ComposeResult:
        """The branch's name and a welcome."""
        with Middle():
            yield Static(self.shift.branch.name, id="branch", markup=False)
            yield Static(self.t("Welcome. We will be with you in a moment."), id="welcome", markup=False)

    def title_texts(self) -> tuple[str, str]:
        """Nothing about anybody."""
        return "", ""

    def commands(self) -> tuple[Command, ...]:
        """Nothing about what the program can do."""
        return ()

    def action_lift(self) -> None:
        """Go on where one was."""
        self.app.pop_screen()
