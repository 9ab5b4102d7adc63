"""The form that sets up a branch: its name, its playbook, and its first supervisor."""

from collections.abc import Sequence

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from lobby_tui.errors import LobbyError, RefusedError
from lobby_tui.locale import Bilingual, Language, msg, n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.settings import Settings
from lobby_tui.widgets.commands import HELP, LANGUAGE, PALETTE, QUIT, Command, bindings
from lobby_tui.widgets.fields import Field, Segment, Segments, TextField
from lobby_tui.widgets.form import Form

SAVE = Command("save", "f2", n_("Set up"), n_("Make the branch's store; then sign in."), priority=True)
NEXT = Command("next", "tab", n_("Next field"), n_("Go on to the next field; Shift+Tab goes back."))
BACK = Command("back", "escape", n_("Back"), n_("Back to the choice; what was typed is kept, but for the passwords."))


class NewBranchScreen(LobbyScreen):
    """Six fields. The store is made whole or not at all, so this can be begun again at any time."""

    HELP = n_(
        "Say which branch this terminal stands in, and who its first supervisor is. The supervisor then adds the other "
        "staff, best a second supervisor first: only a supervisor can reset a password, and where none gets in any "
        "more, only the paper key helps that is offered afterwards."
    )
    COMMANDS = (SAVE, NEXT, BACK)
    BINDINGS = bindings(COMMANDS)
    AUTO_FOCUS = "#field-branch TextField"
    CSS_PATH = "setup.tcss"

    def __init__(self, begun: dict[str, str]) -> None:
        super().__init__()
        self.begun = begun
        self.playbooks: Sequence[tuple[str, Bilingual]] = ()

    def body(self) -> ComposeResult:
        """The fields, and a line for what is going on."""
        t, had = self.t, self.begun
        with Form(id="new-branch"):
            intro = t("The records of this branch will lie on this device only, encrypted.")
            yield Static(intro, classes="muted", id="new-branch-intro", markup=False)
            yield Field(
                "branch",
                t("Branch name"),
                TextField(had.get("branch", ""), placeholder=t("as the papers print it"), max_length=60),
            )
            yield Field("playbook", t("Playbook"), Segments(self._segments(), had.get("playbook", "icbc")))
            yield Static(t("The first supervisor"), classes="form-heading", markup=False)
            yield Field(
                "no",
                t("Staff number"),
                TextField(had.get("no", ""), placeholder=t("letters and digits, as on the badge"), max_length=20),
            )
            yield Field("name", t("Full name"), TextField(had.get("name", ""), max_length=40))
            length = t("at least 8 characters; a short sentence is good")
            yield Field("password", t("Password"), TextField(placeholder=length, max_length=128, password=True))
            yield Field("again", t("Password again"), TextField(max_length=128, password=True))
        yield Static("", id="status", markup=False)

    def opened(self) -> None:
        """Ask which playbooks there are."""
        self.load()

    def title_texts(self) -> tuple[str, str]:
        """What this page is."""
        return self.t("Set up this branch"), "F8 中文 / English"

    def commands(self) -> tuple[Command, ...]:
        """Nobody is signed in."""
        return (*self.COMMANDS, HELP, PALETTE, LANGUAGE, QUIT)

    def _segments(self) -> list[Segment]:
        return [
            Segment(code, self.t.render(bank), number if number < 10 else None)
            for number, (code, bank) in enumerate(self.playbooks, start=1)
        ]

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Offer the playbooks by their banks' names."""
        with self.refusals():
            self.playbooks = await self.at_desk(_playbooks)
            control = self.query_one("#field-playbook", Field).control
            if isinstance(control, Segments):
                control.offer(self._segments())

    async def retranslate(self) -> None:
        """What was typed stays, here the passwords too."""
        typed = self.query_one(Form).values()
        self.begun.update({name: typed[name] for name in ("branch", "playbook", "no", "name")})
        await super().retranslate()
        for name in ("password", "again"):
            control = self.query_one(Form).field(name).control
            if isinstance(control, TextField):
                control.value = typed[name]
                control.cursor_position = len(typed[name])

    def on_form_submitted(self) -> None:
        """Enter on the last field."""
        self.action_save()

    def action_next(self) -> None:
        """The next field."""
        self.focus_next()

    def action_back(self) -> None:
        """Back to the choice."""
        typed = self.query_one(Form).values()
        self.begun.update({name: typed[name] for name in ("branch", "playbook", "no", "name")})
        self.app.pop_screen()

    @work(exclusive=True, group="save")
    async def action_save(self) -> None:
        """Make the store, or say under each field what is wrong with it."""
        form = self.query_one(Form)
        values = form.values()
        if values["password"] != values["again"]:
            different = msg("The two passwords differ. Type the same one twice.")
            form.complain([RefusedError(different, field="again")], self.t)
            return
        form.complain((), self.t)
        self._say(self.t("One moment, please."))
        try:
            with self.lobby.holding_keys():
                await self.at_desk(_set_up, self.lobby.settings, values, self.t.language)
        except LobbyError as error:
            self._say("")
            if form.complain(getattr(error, "problems", (error,)), self.t):
                self.lobby.show_error(error)
            return
        done = msg("✓ {branch} is set up. Sign in with your number.", branch=values["branch"].strip())
        self.lobby.just_set_up = True
        self.lobby.begin(done, self.lobby.settings.home)

    def _say(self, text: str) -> None:
        self.query_one("#status", Static).update(text)


def _playbooks() -> list[tuple[str, Bilingual]]:
    from lobby_tui.playbook.loading import list_playbooks, load_playbook

    return [(name, load_playbook(name).bank) for name in list_playbooks()]


def _set_up(settings: Settings, values: dict[str, str], language: Language) -> None:
    from lobby_tui.desk.setup import NewBranch, set_up_branch

    set_up_branch(
        settings,
        NewBranch(
            name=values["branch"],
            playbook=values["playbook"],
            staff_no=values["no"],
            staff_name=values["name"],
            password=values["password"],
            language=language,
        ),
    )
