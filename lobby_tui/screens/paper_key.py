"""The words of a new paper key: shown once, in two languages, and written to a page to print where that is wanted."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import ScreenSuspend
from textual.widget import Widget
from textual.widgets import Static

from lobby_tui.desk import key_care
from lobby_tui.desk.key_care import PaperKey
from lobby_tui.locale import msg, n_
from lobby_tui.screens.base import Dialog
from lobby_tui.screens.dialogs import Choice, ChoiceDialog
from lobby_tui.screens.form_dialog import FormDialog
from lobby_tui.widgets.bars import key_line
from lobby_tui.widgets.fields import Field, Segment, Segments, TextField
from lobby_tui.widgets.typed_path import folder_of
from lobby_tui.widgets.wrapping import Prose

ROWS = 6


class PaperKeyDialog(Dialog[None]):
    """Twelve words in two columns. Enter or Esc asks whether they are written down; lock and shield take them away."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape,enter", "cancel", ""), ("f2", "page", "")]
    CSS_PATH = "paper_key.tcss"

    def __init__(self, made: PaperKey) -> None:
        super().__init__()
        self.key: PaperKey | None = made
        self._asking = False

    def compose(self) -> ComposeResult:
        """The words, and what to do with them."""
        t = self.t
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(t("The paper key"), classes="dialog-title", markup=False)
            yield Prose(t("Write the words down in their order, in Chinese or in English. They are shown this once."))
            yield Static(self._words(), id="words")
            yield Static("", id="written", classes="muted")
            yield Static(
                key_line([("F2", t("A page to print")), ("Enter", t("Written down"))], t), classes="dialog-keys"
            )

    def _words(self) -> Content:
        if self.key is None:
            return Content("")
        words = [
            Content.assemble((f"{place:>2}", "$muted"), f"  {chinese} ", f" {english}")
            for place, (chinese, english) in enumerate(zip(self.key.chinese, self.key.english, strict=True), start=1)
        ]
        wide = max(word.cell_length for word in words) + 4
        lines = [
            Content.assemble(left, " " * (wide - left.cell_length), right)
            for left, right in zip(words[:ROWS], words[ROWS:], strict=True)
        ]
        return Content("\n").join(lines)

    def action_cancel(self) -> None:
        """Once more before they are gone."""
        self.ask()

    @work(exclusive=True, group="ask")
    async def ask(self) -> None:
        """Whether they are written down."""
        if self.key is None:
            self.dismiss(None)
            return
        answer = await self._asked(
            ChoiceDialog(
                msg("Is the paper key written down? It is not shown again."),
                [Choice("yes", msg("It is written down, or printed"), 1), Choice("no", msg("Show the words again"), 2)],
            )
        )
        if answer == "yes":
            self.key = None
            self.dismiss(None)

    @work(exclusive=True, group="ask")
    async def action_page(self) -> None:
        """Write a page."""
        if self.key is None:
            return
        dialog = PageDialog(self.key)
        if await self._asked(dialog):
            files = "\n".join(map(str, dialog.key.files))
            said = self.t("Print it, then delete the file: whoever has it can read the records.")
            self.query_one("#written", Static).update(Content(f"{files}\n{said}"))

    async def _asked(self, dialog: Dialog[str | None] | FormDialog) -> object:
        """The answer of a dialog of our own, which is no reason to forget the words."""
        self._asking = True
        try:
            return await self.app.push_screen_wait(dialog)
        finally:
            self._asking = False

    def on_screen_suspend(self, event: ScreenSuspend) -> None:
        """The shield or the lock has come over it: the words do not come back from beneath."""
        if not self._asking:
            self.key = None
            self.query_one("#words", Static).update(self.t("The words were covered. Make a new paper key."))


class PageDialog(FormDialog):
    """The format of the page, and the folder. `key` then names the files."""

    DOES = n_("Write")

    def __init__(self, key: PaperKey) -> None:
        super().__init__(msg("A page to print"), msg("For the safe. Delete the file once it is printed."))
        self.key = key

    def fields(self) -> Iterator[Widget]:
        """Two questions, each with an answer already there."""
        t = self.t
        yield Field("format", t("Format"), Segments([Segment("pdf", "PDF", 1), Segment("txt", "TXT", 2)], "pdf"))
        yield Field("out", t("Folder"), TextField(str(Path.home())))

    async def save(self, values: Mapping[str, str]) -> None:
        """Write it."""
        folder = folder_of(values["out"], "out")
        self.key = await self.at_desk(
            key_care.write_page, self.shift, self.key, [values["format"]], folder, self.t.language
        )
