"""`lobby review month-file`, `lobby review compare`: a branch's month for whoever is above several branches."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.locale import msg, n_

if TYPE_CHECKING:
    from lobby_tui.desk.review.branches import Compared
    from lobby_tui.papers.files import PaperFile

MONTH_FILE = n_("Write the figures of a month into a file, to be compared with other branches'. It names nobody.")
COMPARE = n_("Lay the month files of several branches side by side; needs no store and no sign-in.")


def month_file(
    ctx: typer.Context,
    month: str = typer.Argument(..., help=n_("The month, as 2026-11.")),
    out: Path = typer.Option(..., "--out", help=n_("The folder that the file goes to.")),
) -> None:
    """Write the file."""
    from lobby_tui.desk.review import branches

    context: CommandContext = ctx.obj
    with context.review() as shift:
        written = branches.write_month(shift, month, out)
    context.emit({"month": month, **_file(written)}, [str(written.path), f"SHA-256 {written.sha256}"])


def compare(
    ctx: typer.Context,
    files: list[Path] = typer.Argument(..., help=n_("The month files of the branches.")),
    out: Path = typer.Option(None, "--out", help=n_("Write the table into files in this folder as well.")),
    formats: list[str] = typer.Option(["csv", "xlsx"], "--format", help="csv, xlsx, txt"),
) -> None:
    """Lay them side by side."""
    from lobby_tui.desk.review import branches, compared
    from lobby_tui.desk.review.table import rows_as_text

    context: CommandContext = ctx.obj
    found = branches.compare(files)
    table = compared.table_of(found)
    written: tuple[PaperFile, ...] = ()
    if out is not None:
        written = compared.export(found, formats, out, _today(), context.settings.language)
    lines = rows_as_text(table, context.catalogue).splitlines()
    lines += [context.catalogue.render(msg("Written: {file}", file=str(one.path))) for one in written]
    context.emit(as_json(found, written), lines)


def as_json(found: "Compared", written: "tuple[PaperFile, ...]" = ()) -> dict[str, Any]:
    """The months as scripts see them: the figures of each file, by month and branch."""
    months = [one.model_dump(exclude={"format", "version"}) for one in found.months]
    return {"branches": months, "files": [_file(one) for one in written]}


def _file(one: "PaperFile") -> dict[str, Any]:
    return {"path": str(one.path), "format": one.format, "sha256": one.sha256}


def _today() -> "Any":
    from lobby_tui.models.clock import SystemClock

    return SystemClock().now().astimezone().date()
