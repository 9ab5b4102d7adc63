"""`lobby crm`: copy customers out, import results, review what is uncertain."""

import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.day import SECOND
from lobby_tui.cli.front import as_json as referral_as_json
from lobby_tui.cli.parsing import HIGHEST, parse_day
from lobby_tui.errors import UsageError
from lobby_tui.locale import Catalogue, msg, n_

if TYPE_CHECKING:
    from lobby_tui.desk.import_review import ReviewLine
    from lobby_tui.desk.result_import import Imported


def build() -> typer.Typer:
    """The sub-commands."""
    app = typer.Typer(no_args_is_help=True)
    app.command(
        "copy",
        help=n_("Write the accepted customers to follow up to files, in full, each once; this takes two people."),
    )(_copy)
    app.command("import", help=n_("Read results from a CSV file of the core system; supervisors only."))(_import)
    app.command("review", help=n_("The lines that wait for a person; or say whose one is."))(_review)
    return app


def _copy(
    ctx: typer.Context,
    out: Path = typer.Option(..., "--out", help=n_("The folder for the files.")),
    formats: str = typer.Option("csv,xlsx", "--format", help=n_("csv, xlsx; both with a comma.")),
    second: str = SECOND,
    again: bool = typer.Option(False, "--again", help=n_("Those copied before as well.")),
    since: str = typer.Option(None, "--since", help=n_("With --again: from which business day on, as 2026-11-22.")),
) -> None:
    from lobby_tui.desk import crm

    context: CommandContext = ctx.obj
    wanted = [name.strip() for name in formats.split(",") if name.strip()]
    first = parse_day(since)
    with context.shift() as shift:
        language = context.settings.language if context.language_chosen else None
        beside = context.second(shift, second)
        copied = crm.copy(shift, out, wanted, second=beside, again=again, since=first, language=language)
    files = [
        {"path": str(file.path), "format": file.format, "rows": file.rows, "sha256": file.sha256}
        for file in copied.files
    ]
    context.emit(
        {"rows": copied.rows, "again": copied.again, "files": files},
        [f"{file.path}  {file.rows}  {file.sha256}" for file in copied.files],
    )


def _import(ctx: typer.Context, file: Path = typer.Argument(..., help=n_("The CSV file."))) -> None:
    from lobby_tui.desk import result_import

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        read = result_import.read(shift, file)
    t = context.catalogue
    context.emit(_import_json(read, t), _import_lines(read, t))


def _import_json(read: "Imported", t: Catalogue) -> dict[str, Any]:
    return {
        "file": read.file,
        "lines": read.lines,
        "results": read.results,
        "recorded": read.recorded,
        "waiting": read.waiting,
        "known": read.known,
        "unmatched": list(read.unmatched),
        "bad": [{"line": one.number, "why": t.render(one.why)} for one in read.bad],
    }


def _import_lines(read: "Imported", t: Catalogue) -> list[str]:
    unmatched = [t("Of nobody here: lines {lines}", lines=", ".join(map(str, read.unmatched)))]
    return [
        t("Results {count}", count=read.results),
        t("Lines that went into them {count}", count=read.recorded),
        t("Lines to review {count}", count=read.waiting),
        t("Lines known already {count}", count=read.known),
        *(unmatched if read.unmatched else []),
        *(t("! Line {line}: {why}", line=one.number, why=one.why) for one in read.bad),
    ]


def _review(
    ctx: typer.Context,
    take: str = typer.Option(None, "--take", help=n_("The id of a line that is somebody's result.")),
    referral: int = typer.Option(
        None, "--referral", min=1, max=HIGHEST, help=n_("With --take: the number of the referral.")
    ),
    day: str = typer.Option(None, "--day", help=n_("With --take: the referral's business day; else the open one.")),
    refuse: str = typer.Option(None, "--refuse", help=n_("The id of a line that is nobody's result here.")),
) -> None:
    from lobby_tui.desk import import_review
    from lobby_tui.desk.answer import lookup as answer_lookup

    context: CommandContext = ctx.obj
    if (take is None) != (referral is None) or (take and refuse):
        raise UsageError(
            msg("Whose result the line is has to be said with --referral."),
            remedy=msg("Give --take with --referral, or --refuse alone."),
            field="referral",
        )
    with context.shift() as shift:
        if take and referral is not None:
            referral_id = answer_lookup.by_number(shift, referral, parse_day(day))
            view = import_review.take(shift, _id(take, "take"), referral_id)
            context.emit(
                {"referral": referral_as_json(view.referral, view)},
                [context.catalogue("✓ Recorded as the result of no. {number}.", number=view.referral.number)],
            )
        elif refuse:
            import_review.refuse(shift, _id(refuse, "refuse"))
            context.emit({"refused": refuse}, [context.catalogue("✓ The line is nobody's result here.")])
        else:
            lines = import_review.waiting(shift, limit=10_000)
            t = context.catalogue
            context.emit([_review_json(one, t) for one in lines], [_review_line(one, t) for one in lines])


def _review_json(one: "ReviewLine", t: Catalogue) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "file": one.file,
        "line": one.line,
        "customer": one.customer,
        "masked_identifier": one.masked_identifier,
        "masked_contact": one.masked_contact,
        "product": one.product,
        "quantity": one.quantity,
        "day": one.day.isoformat(),
        "why": t.render(one.why),
        "candidates": [
            {"number": view.referral.number, "day": view.referral.day.isoformat()} for view in one.candidates
        ],
    }


def _review_line(one: "ReviewLine", t: Catalogue) -> str:
    candidates = ", ".join(
        t("No. {number} of {day}", number=view.referral.number, day=view.referral.day.isoformat())
        for view in one.candidates
    )
    parts = [str(one.id), one.day.isoformat(), one.customer, one.masked_identifier or one.masked_contact,
             f"{one.product} {one.quantity}", t.render(one.why), candidates]  # fmt: skip
    return "  ".join(part for part in parts if part)


def _id(text: str, field: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise UsageError(
            msg("“{text}” is not a UUID.", text=text), remedy=msg("The list of the lines shows their ids."), field=field
        ) from error
