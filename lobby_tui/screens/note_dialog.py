"""One line of text: what a digit cannot say."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from lobby_tui.desk.answer.rows import OTHER, note_for
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Renderable
from lobby_tui.screens.base import Dialog
from lobby_tui.widgets.bars import key_line
from lobby_tui.widgets.fields import TextField


class NoteDialog(Dialog[str | None]):
    """Asks for a note that has to say something. Dismisses with it, clean, or with None for Esc."""

    AUTO_FOCUS = "TextField"

    def __init__(self, question: Renderable) -> None:
        super().__init__()
        self.question = question

    def compose(self) -> ComposeResult:
        """The question, the line, what is wrong with it."""
        t = self.t
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(Content(t.render(self.question)), classes="dialog-title")
            yield TextField(max_length=200)
            yield Static("", id="note-problem", classes="error", markup=False)
            yield Static(key_line([("Enter", t("Save")), ("Esc", t("Back"))], t), classes="dialog-keys")

    def on_input_submitted(self) -> None:
        """Answer; or say under the line what is wrong."""
        try:
            self.dismiss(note_for(OTHER, self.query_one(TextField).value))
        except RefusedError as error:
            self.query_one("#note-problem", Static).update(Content(f"✗ {self.t.render(error.message)}"))
