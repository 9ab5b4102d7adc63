"""Something in full, for as long as somebody needs the number: 20 seconds. That they looked is in the audit trail."""

import math
import uuid
from collections.abc import Callable, Sequence
from typing import ClassVar, Final, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import ScreenResume, ScreenSuspend
from textual.widgets import Static

from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Message, msg
from lobby_tui.screens.base import Dialog, LobbyScreen
from lobby_tui.screens.dialogs import Choice, ChoiceDialog
from lobby_tui.widgets.bars import key_line

Details = TypeVar("Details")
Subject = TypeVar("Subject", uuid.UUID, int)
Line = tuple[Message | str, str]
"""A label and what it is of; an empty value is left out."""

SECONDS: Final = 20
LOOKS_A_SECOND: Final = 4
REASONS: Final = (
    Choice("contact", msg("To contact the customer"), 1),
    Choice("identify", msg("To see who the customer is"), 2),
    Choice("check", msg("To check what was entered"), 3),
)
"""Why somebody looks at a customer in full; the code stands in the audit trail."""


async def show_in_full(
    screen: LobbyScreen,
    look: Callable[[Shift, Subject, str], Details],
    subject: Subject,
    lines: Callable[[Details], Sequence[Line]],
) -> None:
    """Ask for the reason by one key, take the recorded look, and show it. To be called in a worker."""
    reason = await screen.app.push_screen_wait(ChoiceDialog(msg("Why do you need to see it?"), REASONS))
    if reason:
        with screen.refusals():
            details = await screen.at_desk(look, screen.shift, subject, reason)
            await screen.app.push_screen(RevealDialog(lines(details)))


class RevealDialog(Dialog[None]):
    """Names and numbers. They are covered by Enter or Esc, after 20 seconds, and by whatever comes over them."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape,enter,space", "cancel", "")]

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__()
        self.lines = tuple((label, value) for label, value in lines if value)

    def compose(self) -> ComposeResult:
        """One line for each thing that is known, how long it stays, and the way out."""
        t = self.t
        with VerticalScroll(classes="dialog", can_focus=False):
            for label, value in self.lines:
                text = Content.assemble((f"{t.render(label)}  ", "$muted"), Content(value))
                yield Static(text if label else Content.styled(value, "bold"), classes="in-full")
            yield Static("", id="covers-in", classes="muted", markup=False)
            yield Static(Content(t("That you looked is recorded.")), classes="muted")
            yield Static(key_line([("Enter", t("Cover again"))], t), classes="dialog-keys")

    def on_mount(self) -> None:
        """Count from now, by the clock that nobody can set."""
        self._clock = self.shift.store.clock
        self._until = self._clock.monotonic() + SECONDS
        self.watch_the_clock()
        self.set_interval(1 / LOOKS_A_SECOND, self.watch_the_clock)

    def watch_the_clock(self) -> None:
        """Say how long it stays, and cover it when that is over."""
        left = self._until - self._clock.monotonic()
        if left <= 0:
            self._forget()
            if self.is_current:
                self.dismiss(None)
        else:
            self.query_one("#covers-in", Static).update(self.t("Covers itself in {count} s.", count=math.ceil(left)))

    def on_screen_suspend(self, event: ScreenSuspend) -> None:
        """The shield, the lock or anything else has come over it: it does not come back from beneath."""
        self._forget()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """What lay over it has gone."""
        if not self.lines:
            self.dismiss(None)

    def _forget(self) -> None:
        self.lines = ()
        for line in self.query(".in-full").results(Static):
            line.update("")
