"""Signing in: the first screen, painted before anything heavy is imported."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Middle, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from lobby_tui.errors import LobbyError
from lobby_tui.locale import Renderable, n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.widgets.commands import HELP, LANGUAGE, PALETTE, QUIT, Command, bindings
from lobby_tui.widgets.fields import TextField

if TYPE_CHECKING:
    from lobby_tui.desk.sample_life.people import SampleStaff

NAME_CELLS = 8
RECOVER = Command(
    "recover", "f3", n_("Paper key"), n_("Get in again with the paper key, when all passwords or this device are lost.")
)


class SignInScreen(LobbyScreen):
    """A staff number and a password."""

    HELP = n_(
        "Type your staff number, Enter, your password, Enter. Whoever has forgotten the password asks the supervisor. "
        "Where no supervisor gets in any more, the paper key from the safe helps."
    )
    COMMANDS = (RECOVER,)
    BINDINGS = bindings(COMMANDS)
    AUTO_FOCUS = "#number"
    CSS_PATH = "sign_in.tcss"

    def __init__(self, note: Renderable = "", people: Sequence["SampleStaff"] = ()) -> None:
        super().__init__()
        self.note = note
        self.people = tuple(people)

    def body(self) -> ComposeResult:
        """Two fields in the middle of the screen; beside them, in the sample branch, everybody who may sign in."""
        t = self.t
        with Middle(), Horizontal(id="cards"):
            with Vertical(id="card"):
                yield Static("Lobby 大堂", id="brand", markup=False)
                yield Static(t("The front desk of your branch"), id="tagline", markup=False)
                if self.note:
                    yield Static(Content(t.render(self.note)), id="note")
                yield Static(t("Staff number"), classes="label", markup=False)
                number = TextField(max_length=20)
                number.id = "number"
                yield number
                yield Static(t("Password"), classes="label", markup=False)
                yield Input(id="password", password=True, compact=True, max_length=128, select_on_focus=False)
                yield Static("", id="problem", markup=False)
            if self.people:
                yield Static(self._everybody(), id="people")

    def _everybody(self) -> Content:
        """The invented staff with their roles, and the password that is no secret."""
        from lobby_tui.desk.words import ROLES

        t = self.t
        parts: list[Content | str | tuple[str, str]] = [
            (t("Anybody here may sign in"), "bold"), "\n",
            (t("Password of all: {password}", password=self.people[0].password), "$accent"), "\n\n",
        ]  # fmt: skip
        for one in self.people:
            name = Content(one.name)
            gap = " " * max(1, NAME_CELLS - name.cell_length)
            parts += [(one.no, "bold"), f"  {one.name}{gap}", (f"{t.render(ROLES[one.role])}\n", "$muted")]
        return Content.assemble(*parts)

    def opened(self) -> None:
        """Import the desk while the person types, but not before they see where: the two share one interpreter."""
        self.set_timer(0.1, self.lobby.warm_up)

    def title_texts(self) -> tuple[str, str]:
        """The product, and how to change the language."""
        return "Lobby", "F8 中文 / English"

    def commands(self) -> tuple[Command, ...]:
        """Nobody is signed in yet, so little can be done."""
        return (RECOVER, HELP, PALETTE, LANGUAGE, QUIT)

    async def retranslate(self) -> None:
        """What was typed stays."""
        typed = {field.id: field.value for field in self.query(Input)}
        await super().retranslate()
        for field in self.query(Input):
            field.value = typed.get(field.id, "")
            field.cursor_position = len(field.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the password, then in."""
        if event.input.id == "number":
            self.query_one("#password", Input).focus()
        else:
            self.enter()

    @work(exclusive=True, group="sign-in")
    async def enter(self) -> None:
        """Open the desk, which takes a moment: a password is made slow to guess."""
        password = self.query_one("#password", Input)
        self._say(self.t("One moment, please."))
        with self.lobby.holding_keys():
            try:
                await self._open(self.query_one("#number", Input).value, password.value)
            except LobbyError as error:
                with password.prevent(Input.Changed):  # emptied by us: the complaint has to stay
                    password.value = ""
                self._say("\n".join(self.t.render(part) for part in (error.message, error.remedy) if part), wrong=True)
                return
            self.lobby.go_home()

    async def _open(self, staff_no: str, password: str) -> None:
        """Sign in; the store of an earlier release is brought up to this one first, with a backup beside it."""
        try:
            await self.lobby.sign_in(staff_no, password)
        except LobbyError as error:
            if error.code != "store_older":
                raise
            self._say(self.t("The records are of an earlier release. They are backed up and brought up to date."))
            await self.lobby.upgrade(staff_no, password)
            await self.lobby.sign_in(staff_no, password)

    @work(exclusive=True, group="ask")
    async def action_recover(self) -> None:
        """A new password for a supervisor, by the words of the paper key."""
        from lobby_tui.screens.recovery import RecoveryDialog

        dialog = RecoveryDialog()
        if await self.app.push_screen_wait(dialog):
            number = self.query_one("#number", Input)
            with number.prevent(Input.Changed):  # filled by us: what is said has to stay
                number.value = dialog.number
            said = [self.t("{no} can sign in with the new password.", no=dialog.number)]
            if dialog.dropped:
                said.append(self.t("These need a new password now: {numbers}", numbers=", ".join(dialog.dropped)))
            self.query_one("#password", Input).focus()
            self._say("\n".join(said))

    def on_input_changed(self) -> None:
        """A new try takes the old complaint away."""
        self._say("")

    def _say(self, text: str, *, wrong: bool = False) -> None:
        said = self.query_one("#problem", Static)
        said.set_class(wrong, "error")
        said.update(Content(text))
