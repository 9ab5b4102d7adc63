"""Where customers are copied to, and which file results are read from."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from textual.widget import Widget

from lobby_tui.desk import crm, result_import
from lobby_tui.desk.crm import Copied
from lobby_tui.desk.result_import import Imported
from lobby_tui.desk.second_person import SecondPerson
from lobby_tui.locale import msg, n_
from lobby_tui.screens.form_dialog import FormDialog
from lobby_tui.widgets.fields import Field, Segment, Segments, TextField
from lobby_tui.widgets.typed_path import folder_of


class CopyDialog(FormDialog):
    """The formats, whether those copied before go along, the folder. `copied` is what was written."""

    DOES = n_("Copy")

    def __init__(self, folder: Path, count: int, second: SecondPerson) -> None:
        super().__init__(
            msg("Copy {count} customers into the CRM", count=count), msg("In full; who copied what is recorded.")
        )
        self.folder = folder
        self.second = second
        self.copied: Copied | None = None

    def fields(self) -> Iterator[Widget]:
        """Three questions, each with an answer already there."""
        t = self.t
        formats = [Segment("csv,xlsx", t("both"), 1), Segment("csv", "CSV", 2), Segment("xlsx", "XLSX", 3)]
        yield Field("format", t("Format"), Segments(formats, "csv,xlsx"))
        again = [Segment("no", t("only new ones"), 1), Segment("yes", t("those of three months again"), 2)]
        yield Field("again", t("Customers"), Segments(again, "no"))
        yield Field("out", t("Folder"), TextField(str(self.folder)))

    async def save(self, values: Mapping[str, str]) -> None:
        """Write the files and mark the customers."""
        self.copied = await self.at_desk(
            crm.copy,
            self.shift,
            folder_of(values["out"], "out"),
            values["format"].split(","),
            second=self.second,
            again=values["again"] == "yes",
            language=self.t.language,
        )


class ReadDialog(FormDialog):
    """The file of the core system. `read` is what became of its lines."""

    DOES = n_("Read")

    def __init__(self) -> None:
        super().__init__(
            msg("Read results from the core system"),
            msg("A CSV file with headings: identifier or contact, customer, product, quantity, date."),
        )
        self.read: Imported | None = None

    def fields(self) -> Iterator[Widget]:
        """The file."""
        yield Field("file", self.t("File"), TextField())

    async def save(self, values: Mapping[str, str]) -> None:
        """Read it."""
        self.read = await self.at_desk(result_import.read, self.shift, folder_of(values["file"], "file"))
