"""Signing in: the first screen, painted before anything heavy is imported."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Middle, Vertical
from textual.widgets import Input, Static

from lobby_tui.errors import LobbyError
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.widgets.commands import LANGUAGE, QUIT, Command


class SignInScreen(LobbyScreen):
    """A staff number and a password."""

    AUTO_FOCUS = "#number"
    CSS_PATH = "sign_in.tcss"

    def body(self) -> ComposeResult:
        """Two fields in the middle of the screen."""
        t = self.t
        with Middle(), Vertical(id="card"):
            yield Static("Lobby 大堂", id="brand", markup=False)
            yield Static(t("The front desk of your branch"), id="tagline", markup=False)
            yield Static(t("Staff number"), classes="label", markup=False)
            yield Input(id="number", compact=True, max_length=20)
            yield Static(t("Password"), classes="label", markup=False)
            yield Input(id="password", password=True, compact=True, max_length=128)
            yield Static("", id="problem", classes="error", markup=False)

    def title_texts(self) -> tuple[str, str]:
        """The product, and how to change the language."""
        return "Lobby", "F8 中文 / English"

    def commands(self) -> tuple[Command, ...]:
        """Nobody is signed in yet, so little can be done."""
        return (LANGUAGE, QUIT)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the password, then in."""
        if event.input.id == "number":
            self.query_one("#password", Input).focus()
        else:
            self.enter()

    @work(exclusive=True, group="sign-in")
    async def enter(self) -> None:
        """Open the desk, which takes a moment: a password is made slow to guess."""
        problem = self.query_one("#problem", Static)
        password = self.query_one("#password", Input)
        problem.update(self.t("One moment, please."))
        try:
            await self.lobby.sign_in(self.query_one("#number", Input).value, password.value)
        except LobbyError as error:
            password.value = ""
            problem.update("\n".join(self.t.render(part) for part in (error.message, error.remedy) if part))
            return
        self.lobby.go_home()

    def on_input_changed(self) -> None:
        """A new try takes the old complaint away."""
        self.query_one("#problem", Static).update("")
