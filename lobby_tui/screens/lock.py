"""The locked screen: the same person's password or PIN takes it away, and everything is as it was."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Middle, Vertical
from textual.content import Content
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
            yield Static("", id="asked", classes="label", markup=False)
            yield Input(id="password", password=True, compact=True, max_length=128)
            yield Static("", id="problem", classes="error", markup=False)

    def opened(self) -> None:
        """Say what unlocks it."""
        self._show_asked()

    def _show_asked(self) -> None:
        t, desk = self.t, self.lobby.desk
        pin = desk is not None and desk.takes_pin(self.shift)
        self.query_one("#asked", Static).update(t("PIN or password") if pin else t("Password"))
        if self.shift.over:
            self._say(t("You signed in long ago: the password is due again."))

    def _say(self, text: str) -> None:
        self.query_one("#problem", Static).update(Content(text))

    def commands(self) -> tuple[Command, ...]:
        """Unlock, or leave it to somebody else."""
        return (SOMEBODY_ELSE, LANGUAGE)

    def on_input_submitted(self) -> None:
        """Try what was typed."""
        self.unlock()

    @work(exclusive=True, group="sign-in")
    async def unlock(self) -> None:
        """Take the lock away if the password or the PIN is right."""
        password = self.query_one("#password", Input)
        typed, password.value = password.value, ""
        self._say(self.t("One moment, please."))
        with self.lobby.holding_keys():
            try:
                await self.lobby.unlock(typed)
            except LobbyError as error:
                self._show_asked()
                self._say("\n".join(self.t.render(part) for part in (error.message, error.remedy) if part))
                return
            self.lobby.uncover()

    async def action_somebody_else(self) -> None:
        """Sign out."""
        await self.lobby.action_sign_out()
