"""What of the audit trail is wanted, and where to write it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from textual.widget import Widget

from lobby_tui.desk import audit_export, audit_trail, second_person
from lobby_tui.desk.audit.wanted import Wanted
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import LobbyError
from lobby_tui.locale import Language, msg, n_
from lobby_tui.models.typed_dates import parse_date
from lobby_tui.papers.files import PaperFile
from lobby_tui.screens.form_dialog import FormDialog
from lobby_tui.widgets.fields import Field, Segment, Segments, TextField
from lobby_tui.widgets.typed_path import folder_of


class FilterDialog(FormDialog):
    """Six fields; what stays empty narrows nothing down. `wanted` is the answer."""

    DOES = n_("Apply")

    def __init__(self, wanted: Wanted) -> None:
        super().__init__(msg("Narrow the audit trail down"), msg("What stays empty narrows nothing down."))
        self.wanted = wanted

    def fields(self) -> Iterator[Widget]:
        """Days, person, action, record, terminal."""
        t, wanted = self.t, self.wanted
        day = t("2026-11-26, 1126 or 26")
        since, until = (one.isoformat() if one else "" for one in (wanted.since, wanted.until))
        yield Field("since", t("From"), TextField(since, placeholder=day, max_length=20))
        yield Field("until", t("To"), TextField(until, placeholder=day, max_length=20))
        yield Field("person", t("Person"), TextField(wanted.person or "", placeholder=t("Staff number"), max_length=20))
        yield Field(
            "action",
            t("Action"),
            TextField(wanted.action or "", placeholder=t("such as “export”"), max_length=60),
        )
        yield Field(
            "subject",
            t("Concerning"),
            TextField(wanted.subject or "", placeholder=t("such as “referral 12”"), max_length=80),
        )
        yield Field("chain", t("Terminal"), TextField(wanted.chain or "", max_length=40))

    async def save(self, values: Mapping[str, str]) -> None:
        """Try the filter on one event, so that what is wrong with it stands under its field."""
        today = self.shift.today()
        wanted = Wanted(
            since=parse_date(values["since"], today, "since", back=True),
            until=parse_date(values["until"], today, "until", back=True),
            person=values["person"].strip() or None,
            action=values["action"].strip() or None,
            subject=values["subject"].strip() or None,
            chain=values["chain"].strip() or None,
        )
        await self.at_desk(audit_trail.page, self.shift, wanted, None, 1)
        self.wanted = wanted


class TrailExportDialog(FormDialog):
    """The format and the folder; a second person where it is more than one day. `written` is what was written."""

    DOES = n_("Write")

    def __init__(self, wanted: Wanted, folder: Path) -> None:
        hint = (
            msg("One day; who exported it is recorded.")
            if wanted.one_day
            else msg("More than one day takes a second person. Who exported it is recorded.")
        )
        super().__init__(msg("Export the audit trail"), hint)
        self.asked = wanted
        self.folder = folder
        self.written: tuple[PaperFile, ...] = ()

    def fields(self) -> Iterator[Widget]:
        """The questions, those of the second person only where they are asked."""
        t = self.t
        formats = [Segment(name, name.upper(), digit) for digit, name in enumerate(audit_export.FORMATS, start=1)]
        yield Field("format", t("Format"), Segments(formats, "csv"))
        yield Field("out", t("Folder"), TextField(str(self.folder)))
        if not self.asked.one_day:
            yield Field("second", t("Second person"), TextField(placeholder=t("Staff number"), max_length=20))
            yield Field("password", t("Their password"), TextField(password=True, max_length=128))

    async def save(self, values: Mapping[str, str]) -> None:
        """Prove the second person, and write the file."""
        folder = folder_of(values["out"], "out")
        pair = (values["second"], values["password"]) if "second" in values else None
        try:
            self.written = await self.at_desk(
                _export, self.shift, self.asked, values["format"], folder, pair, self.t.language
            )
        except LobbyError as error:
            if error.field in ("since", "until", "person", "action", "subject", "chain"):
                error.field = None  # it is none of these fields
            raise


def _export(
    shift: Shift,
    wanted: Wanted,
    format_name: str,
    folder: Path,
    pair: tuple[str, str] | None,
    language: Language,
) -> tuple[PaperFile, ...]:
    other = second_person.prove(shift, *pair) if pair else None
    return audit_export.export(shift, wanted, [format_name], folder, second=other, language=language)
