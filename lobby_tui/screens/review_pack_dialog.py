"""Writing a review pack: in which formats, and where to."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from textual.widget import Widget

from lobby_tui.desk.review import pack as packs
from lobby_tui.desk.review.pack_cover import title
from lobby_tui.desk.review.span import Span, Unit
from lobby_tui.locale import msg, n_
from lobby_tui.papers.render import PACK_FORMATS
from lobby_tui.screens.form_dialog import FormDialog
from lobby_tui.widgets.fields import Field, Segment, Segments, TextField
from lobby_tui.widgets.typed_path import folder_of

BOTH: Final = "both"


class PackDialog(FormDialog):
    """The format and the folder, each with an answer already there; F2 at once writes both formats."""

    DOES = n_("Write")

    def __init__(self, unit: Unit, span: Span, parts: list[str], folder: Path) -> None:
        super().__init__(title(unit, span), msg("{count} papers behind one cover, masked.", count=len(parts)))
        self.unit, self.span_, self.parts, self.folder = unit, span, parts, folder
        self.said = ""

    def fields(self) -> Iterator[Widget]:
        """Two questions."""
        formats = [Segment(BOTH, self.t("both"), 1)]
        formats += [Segment(name, name.upper(), digit) for digit, name in enumerate(PACK_FORMATS, start=2)]
        yield Field("format", self.t("Format"), Segments(formats, BOTH))
        yield Field("out", self.t("Folder"), TextField(str(self.folder)))

    async def save(self, values: Mapping[str, str]) -> None:
        """Write the files, and say where they are."""
        t = self.t
        formats = PACK_FORMATS if values["format"] == BOTH else (values["format"],)
        folder = folder_of(values["out"], "out")
        written = await self.at_desk(
            packs.export, self.shift, self.unit, self.span_, formats, folder, parts=self.parts, language=t.language
        )
        names = "\n".join(one.path.name for one in written)
        self.said = t("✓ Written to {folder}:", folder=str(written[0].path.parent)) + f"\n{names}"
