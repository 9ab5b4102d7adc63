"""Small dialogs that many screens use: an error, a choice by digit."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from lobby_tui.errors import LobbyError
from lobby_tui.locale import Renderable
from lobby_tui.screens.base import Dialog
from lobby_tui.widgets.bars import key_line
from lobby_tui.widgets.wrapping import Prose


class ErrorDialog(Dialog[None]):
    """What happened, what became of the data, what to do. What was typed is still on the screen beneath."""

    BINDINGS = [("escape,enter,space", "cancel", "")]  # noqa: RUF012
    AUTO_FOCUS = ".dialog-said"

    def __init__(self, error: LobbyError) -> None:
        super().__init__()
        self.error = error

    def compose(self) -> ComposeResult:
        """Three sentences at most, and the way out."""
        t = self.t
        problems = getattr(self.error, "problems", (self.error,))
        with Vertical(classes="dialog dialog-error"):
            # What to do has to be seen at once: whatever is too long for the screen scrolls above it.
            with VerticalScroll(classes="dialog-said"):
                for problem in problems:
                    yield Prose(t.render(problem.message), classes="dialog-title")
                yield Prose(t.render(self.error.data))
            if self.error.remedy:
                yield Prose(t.render(self.error.remedy))
            yield Static(key_line([("Enter", t("Back"))], t), classes="dialog-keys")


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: its code, its text, its digit."""

    code: str
    text: Renderable
    digit: int | None


class ChoiceDialog(Dialog[str | None]):
    """One question with one key to each answer. Dismisses with the code, or None for Esc."""

    def __init__(self, title: Renderable, choices: Sequence[Choice], hint: Renderable = "") -> None:
        super().__init__()
        self.question = title
        self.choices = tuple(choices)
        self.hint = hint

    def compose(self) -> ComposeResult:
        """The question, and a line for each answer."""
        t = self.t
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Prose(t.render(self.question), classes="dialog-title")
            if self.hint:
                yield Prose(t.render(self.hint), classes="muted")
            for choice in self.choices:
                digit = "" if choice.digit is None else str(choice.digit)
                yield Static(
                    Content.assemble((f" {digit:>1} ", "$key-cap"), Content(f" {t.render(choice.text)}")),
                    classes="choice",
                )
            yield Static(key_line([("Esc", t("Back"))], t), classes="dialog-keys")

    async def on_digit(self, digit: int) -> bool:
        """Answer."""
        for choice in self.choices:
            if choice.digit == digit:
                self.dismiss(choice.code)
                return True
        return False


def choices_of(items: Sequence[object]) -> list[Choice]:
    """Choices from a playbook's coded things: each has a code, a name and a digit."""
    return [Choice(item.code, item.name, item.digit) for item in items]  # type: ignore[attr-defined]
