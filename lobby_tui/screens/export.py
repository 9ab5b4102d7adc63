"""What to export, and where to."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from lobby_tui.desk.permissions import Action
from lobby_tui.papers.render import FORMATS
from lobby_tui.screens.base import Dialog
from lobby_tui.widgets.bars import key_line
from lobby_tui.widgets.fields import Field, Segment, Segments, TextField


@dataclass(frozen=True, slots=True)
class Wish:
    """The answer: which formats, into which folder, masked or in full."""

    formats: tuple[str, ...]
    folder: str
    full: bool


class ExportDialog(Dialog[Wish | None]):
    """Three questions, each with an answer already there: Enter, Enter, Enter writes all formats, masked."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "cancel", ""), ("f2", "write", "")]

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def compose(self) -> ComposeResult:
        """The format, the masking, the folder."""
        t = self.t
        formats = [Segment("all", t("all"), 1)] + [
            Segment(name, name.upper(), number) for number, name in enumerate(FORMATS, start=2)
        ]
        masks = [Segment("masked", t("masked"), 1)]
        if self.shift.may(Action.EXPORT_FULL):
            masks.append(Segment("full", t("in full (this is recorded)"), 2))
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(t("Export the day's paper"), classes="dialog-title", markup=False)
            yield Field("format", t("Format"), Segments(formats, "all"))
            yield Field("masked", t("Personal details"), Segments(masks, "masked"))
            yield Field("folder", t("Folder"), TextField(str(self.folder)))
            yield Static(key_line([("F2", t("Write")), ("Esc", t("Back"))], t), classes="dialog-keys")

    def on_mount(self) -> None:
        """The first question first."""
        self.query_one("#field-format", Field).control.focus()

    def on_segments_done(self, event: Segments.Done) -> None:
        """Enter or a digit goes on."""
        fields = list(self.query(Field))
        index = [field.control for field in fields].index(event.segments)
        fields[index + 1].control.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the last field writes."""
        self.action_write()

    def action_write(self) -> None:
        """Answer."""
        chosen = self.query_one("#field-format", Field).value
        formats = FORMATS if chosen == "all" else (chosen,)
        folder = self.query_one("#field-folder", Field).value.strip()
        if not folder:
            return
        full = self.query_one("#field-masked", Field).value == "full"
        try:
            self.dismiss(Wish(tuple(formats), str(Path(folder).expanduser()), full))
        except RuntimeError:  # `~` and the name of nobody
            self.query_one("#field-folder", Field).complain(
                self.t("The folder “{folder}” cannot be found.", folder=folder)
            )
