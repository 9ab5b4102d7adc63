"""What is asked before a customer's data leaves, is put right, or goes."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from textual.widget import Widget

from lobby_tui.desk import customer_changes, customer_export
from lobby_tui.desk.customer_changes import Correction, Erased
from lobby_tui.desk.customer_data import CustomerData
from lobby_tui.locale import msg, n_
from lobby_tui.papers.files import PaperFile
from lobby_tui.screens.form_dialog import FormDialog
from lobby_tui.widgets.fields import Field, Segment, Segments, TextField
from lobby_tui.widgets.typed_path import folder_of

_LONGEST = 100


class _WithReason(FormDialog):
    """Every one of them is recorded with its reason."""

    def reason(self) -> Field:
        """Why."""
        t = self.t
        return Field("reason", t("Reason"), TextField(placeholder=t("whose request, and when"), max_length=_LONGEST))


class CustomerExportDialog(_WithReason):
    """The formats, the folder, the reason. `written` are the files."""

    DOES = n_("Write")

    def __init__(self, record: uuid.UUID, also: Sequence[str], folder: Path) -> None:
        super().__init__(
            msg("Write the customer's copy"), msg("In full, for the customer only. Who wrote it is recorded.")
        )
        self.record = record
        self.also = also
        self.folder = folder
        self.written: tuple[PaperFile, ...] = ()

    def fields(self) -> Iterator[Widget]:
        """Three questions."""
        t = self.t
        formats = [
            Segment("json,xlsx", t("both"), 1),
            Segment("json", "JSON", 2),
            Segment("xlsx", "XLSX", 3),
            Segment("txt", "TXT", 4),
        ]
        yield Field("format", t("Format"), Segments(formats, "json,xlsx"))
        yield Field("out", t("Folder"), TextField(str(self.folder)))
        yield self.reason()

    async def save(self, values: Mapping[str, str]) -> None:
        """Write them."""
        self.written = await self.at_desk(
            customer_export.export,
            self.shift,
            self.record,
            folder_of(values["out"], "out"),
            values["reason"],
            values["format"].split(","),
            self.also,
            self.t.language,
        )


class CorrectDialog(_WithReason):
    """What is right; what is left empty stays. `count` is how many records changed."""

    DOES = n_("Put right")

    def __init__(self, record: uuid.UUID) -> None:
        super().__init__(
            msg("Put a customer's data right"), msg("In every record of theirs; what is left empty stays as it is.")
        )
        self.record = record
        self.count = 0

    def fields(self) -> Iterator[Widget]:
        """Name, contact, number."""
        t = self.t
        yield Field("name", t("Name"), TextField(max_length=60))
        yield Field("contact", t("Contact"), TextField(max_length=60))
        yield Field("identifier", t("Account / ID"), TextField(max_length=40))
        yield self.reason()

    async def save(self, values: Mapping[str, str]) -> None:
        """Put it right."""
        right = Correction(values["name"], values["contact"], values["identifier"])
        self.count = await self.at_desk(customer_changes.correct, self.shift, self.record, right, values["reason"])


class EraseDialog(_WithReason):
    """How much goes, and why. `done` is what went."""

    DOES = n_("Erase")

    def __init__(self, record: uuid.UUID, also: Sequence[str], data: CustomerData) -> None:
        super().__init__(
            msg("Erase {customer}?", customer=" / ".join(data.customer.names)),
            msg(
                "Records: {count}. They stay for the figures, with nothing of the customer in them. This cannot be "
                "taken back.",
                count=len(data.records),
            ),
        )
        self.record = record
        self.also = also
        self.done: Erased | None = None

    def fields(self) -> Iterator[Widget]:
        """Why."""
        yield self.reason()

    async def save(self, values: Mapping[str, str]) -> None:
        """Erase."""
        self.done = await self.at_desk(customer_changes.erase, self.shift, self.record, values["reason"], self.also)
