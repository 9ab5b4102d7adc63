"""`lobby store backups`, `restore` and `salvage`: what there is for a bad day."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.errors import UsageError
from lobby_tui.locale import Catalogue, msg, n_

if TYPE_CHECKING:
    from lobby_tui.desk.restore.place import Restored
    from lobby_tui.desk.salvaging import Salvaged
    from lobby_tui.store.backup_folder import BackupFile


def add_to(app: typer.Typer) -> None:
    """Add the commands to `lobby store`."""
    backups = typer.Typer(no_args_is_help=True)
    backups.command("list", help=n_("The backups that can be reached, the latest first."))(_list)
    backups.command("keep-in", help=n_("Keep a second copy of every automatic backup in a folder."))(_keep_in)
    app.add_typer(backups, name="backups", help=n_("The backups that make themselves, and where they go."))
    app.command("restore", help=n_("Make a backup the live store, with a second person; the present one is kept."))(
        _restore
    )
    app.command("salvage", help=n_("Read what can be read of a damaged store into a new one, and say what is lost."))(
        _salvage
    )


def _list(ctx: typer.Context) -> None:
    from lobby_tui.desk import safekeeping

    context: CommandContext = ctx.obj
    t = context.catalogue
    with context.shift() as shift:
        found = safekeeping.listed_backups(shift)
        lines = [_line(one, f"{shift.local(one.made):%Y-%m-%d %H:%M}", t) for one in found.found]
    if not lines:
        lines = [t("There is no backup yet; every closing makes one.")]
    if found.problem:
        lines.append(t.render(found.problem))
    context.emit(
        {
            "second_folder": str(found.second) if found.second else None,
            "problem": t.render(found.problem) if found.problem else None,
            "backups": [_as_json(one) for one in found.found],
        },
        lines,
    )


def _line(one: "BackupFile", made: str, t: Catalogue) -> str:
    from lobby_tui.desk.backup_words import backup_kind

    parts = [made, t.render(backup_kind(one.kind)), f"{one.size / 1_000_000:.1f} MB", str(one.path)]
    return "  ".join(parts if one.has_keys else [*parts, t("(without its keys)")])


def _as_json(one: "BackupFile") -> dict[str, Any]:
    return {
        "path": str(one.path),
        "kind": one.kind,
        "made": one.made.isoformat(),
        "bytes": one.size,
        "has_keys": one.has_keys,
    }


def _keep_in(
    ctx: typer.Context,
    folder: Path = typer.Argument(None, help=n_("The folder: on another disk, on a stick, on a drive of the bank's.")),
    none: bool = typer.Option(False, "--none", help=n_("Keep no second copies any more.")),
) -> None:
    from lobby_tui.desk import safekeeping

    context: CommandContext = ctx.obj
    t = context.catalogue
    if none is (folder is not None):
        raise UsageError(
            msg("Name a folder, or say --none."), remedy=msg("`lobby store backups keep-in --help`"), field="folder"
        )
    with context.shift() as shift:
        chosen = safekeeping.keep_in(shift, folder)
    said = (
        t("From now on a second copy of every automatic backup goes to {path}.", path=str(chosen))
        if chosen
        else t("From now on there are no second copies.")
    )
    context.emit({"second_folder": str(chosen) if chosen else None}, [said])


def _restore(
    ctx: typer.Context,
    file: Path = typer.Argument(..., help=n_("The backup.")),
    second: str = typer.Option(
        ...,
        "--with",
        help=n_("The second person's staff number; their password comes from LOBBY_SECOND_PASSWORD or a prompt."),
    ),
) -> None:
    from lobby_tui.desk import restoring
    from lobby_tui.desk.opening import Desk
    from lobby_tui.models.clock import SystemClock
    from lobby_tui.models.ids import Ids

    context: CommandContext = ctx.obj
    clock = SystemClock()
    # Not `open_desk`: the store may be what is gone.
    desk = Desk(context.settings, clock, Ids(clock=clock))
    first = context.credentials()
    password = context.secret("LOBBY_SECOND_PASSWORD", msg("Password of the second person"))
    try:
        done = restoring.restore_with(desk, file, first, (second, password))
    finally:
        desk.close()
    _say_restored(context, file, done)


def _say_restored(context: CommandContext, file: Path, done: "Restored") -> None:
    t = context.catalogue
    tips = {"restored": done.restored, "lost": done.lost}
    document: dict[str, Any] = {
        name: {"event": tip.event, "head": tip.head, "at": tip.at.isoformat()} if tip else None
        for name, tip in tips.items()
    }
    lines = [t("{path} is the live store now.", path=file.name)]
    if tip := done.restored:
        lines.append(t("It reaches to audit event {event}, {at}.", event=tip.event, at=_utc(tip.at)))
    if done.loss:
        lines.append(t("Audit events that it does not have: {count}.", count=done.loss.events))
    if done.old:
        lines.append(t("The store from before is kept as {path}.", path=str(done.old)))
    if done.without_password:
        lines.append(t("These people need a new password: {numbers}.", numbers=", ".join(done.without_password)))
    context.emit(
        {
            "path": str(done.path),
            "old": str(done.old) if done.old else None,
            **document,
            "lost_events": done.loss.events if done.loss else None,
            "without_password": list(done.without_password),
        },
        lines,
    )


def _utc(at: Any) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _salvage(
    ctx: typer.Context,
    file: Path = typer.Argument(None, help=n_("The damaged file; else the live store.")),
    out: Path = typer.Option(None, "--out", help=n_("The new file; else one in the folder of backups.")),
) -> None:
    from lobby_tui.desk import salvaging
    from lobby_tui.desk.opening import Desk
    from lobby_tui.models.clock import SystemClock
    from lobby_tui.models.ids import Ids

    context: CommandContext = ctx.obj
    clock = SystemClock()
    desk = Desk(context.settings, clock, Ids(clock=clock))
    done = salvaging.salvage(desk, *context.credentials(), file, out)
    _say_salvaged(context, done)


def _say_salvaged(context: CommandContext, done: "Salvaged") -> None:
    t = context.catalogue
    lines = [
        t("What could be read is in {path}.", path=str(done.path)),
        t("Rows read: {count}", count=sum(one.rows for one in done.tables)),
    ]
    if done.healed:
        lines.append(t("Put back from backups, proved by the audit trail: {count}", count=done.healed))
    lines += [t("Lost of {table}: {count}", table=table, count=count) for table, count in done.gone_by_table.items()]
    if done.events_lost:
        lines.append(t("Audit events lost: {count}", count=done.events_lost))
    if not done.gone and not done.events_lost:
        lines.append(t("Nothing that the audit trail names is lost."))
    lines.append(
        t("To work with it: lobby store restore {path} --with NO", path=str(done.path))
        if done.opens
        else t("It does not open: the branch itself is lost. Restore the latest backup.")
    )
    context.emit(
        {
            "path": str(done.path),
            "opens": done.opens,
            "tables": {one.name: {"read": one.rows, "lost": one.lost} for one in done.tables},
            "healed": done.healed,
            "gone": list(done.gone),
            "events_lost": done.events_lost,
        },
        lines,
    )
