"""`lobby checklist`: list, tick."""

from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.parsing import parse_day
from lobby_tui.errors import UsageError
from lobby_tui.locale import msg, n_

if TYPE_CHECKING:
    from lobby_tui.desk.checklist_views import ChecklistView
    from lobby_tui.desk.shift import Shift


def build() -> typer.Typer:
    """The sub-commands."""
    app = typer.Typer(no_args_is_help=True)
    app.command("list", help=n_("The checklists of a day: what was gone through, by whom and when."))(_list)
    app.command("tick", help=n_("Say that an item was gone through, and whether it was in order."))(_tick)
    return app


def as_json(shift: "Shift", one: "ChecklistView") -> dict[str, Any]:
    """A checklist, as scripts see it. `in_order` is null where nobody went through an item."""
    return {
        "checklist": one.code,
        "round": one.round,
        "day": one.day.isoformat() if one.day else None,
        "done": one.done,
        "items": [
            {
                "item": item.code,
                "in_order": item.tick.in_order if item.tick else None,
                "note": item.tick.note if item.tick else "",
                "by": item.tick.by.no if item.tick else None,
                "at": shift.local(item.tick.at).isoformat() if item.tick else None,
            }
            for item in one.items
        ],
    }


def lines(context: CommandContext, shift: "Shift", one: "ChecklistView") -> list[str]:
    """A checklist for people."""
    t = context.catalogue
    name = t.render(one.name)
    if one.round > 1:
        name = t("{name}, round {number}", name=name, number=one.round)
    found = [f"{name}  {one.done}/{len(one.items)}"]
    for item in one.items:
        mark = " " if item.tick is None else "✓" if item.tick.in_order else "!"
        parts = [f"  {mark} {item.code}", t.render(item.name)]
        if item.tick:
            parts += [item.tick.note, item.tick.by.name, f"{shift.local(item.tick.at):%H:%M}"]
        found.append("  ".join(part for part in parts if part))
    return found


def _list(
    ctx: typer.Context,
    day: str = typer.Option(None, "--day", help=n_("The business day, as 2026-11-22; else the open one.")),
) -> None:
    from lobby_tui.desk import checklists

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        found = checklists.of_day(shift, parse_day(day))
        context.emit(
            [as_json(shift, one) for one in found], [line for one in found for line in lines(context, shift, one)]
        )


def _tick(
    ctx: typer.Context,
    checklist: str = typer.Argument(..., help=n_("The checklist, a code of the playbook: opening, patrol, closing.")),
    item: str = typer.Argument(..., help=n_("The item, a code of the playbook.")),
    trouble: str = typer.Option(None, "--trouble", help=n_("It is not in order: what is wrong.")),
    note: str = typer.Option("", "--note", help=n_("It is in order: a remark.")),
    number: int = typer.Option(None, "--round", help=n_("Which patrol; else the latest.")),
    undo: bool = typer.Option(False, "--undo", help=n_("Take the tick back.")),
) -> None:
    from lobby_tui.desk import checklists

    context: CommandContext = ctx.obj
    if undo and (trouble is not None or note):
        raise UsageError(
            msg("A tick that is taken back has no note."),
            remedy=msg("Leave --undo out, or the note."),
            field="undo",
        )
    with context.shift() as shift:
        if undo:
            view = checklists.undo(shift, checklist, item, number)
        elif trouble is not None:
            view = checklists.tick(shift, checklist, item, False, trouble, number)
        else:
            view = checklists.tick(shift, checklist, item, True, note, number)
        context.emit(as_json(shift, view), lines(context, shift, view))
