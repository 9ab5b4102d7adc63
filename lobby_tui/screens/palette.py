"""The palette: any command of the screen, found by its Chinese or English name, or by pinyin initials."""

from collections.abc import Sequence
from inspect import isawaitable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from lobby_tui.locale import LANGUAGES, catalogue
from lobby_tui.models.names import initials
from lobby_tui.models.text import fold
from lobby_tui.screens.base import Dialog, LobbyScreen, digit_of
from lobby_tui.widgets.bars import key_line
from lobby_tui.widgets.commands import PALETTE, Command, key_name
from lobby_tui.widgets.fields import TextField

WIDTH = 67


class PaletteInput(TextField):
    """The search field. While it is empty, a digit takes a row instead of being typed."""

    class Digit(Message):
        """A digit was pressed in the empty field."""

        def __init__(self, digit: int) -> None:
            super().__init__()
            self.digit = digit

    async def _on_key(self, event: Key) -> None:
        digit = None if self.value else digit_of(event)
        if digit:
            event.stop()
            event.prevent_default()
            self.post_message(self.Digit(digit))
            return
        await super()._on_key(event)


class PaletteDialog(Dialog[None]):
    """Type to find, the arrows to choose, Enter to run."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,f10", "cancel", ""), ("up", "move(-1)", ""), ("down", "move(1)", ""), ("enter", "run", ""),
    ]  # fmt: skip
    AUTO_FOCUS = "PaletteInput"
    CSS_PATH = "palette.tcss"

    def __init__(self, screen: LobbyScreen) -> None:
        super().__init__()
        self.beneath = screen
        self.offered = offered(screen)
        self.found: list[Command] = list(self.offered)

    def compose(self) -> ComposeResult:
        """The field, the rows, the keys."""
        t = self.t
        with Vertical(classes="dialog", id="palette"):
            yield PaletteInput(placeholder=t("A command in Chinese or English, or pinyin initials"), max_length=40)
            rows = OptionList(id="commands")
            rows.can_focus = False
            yield rows
            yield Static(t("Nothing is called that."), id="none", classes="muted", markup=False)
            yield Static(key_line([("Enter", t("Run")), ("Esc", t("Back"))], t), classes="dialog-keys")

    def on_mount(self) -> None:
        """Show everything."""
        self._show()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what is called that."""
        self.found = matching(event.value, self.offered)
        self._show()

    def _show(self) -> None:
        rows = self.query_one("#commands", OptionList)
        rows.clear_options()
        numbered = not self.query_one(PaletteInput).value
        rows.add_options([Option(self._row(one, place if numbered else 0)) for place, one in enumerate(self.found, 1)])
        rows.highlighted = 0 if self.found else None
        rows.display = bool(self.found)
        self.query_one("#none").display = not self.found

    def _row(self, command: Command, digit: int) -> Content:
        """Its digit while one counts, its name here and in the other language, its key at the right."""
        t = self.t
        other = catalogue("en" if t.language == "zh" else "zh")(command.label)
        cap = (f" {digit} ", "$key-cap") if 0 < digit < 10 else "   "
        name = Content(t(command.label))
        left = Content.assemble(cap, " ", name, ("" if other == name.plain else f"  {other}", "$muted"))
        key = t(key_name(command.key)) if command.key else ""
        gap = " " * max(1, WIDTH - left.cell_length - Content(key).cell_length)
        return Content.assemble(left, gap, (key, "$muted"))

    def action_move(self, by: int) -> None:
        """The row above or below, from the ends to the other end."""
        rows = self.query_one("#commands", OptionList)
        if self.found:
            rows.highlighted = ((rows.highlighted or 0) + by) % len(self.found)

    def on_palette_input_digit(self, event: PaletteInput.Digit) -> None:
        """Run the row with this digit."""
        if event.digit <= len(self.found):
            self._run(self.found[event.digit - 1])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the field."""
        self.action_run()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click."""
        self._run(self.found[event.option_index])

    def action_run(self) -> None:
        """Run the row under the highlight."""
        if self.found:
            self._run(self.found[self.query_one("#commands", OptionList).highlighted or 0])

    def _run(self, command: Command) -> None:
        """Close, then do it where the screen's own key would: the dialog is gone before anything else is shown."""
        beneath = self.beneath
        self.dismiss()
        beneath.call_later(perform, beneath, command)


def offered(screen: LobbyScreen) -> tuple[Command, ...]:
    """The screen's commands, each once, without the palette itself."""
    found: dict[str, Command] = {}
    for command in screen.commands():
        if command != PALETTE:
            found.setdefault(command.action, command)
    return tuple(found.values())


def matching(typed: str, commands: Sequence[Command]) -> list[Command]:
    """The commands that somebody may mean; those whose name begins with what was typed stand first."""
    query = "".join(fold(typed).casefold().split())
    ranked = [(_rank(query, command), command) for command in commands]
    return [command for rank, command in sorted(ranked, key=lambda pair: pair[0] or 0) if rank is not None]


def _rank(query: str, command: Command) -> int | None:
    """0 where a name, its initials or its key begin with `query`, 1 where a name or its initials hold it, else None."""
    names = ["".join(catalogue(language)(command.label).casefold().split()) for language in LANGUAGES]
    names += initials(catalogue("zh")(command.label))
    if any(text.startswith(query) for text in (*names, command.key)):
        return 0
    return 1 if any(query in text for text in names) else None


async def perform(screen: LobbyScreen, command: Command) -> None:
    """Do what `command` says: by the part of the screen that offers it, else by the screen, else by the app."""
    name = f"action_{command.action}"
    parts = [part for part in screen.walk_children() if hasattr(part, "commands") and command in part.commands()]
    for one in (*parts, screen, screen.lobby):
        action = getattr(one, name, None)
        if action is not None:
            result = action()
            if isawaitable(result):
                await result
            return
