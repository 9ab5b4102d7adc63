"""`lobby review pack`: a day or a month of the review as papers behind one cover."""

from pathlib import Path

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.parsing import parse_day
from lobby_tui.errors import UsageError
from lobby_tui.locale import msg, n_

HELP = n_("Write a day or a month of the review to files: PDF to print, XLSX with its charts.")
DAY = typer.Option(None, "--day", help=n_("The business day, as 2026-11-22; the last one without it."))
MONTH = typer.Option(None, "--month", help=n_("A month instead of a day, as 2026-11."))
PARTS = typer.Option(
    None,
    "--parts",
    help=n_(
        "Which papers, with commas. Of a day: glance, rows, odd. Of a month: days, goals, works, odd, people. "
        "All but people without it."
    ),
)
FORMATS = typer.Option("pdf", "--format", help=n_("pdf, xlsx; both with a comma."))
OUT = typer.Option(..., "--out", help=n_("The folder for the files."))


def pack(
    ctx: typer.Context, day: str = DAY, month: str = MONTH, parts: str = PARTS, formats: str = FORMATS, out: Path = OUT
) -> None:
    """Write it, and say where it is."""
    from lobby_tui.desk.review import pack as packs
    from lobby_tui.desk.review.goals import month_of
    from lobby_tui.desk.review.last_day import last_day
    from lobby_tui.desk.review.span import Unit, span_of

    context: CommandContext = ctx.obj
    if day and month:
        raise UsageError(msg("A pack is of a day or of a month."), remedy=msg("Leave one of them out."), field="month")
    with context.shift() as shift:
        if month:
            unit, first = Unit.MONTH, parse_day(f"{month_of(month)}-01")
        else:
            unit, first = Unit.DAY, parse_day(day)
        written = packs.export(
            shift,
            unit,
            span_of(unit, first or last_day(shift)),
            _listed(formats) or [],
            out,
            parts=_listed(parts),
            language=context.settings.language if context.language_chosen else None,
        )
    files = [
        {"path": str(one.path), "paper": one.paper, "format": one.format, "rows": one.rows, "sha256": one.sha256}
        for one in written
    ]
    context.emit({"files": files}, [f"{one.path}  {one.sha256[:16]}" for one in written])


def _listed(text: str | None) -> list[str] | None:
    """What stands between commas; None where nothing was given."""
    return None if text is None else [name.strip() for name in text.split(",") if name.strip()]
