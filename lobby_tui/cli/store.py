"""`lobby store`: check, backup, upgrade."""

from pathlib import Path

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.locale import n_


def build() -> typer.Typer:
    """The sub-commands."""
    app = typer.Typer(no_args_is_help=True)
    app.command("check", help=n_("Is the store whole? The file, each row, the audit chain, every referral's owner."))(
        _check
    )
    app.command("backup", help=n_("Write a copy that is known to open; nothing is overwritten."))(_backup)
    return app


def _check(ctx: typer.Context) -> None:
    from lobby_tui.desk import checkup

    context: CommandContext = ctx.obj
    t = context.catalogue
    with context.shift() as shift:
        found = checkup.check(shift)
    problems = [t.render(problem) for problem in found.problems]
    verdict = t("The store is whole.") if found.ok else t("Problems: {count}", count=len(problems))
    context.emit(
        {
            "ok": found.ok,
            "problems": problems,
            "events": found.events,
            "head": found.head,
            "replayed": found.replayed,
        },
        [
            verdict,
            *problems,
            t("Audit events {count}", count=found.events),
            t("Chain head {head}", head=found.head),
        ],
    )
    if not found.ok:
        raise typer.Exit(4)


def _backup(ctx: typer.Context, target: Path = typer.Argument(..., help=n_("The new file."))) -> None:
    from lobby_tui.desk import safekeeping

    context: CommandContext = ctx.obj
    t = context.catalogue
    with context.shift() as shift:
        safekeeping.back_up(shift, target)
    context.emit(
        {"path": str(target)},
        [t("The backup {path} is written and checked.", path=str(target))],
    )
