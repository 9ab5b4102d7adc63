"""How a table of the review is taken away: as a file, or copied to be pasted."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from textual.widget import Widget

from lobby_tui.desk.review import take_away as leaving
from lobby_tui.desk.review.table import ReviewTable
from lobby_tui.locale import msg, n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.form_dialog import FormDialog
from lobby_tui.widgets.fields import Field, Segment, Segments, TextField
from lobby_tui.widgets.typed_path import folder_of

COPY = "copy"


class TakeAwayDialog(FormDialog):
    """The format and the folder. `said` is what was done, with the digest."""

    DOES = n_("Take away")

    def __init__(self, table: ReviewTable, folder: Path) -> None:
        super().__init__(
            msg("Take the table away: {rows} rows", rows=len(table.rows)),
            msg("The filter, the number of rows and a digest go along. Who took it is recorded."),
        )
        self.table = table
        self.folder = folder
        self.said = ""

    def fields(self) -> Iterator[Widget]:
        """Two questions, each with an answer already there."""
        t = self.t
        formats = [Segment(name, name.upper(), digit) for digit, name in enumerate(leaving.FORMATS, start=1)]
        formats.append(Segment(COPY, t("copy, to be pasted"), len(formats) + 1))
        yield Field("format", t("Format"), Segments(formats, leaving.FORMATS[0]))
        yield Field("out", t("Folder"), TextField(str(self.folder)))

    async def save(self, values: Mapping[str, str]) -> None:
        """Write the file, or hand the text to the terminal's clipboard (OSC 52)."""
        t = self.t
        if values["format"] == COPY:
            text = await self.at_desk(leaving.copied, self.shift, self.table, t.language)
            self.app.copy_to_clipboard(text)
            self.said = t("✓ {rows} rows copied, where the terminal allows it.", rows=len(self.table.rows))
            return
        folder = folder_of(values["out"], "out")
        (written,) = await self.at_desk(leaving.export, self.shift, self.table, [values["format"]], folder, t.language)
        done = t("✓ {rows} rows: {file}", rows=written.rows, file=written.path.name)
        # The folder last: a long one takes lines that the others need.
        self.said = f"{done}\nSHA-256 {written.sha256}\n{written.path.parent}"


async def take_away(screen: LobbyScreen, table: ReviewTable) -> str:
    """Ask how, and do it; what was done, or nothing where the person thought better of it. In a worker."""
    dialog = TakeAwayDialog(table, screen.lobby.settings.home / "papers")
    return dialog.said if await screen.app.push_screen_wait(dialog) else ""
