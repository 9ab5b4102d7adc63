"""`lobby fault`: add, list, fixed, ticket."""

from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.parsing import number as number_argument
from lobby_tui.cli.parsing import parse_day, parse_key
from lobby_tui.locale import n_

if TYPE_CHECKING:
    from lobby_tui.desk.faults import FaultView
    from lobby_tui.desk.shift import Shift

NUMBER = number_argument(n_("The number of the fault."))


def build() -> typer.Typer:
    """The sub-commands."""
    app = typer.Typer(no_args_is_help=True)
    app.command("add", help=n_("Report a machine that is out of order."))(_add)
    app.command("list", help=n_("The machines that are out of order, or what was reported on a day."))(_list)
    app.command("fixed", help=n_("Say that a machine works again."))(_fixed)
    app.command("ticket", help=n_("Enter the repair ticket of a fault."))(_ticket)
    return app


def as_json(shift: "Shift", one: "FaultView") -> dict[str, Any]:
    """A fault, as scripts see it; its times out of service are in minutes."""
    return {
        "id": str(one.id),
        "number": one.number,
        "device": one.device,
        "label": one.label,
        "what": one.what,
        "ticket": one.ticket or None,
        "reported_by": one.reported_by.no,
        "reported_at": shift.local(one.reported_at).isoformat(),
        "fixed_by": one.fixed_by.no if one.fixed_by else None,
        "fixed_at": shift.local(one.fixed_at).isoformat() if one.fixed_at else None,
        "fixed_note": one.fixed_note,
        "minutes": one.minutes,
        "working_minutes": one.working_minutes,
    }


def line(context: CommandContext, shift: "Shift", one: "FaultView") -> str:
    """A fault on one line for people."""
    t = context.catalogue
    parts = [
        f"{one.number:>3}",
        t.render(one.name),
        one.label,
        one.what,
        one.ticket,
        f"{shift.local(one.reported_at):%m-%d %H:%M}",
        t("fixed {at}", at=f"{shift.local(one.fixed_at):%m-%d %H:%M}") if one.fixed_at else t("out of order"),
        t("{minutes} min of working time", minutes=one.working_minutes),
    ]
    return "  ".join(part for part in parts if part)


def _add(
    ctx: typer.Context,
    device: str = typer.Argument(..., help=n_("The kind of machine, a code of the playbook.")),
    what: str = typer.Option(..., "--what", help=n_("What is wrong.")),
    label: str = typer.Option("", "--label", help=n_("Which one of several.")),
    ticket: str = typer.Option("", "--ticket", help=n_("The repair ticket, if there is one already.")),
    key: str = typer.Option(None, "--key", help=n_("A UUID; the same one twice is one fault.")),
) -> None:
    from lobby_tui.desk import faults

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        new = faults.NewFault(device, what, label, ticket, parse_key(key))
        _answer(context, shift, faults.report(shift, new))


def _list(
    ctx: typer.Context,
    day: str = typer.Option(None, "--day", help=n_("Everything reported on a business day; else what is open now.")),
) -> None:
    from lobby_tui.desk import faults

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        chosen = parse_day(day)
        found = faults.of_day(shift, chosen) if chosen else faults.open_faults(shift)
        context.emit([as_json(shift, one) for one in found], [line(context, shift, one) for one in found])


def _fixed(
    ctx: typer.Context,
    number: int = NUMBER,
    note: str = typer.Option("", "--note", help=n_("What was done about it.")),
    undo: bool = typer.Option(False, "--undo", help=n_("It does not work after all: take “fixed” back.")),
) -> None:
    from lobby_tui.desk import faults

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        _answer(context, shift, faults.undo_fixed(shift, number) if undo else faults.fixed(shift, number, note))


def _ticket(
    ctx: typer.Context,
    number: int = NUMBER,
    ticket: str = typer.Argument(..., help=n_("The repair ticket.")),
) -> None:
    from lobby_tui.desk import faults

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        _answer(context, shift, faults.set_ticket(shift, number, ticket))


def _answer(context: CommandContext, shift: "Shift", one: "FaultView") -> None:
    context.emit({"fault": as_json(shift, one)}, [line(context, shift, one)])
