"""The locked screen: the same person's password takes it away, and everything is as it was."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Middle, Vertical
from textual.widgets import Input, Static

from lobby_tui.errors import LobbyError
from lobby_tui.locale import n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.widgets.commands import LANGUAGE, Command, bindings

SOMEBODY_ELSE = Command(
    "somebody_else", "f2", n_("Somebody else"), n_("Sign in as another person; what was begun is kept as a draft.")
)


class LockScreen(LobbyScreen):
    """A password in the middle of an otherwise empty screen."""

    AUTO_FOCUS = "#password"
    CSS_PATH = "sign_in.tcss"
    COMMANDS = (SOMEBODY_ELSE,)
    BINDINGS = bindings(COMMANDS)

    def body(self) -> ComposeResult:
        """Who is expected, and one field."""
        t = self.t
        with Middle(), Vertical(id="card"):
            yield Static(t("Locked"), id="brand", markup=False)
            yield Static(self.shift.person.name, id="tagline", markup=False)
            yield Static(t("Password"), classes="label", markup=False)
            yield Input(id="password", password=True, compact=True, max_length=128)
            yield Static("", id="problem", classes="error", markup=False)

    def commands(self) -> tuple[Command, ...]:
        """Unlock, or leave it to somebody else."""
        return (SOMEBODY_ELSE, LANGUAGE)

    def on_input_submitted(self) -> None:
        """Try the password."""
        self.unlock()

    @work(exclusive=True, group="sign-in")
    async def unlock(self) -> None:
        """Take the lock away if the password is right."""
        password = self.query_one("#password", Input)
        problem = self.query_one("#problem", Static)
        problem.update(self.t("One moment, please."))
        try:
            await self.lobby.sign_in(self.shift.person.no, password.value)
        except LobbyError as error:
            password.value = ""
            problem.update(self.t.render(error.message))
            return
        self.app.pop_screen()

    async def action_somebody_else(self) -> None:
        """Sign out."""
        await self.lobby.action_sign_out()
