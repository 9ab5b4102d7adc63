"""Comparing branches: each writes a file of its month, and whoever is above them lays the files side by side.

There is no store that several branches share; so nobody needs to be let into another branch's. Branches stand by name:
this is no ranking. A share stays silent where there are too few cases.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from lobby_tui.desk import day_heads
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.review import goals, month_file, summary, tallies, trends
from lobby_tui.desk.review.measures import Measure
from lobby_tui.desk.review.month_file import Month
from lobby_tui.desk.review.span import Unit, span_of
from lobby_tui.desk.review.summary import By
from lobby_tui.desk.review.tallies import Kind, Tally
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.masking import mask_text
from lobby_tui.papers.files import PaperFile, make_folder, remove, write_data
from lobby_tui.papers.sheet import Sheet

MOST: Final = 2000
"""Files in one comparison: more branches than any level above them has, each with a month."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The months of several branches, by month, then by the name of the branch."""

    months: tuple[Month, ...]


def write_month(shift: Shift, month: str, folder: Path) -> PaperFile:
    """Write the figures of a month into a new file in `folder`, made if it is missing. It names nobody.

    It leaves an audit event with the month and the file's SHA-256. Raises RefusedError for what is no month, one in
    which the branch had no business day, or a folder that is none; NotAllowedError, also `password_again`; StoreError.
    """
    shift.require(Action.REVIEW, fresh=True)
    content = month_file.sealed(_content(shift, month))
    first = date.fromisoformat(f"{month}-01")
    sheet = Sheet(bank="", branch=shift.branch.name, day=first, language=shift.branch.language, masked=True)
    # Every one leaves an event, so no two files of a branch have one name.
    code = f"month_file_{shift.branch.id.hex[:8]}_{content['events']}"
    paper = sheet.paper(code, msg("File of a month"), (), signatures=())
    make_folder(folder)
    written = write_data(month_file.as_bytes(content), paper, "json", folder)
    try:
        with shift.writing() as writing:
            details = {"month": month, "days": content["days"], "sha256": written.sha256}
            writing.record("month_file_made", f"branch:{shift.branch.id}", **details)
    except BaseException:
        remove([written])
        raise
    return written


def _content(shift: Shift, month: str) -> dict[str, Any]:
    span = span_of(Unit.MONTH, date.fromisoformat(f"{goals.month_of(month)}-01"))
    found = summary.of_span(shift, span, By.SIGNAL)
    if not found.days:
        raise RefusedError(
            msg("The branch had no business day in {month}.", month=month),
            remedy=msg("Choose a month in which it worked."),
            field="month",
            code="no_such_month",
        )
    period = trends.trend(shift, Unit.MONTH, Measure.OPENED, span).periods[0]
    aims = {one.measure.value: one.target for one in goals.listed(shift, month)}
    with shift.reading() as session:
        head = day_heads.current(session, shift)
        complaints = trends.whole_of(session, shift, span, Measure.COMPLAINTS)
        kinds = {kind: tallies.totals(session, shift, span, kind) for kind in _KINDS}
    return {
        "format": month_file.FORMAT,
        "version": month_file.VERSION,
        "branch_id": shift.branch.id.hex,
        "branch": shift.branch.name,
        "month": month,
        "over": period.over,
        "days": found.days,
        "visits": _visits(kinds),
        "referrals": summary.as_counts(found.made),
        "by_signal": {line.key: summary.as_counts(line.made) for line in found.lines},
        "opened": period.value or 0,
        "complaints": complaints or 0,
        "goals": aims,
        "made_at": shift.now().isoformat(timespec="seconds"),
        "events": head.events,
        "head": head.head,
    }


_KINDS: Final = (Kind.ALL, Kind.HOUR, Kind.NEED, Kind.ZONE, Kind.STATE, Kind.NOT_REFERRED)


def _visits(kinds: dict[Kind, dict[str, Tally]]) -> dict[str, Any]:
    whole = sum(kinds[Kind.ALL].values(), Tally())
    left = kinds[Kind.STATE].get("left", Tally())
    missed = sum(kinds[Kind.NOT_REFERRED].values(), Tally())
    return {
        "count": whole.count,
        "timed": whole.timed,
        "waited": whole.waited,
        "longest": whole.longest,
        "left": left.count,
        "missed": missed.count,
        **{
            f"by_{kind.value}": {key: one.count for key, one in sorted(kinds[kind].items())}
            for kind in (Kind.HOUR, Kind.NEED, Kind.ZONE)
        },
    }


def compare(files: Sequence[Path]) -> Compared:
    """Several months laid side by side. Needs neither a store nor a person.

    Raises RefusedError for a file that is none, damaged, or of a later release, and where a branch's month is there
    twice.
    """
    if len(files) > MOST:
        raise RefusedError(
            msg("These are {count} files; {most} at most can be compared.", count=len(files), most=MOST),
            remedy=msg("Compare fewer branches or months at a time."),
            field="files",
        )
    found: dict[tuple[str, str], Path] = {}
    months = []
    for path in files:
        month = month_file.read(path)
        key = (month.branch_id, month.month)
        if key in found:
            raise _twice(month, found[key], path)
        found[key] = path
        months.append(month)
    return Compared(tuple(sorted(months, key=lambda one: (one.month, one.branch, one.branch_id))))


def _twice(month: Month, first: Path, second: Path) -> RefusedError:
    return RefusedError(
        msg(
            "{month} of {branch} is there twice: “{first}” and “{second}”.",
            month=month.month, branch=month.branch, first=mask_text(first.name), second=mask_text(second.name),
        ),
        remedy=msg("Keep the later of the two files only."),
        data=msg("Nothing was compared."),
        field="files",
        code="doubled",
    )  # fmt: skip
