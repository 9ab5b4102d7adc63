"""Taking a table of the review away: into a file, or as text to paste. It says what was asked for, and is recorded."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from lobby_tui.desk.export_sheet import export_sheet
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.review.table import ReviewTable, digest, head, rows_as_text, value_of
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Catalogue, Language, catalogue, msg
from lobby_tui.nearest import nearest
from lobby_tui.papers.content import Column, Paper, Table
from lobby_tui.papers.files import PaperFile, make_folder, remove, write_papers
from lobby_tui.papers.sheet import Sheet
from lobby_tui.papers.text import guarded, visible

FORMATS: Final = ("csv", "xlsx", "txt")
_NARROW, _WIDE = 22.0, 44.0


def export(
    shift: Shift, table: ReviewTable, formats: Sequence[str], folder: Path, language: Language | None = None
) -> tuple[PaperFile, ...]:
    """Write the table into `folder`, made if it is missing, a file a format; all of them or none.

    Each file carries the filter, the number of rows and the digest of the rows. It leaves an audit event with the
    view, the rows and the SHA-256 of each file. Raises RefusedError for a format that there is not; NotAllowedError,
    also with code `password_again`; StoreError.
    """
    shift.require(Action.REVIEW, fresh=True)
    for name in formats or ("",):
        if name not in FORMATS:
            raise RefusedError(msg("There is no “{name}”.", name=name), remedy=nearest(name, FORMATS), field="format")
    papers = {name: _paper(shift, table, name, language or shift.branch.language) for name in formats}
    make_folder(folder)
    written = write_papers([(paper, name) for name, paper in papers.items()], folder)
    # What a file says about itself is none of the rows.
    files = tuple(replace(one, rows=len(table.rows)) for one in written)
    try:
        _record(shift, table, [{"format": one.format, "rows": one.rows, "sha256": one.sha256} for one in files])
    except BaseException:
        remove(files)
        raise
    return files


def copied(shift: Shift, table: ReviewTable, language: Language | None = None) -> str:
    """The table as text to paste, with what `as_text` puts above it; recorded as an export is.

    Raises NotAllowedError, also with code `password_again`; StoreError.
    """
    shift.require(Action.REVIEW, fresh=True)
    t = catalogue(language or shift.branch.language)
    _record(shift, table, [{"format": "copy", "rows": len(table.rows), "sha256": digest(table, t)}])
    return as_text(table, t)


def as_text(table: ReviewTable, t: Catalogue) -> str:
    """The table with tabs between the cells, below its title, filter, number of rows and the digest of the rows."""
    lines = [guarded(visible(t.render(table.title)))]
    lines += [f"{guarded(visible(name))}\t{guarded(visible(value))}" for name, value in head(table, t)]
    return "\n".join(lines) + "\n\n" + rows_as_text(table, t)


def _record(shift: Shift, table: ReviewTable, files: Sequence[dict[str, Any]]) -> None:
    with shift.writing() as writing:
        writing.record("review_exported", f"branch:{shift.branch.id}", view=table.code, files=list(files))


def _paper(shift: Shift, table: ReviewTable, format_name: str, language: Language) -> Paper:
    sheet, number = export_sheet(shift, language)
    return paper_of(table, sheet, format_name, f"{table.code}_{number}")


def paper_of(table: ReviewTable, sheet: Sheet, format_name: str, code: str) -> Paper:
    """The paper that a table becomes in a format, with its filter, number of rows and digest."""
    t, about = sheet.t, head(table, sheet.t)
    tables = [_rows(table, t)]
    if format_name == "csv":  # it has no head to say it in
        columns = (Column("name", t("What is shown"), _NARROW), Column("value", t("Value"), _WIDE))
        tables.append(Table(columns, about))
    return sheet.paper(code, table.title, tables, signatures=(), facts=about, notes=())


def _rows(table: ReviewTable, t: Catalogue) -> Table:
    columns = tuple(
        Column(
            str(place),
            t.render(one.title),
            _NARROW if one.numeric or place else _WIDE,
            "number" if one.numeric else "text",
        )
        for place, one in enumerate(table.columns)
    )
    rows = tuple(tuple(value_of(cell, t) for cell in row) for row in table.rows)
    return Table(columns, rows, empty=t("There is nothing to show."))
