"""The two questions of closing: why something is carried over, and who stands by when a day is reopened."""

from datetime import date
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from lobby_tui.desk import second_person, signing
from lobby_tui.desk.gap.kinds import CARRY_REASONS
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.signing import Moved
from lobby_tui.errors import LobbyError
from lobby_tui.locale import Message
from lobby_tui.screens.base import Dialog
from lobby_tui.widgets.bars import key_line
from lobby_tui.widgets.fields import Field, TextField
from lobby_tui.widgets.form import Form

TYPED = len(CARRY_REASONS) + 1


class CarryOverDialog(Dialog[str | None]):
    """Why it is left for later: a digit, or words. Dismisses with the reason, or None for Esc."""

    def __init__(self, title: Message) -> None:
        super().__init__()
        self.question = title

    def compose(self) -> ComposeResult:
        """A line for each reason, and a field for another one."""
        t = self.t
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(Content(t.render(self.question)), classes="dialog-title")
            for digit, reason in enumerate(CARRY_REASONS.values(), start=1):
                yield self._choice(digit, t.render(reason))
            yield self._choice(TYPED, t("Another reason, in your own words:"))
            yield TextField(max_length=200)
            yield Static(key_line([("Enter", t("Carry over")), ("Esc", t("Back"))], t), classes="dialog-keys")

    def _choice(self, digit: int, text: str) -> Static:
        return Static(Content.assemble((f" {digit} ", "$key-cap"), Content(f" {text}")), classes="choice")

    async def on_digit(self, digit: int) -> bool:
        """One of the reasons; or on to the field."""
        if 1 <= digit < TYPED:
            self.dismiss(list(CARRY_REASONS)[digit - 1])
        elif digit == TYPED:
            self.query_one(TextField).focus()
        return 1 <= digit <= TYPED

    def on_input_submitted(self) -> None:
        """The words that were typed."""
        text = self.query_one(TextField).value.strip()
        if text:
            self.dismiss(text)


class ReopenDialog(Dialog[Moved | None]):
    """Reopening a day: a reason, and a second person who types their number and password here."""

    CSS_PATH = "closing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "cancel", ""), ("f2", "reopen", "")]

    def __init__(self, day: date) -> None:
        super().__init__()
        self.day = day

    def compose(self) -> ComposeResult:
        """Three fields; what was typed stays when something is wrong with it."""
        t = self.t
        with VerticalScroll(classes="dialog", can_focus=False):
            title = t("Reopen {day} for corrections", day=self.day.isoformat())
            yield Static(Content(title), classes="dialog-title")
            with Form(id="reopening"):
                yield Field("reason", t("Reason"), TextField(max_length=200))
                yield Field("second", t("Second person"), TextField(placeholder=t("Staff number"), max_length=20))
                yield Field("password", t("Their password"), TextField(password=True, max_length=128))
            yield Static("", id="reopening-said", classes="muted", markup=False)
            yield Static(key_line([("F2", t("Reopen")), ("Esc", t("Back"))], t), classes="dialog-keys")

    def on_mount(self) -> None:
        """The reason first."""
        self.query_one("#field-reason", Field).control.focus()

    def on_form_submitted(self) -> None:
        """Enter in the last field."""
        self.action_reopen()

    @work(exclusive=True, group="reopen")
    async def action_reopen(self) -> None:
        """Prove the second person, then reopen; say under its field what is wrong."""
        form, said = self.query_one(Form), self.query_one("#reopening-said", Static)
        typed = form.values()
        form.complain((), self.t)
        said.update(self.t("One moment, please."))
        try:
            with self.lobby.holding_keys():
                moved = await self.at_desk(
                    _reopen, self.shift, self.day, typed["reason"], typed["second"], typed["password"]
                )
        except LobbyError as error:
            said.update("")
            password = form.field("password").control
            if error.field == "password" and isinstance(password, TextField):
                with password.prevent(TextField.Changed):  # emptied by us: the complaint has to stay
                    password.value = ""
            if form.complain((error,), self.t):
                self.lobby.show_error(error)
            return
        self.dismiss(moved)


def _reopen(shift: Shift, day: date, reason: str, no: str, password: str) -> Moved:
    """The reason first: nobody should type a password in vain."""
    signing.checked_reason(reason)
    return signing.reopen(shift, day, reason, second_person.prove(shift, no, password))
