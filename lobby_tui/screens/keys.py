"""The keys of the store, for a supervisor: is there a paper key, where is the device's secret, was the key changed."""

from collections.abc import Iterator, Mapping

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from lobby_tui.desk import key_care, rotating
from lobby_tui.desk.key_care import KeyState
from lobby_tui.desk.rotating import Rotated
from lobby_tui.locale import msg, n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.dialogs import Choice, ChoiceDialog
from lobby_tui.screens.form_dialog import FormDialog
from lobby_tui.screens.paper_key import PaperKeyDialog
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.fields import Field, TextField
from lobby_tui.widgets.wrapping import Prose

PAPER = Command(
    "paper", "f2", n_("New paper key"), n_("Make a paper key and show its words once; the one before ends.")
)
CHANGE = Command("change", "f4", n_("Change the key"), n_("Encrypt the store under a new key; all passwords hold."))
BACK = Command("back", "escape", n_("Back"), n_("Back to where you came from."))
_PLACES = {
    "file": n_("in the file device.key of the data folder"),
    "keyring": n_("in the keyring of this desktop"),
    "windows": n_("in the file device.key, readable on this computer only"),
}


class KeysScreen(LobbyScreen):
    """Four facts, and the two things that can be done about them."""

    HELP = n_(
        "The records are encrypted. A password opens them, with a secret of this device. A paper key opens them when "
        "all passwords or the device are lost: twelve words, shown once, for the safe. The key itself can be changed "
        "where somebody may have copied it; nobody needs a new password for that."
    )
    COMMANDS = (PAPER, CHANGE, BACK)
    BINDINGS = bindings(COMMANDS)
    CSS_PATH = "keys.tcss"

    def __init__(self, first: bool = False) -> None:
        super().__init__()
        self.first = first
        """Whether the branch was set up a moment ago, and this is its last step."""

    def body(self) -> ComposeResult:
        """The facts, and a line for what was done."""
        with VerticalScroll(id="key-facts"):
            yield Prose(self.t(_OFFER) if self.first else "", id="key-offer")
            yield Static("", id="key-state")
            yield Static("", id="key-said")

    def opened(self) -> None:
        """Ask how the keys stand."""
        self.query_one("#key-offer").display = self.first
        self.load()

    def title_texts(self) -> tuple[str, str]:
        """What this is; the person."""
        return self.t("Keys and paper key"), self.shift.person.name

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Show how the keys stand."""
        with self.refusals():
            found = await self.at_desk(key_care.state, self.shift)
            if self.made:
                self.query_one("#key-state", Static).update(Content("\n").join(self._facts(found)))

    def _facts(self, found: KeyState) -> Iterator[Content]:
        t = self.t
        if found.paper:
            made = self.shift.local(found.paper)
            yield _fact(t("Paper key"), t("made on {day}; only the latest one opens", day=f"{made:%Y-%m-%d %H:%M}"))
        else:
            nobody = t("none: with all passwords lost, nobody could open the records")
            yield _fact(t("Paper key"), nobody, "$error")
        yield _fact(t("Secret of this device"), t(_PLACES[found.device]))
        changed = t("{count} times; backups from before still open", count=found.changes)
        yield _fact(t("The key was changed"), changed if found.changes else t("never"))
        if found.first:
            yield _fact(t("Not signed in since an update"), ", ".join(found.first))

    @work(exclusive=True, group="ask")
    async def action_paper(self) -> None:
        """Make one, after asking where there is one already."""
        with self.refusals():
            found = await self.at_desk(key_care.state, self.shift)
            if found.paper and not await self._agreed():
                return
            with self.lobby.holding_keys():
                made = await self.at_desk(key_care.make_paper_key, self.shift)
            await self.app.push_screen_wait(PaperKeyDialog(made))
            self.first = self.query_one("#key-offer").display = False
            self._say(self.t("✓ The paper key holds from now on."))
        self.load()

    async def _agreed(self) -> bool:
        question = msg("The paper key that lies in the safe will open nothing any more.")
        yes, no = Choice("make", msg("Make a new one"), 1), Choice("keep", msg("Keep the one there is"), 2)
        return await self.app.push_screen_wait(ChoiceDialog(question, [yes, no])) == "make"

    @work(exclusive=True, group="ask")
    async def action_change(self) -> None:
        """Change the key, by one's own password."""
        dialog = ChangeDialog()
        if await self.app.push_screen_wait(dialog) and dialog.done:
            self._say(self._told(dialog.done))
        self.load()

    def _told(self, done: Rotated) -> str:
        t = self.t
        said = [
            t("✓ The key is changed; all passwords hold."),
            t("The store from before the change is kept in {path}.", path=str(done.backup)),
        ]
        if done.dropped:
            said.append(t("These need a new password now: {numbers}", numbers=", ".join(done.dropped)))
        if done.paper_dropped:
            said.append(t("The paper key could not be given the new key. Make a new one now."))
        return "\n".join(said)

    def _say(self, text: str) -> None:
        if self.made:
            self.query_one("#key-said", Static).update(Content(text))

    def action_back(self) -> None:
        """Back."""
        self.app.pop_screen()


class ChangeDialog(FormDialog):
    """One's own password. `done` is what came of it."""

    DOES = n_("Change the key")

    def __init__(self) -> None:
        super().__init__(
            msg("Encrypt the store under a new key"),
            msg("A backup is made first. Every other window of Lobby on this device has to be closed."),
        )
        self.done: Rotated | None = None

    def fields(self) -> Iterator[Widget]:
        """One question."""
        yield Field("password", self.t("Your password"), TextField(max_length=128, password=True))

    async def save(self, values: Mapping[str, str]) -> None:
        """Change it."""
        desk = self.lobby.desk
        assert desk is not None
        self.done = await self.at_desk(rotating.rotate_and_go_on, desk, self.shift, values["password"])


_OFFER = n_(
    "The branch is set up. One thing remains: a paper key for the safe. Without it nobody can open the records once "
    "all passwords or this computer are lost. F2 makes it; Esc leaves it for later, under “The branch's work”."
)


def _fact(label: str, text: str, style: str = "") -> Content:
    return Content.assemble((label, "bold"), "\n  ", (text, style), "\n")
