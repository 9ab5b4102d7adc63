"""`lobby day`: show, close, sign, reopen, export."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli import day_moves
from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.parsing import parse_day
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg, n_

if TYPE_CHECKING:
    from lobby_tui.desk.day_heads import DayHead
    from lobby_tui.desk.summary import Summary

DAY = typer.Option(None, "--day", help=n_("The business day, as 2026-11-22; else the open one."))

SECOND = typer.Option(
    None,
    "--with",
    help=n_("The second person's staff number; their password comes from LOBBY_SECOND_PASSWORD or a prompt."),
)


def build() -> typer.Typer:
    """The sub-commands."""
    app = typer.Typer(no_args_is_help=True)
    app.command("show", help=n_("The day in figures."))(_show)
    app.command("close", help=n_("Close a day, or say what is missing; later entries belong to the next one."))(
        day_moves.close
    )
    app.command("sign", help=n_("Sign a closed day."))(day_moves.sign)
    app.command("reopen", help=n_("Open a closed or signed day for corrections; this takes two people."))(
        day_moves.reopen
    )
    app.command("export", help=n_("Write the day's papers to files; nothing is overwritten."))(_export)
    return app


def as_json(summary: "Summary", head: "DayHead") -> dict[str, Any]:
    """A day in figures, as scripts see it; `chain_head` is that of its closing once it is closed."""
    return {
        "day": summary.day.date.isoformat(),
        "state": summary.day.state.value,
        "visits": summary.visits,
        "in_lobby": summary.in_lobby,
        "routed": dict(summary.routed),
        "by_hour": dict(summary.by_hour),
        "referrals": {
            "total": summary.referrals,
            "introduced": summary.introduced,
            "to_follow_up": summary.to_follow_up,
            "unconfirmed": summary.unconfirmed,
            "accepted": summary.accepted,
            "returned": summary.returned,
            "with_result": summary.with_result,
        },
        "not_referred": summary.not_referred,
        "received_by_manager": dict(summary.received_by_manager),
        "identified_by_role": dict(summary.identified_by_role),
        "complaints": summary.complaints,
        "incidents": summary.incidents,
        "open_faults": summary.open_faults,
        "carried": summary.carried,
        "chain_head": head.head,
        "events": head.events,
    }


def _show(ctx: typer.Context, day: str = DAY) -> None:
    from lobby_tui.desk import day_heads, summary
    from lobby_tui.desk.words import DAY_STATES

    context: CommandContext = ctx.obj
    t = context.catalogue
    with context.shift() as shift:
        figures = summary.of_day(shift, parse_day(day))
        if figures is None:
            raise _no_day()
        head = day_heads.shown(shift, figures.day.date)
        zones = {zone.code: t.render(zone.name) for zone in shift.playbook.zones}
    lines = [
        f"{figures.day.date.isoformat()}  {t.render(DAY_STATES[figures.day.state])}",
        t("Visits {count}", count=figures.visits),
        *(f"  {zones.get(zone, zone)}  {count}" for zone, count in figures.routed.items()),
        t("Referrals {count}", count=figures.referrals),
        "  " + t("Introduced {count}", count=figures.introduced),
        "  " + t("To follow up {count}", count=figures.to_follow_up),
        "  " + t("Not yet answered {count}", count=figures.unconfirmed),
        "  " + t("With a result {count}", count=figures.with_result),
        t("Seen but not referred {count}", count=figures.not_referred),
        t("Complaints {count}", count=figures.complaints),
        t("Carried over {count}", count=figures.carried),
    ]
    context.emit(as_json(figures, head), lines)


def _export(
    ctx: typer.Context,
    formats: str = typer.Option("pdf", "--format", help=n_("pdf, xlsx, csv, txt; several with commas.")),
    out: Path = typer.Option(..., "--out", help=n_("The folder for the files.")),
    day: str = DAY,
    paper: list[str] = typer.Option(None, "--paper", help=n_("Which papers; else all of them.")),
    full: bool = typer.Option(
        False, "--full", help=n_("Names and numbers in full, not masked; this takes two people.")
    ),
    second: str = SECOND,
) -> None:
    from lobby_tui.desk import days, forms

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        chosen = parse_day(day)
        if chosen is None:
            current = days.current(shift)
            if current is None:
                raise _no_day()
            chosen = current.date
        language = context.settings.language if context.language_chosen else None
        wanted = [name.strip() for name in formats.split(",") if name.strip()]
        beside = context.second(shift, second) if full else None
        files = forms.export(
            shift, chosen, wanted, out, papers=paper or None, full=full, second=beside, language=language
        )
    written = [
        {
            "path": str(file.path),
            "paper": file.paper,
            "format": file.format,
            "rows": file.rows,
            "sha256": file.sha256,
        }
        for file in files
    ]
    context.emit({"files": written}, [f"{file.path}  {file.sha256[:16]}" for file in files])


def _no_day() -> RefusedError:
    return RefusedError(
        msg("No business day is open."),
        remedy=msg("The next entry opens one."),
        code="no_open_day",
        field="day",
    )
