"""Settings: this terminal's language and colours, and what the branch has set over its playbook."""

from typing import ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from lobby_tui.desk import branch_settings
from lobby_tui.desk.branch_settings import BranchChoices, BranchSettings
from lobby_tui.desk.permissions import Action
from lobby_tui.errors import LobbyError
from lobby_tui.locale import Language, msg, n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.dialogs import Choice, ChoiceDialog
from lobby_tui.widgets.branch_form import BranchForm, BranchTexts
from lobby_tui.widgets.commands import SETTINGS, Command, bindings
from lobby_tui.widgets.fields import Field, Segment, Segments
from lobby_tui.widgets.form import Form

SAVE = Command(
    "save", "f2", n_("Save"), n_("Save what the branch sets; language and colours change at once."), priority=True
)
PASSWORD = Command("password", "f3", n_("Own password"), n_("Change your own password."))
PIN = Command("pin", "f4", n_("Own PIN"), n_("Choose digits that unlock your screen, or do without them."))
NEXT = Command("next", "tab", n_("Next field"), n_("Go on to the next field; Shift+Tab goes back."))
BACK = Command("back", "escape", n_("Back"), n_("Back to the desk; asks first where something is not saved yet."))


class SettingsScreen(LobbyScreen):
    """Everybody sets the terminal; the supervisor sets the branch, the others read what is set."""

    HELP = n_(
        "Language and colours belong to this terminal and change at once. What counts as a large amount, and which "
        "signals are used, belongs to the branch: the supervisor sets it, and it holds from the next suggestion on. "
        "Your own password and PIN are yours alone."
    )
    COMMANDS = (SAVE, PASSWORD, PIN, NEXT, BACK)
    BINDINGS = bindings(COMMANDS)
    AUTO_FOCUS = "Segments"
    CSS_PATH = "settings.tcss"
    THEMES: ClassVar = (("lobby-dark", n_("Dark")), ("lobby-light", n_("Light")))

    def __init__(self) -> None:
        super().__init__()
        self._set: BranchSettings | None = None
        self._typed: BranchChoices | None = None

    def body(self) -> ComposeResult:
        """The terminal's two settings, then a place for the branch's."""
        t = self.t
        languages = [Segment("zh", "中文", 1), Segment("en", "English", 2)]
        themes = [Segment(name, t(label), digit) for digit, (name, label) in enumerate(self.THEMES, start=1)]
        with Form(id="settings"):
            yield Field("language", t("Language"), Segments(languages, t.language))
            yield self._hint(t("For the screens of this terminal, from now on. Papers can be had in either language."))
            yield Field("theme", t("Colours"), Segments(themes, self.app.theme))
            yield self._hint(t("Dark is easier on the eyes, light is easier to read in bright halls."))
            yield Vertical(id="branch-part")
        yield Static("", id="status", markup=False)

    def _hint(self, text: str) -> Static:
        return Static(Content(text), classes="hint")

    def opened(self) -> None:
        """Ask what the branch has set."""
        self.load()

    def title_texts(self) -> tuple[str, str]:
        """What this page is; the person."""
        return f"{self.t('Settings')}  {self.shift.branch.name}", self.shift.person.name

    def commands(self) -> tuple[Command, ...]:
        """Saving is for those who may."""
        gone = {SETTINGS} if self._may_set else {SETTINGS, SAVE}
        return tuple(one for one in super().commands() if one not in gone)

    @property
    def _may_set(self) -> bool:
        return self.shift.may(Action.SET_BRANCH)

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Show the branch's choices: as a form to whoever may set them, as text to the others."""
        with self.refusals():
            if self._set is None:
                self._set = await self.at_desk(branch_settings.current, self.shift)
            part = self.query_one("#branch-part", Vertical)
            await part.remove_children()
            if self._may_set:
                await part.mount(BranchForm(self._set, self.t, self._typed))
            else:
                await part.mount(BranchTexts(self._set, self.t))
            self.focus_again()

    async def retranslate(self) -> None:
        """What was chosen and typed stays."""
        self._typed = self._choices()
        await super().retranslate()

    def _choices(self) -> BranchChoices | None:
        forms = self.query(BranchForm)
        return forms.first().choices() if forms else None

    def on_segments_changed(self, event: Segments.Changed) -> None:
        """Language and colours change at once."""
        if event.segments is self.query_one("#field-language", Field).control:
            self.run_worker(self.lobby.speak(cast(Language, event.segments.value)), group="language")
        elif event.segments is self.query_one("#field-theme", Field).control:
            self.lobby.wear(event.segments.value)

    @work(exclusive=True, group="own")
    async def action_password(self) -> None:
        """Change one's own password."""
        from lobby_tui.screens.own_password import ChangePasswordDialog

        if await self.app.push_screen_wait(ChangePasswordDialog()):
            self._say(self.t("✓ The password is changed."))

    @work(exclusive=True, group="own")
    async def action_pin(self) -> None:
        """Choose a PIN, or take it away."""
        from lobby_tui.screens.own_password import PinDialog

        if await self.app.push_screen_wait(PinDialog(self.shift.presence.pin is not None)):
            has_one = self.shift.presence.pin is not None
            kept, gone = self.t("✓ The PIN unlocks your screen from now on."), self.t("✓ There is no PIN any more.")
            self._say(kept if has_one else gone)

    def _say(self, text: str) -> None:
        self.query_one("#status", Static).update(text)

    def on_form_submitted(self) -> None:
        """Enter on the last field."""
        self.action_save()

    def action_next(self) -> None:
        """The next field."""
        self.focus_next()

    @work(exclusive=True, group="save")
    async def action_save(self) -> None:
        """Save the branch's choices, or say under each field what is wrong with it."""
        await self._save()

    async def _save(self) -> bool:
        choices, form = self._choices(), self.query_one(Form)
        if choices is None or not self._may_set:
            return False
        form.complain((), self.t)
        try:
            playbook = await self.at_desk(branch_settings.change, self.shift, choices)
        except LobbyError as error:
            if form.complain(getattr(error, "problems", (error,)), self.t):
                self.lobby.show_error(error)
            return False
        self._set = await self.at_desk(branch_settings.current, self.shift)
        self.lobby.adopt(playbook, self._set.limits)
        self._say(self.t("✓ Saved; it holds from the next suggestion on."))
        return True

    @work(exclusive=True, group="back")
    async def action_back(self) -> None:
        """Back; what is not saved is asked about, as nothing of it is kept."""
        choices = self._choices()
        if choices is not None and self._set is not None and self._may_set and choices != BranchForm.saved(self._set):
            answer = await self.app.push_screen_wait(
                ChoiceDialog(
                    msg("The branch's settings are changed and not saved."),
                    [Choice("save", msg("Save them"), 1), Choice("drop", msg("Leave them as they were"), 2)],
                )
            )
            if answer is None or (answer == "save" and not await self._save()):
                return
        self.app.pop_screen()
