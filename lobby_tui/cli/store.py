"""`lobby store`: check, backup, verify, upgrade."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from lobby_tui.cli import keys, recovery, retention
from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.parsing import parse_day
from lobby_tui.locale import Catalogue, n_

if TYPE_CHECKING:
    from lobby_tui.desk.verifying import Verdict


def build() -> typer.Typer:
    """The sub-commands."""
    app = typer.Typer(no_args_is_help=True)
    app.command("check", help=n_("Is the store whole? The file, each row, the audit chain, every referral's owner."))(
        _check
    )
    app.command("backup", help=n_("Write a copy that is known to open; nothing is overwritten."))(_backup)
    app.command("upgrade", help=n_("Bring the store of an earlier release up to this one; a backup is made first."))(
        _upgrade
    )
    app.command("verify", help=n_("Hold the head that a signed paper carries against the store."))(_verify)
    keys.add_to(app)
    recovery.add_to(app)
    retention.add_to(app)
    return app


def _check(ctx: typer.Context) -> None:
    from lobby_tui.desk import checkup, key_care

    context: CommandContext = ctx.obj
    t = context.catalogue
    with context.shift() as shift:
        found = checkup.check(shift)
        paper = key_care.paper_made(shift.slots)
    problems = [t.render(problem) for problem in found.problems]
    verdict = t("The store is whole.") if found.ok else t("Problems: {count}", count=len(problems))
    context.emit(
        {
            "ok": found.ok,
            "problems": problems,
            "events": found.events,
            "head": found.head,
            "replayed": found.replayed,
            "paper_key": paper.isoformat() if paper else None,
        },
        [
            verdict,
            *problems,
            *([] if paper else [t("There is no paper key: with all passwords lost, nobody could open the records.")]),
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


def _verify(
    ctx: typer.Context,
    head: list[str] = typer.Argument(..., help=n_("The groups on the paper, or the text of its code.")),
    day: str = typer.Option(None, "--day", help=n_("The business day that the paper is of, as 2026-11-22.")),
) -> None:
    from lobby_tui.desk import verifying

    context: CommandContext = ctx.obj
    t = context.catalogue
    with context.shift() as shift:
        verdict = verifying.verify(shift, " ".join(head), parse_day(day))
    problems = [t.render(problem) for problem in verdict.problems]
    notes = [t.render(note) for note in verdict.notes]
    context.emit(
        {
            "ok": verdict.ok,
            "head": verdict.head,
            "event": verdict.event,
            "day": verdict.day.isoformat() if verdict.day else None,
            "changed_since": verdict.changed_since,
            "replayed": verdict.replayed,
            "problems": problems,
            "notes": notes,
        },
        [*_verdict_lines(verdict, t), *problems, *notes],
    )
    if not verdict.ok:
        raise typer.Exit(1)


def _verdict_lines(verdict: "Verdict", t: Catalogue) -> list[str]:
    """What was found, before what is wrong with it."""
    lines = [t("The paper and the store agree.") if verdict.ok else t("The paper and the store do not agree.")]
    if verdict.event is not None:
        lines.append(t("Audit event {event}", event=verdict.event))
    if verdict.day:
        lines.append(t("Business day {day}", day=verdict.day.isoformat()))
    if verdict.changed_since:
        lines.append(t("Records of this day with later events, such as answers: {count}", count=verdict.changed_since))
    if not verdict.replayed:
        lines.append(t("The links were followed; a supervisor's check also replays the keys."))
    return lines


def _upgrade(ctx: typer.Context) -> None:
    from lobby_tui.desk.opening import open_desk
    from lobby_tui.desk.upgrading import upgrade

    context: CommandContext = ctx.obj
    t = context.catalogue
    done = upgrade(open_desk(context.settings), *context.credentials())
    context.emit(
        {"before": done.before, "after": done.after, "backup": str(done.backup), "playbook": done.playbook},
        [
            t("The store has version {after} now; it had {before}.", after=done.after, before=done.before),
            t("The backup from before is {path}.", path=str(done.backup)),
        ],
    )
