"""What to export, and where to."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from lobby_tui.desk.permissions import Action
from lobby_tui.papers.render import FORMATS, PACK_FORMATS
from lobby_tui.screens.base import Dialog
from lobby_tui.widgets.bars import key_line
from lobby_tui.widgets.fields import Field, Segment, Segments, TextField

ALL, PACK, ONE = "all", "day_pack", "one"


@dataclass(frozen=True, slots=True)
class Wish:
    """The answer: which papers (None is all of them) in which formats, into which folder, masked or in full."""

    papers: tuple[str, ...] | None
    formats: tuple[str, ...]
    folder: str
    full: bool


class ExportDialog(Dialog[Wish | None]):
    """Four questions, each with an answer already there: F2 at once writes the day pack in its formats, masked."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "cancel", ""), ("f2", "write", "")]

    def __init__(self, folder: Path, paper: str, name: str) -> None:
        super().__init__()
        self.folder = folder
        self.paper = paper
        self.name_of_paper = name

    def compose(self) -> ComposeResult:
        """The papers, the format, the masking, the folder."""
        t = self.t
        papers = [
            Segment(PACK, t("day pack, to be signed"), 1),
            Segment(ALL, t("all, a file each"), 2),
            Segment(ONE, t("only: {paper}", paper=t(self.name_of_paper)), 3),
        ]
        masks = [Segment("masked", t("masked"), 1)]
        if self.shift.may(Action.EXPORT_FULL):
            masks.append(Segment("full", t("in full (this is recorded)"), 2))
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(t("Export the day's papers"), classes="dialog-title", markup=False)
            yield Field("papers", t("Which"), Segments(papers, PACK))
            yield Field("format", t("Format"), Segments(self._formats(PACK), "all"))
            yield Field("masked", t("Personal details"), Segments(masks, "masked"))
            yield Field("folder", t("Folder"), TextField(str(self.folder)))
            yield Static(key_line([("F2", t("Write")), ("Esc", t("Back"))], t), classes="dialog-keys")

    def _formats(self, papers: str) -> list[Segment]:
        """The formats that there are: a pack has those that hold several papers."""
        known = PACK_FORMATS if papers == PACK else FORMATS
        return [Segment("all", self.t("all"), 1)] + [
            Segment(name, name.upper(), number) for number, name in enumerate(known, start=2)
        ]

    def on_mount(self) -> None:
        """The first question first."""
        self.query_one("#field-papers", Field).control.focus()

    def on_segments_changed(self, event: Segments.Changed) -> None:
        """Other papers, other formats."""
        papers, formats = (self.query_one(f"#field-{name}", Field) for name in ("papers", "format"))
        if event.segments is papers.control and isinstance(formats.control, Segments):
            offered = self._formats(papers.value)
            formats.control.offer(offered)
            if formats.value not in [one.value for one in offered]:
                formats.control.choose("all")

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
        papers, chosen = (self.query_one(f"#field-{name}", Field).value for name in ("papers", "format"))
        every = PACK_FORMATS if papers == PACK else FORMATS
        formats = every if chosen == "all" else (chosen,)
        folder = self.query_one("#field-folder", Field).value.strip()
        if not folder:
            return
        full = self.query_one("#field-masked", Field).value == "full"
        wanted = {PACK: (PACK,), ONE: (self.paper,)}.get(papers)
        try:
            self.dismiss(Wish(wanted, tuple(formats), str(Path(folder).expanduser()), full))
        except RuntimeError:  # `~` and the name of nobody
            self.query_one("#field-folder", Field).complain(
                self.t("The folder “{folder}” cannot be found.", folder=folder)
            )
